"""What two texts have in common by their words."""

from __future__ import annotations

import pytest

from exeat.domain.denials import words_in_common

GOODS = "Bearings of hardened steel, 60 to 80 mm, with assemblies"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOODS, ("assemblies", "bearings", "hardened", "steel")),
        ("A bearing assembly", ("assembly", "bearing")),
        ("HARDENED STEEL bolts", ("hardened", "steel")),
        ("steel, with 60 mm", ("steel",)),
        ("Glass, pressed", ()),
        ("", ()),
    ],
    ids=["the same", "singular", "another case", "figures and small words count nothing", "nothing", "no text"],
)
def test_words_are_found_in_any_number_and_case(text: str, words: tuple[str, ...]) -> None:
    assert words_in_common(text, GOODS) == words


def test_a_double_s_is_no_plural() -> None:
    assert words_in_common("press", "pres") == ()
