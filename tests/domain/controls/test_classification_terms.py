"""The tables that put the trade's words into the lists': what they hold, and that no term names an entry."""

import tomllib
from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, Provision, codes_in
from exeat.domain.controls.classify import Index
from exeat.domain.controls.retrieval.full_text import FullText, words_of
from exeat.domain.controls.retrieval.materials import Materials, cas_numbers, substances_in
from exeat.domain.controls.retrieval.phrases import table
from exeat.domain.controls.retrieval.store import in_memory
from exeat.domain.controls.retrieval.thesaurus import Thesaurus, trade_terms

THESAURUS = Thesaurus([])
TRADE_NAMES = Path(__file__).parents[3] / "benchmarks" / "controls" / "trade_names.toml"


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Two quadcopters with cameras", "unmanned aerial vehicle UAV"),
        ("THERMAL-CAMERA core", "imaging camera incorporating focal plane array"),
        ("the user manual of it", "technology development production use"),
    ],
)
def test_a_trade_term_brings_the_lists_words_whatever_its_case_hyphen_or_plural(text: str, listed: str) -> None:
    assert listed in {term.listed for term in THESAURUS.terms_in(text)}


@pytest.mark.parametrize("text", ["a manual milling table", "adcock antenna", "", "robotic"])
def test_a_part_of_a_word_is_no_term(text: str) -> None:
    assert THESAURUS.terms_in(text) == ()


def test_the_longest_of_overlapping_terms_holds() -> None:
    assert [term.trade for term in THESAURUS.terms_in("a remotely operated underwater vehicle")] == [
        "remotely operated underwater vehicle"
    ]


def test_a_lists_own_acronyms_are_terms() -> None:
    row = Provision("general/acronyms:definition", "definition", "", "ECM | Electro-Chemical Machining", None, 0)
    assert [term.listed for term in Thesaurus([row]).terms_in("an ECM bench")] == ["Electro-Chemical Machining"]


@pytest.mark.parametrize("rows", [trade_terms(), table("materials.toml")], ids=["trade terms", "materials"])
def test_no_row_names_an_entry_and_no_phrase_stands_twice(rows: list[tuple[str, str, str]]) -> None:
    phrases = [phrase for _, phrase, _ in rows]
    assert not [row for row in rows if codes_in(" ".join(row))]
    assert len(phrases) == len(set(phrases))


def test_every_cas_number_in_the_table_passes_its_check_digit() -> None:
    assert [cas for _, _, cas in table("materials.toml") if cas_numbers(cas) != [cas]] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("water, CAS 7732-18-5", ["7732-18-5"]),
        ("order 7732-18-4 of today", []),
        ("2024-11-23", []),
        ("111-48-8 and 111-48-8", ["111-48-8"]),
    ],
)
def test_a_cas_number_is_known_by_its_check_digit(text: str, found: list[str]) -> None:
    assert cas_numbers(text) == found


def test_a_substance_is_known_by_its_everyday_name() -> None:
    assert [substance.cas for substance in substances_in("200 l of Prussic acid, technical")] == ["74-90-8"]


@pytest.fixture(scope="module")
def published(shared_data: Path) -> list[ControlList]:
    folder = shared_data / "controls"
    return [
        READERS["eu-annex-i-json"]([folder / "eu_annex_i_2025-11-15.json"]).control_list,
        READERS["us-ccl-ecfr-xml"]([folder / "us_ccl_2026-07.xml"]).control_list,
    ]


@pytest.mark.real_data
def test_every_term_speaks_the_words_of_a_published_list(published: list[ControlList]) -> None:
    """A word that no list prints finds nothing; then the row is wrong."""
    searches = [FullText(control_list, in_memory(control_list).db) for control_list in published]
    words = {word for _, _, listed in trade_terms() for word in words_of(listed)}
    assert sorted(word for word in words if not any(search.entries([word]) for search in searches)) == []


@pytest.mark.real_data
def test_every_substance_in_the_table_stands_in_a_published_list(published: list[ControlList]) -> None:
    materials = [Materials(control_list) for control_list in published]
    numbers = {cas for _, _, cas in table("materials.toml")}
    assert sorted(cas for cas in numbers if not any(m.holding(cas) for m in materials)) == []


@pytest.mark.real_data
def test_every_entry_of_goods_has_trade_names_and_the_first_leads_to_it(
    published: list[ControlList],
) -> None:
    annex_i = published[0]
    index = Index(annex_i)
    names = tomllib.loads(TRADE_NAMES.read_text(encoding="utf-8"))
    first = {code: listed.split(",")[0].strip() for code, listed in names.items()}
    assert {entry.code for entry in annex_i.entries if entry.code[1] in "ABC"} <= first.keys()
    assert [c for c, name in first.items() if c not in {f.entry for f in index.classify(name, top=10)}] == []
