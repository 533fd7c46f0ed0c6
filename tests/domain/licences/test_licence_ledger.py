"""Draw-down: a ledger of entries, exact decimals, nothing drawn twice, nothing lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.licences import (
    EntryKind,
    LedgerEntry,
    LicenceLine,
    check_reconciliation,
    check_reversal,
    check_shipment,
    exhausted,
    position,
    remaining,
    remaining_value,
)

LINE = LicenceLine(1, "Maraging steel", "1C216", Decimal(100), "kg", Decimal("5000.00"), "EUR")


def entry(name, quantity, value="0", kind=EntryKind.SHIPMENT, answers=None, line=1):
    return LedgerEntry(
        name, line, kind, Decimal(quantity), "kg", Decimal(value), "EUR", f"D-{name}", date(2026, 3, 2), answers
    )


def refusals(entries, quantity, value="1", unit="kg", currency="EUR", tolerance="0"):
    found = check_shipment(
        LINE, entries, quantity=Decimal(quantity), unit=unit, value=Decimal(value), currency=currency,
        tolerance=Decimal(tolerance),
    )  # fmt: skip
    return [refusal.code for refusal in found]


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ([], "100"),
        ([entry("a", "30.5")], "69.5"),
        ([entry("a", "30"), entry("b", "70")], "0"),
        ([entry("a", "30", line=2)], "100"),
        ([entry("a", "30"), entry("b", "30", kind=EntryKind.REVERSAL, answers="a")], "100"),
        ([entry("p", "40", kind=EntryKind.PROVISIONAL)], "60"),
        (
            [
                entry("p", "40", kind=EntryKind.PROVISIONAL),
                entry("r", "38", kind=EntryKind.RECONCILIATION, answers="p"),
            ],
            "62",
        ),
        ([entry("p", "130", kind=EntryKind.PROVISIONAL)], "-30"),
        (
            [
                entry("p", "40", kind=EntryKind.PROVISIONAL),
                entry("r", "38", kind=EntryKind.RECONCILIATION, answers="p"),
                entry("u", "38", kind=EntryKind.REVERSAL, answers="r"),
            ],
            "60",
        ),
    ],
)
def test_what_remains(entries, left):
    assert remaining(LINE, entries) == Decimal(left)


@pytest.mark.parametrize(
    ("quantity", "asked", "codes"),
    [
        ("100", {}, []),
        ("100.001", {}, ["quantity"]),
        ("102", {"tolerance": "2"}, []),
        ("102.001", {"tolerance": "2"}, ["quantity"]),
        ("1", {"value": "5000.01"}, ["value"]),
        ("1", {"value": "5100", "tolerance": "2"}, []),
        ("101", {"value": "6000"}, ["quantity", "value"]),
        ("0", {}, ["quantity"]),
        ("NaN", {}, ["quantity"]),
        ("1", {"value": "-1"}, ["value"]),
        ("1", {"unit": "item"}, ["unit"]),
        ("1", {"currency": "USD"}, ["currency"]),
    ],
)
def test_a_shipment_is_refused_for_each_reason(quantity, asked, codes):
    assert refusals([], quantity, **asked) == codes


def test_a_used_up_line_lets_nothing_go_whatever_the_tolerance():
    assert refusals([entry("a", "100")], "1", tolerance="2") == ["used_up"]


def test_an_overdraw_by_a_provisional_entry_is_reported_and_settled_by_reconciliation():
    entries = [entry("p", "130", kind=EntryKind.PROVISIONAL)]
    found = position(LINE, entries, tolerance=Decimal(2))
    assert (found.drawn, found.provisional, found.remaining, found.overdrawn) == (130, 130, -30, 28)
    assert check_reconciliation(LINE, entries, "p", unit="kg", currency="EUR") == ()
    settled = [*entries, entry("r", "90", kind=EntryKind.RECONCILIATION, answers="p")]
    found = position(LINE, settled)
    assert (found.provisional, found.remaining, found.overdrawn) == (0, 10, 0)
    assert [one.code for one in check_reconciliation(LINE, settled, "p", unit="kg", currency="EUR")] == ["answered"]


@pytest.mark.parametrize(("name", "code"), [("x", "unknown"), ("a", "answered"), ("r", "reversal")])
def test_a_reversal_answers_one_standing_entry(name, code):
    entries = [entry("a", "30"), entry("r", "30", kind=EntryKind.REVERSAL, answers="a")]
    assert [refusal.code for refusal in check_reversal(entries, name)] == [code]


def test_a_licence_is_exhausted_when_every_line_is():
    other = LicenceLine(2, "Wire", "1C216", Decimal(1), "kg", Decimal("1.00"), "EUR")
    assert not exhausted([LINE, other], [entry("a", "100")])
    assert exhausted([LINE, other], [entry("a", "100"), entry("b", "1", line=2)])


quantities = st.decimals(min_value="0.001", max_value=60, places=3)


@given(asked=st.lists(quantities, max_size=20), tolerance=st.sampled_from([Decimal(0), Decimal(2)]))
def test_checked_shipments_never_draw_below_the_tolerance(asked, tolerance):
    entries = []
    for index, quantity in enumerate(asked):
        if not refusals(entries, quantity, value="0", tolerance=tolerance):
            entries.append(entry(str(index), quantity))
    assert remaining(LINE, entries) >= -LINE.quantity * tolerance / 100


@given(drawn=st.lists(quantities, min_size=1, max_size=8), data=st.data())
def test_a_reversal_restores_exactly(drawn, data):
    entries = [entry(str(index), quantity, quantity) for index, quantity in enumerate(drawn)]
    undone = data.draw(st.sampled_from(entries))
    reversal = entry("u", undone.quantity, undone.value, EntryKind.REVERSAL, answers=undone.id)
    assert remaining(LINE, [*entries, reversal]) == remaining(LINE, entries) + undone.quantity
    assert remaining_value(LINE, [*entries, reversal]) == remaining_value(LINE, entries) + undone.value


@pytest.mark.parametrize(
    ("tolerance", "said"),
    [
        ("0", "line 1: 200 kg asked, 70 remain"),
        ("2", "line 1: 200 kg asked, 70 remain (72 with tolerance)"),
    ],
)
def test_what_remains_is_said_with_the_tolerance_where_there_is_one(tolerance, said):
    asked = {"quantity": Decimal(200), "unit": "kg", "value": Decimal(1), "currency": "EUR"}
    (refusal,) = check_shipment(LINE, [entry("a", "30")], **asked, tolerance=Decimal(tolerance))
    assert refusal.message == said
