"""How provisions are cited, and what a change touches."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.regulations import Citation, citations, place_of, touches

ACT, RULES = "Strategic Goods Act", "Strategic Goods Regulations"
TITLES = (ACT, RULES, "Nuclear Safety and Security Act")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Strategic Goods Act, section 12(1)(a)", [(ACT, "section", "12", "1", "a")]),
        ("STRATEGIC GOODS ACT, Section 8 (catch-all)", [(ACT, "section", "8")]),
        (
            "Strategic Goods Regulations, regulation 15 and schedule 4",
            [(RULES, "regulation", "15"), (RULES, "schedule", "4")],
        ),
        (
            "Strategic Goods Act, section 6; Strategic Goods Regulations, regulation 13(1)",
            [(ACT, "section", "6"), (RULES, "regulation", "13", "1")],
        ),
        (
            "Strategic Goods Act section 6 and Strategic Goods Regulations regulation 2",
            [(ACT, "section", "6"), (RULES, "regulation", "2")],
        ),
        ("under the Strategic Goods Act", [(ACT,)]),
        ("Charter of the United Nations, Article 25", []),
        ("section 12 of nothing that is known", []),
    ],
)  # fmt: skip
def test_citations_are_read(text: str, said: list[tuple[str, ...]]) -> None:
    assert [(one.instrument, *one.place) for one in citations(text, TITLES)] == said


def test_the_longer_of_two_titles_counts() -> None:
    [one] = citations("Goods Act 2024, section 3", ["Goods Act", "Goods Act 2024"])
    assert one == Citation("Goods Act 2024", ("section", "3"))


@pytest.mark.parametrize(
    ("changed", "cited", "touched"),
    [
        ("section 12", "section 12(1)(a)", True),
        ("section 12(1)(a)", "section 12", True),
        ("section 12(1)", "section 12(2)", False),
        ("section 1", "section 12", False),
        ("section 12", "regulation 12", False),
        ("", "section 12", True),
    ],
)
def test_a_change_touches_what_holds_it_and_what_it_holds(changed: str, cited: str, touched: bool) -> None:
    assert touches(Citation(ACT, place_of(changed)), Citation(ACT, place_of(cited))) is touched
    assert not touches(Citation(RULES, place_of(changed)), Citation(ACT, place_of(cited)))


def test_every_provision_of_the_model_policy_is_read() -> None:
    folder = Path(__file__).parents[3] / "policies" / "model"
    acts = ("Strategic Goods Act", "Strategic Goods Regulations", "Nuclear Safety and Security Act")
    cited = 0
    for path in folder.glob("*.toml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("provision =", "legal_basis =")) and any(act in line for act in acts):
                text = tomllib.loads(line).popitem()[1]
                found = citations(text, acts)
                assert found and all(one.place for one in found), f"{path.name}: {text}"
                cited += 1
    assert cited > 30


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for one in citations(text, TITLES):
        assert citations(str(one), TITLES) == [one]
