"""What holds a shipment back on each type of licence, and what a licence that replaces another takes over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from exeat.domain.licences import (
    EntryKind,
    LedgerEntry,
    LicenceDocument,
    LicenceLine,
    LicenceParty,
    check_carrying,
    check_recipient,
    check_reversal,
    check_shipment,
    exhausted,
    issue,
    position,
    read_record,
    read_token,
)

LINE = LicenceLine(1, "Camera", "6A003", Decimal(10), "item", Decimal(1000), "EUR")
OPEN = LicenceLine(1, "Camera", "6A003", Decimal(0), "item", Decimal(0), "EUR", ceiling=False)


def entry(quantity: str, recipient: str = "", kind: EntryKind = EntryKind.SHIPMENT, id: str = "1") -> LedgerEntry:
    value = Decimal(quantity) * 100
    return LedgerEntry(
        id, 1, kind, Decimal(quantity), "item", value, "EUR", f"D-{id}", date(2026, 4, 1), None, recipient
    )


@pytest.fixture
def shared(make_licence: Callable[..., LicenceDocument]) -> LicenceDocument:
    parties = (
        LicenceParty("consignee", "North Depot", "AT", share=Decimal(60)),
        LicenceParty("consignee", "South Depot", "NZ", share=Decimal(40)),
        LicenceParty("end_user", "Rescue League", "AT"),
    )
    return make_licence(supply="global", parties=parties, destinations=(("AT", "Austria"), ("NZ", "New Zealand")))


@pytest.mark.parametrize(
    ("recipient", "quantity", "value", "codes"),
    [
        ("North Depot", "4", "400", []),
        ("North Depot", "5", "400", ["share"]),
        ("North Depot", "4", "401", ["share_value"]),
        ("South Depot", "4", "400", []),
        ("Rescue League", "9", "900", []),  # named without a share of its own
        ("Somebody", "1", "1", ["recipient"]),
        ("", "1", "1", ["recipient"]),
    ],
)
def test_each_consignee_of_a_shared_licence_has_its_share(
    shared: LicenceDocument, recipient: str, quantity: str, value: str, codes: list[str]
) -> None:
    found = check_recipient(
        shared,
        LINE,
        [entry("2", "North Depot")],
        recipient=recipient,
        destination="",
        quantity=Decimal(quantity),
        value=Decimal(value),
    )
    assert [refusal.code for refusal in found] == codes


def test_a_line_without_a_ceiling_takes_any_quantity_and_is_never_used_up() -> None:
    asked: dict[str, Any] = {"quantity": Decimal(99999), "unit": "item", "value": Decimal(10**9), "currency": "EUR"}
    assert check_shipment(OPEN, [entry("5")], **asked) == ()
    assert not exhausted([OPEN], [entry("5")])
    assert position(OPEN, [entry("5")]).overdrawn == 0
    assert [r.code for r in check_shipment(OPEN, [], **{**asked, "unit": "kg"})] == ["unit"]


def test_an_open_licence_asks_for_one_of_its_countries(make_licence: Callable[..., LicenceDocument]) -> None:
    document = make_licence(supply="open", lines=(OPEN,), destinations=(("AE", ""), ("OM", "")))
    amounts = {"recipient": "", "quantity": Decimal(1), "value": Decimal(1)}
    assert check_recipient(document, OPEN, [], destination="OM", **amounts) == ()
    for wrong in ("", "XB"):
        [refusal] = check_recipient(document, OPEN, [], destination=wrong, **amounts)
        assert refusal.code == "destination"


def test_an_individual_licence_asks_for_neither(make_licence: Callable[..., LicenceDocument]) -> None:
    amounts = {"recipient": "", "destination": "", "quantity": Decimal(1), "value": Decimal(1)}
    assert check_recipient(make_licence(), LINE, [], **amounts) == ()


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ((LINE,), 0),
        ((LicenceLine(1, "Camera", "", Decimal(3), "item", Decimal(300), "EUR"),), 0),
        ((LicenceLine(1, "Camera", "", Decimal(2), "item", Decimal(300), "EUR"),), 1),
        ((LicenceLine(1, "Camera", "", Decimal(9), "kg", Decimal(300), "EUR"),), 1),
        ((LicenceLine(2, "Camera", "", Decimal(9), "item", Decimal(300), "EUR"),), 1),
        ((OPEN,), 0),
    ],
    ids=["the same", "just what was drawn", "less than was drawn", "another unit", "the line is gone", "no ceiling"],
)
def test_a_line_that_was_drawn_on_stays_for_what_was_drawn(lines: tuple[LicenceLine, ...], faults: int) -> None:
    assert len(check_carrying(lines, [LINE], [entry("3")])) == faults
    assert check_carrying(lines, [LINE], []) == []


def test_what_was_carried_over_counts_and_is_not_undone_here() -> None:
    carried = entry("4", kind=EntryKind.CARRIED)
    assert position(LINE, [carried]).remaining == 6
    assert [refusal.code for refusal in check_reversal([carried], "1")] == ["carried"]


def test_a_certificate_and_a_letter_say_what_they_are(
    make_licence: Callable[..., LicenceDocument], key: Any, public: Any
) -> None:
    letter = make_licence(
        kind="classification",
        form="letter",
        destination="",
        parties=(),
        statements=("It is listed.",),
        lines=(LicenceLine(1, "Camera", "6A003", Decimal(0), "", Decimal(0), "", ceiling=False),),
    )
    issued = issue(letter, key)
    fields = read_token(issued.token, public)
    assert (fields.form, fields.kind, fields.end_user, fields.destination) == ("letter", "classification", "", "")
    read = read_record(issued.record)
    assert read.document == letter
    assert ("statement", ("It is listed.",)) in [(block.kind, block.values) for block in read.blocks]


def test_a_licence_written_before_there_were_types_reads_as_an_individual_one(
    make_licence: Callable[..., LicenceDocument],
) -> None:
    plain = make_licence().to_json()
    for name in ("form", "supply", "titles", "statements", "destinations", "supersedes"):
        del plain[name]
    for line in plain["lines"]:
        del line["ceiling"]
    for party in (plain["exporter"], *plain["parties"]):
        del party["share"]
    assert LicenceDocument.from_json(plain) == make_licence()
