"""What two texts have in common by their words."""

from __future__ import annotations

import pytest

from exeat.domain.denials import share_in_common, words_in_common

GOODS = "Bearings of hardened steel, 60 to 80 mm, with assemblies"


@pytest.mark.parametrize(
    ("text", "words", "share"),
    [
        (GOODS, ("assemblies", "bearings", "hardened", "steel"), 1.0),
        ("A bearing assembly", ("assembly", "bearing"), 0.5),
        ("HARDENED STEEL bolts", ("hardened", "steel"), 0.5),
        ("steel, with 60 mm", ("steel",), 0.25),
        ("Glass, pressed", (), 0.0),
        ("", (), 0.0),
    ],
    ids=["the same", "singular", "another case", "figures and small words count nothing", "nothing", "no text"],
)
def test_words_are_found_in_any_number_and_case(text: str, words: tuple[str, ...], share: float) -> None:
    assert words_in_common(text, GOODS) == words
    assert share_in_common(text, GOODS) == share


def test_a_text_without_words_shares_none() -> None:
    assert share_in_common("anything", "60 to 80 mm") == 0.0


def test_a_double_s_is_no_plural() -> None:
    assert words_in_common("press", "pres") == ()
