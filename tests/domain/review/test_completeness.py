from dataclasses import replace
from typing import Any

import pytest

from exeat.domain.review import Application, default_policy_folder, grant_blocks, load_policy, missing

MODEL = load_policy(default_policy_folder())
ITEM = {
    "line": 1,
    "description": "Pressure transducer",
    "facts": "0–200 kPa",
    "hs": "902620",
    "quantity": "2",
    "unit": "item",
    "nature": "goods",
    "value": "900",
    "currency": "USD",
    "claimed_entry": "2B230",
}
EXPORT: dict[str, Any] = {
    "kind": "export",
    "exporter": {"name": "Harbour Valves Ltd", "country": "XA", "registration": "E-0007"},
    "items": [ITEM],
    "parties": [
        {"role": "end_user", "name": "Cape Cement", "type": "organisation", "address": "Works Road", "country": "AE"}
    ],
    "end_use": {"statement": "Kiln control"},
}
PAPERS = ("end_user_certificate", "technical_specification")


def lacking(at_hand: tuple[str, ...] = PAPERS, /, **changes: object) -> list[str]:
    application = Application.draft_from_json({**EXPORT, **changes})
    return [lack.path for lack in missing(application, MODEL, at_hand)]


def test_a_complete_application_lacks_nothing() -> None:
    assert lacking() == []


def test_documents_at_hand_count_and_announced_ones_do_not() -> None:
    announced = [{"kind": kind, "file": "paper.pdf"} for kind in PAPERS]
    assert lacking((), documents=announced) == ["documents.end_user_certificate", "documents.technical_specification"]


def test_each_lack_says_what_why_and_by_which_rule() -> None:
    application = Application.draft_from_json({**EXPORT, "end_use": {}})
    (lack,) = missing(application, MODEL, PAPERS)
    assert (lack.code, lack.path) == ("field", "end_use.statement")
    assert lack.message.startswith("State what the goods will be used for")
    assert lack.source == "Strategic Goods Regulations, regulation 6(1)(b)"


def test_a_field_is_asked_of_the_items_that_the_rule_is_about() -> None:
    software = {**ITEM, "line": 2, "nature": "software", "hs": "", "facts": ""}
    boxed = {**ITEM, "line": 3, "hs": ""}
    assert lacking(items=[ITEM, software, boxed]) == ["items[1].facts", "items[2].hs"]


def test_a_document_that_two_rules_ask_for_is_asked_for_once() -> None:
    doubled = replace(MODEL.completeness, documents=MODEL.completeness.documents * 2)
    application = Application.draft_from_json(EXPORT)
    lacks = missing(application, replace(MODEL, completeness=doubled), ())
    assert [lack.path for lack in lacks] == ["documents.end_user_certificate", "documents.technical_specification"]


@pytest.mark.parametrize(
    ("value", "asked"), [("49999.99", []), ("50000", ["documents.contract"]), ("50000.01", ["documents.contract"])]
)
def test_a_threshold_is_reached_by_its_own_value(value: str, asked: list[str]) -> None:
    assert lacking(items=[{**ITEM, "value": value}]) == asked


def test_typing_on_takes_away_what_was_missing() -> None:
    empty = Application.draft_from_json({})
    assert {lack.code for lack in missing(empty, MODEL, ())} == {"field"}
    assert "items" in [lack.path for lack in missing(empty, MODEL, ())]


def test_what_the_form_requires_is_missing_too() -> None:
    assert lacking(items=[{**ITEM, "quantity": "0", "unit": ""}]) == ["items[0].quantity", "items[0].unit"]


def test_a_block_names_its_legal_basis() -> None:
    embargo, hit = grant_blocks("AE", ["AE", "KP"], ["un-sc", "un-sc", "ofac-sdn"], MODEL)
    assert (embargo.kind, embargo.subject) == ("embargo", "KP") and "1718" in embargo.legal_basis
    assert (hit.kind, hit.subject) == ("watchlist", "un-sc") and "Article 25" in hit.legal_basis
