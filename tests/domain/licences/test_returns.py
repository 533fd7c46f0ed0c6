"""Goods that come back: never more than are abroad, and nothing is given back to the licence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.licences import (
    EntryKind,
    LedgerEntry,
    LicenceLine,
    check_return,
    check_reversal,
    check_shipment,
    exhausted,
    position,
)

LINE = LicenceLine(1, "Range finders", "6G008", Decimal(4), "item", Decimal(4000), "USD")


def entry(number: int, kind: EntryKind, quantity: int, answers: str | None = None) -> LedgerEntry:
    day = date(2026, 3, number)
    return LedgerEntry(str(number), 1, kind, Decimal(quantity), "item", Decimal(0), "USD", f"D-{number}", day, answers)


OUT, BACK = EntryKind.SHIPMENT, EntryKind.RETURN
GONE = [entry(1, OUT, 3)]
HALF = [*GONE, entry(2, BACK, 2)]


def codes(entries: list[LedgerEntry], quantity: str, unit: str = "item") -> list[str]:
    return [refusal.code for refusal in check_return(LINE, entries, quantity=Decimal(quantity), unit=unit)]


@pytest.mark.parametrize(
    ("entries", "quantity", "expected"),
    [
        (GONE, "3", []),
        (GONE, "3.5", ["abroad"]),
        ([], "1", ["abroad"]),
        (HALF, "1", []),
        (HALF, "2", ["abroad"]),
        ([*HALF, entry(3, EntryKind.REVERSAL, 2, "2")], "3", []),
        (GONE, "0", ["quantity"]),
    ],
    ids=["all", "more", "nothing left", "the rest", "more than the rest", "after a slip undone", "nothing"],
)
def test_no_more_comes_back_than_is_abroad(entries: list[LedgerEntry], quantity: str, expected: list[str]) -> None:
    assert codes(entries, quantity) == expected


def test_it_comes_back_in_the_unit_in_which_it_left() -> None:
    assert codes(GONE, "1", "kg") == ["unit"]


def test_what_came_back_is_not_to_leave_again_on_the_licence() -> None:
    entries = [entry(1, OUT, 4), entry(2, BACK, 4)]
    where = position(LINE, entries)
    assert (where.drawn, where.returned, where.abroad, where.remaining) == (4, 4, 0, 0)
    assert exhausted([LINE], entries)
    again = {"quantity": Decimal(1), "unit": "item", "value": Decimal(0), "currency": "USD"}
    assert [refusal.code for refusal in check_shipment(LINE, entries, **again)] == ["used_up"]


def test_a_shipment_whose_goods_came_back_is_not_undone_before_their_return() -> None:
    assert [refusal.code for refusal in check_reversal(HALF, "1")] == ["returned"]
    assert check_reversal(HALF, "2") == ()
    assert check_reversal([*HALF, entry(3, EntryKind.REVERSAL, 2, "2")], "1") == ()


@given(st.lists(st.tuples(st.sampled_from([OUT, BACK, EntryKind.REVERSAL]), st.integers(1, 5)), max_size=12))
def test_what_is_abroad_is_never_less_than_nothing(asked: list[tuple[EntryKind, int]]) -> None:
    entries: list[LedgerEntry] = []
    for number, (kind, amount) in enumerate(asked, 1):
        if kind is EntryKind.REVERSAL:
            undone = str(min(amount, len(entries)) or 1)
            if not check_reversal(entries, undone):
                quantity = next(int(one.quantity) for one in entries if one.id == undone)
                entries.append(entry(number, kind, quantity, undone))
        elif kind is BACK and check_return(LINE, entries, quantity=Decimal(amount), unit="item"):
            continue
        else:
            entries.append(entry(number, kind, amount))
        where = position(LINE, entries)
        assert 0 <= where.returned <= where.drawn
