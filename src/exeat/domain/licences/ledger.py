"""Draw-down: what has left the country under each line of a licence, and what may still leave.

A ledger, not a counter. Nothing is ever changed or removed: a mistake is answered by a counter-entry, and a shipment
that a post without a line let go is *provisional* until it is reconciled. Provisional entries count at once, because
the goods are gone; so they alone can overdraw a line, and an overdraw is reported, never refused or lost.

Licences differ in what holds a shipment back. On an individual one it is the line's quantity and value. On a global one
it is the line's, and for each consignee the share of the line that the licence gives it. An open or general one sets no
ceiling: there it is the recipient and the destination alone. A licence that replaces another begins with what was drawn
on that one, as entries *carried* over.

Goods that left for a time come back: a *return* is an entry of the same ledger. It gives nothing back to the licence,
whose quantity was used when the goods left; it says what is still abroad.

All arithmetic is on decimals: quantities in the line's own unit, values in its currency. Nothing is converted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .document import LicenceDocument, LicenceLine

CONSIGNEES = ("consignee", "end_user", "ultimate_end_user")
"""The roles of those to whom goods may go on a licence that several share."""


class EntryKind(StrEnum):
    """What an entry does to its line."""

    SHIPMENT = "shipment"
    REVERSAL = "reversal"
    PROVISIONAL = "provisional"
    RECONCILIATION = "reconciliation"
    CARRIED = "carried"
    RETURN = "return"


@dataclass(frozen=True)
class LedgerEntry:
    """One entry, with the customs declaration's number and date that it rests on.

    `answers` names the entry that a reversal undoes, or the provisional entry that a reconciliation settles. A
    reconciliation carries the figures found right; they stand in place of the provisional ones. A reversal carries
    those of the entry that it undoes. `recipient` is the consignee on a licence that several share, and `destination`
    the country on one with several.
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
    recipient: str = ""
    destination: str = ""

    @property
    def is_departure(self) -> bool:
        """Whether goods left by it under this licence: nothing carried over from another, and nothing come back."""
        return self.kind not in (EntryKind.CARRIED, EntryKind.RETURN)


@dataclass(frozen=True)
class LinePosition:
    """Where a line stands. `remaining` is what the licence leaves, less than nothing when it is overdrawn;
    `provisional` the part of `drawn` not yet reconciled; `overdrawn` what goes beyond the tolerance; `returned` the
    part of `drawn` that came back.

    A line without a ceiling has nothing licensed, remaining or overdrawn.
    """

    licensed: Decimal
    drawn: Decimal
    provisional: Decimal
    remaining: Decimal
    overdrawn: Decimal
    returned: Decimal = Decimal(0)

    @property
    def abroad(self) -> Decimal:
        """What left and has not come back."""
        return self.drawn - self.returned


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
    back = _returned(line.number, entries)
    if not line.ceiling:
        return LinePosition(Decimal(0), drawn, provisional, Decimal(0), Decimal(0), back)
    return LinePosition(
        licensed=line.quantity,
        drawn=drawn,
        provisional=provisional,
        remaining=line.quantity - drawn,
        overdrawn=max(Decimal(0), drawn - _with_tolerance(line.quantity, tolerance)),
        returned=back,
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
    if refusals or not line.ceiling:
        return refusals
    left = remaining(line, entries)
    if left <= 0:
        return (Refusal("used_up", f"line {line.number} is used up: {left} {line.unit} remain"),)
    most = left + _with_tolerance(line.quantity, tolerance) - line.quantity
    most_value = remaining_value(line, entries) + _with_tolerance(line.value, tolerance) - line.value
    found = []
    if quantity > most:
        tolerated = f" ({most.normalize():f} with tolerance)" if most > left else ""
        found.append(Refusal("quantity", f"line {line.number}: {quantity} {unit} asked, {left} remain{tolerated}"))
    if value > most_value:
        found.append(Refusal("value", f"line {line.number}: value {value} {currency} asked, {most_value} remain"))
    return tuple(found)


def check_return(
    line: LicenceLine, entries: Sequence[LedgerEntry], *, quantity: Decimal, unit: str
) -> tuple[Refusal, ...]:
    """Every reason why goods may not come back on `line`; none when they may: no more returns than what is abroad."""
    if refusals := _check_measure(line, quantity, unit, Decimal(0), line.currency):
        return refusals
    abroad = _abroad(line.number, entries)
    if quantity > abroad:
        return (Refusal("abroad", f"line {line.number}: {quantity} {unit} cannot come back, {abroad} are abroad"),)
    return ()


def check_recipient(
    document: LicenceDocument,
    line: LicenceLine,
    entries: Sequence[LedgerEntry],
    *,
    recipient: str,
    destination: str,
    quantity: Decimal,
    value: Decimal,
) -> tuple[Refusal, ...]:
    """Why a shipment may not go to this consignee or country under `document`; nothing for an individual licence.

    A licence that several consignees share asks which of them, and holds each to its share of the line, in quantity and
    in value alike. An open or general one asks for the country.
    """
    if document.supply == "global":
        return _check_consignee(document, line, entries, recipient, quantity, value)
    places = [code for code, _name in document.destinations]
    if not places or destination in places:
        return ()
    return (Refusal("destination", f"the licence is for {', '.join(places)}, not for {destination or 'no country'}"),)


def _check_consignee(
    document: LicenceDocument,
    line: LicenceLine,
    entries: Sequence[LedgerEntry],
    recipient: str,
    quantity: Decimal,
    value: Decimal,
) -> tuple[Refusal, ...]:
    consignees = {party.name: party for party in document.parties if party.role in CONSIGNEES}
    if recipient not in consignees:
        return (Refusal("recipient", f"the licence names these consignees: {'; '.join(consignees)}"),)
    share = consignees[recipient].share
    return () if share is None else _check_share(line, entries, recipient, share, quantity, value)


def destination_of(document: LicenceDocument, recipient: str, destination: str) -> str:
    """The country of a shipment, where a licence has several: its consignee's, else the one that was declared."""
    if document.supply == "global":
        return next((party.country for party in document.parties if party.name == recipient), "")
    return destination if document.destinations else ""


def share_left(
    line: LicenceLine, entries: Sequence[LedgerEntry], recipient: str, share: Decimal
) -> tuple[Decimal, Decimal]:
    """Quantity and value that a consignee may still have of a line of which it may have `share` percent."""
    drawn = [entry for entry in _on(line, entries) if entry.recipient == recipient]
    return (
        line.quantity * share / 100 - sum((entry.quantity for entry in drawn), Decimal(0)),
        line.value * share / 100 - sum((entry.value for entry in drawn), Decimal(0)),
    )


def _check_share(
    line: LicenceLine,
    entries: Sequence[LedgerEntry],
    recipient: str,
    share: Decimal,
    quantity: Decimal,
    value: Decimal,
) -> tuple[Refusal, ...]:
    left, value_left = share_left(line, entries, recipient, share)
    found = []
    if quantity > left:
        most = f"{left.normalize():f} {line.unit} of its {share.normalize():f} % remain"
        found.append(Refusal("share", f"line {line.number}: {quantity} asked for {recipient}, {most}"))
    if value > value_left:
        most = f"{value_left.normalize():f} {line.currency} of its {share.normalize():f} % remain"
        found.append(Refusal("share_value", f"line {line.number}: value {value} asked for {recipient}, {most}"))
    return tuple(found)


def check_carrying(
    lines: Sequence[LicenceLine], old: Sequence[LicenceLine], entries: Sequence[LedgerEntry]
) -> list[str]:
    """Why a licence with these `lines` cannot replace one whose `old` lines were drawn on: one sentence each.

    A line keeps its number. One that was drawn on stays, in its unit and currency, for at least what was drawn.
    """
    new = {line.number: line for line in lines}
    found = []
    for line in old:
        drawn = sum((entry.quantity for entry in _on(line, entries)), Decimal(0))
        taker = new.get(line.number)
        if not drawn:
            continue
        if taker is None:
            found.append(f"line {line.number} cannot go: {drawn.normalize():f} {line.unit} were drawn on it")
        elif (taker.unit, taker.currency) != (line.unit, line.currency):
            found.append(f"line {line.number} was drawn on, and stays in {line.unit} and {line.currency}")
        elif taker.ceiling and taker.quantity < drawn:
            found.append(f"line {line.number}: {drawn.normalize():f} {line.unit} were drawn, so it cannot be for less")
    return found


def carried(line: LicenceLine, entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """The entries that count on a line, for the licence that replaces this one to begin with."""
    return [entry for entry in standing(entries) if entry.line == line.number]


def check_reversal(entries: Sequence[LedgerEntry], entry_id: str) -> tuple[Refusal, ...]:
    """Why the entry may not be undone: it is unknown, a reversal itself, already answered by another, or a shipment of
    goods that came back."""
    target = next((entry for entry in entries if entry.id == entry_id), None)
    if target is None:
        return (Refusal("unknown", f"there is no entry {entry_id} in this ledger"),)
    if target.kind is EntryKind.REVERSAL:
        return (Refusal("reversal", f"entry {entry_id} is a reversal; record the shipment anew instead"),)
    if target.kind is EntryKind.CARRIED:
        return (Refusal("carried", f"entry {entry_id} was carried over from the licence that this one replaces"),)
    if found := _check_unanswered(entries, entry_id):
        return found
    if target.kind is not EntryKind.RETURN and target.quantity > _abroad(target.line, entries):
        return (Refusal("returned", f"goods of entry {entry_id} came back: undo their return first"),)
    return ()


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
    return all(line.ceiling and remaining(line, entries) <= 0 for line in lines)


def _on(line: LicenceLine, entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """What draws on the line: every entry that counts, but for what came back."""
    return [entry for entry in carried(line, entries) if entry.kind is not EntryKind.RETURN]


def _returned(line: int, entries: Sequence[LedgerEntry]) -> Decimal:
    back = (e.quantity for e in standing(entries) if e.line == line and e.kind is EntryKind.RETURN)
    return sum(back, Decimal(0))


def _abroad(line: int, entries: Sequence[LedgerEntry]) -> Decimal:
    out = (e.quantity for e in standing(entries) if e.line == line and e.kind is not EntryKind.RETURN)
    return sum(out, Decimal(0)) - _returned(line, entries)


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
