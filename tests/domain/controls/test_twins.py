"""Shared paragraphs of two lists, and the figures that they do not agree on."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, disagreements
from exeat.domain.controls.numbering import Numbering
from exeat.domain.controls.twins import figures_of, twins


@pytest.mark.parametrize(
    ("numbering", "text", "values"),
    [
        ("eu", "1,95 GPa or 10000 S/m", ["1.95", "10000"]),
        ("us", "1.95 GPa or 10,000 S/m", ["1.95", "10000"]),
        ("us", "5 x 10⁶ n/cm² at 20 °C", ["5E+6", "20"]),
        ("us", "see 3A001.a.2, ISO 230-2:2014, 22 CFR parts 120 through 130, Note 2", []),
        ("eu", "butanediol (CAS 57-55-6) in layers of 3 mm", ["3"]),
    ],
)
def test_figures_are_read_as_each_list_writes_them(numbering: Numbering, text: str, values: list[str]) -> None:
    assert [value for _, value in figures_of(text, numbering)] == [Decimal(value) for value in values]


@pytest.fixture
def other(eu_list: ControlList) -> ControlList:
    """The same list from another publisher: points for commas, one limit changed, one paragraph moved."""
    entry = eu_list.entries[0]
    changed = tuple(
        replace(
            p,
            path=p.path.replace("3A001.a.2", "3A001.a.9"),
            text=p.text.replace("1,5 m", "1.6 m").replace("5 × 103", "5,000"),
        )
        for p in entry.provisions
    )
    return replace(eu_list, numbering="us", entries=(replace(entry, provisions=changed), *eu_list.entries[1:]))


def test_twins_are_found_at_their_path_or_by_their_words(eu_list: ControlList, other: ControlList) -> None:
    pairs = {mine.path: theirs.path for mine, theirs in twins(eu_list, other)}
    assert pairs["3A001.a.1"] == "3A001.a.1"
    assert pairs["3A001.a.2"] == "3A001.a.9"


def test_every_figure_that_one_list_lacks_is_listed(eu_list: ControlList, other: ControlList) -> None:
    found = {d.left: (d.only_left, d.only_right) for d in disagreements(eu_list, other)}
    assert found["3A001.a.1"] == (("1,5 m",), ("1.6 m",))
    assert "3A001.a.2" not in found


def test_a_list_agrees_with_itself(eu_list: ControlList) -> None:
    assert disagreements(eu_list, eu_list) == ()


@pytest.mark.real_data
def test_the_published_lists_disagree_where_one_is_newer(shared_data: Path) -> None:
    eu = READERS["eu-annex-i-json"]([shared_data / "controls" / "eu_annex_i_2025-11-15.json"]).control_list
    us = READERS["us-ccl-ecfr-xml"]([shared_data / "controls" / "us_ccl_2026-07.xml"]).control_list
    found = {d.left: (d.only_left, d.only_right) for d in disagreements(eu, us)}
    assert found["2B350.b.2"] == (("35 %",), ("40%",))
    assert found["3A001.b.7.a"] == (("110 GHz",), ("90 GHz",))
    assert len(found) < 200
