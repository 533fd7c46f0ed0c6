"""Draw-down: what has left the country under each line of a licence, and what may still leave.

A ledger, not a counter. Nothing is ever changed or removed: a mistake is answered by a counter-entry, and a shipment
that a post without a line let go is *provisional* until it is reconciled. Provisional entries count at once, because
the goods are gone; so they alone can overdraw a line, and an overdraw is reported, never refused or lost.

All arithmetic is on decimals: quantities in the line's own unit, values in its currency. Nothing is converted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .document import LicenceLine


class EntryKind(StrEnum):
    """What an entry does to its line."""

    SHIPMENT = "shipment"
    REVERSAL = "reversal"
    PROVISIONAL = "provisional"
    RECONCILIATION = "reconciliation"


@dataclass(frozen=True)
class LedgerEntry:
    """One entry, with the customs declaration's number and date that it rests on.

    `answers` names the entry that a reversal undoes, or the provisional entry that a reconciliation settles. A
    reconciliation carries the figures found right; they stand in place of the provisional ones. A reversal carries
    those of the entry that it undoes.
    """

    id: str
    line: int
    kind: EntryKind
    quantity: Decimal
    unit: str
    value: Decimal
    currency: str
    declaration: str
    declared_on: date
    answers: str | None = None


@dataclass(frozen=True)
class LinePosition:
    """Where a line stands. `remaining` is what the licence leaves, less than nothing when it is overdrawn;
    `provisional` the part of `drawn` not yet reconciled; `overdrawn` what goes beyond the tolerance."""

    licensed: Decimal
    drawn: Decimal
    provisional: Decimal
    remaining: Decimal
    overdrawn: Decimal


@dataclass(frozen=True)
class Refusal:
    """Why an entry may not be made: a code for programs, a sentence for the officer."""

    code: str
    message: str


def standing(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """The entries that count, of `entries` in the order they were recorded: those that no later one undid or settled.

    Read from the latest back, so that what an undone reconciliation had settled counts again.
    """
    answered: set[str] = set()
    counted: list[LedgerEntry] = []
    for entry in reversed(entries):
        if entry.id in answered:
            continue
        if entry.answers is not None:
            answered.add(entry.answers)
        if entry.kind is not EntryKind.REVERSAL:
            counted.append(entry)
    return counted[::-1]


def remaining(line: LicenceLine, entries: Sequence[LedgerEntry]) -> Decimal:
    """Quantity of `line` that no entry has used, in the line's unit; negative when it is overdrawn."""
    return line.quantity - sum((entry.quantity for entry in _on(line, entries)), Decimal(0))


def remaining_value(line: LicenceLine, entries: Sequence[LedgerEntry]) -> Decimal:
    """Value of `line` that no entry has used, in the line's currency."""
    return line.value - sum((entry.value for entry in _on(line, entries)), Decimal(0))


def position(line: LicenceLine, entries: Sequence[LedgerEntry], tolerance: Decimal = Decimal(0)) -> LinePosition:
    """Where `line` stands after `entries`; `tolerance` in percent of the licensed quantity."""
    counted = _on(line, entries)
    drawn = sum((entry.quantity for entry in counted), Decimal(0))
    provisional = sum((e.quantity for e in counted if e.kind is EntryKind.PROVISIONAL), Decimal(0))
    return LinePosition(
        licensed=line.quantity,
        drawn=drawn,
        provisional=provisional,
        remaining=line.quantity - drawn,
        overdrawn=max(Decimal(0), drawn - _with_tolerance(line.quantity, tolerance)),
    )


def check_shipment(
    line: LicenceLine,
    entries: Sequence[LedgerEntry],
    *,
    quantity: Decimal,
    unit: str,
    value: Decimal,
    currency: str,
    tolerance: Decimal = Decimal(0),
) -> tuple[Refusal, ...]:
    """Every reason why a shipment may not be drawn from `line`; none when it may.

    `tolerance` is in percent, of the licensed quantity and of the licensed value alike.
    """
    refusals = _check_measure(line, quantity, unit, value, currency)
    if refusals:
        return refusals
    left = remaining(line, entries)
    if left <= 0:
        return (Refusal("used_up", f"line {line.number} is used up: {left} {line.unit} remain"),)
    most = left + _with_tolerance(line.quantity, tolerance) - line.quantity
    most_value = remaining_value(line, entries) + _with_tolerance(line.value, tolerance) - line.value
    found = []
    if quantity > most:
        found.append(
            Refusal("quantity", f"line {line.number}: {quantity} {unit} asked, {left} remain ({most} with tolerance)")
        )
    if value > most_value:
        found.append(Refusal("value", f"line {line.number}: value {value} {currency} asked, {most_value} remain"))
    return tuple(found)


def check_reversal(entries: Sequence[LedgerEntry], entry_id: str) -> tuple[Refusal, ...]:
    """Why the entry may not be undone: it is unknown, a reversal itself, or already answered by another."""
    target = next((entry for entry in entries if entry.id == entry_id), None)
    if target is None:
        return (Refusal("unknown", f"there is no entry {entry_id} in this ledger"),)
    if target.kind is EntryKind.REVERSAL:
        return (Refusal("reversal", f"entry {entry_id} is a reversal; record the shipment anew instead"),)
    return _check_unanswered(entries, entry_id)


def check_reconciliation(
    line: LicenceLine, entries: Sequence[LedgerEntry], provisional_id: str, *, unit: str, currency: str
) -> tuple[Refusal, ...]:
    """Why a provisional entry may not be settled. An overdraw is no reason: `position` reports it."""
    target = next((entry for entry in entries if entry.id == provisional_id and entry.line == line.number), None)
    if target is None or target.kind is not EntryKind.PROVISIONAL:
        return (Refusal("unknown", f"there is no provisional entry {provisional_id} on line {line.number}"),)
    return _check_unanswered(entries, provisional_id) + _check_measure(
        line, target.quantity, unit, target.value, currency
    )


def exhausted(lines: Sequence[LicenceLine], entries: Sequence[LedgerEntry]) -> bool:
    """Whether every line is used up."""
    return all(remaining(line, entries) <= 0 for line in lines)


def _on(line: LicenceLine, entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    return [entry for entry in standing(entries) if entry.line == line.number]


def _with_tolerance(amount: Decimal, percent: Decimal) -> Decimal:
    return amount + amount * percent / 100


def _check_unanswered(entries: Sequence[LedgerEntry], entry_id: str) -> tuple[Refusal, ...]:
    if any(entry.id == entry_id for entry in standing(entries)):
        return ()
    by = next(entry for entry in reversed(entries) if entry.answers == entry_id)
    return (Refusal("answered", f"entry {entry_id} is already answered by the {by.kind} {by.id}"),)


def _check_measure(
    line: LicenceLine, quantity: Decimal, unit: str, value: Decimal, currency: str
) -> tuple[Refusal, ...]:
    found = []
    if not quantity.is_finite() or quantity <= 0:
        found.append(Refusal("quantity", f"line {line.number}: a quantity is more than nothing, {quantity} is not"))
    if not value.is_finite() or value < 0:
        found.append(Refusal("value", f"line {line.number}: a value is not negative, {value} is"))
    if unit != line.unit:
        found.append(Refusal("unit", f"line {line.number} is licensed in {line.unit}, not in {unit}"))
    if currency != line.currency:
        found.append(Refusal("currency", f"line {line.number} is valued in {line.currency}, not in {currency}"))
    return tuple(found)
