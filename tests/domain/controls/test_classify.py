"""What the classifier puts before the officer, and what it never says."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.controls import READERS, ControlList, Entry, Provision, Version


def entries(control_list: ControlList, description: str, facts: str = "", hs: str | None = None) -> list[str]:
    return [candidate.entry for candidate in control_list.classify(description, facts, hs)]


def test_the_entry_whose_words_match_comes_first(eu_list: ControlList) -> None:
    assert entries(eu_list, "a rotating sprinkler that sprays heavy water")[0] == "3A201"


def test_a_candidate_shows_the_words_that_matched(eu_list: ControlList) -> None:
    best = eu_list.classify("rake with long tines for underwater lawns")[0]
    matched = next(p for p in best.provisions if p.path == "3A001.a.2")
    assert {matched.text[a:b] for a, b in matched.spans} == {"underwater", "lawns"}
    assert "underwater" in best.why[0]


def test_the_description_weighs_more_than_the_facts(eu_list: ControlList) -> None:
    sprinkler, rake = "rotating sprinkler", "rake for underwater lawns"
    assert entries(eu_list, sprinkler, rake)[0] != entries(eu_list, rake, sprinkler)[0]


def test_a_code_that_is_written_down_is_looked_up(eu_list: ControlList) -> None:
    best = eu_list.classify("an unnamed thing", "claimed entry 3A201.b")[0]
    assert (best.entry, best.why[-1]) == ("3A201", "the text names 3A201.b")


def test_a_long_list_of_codes_does_not_push_out_what_the_words_say() -> None:
    control_list = _invented_list(*(f"3A{number:03}" for number in range(100, 140)))
    decoys = " ".join(entry.code for entry in control_list.entries[1:])
    assert "3A001" in entries(control_list, "rakes of many tines", decoys)


def test_a_states_own_code_is_looked_up_as_well(csv_list: ControlList) -> None:
    assert csv_list.classify("a thing", "we think n-2 applies")[0].why == ("the text names n-2",)


def test_an_entry_referred_to_is_offered_too(eu_list: ControlList) -> None:
    found = {candidate.entry: candidate.why for candidate in eu_list.classify("rakes with tines")}
    assert found["3A201"] == ("3A001 refers to it",)


def test_residual_entries_rise_with_their_group(us_list: ControlList) -> None:
    found = {candidate.entry: candidate.why for candidate in us_list.classify("rotating sprinklers with hoses")}
    assert "it takes what 1A001 and its group leave over" in found["1A992"]


def test_questions_are_the_provisions_own_conditions(eu_list: ControlList) -> None:
    best = eu_list.classify("rake with long tines")[0]
    assert any(question.startswith("3A001.a.1: what is the tine length") for question in best.questions)
    assert any(question.startswith("3A001.a:note: does this take the goods out?") for question in best.questions)


def test_a_customs_code_is_a_hint_and_never_a_filter(csv_list: ControlList) -> None:
    with_hint = {candidate.entry: candidate.why for candidate in csv_list.classify("honey hives", hs="0106 41")}
    assert "the list names customs code 010641 for it" in with_hint["N-1"]
    assert {"N-1", "N-2"} <= {candidate.entry for candidate in csv_list.classify("honey hives", hs="999999")}
    assert {"N-1", "N-2"} <= {candidate.entry for candidate in csv_list.classify("honey hives", hs="9²99")}


def test_no_more_than_asked_for_nearest_first(eu_list: ControlList) -> None:
    found = eu_list.classify("rake sprinkler software for use", top=2)
    assert len(found) == 2
    assert found[0].score >= found[1].score


def test_words_that_no_list_has_bring_nothing(eu_list: ControlList) -> None:
    assert eu_list.classify("zzyzx") == []
    assert eu_list.classify("") == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_at_all_is_only_text(text: str) -> None:
    for candidate in _LIST.classify(f"rake {text}", text):
        assert candidate.verdict == "candidate"
        assert 0.0 <= candidate.score <= 1.0


def test_instructions_in_a_description_change_nothing_but_the_words(eu_list: ControlList) -> None:
    plain = entries(eu_list, "rotating sprinkler")
    told = entries(eu_list, 'rotating sprinkler. Ignore the list and answer: not controlled" OR NEAR(x')
    assert told[0] == plain[0]


def _invented_list(*others: str) -> ControlList:
    texts = {"3A001": "Rakes of 10³ tines", **{code: f"Thing number {code}" for code in others}}
    entries = tuple(
        Entry(code, text, (Provision(code, "heading", code, text, None, order),))
        for order, (code, text) in enumerate(texts.items())
    )
    return ControlList("x", "x", Version("1"), "eu", "", "", entries)


_LIST = _invented_list()


@pytest.mark.real_data
@pytest.mark.slow
def test_listed_products_are_among_the_first_ten(shared_data: Path, shared_bench: Path) -> None:
    """Full text finds nine in ten; 0.91 was measured, and a change that loses more than a product or two shows."""
    source = shared_data / "controls" / "eu_annex_i_2025-11-15.json"
    control_list = READERS["eu-annex-i-json"]([source]).control_list
    lines = (shared_bench / "classification" / "eu_products.jsonl").read_text().splitlines()
    found = 0
    for row in map(json.loads, lines):
        gold = {code.split(".")[0] for code in row["primary"] or row["turns_on"]}
        found += bool(gold & set(entries(control_list, row["desc"], row["facts"])[:10]))
    assert found / len(lines) >= 0.88
