import json
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.review import Application, ApplicationError, Item

CAMERAS: dict[str, Any] = {
    "kind": "export",
    "applicant_reference": "2027-014",
    "exporter": {"name": "Harbour Optics Ltd", "country": "XA", "registration": "E-0042"},
    "items": [
        {
            "line": 1,
            "description": "Thermal camera",
            "facts": "640 × 512 elements, 60 Hz",
            "hs": "852589",
            "quantity": "4",
            "unit": "item",
            "nature": "goods",
            "value": "125000.00",
            "currency": "EUR",
            "claimed_entry": "6A003.b.4",
        }
    ],
    "parties": [
        {
            "role": "end_user",
            "name": "Coast Guard",
            "type": "organisation",
            "address": "Base 1, Port Rashid",
            "country": "AE",
        }
    ],
    "end_use": {"statement": "Search and rescue", "military": False, "wmd": False},
    "route": ["OM", "AE"],
    "documents": [{"kind": "end_user_certificate", "file": "euc.pdf"}],
}


def changed(path: str, value: object) -> dict[str, Any]:
    """The cameras' application with the value at `path` (as in `items.0.quantity`) replaced, or removed by `...`."""
    data: Any = deepcopy(CAMERAS)
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    part = data
    for step in parents:
        part = part[step]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return data  # type: ignore[no-any-return]


def errors(data: object) -> dict[str, str]:
    with pytest.raises(ApplicationError) as refused:
        Application.from_json(data)
    return {error.path: error.message for error in refused.value.errors}


def test_a_whole_application_reads_and_writes_back_the_same() -> None:
    application = Application.from_json(CAMERAS)
    assert application.to_json() == CAMERAS
    assert Application.from_json(json.loads(json.dumps(application.to_json()))) == application
    assert application.items[0].value == Decimal("125000.00")


@pytest.mark.parametrize(
    "path",
    [
        "applicant_reference",
        "exporter.registration",
        "items.0.facts",
        "items.0.hs",
        "items.0.claimed_entry",
        "parties.0.type",
        "parties.0.address",
        "end_use.military",
        "end_use",
        "route",
        "documents",
    ],
)
def test_what_the_form_leaves_optional_may_be_absent(path: str) -> None:
    Application.from_json(changed(path, ...))


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("kind", ..., "kind"),
        ("kind", "Export licence", "kind"),
        ("exporter", ..., "exporter.name"),
        ("exporter", "Harbour Optics", "exporter"),
        ("exporter.country", "Model State", "exporter.country"),
        ("items", [], "items"),
        ("items", {}, "items"),
        ("items.0", "camera", "items[0]"),
        ("items.0.line", "1", "items[0].line"),
        ("items.0.line", True, "items[0].line"),
        ("items.0.line", 0, "items[0].line"),
        ("items.0.description", "   ", "items[0].description"),
        ("items.0.description", "x" * 20_001, "items[0].description"),
        ("items.0.description", "null\x00byte", "items[0].description"),
        ("items.0.description", "lone \ud800 surrogate", "items[0].description"),
        ("items.0.quantity", 4, "items[0].quantity"),
        ("items.0.quantity", 4.0, "items[0].quantity"),
        ("items.0.quantity", "0", "items[0].quantity"),
        ("items.0.quantity", "-4", "items[0].quantity"),
        ("items.0.quantity", "NaN", "items[0].quantity"),
        ("items.0.quantity", "1e9", "items[0].quantity"),
        ("items.0.quantity", "٤", "items[0].quantity"),
        ("items.0.quantity", "0.0000001", "items[0].quantity"),
        ("items.0.quantity", ..., "items[0].quantity"),
        ("items.0.value", "1,000.00", "items[0].value"),
        ("items.0.unit", "", "items[0].unit"),
        ("items.0.nature", "service", "items[0].nature"),
        ("items.0.currency", "eur", "items[0].currency"),
        ("items.0.hs", "8525.89", "items[0].hs"),
        ("items.0.colour", "red", "items[0].colour"),
        ("parties.0.role", "buyer", "parties[0].role"),
        ("parties.0.name", None, "parties[0].name"),
        ("parties.0.type", "company", "parties[0].type"),
        ("parties.0.country", "ae", "parties[0].country"),
        ("parties.0.country", "UK", "parties[0].country"),
        ("end_use.wmd", "no", "end_use.wmd"),
        ("route", ["AE", 7], "route"),
        ("route", ["AE", "ZQ"], "route[1]"),
        ("documents", [{"kind": "certificate"}], "documents[0].file"),
        ("case", "2027-1", "case"),
    ],
)
def test_a_fault_is_named_where_it_is(path: str, value: object, fault: str) -> None:
    assert list(errors(changed(path, value)))[:1] == [fault]


def test_all_faults_are_told_at_once() -> None:
    data = changed("items.0.quantity", "none")
    data["exporter"]["country"] = "??"
    data["end_use"]["intent"] = "peaceful"
    del data["parties"][0]["name"]
    assert set(errors(data)) == {"items[0].quantity", "exporter.country", "end_use.intent", "parties[0].name"}


def test_two_items_cannot_share_a_line() -> None:
    assert errors(changed("items", CAMERAS["items"] * 2)) == {"items[1].line": "line 1 is used twice"}


@pytest.mark.parametrize("data", [None, [], "export", 3])
def test_an_application_is_an_object(data: object) -> None:
    assert errors(data)[""] == "expected an object"


def test_a_draft_keeps_what_is_readable_and_nothing_else() -> None:
    draft = Application.draft_from_json({"kind": "export", "items": [{"description": "Camera", "quantity": "many"}, 5]})
    assert draft.items[0] == Item(1, "Camera", "", "", Decimal(0), "", "", Decimal(0), "")
    assert draft.items[1].line == 2
    assert draft.to_json()["items"][0]["quantity"] == ""  # type: ignore[index]
    assert draft.parties == ()


def test_the_destination_is_where_the_last_user_is() -> None:
    party = CAMERAS["parties"][0]
    parties = [
        {**party, "role": "consignee", "country": "OM"},
        {**party, "role": "end_user", "country": "QA"},
        {**party, "role": "ultimate_end_user", "country": "KW"},
    ]
    assert Application.from_json(changed("parties", parties)).destination == "KW"
    assert Application.from_json(changed("parties", parties[:2])).destination == "QA"
    assert Application.from_json(changed("parties", parties[:1])).destination == "OM"
    assert Application.from_json(changed("parties", [])).destination == ""
    assert Application.from_json(changed("parties", parties)).countries == ("AE", "KW", "OM", "QA")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*CAMERAS, "name", "line"]), inner),
    max_leaves=12,
)


@given(json_values)
def test_anything_at_all_is_refused_in_words_and_can_be_a_draft(data: object) -> None:
    draft = Application.draft_from_json(data)
    assert Application.draft_from_json(draft.to_json()) == draft
    with pytest.raises(ApplicationError) as refused:
        Application.from_json(data)
    assert refused.value.errors


@given(st.decimals("0.000001", "99999999999999", places=6), st.text(min_size=1, max_size=50))
def test_every_draft_without_faults_is_an_application(quantity: Decimal, description: str) -> None:
    data = changed("items.0.quantity", format(quantity, "f"))
    data["items"][0]["description"] = description
    draft = Application.draft_from_json(data)
    if draft.faults():
        assert not draft.items[0].description
    else:
        assert Application.from_json(draft.to_json()) == draft
