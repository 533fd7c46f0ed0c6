"""The customs post: shipments against licence lines, corrections, and what a post without a line wrote down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.db import transaction

from exeat.domain.licences import (
    EntryKind,
    LicenceDocument,
    check_recipient,
    check_reconciliation,
    check_return,
    check_reversal,
    check_shipment,
    destination_of,
    exhausted,
    position,
    standing,
)
from exeat.domain.review import Refusal, Role, licence_action, refusals
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Draw, Licence, LicenceLine, UnplacedShipment
from exeat.web.licences.services.issuing import change_state
from exeat.web.licences.standing import ledger_of, licence_standing, line_value, shown
from exeat.web.obligations.arising import arise_with_shipment, drop_with_shipment
from exeat.web.obligations.services import goods_return, settle_returns
from exeat.web.policy import local_day, policy


@dataclass(frozen=True)
class Declaration:
    """The customs declaration that an entry rests on."""

    number: str
    day: date
    post: str


@dataclass(frozen=True)
class ProvisionalRecord:
    """A shipment that a post let go while it had no line to us."""

    licence_number: str
    line_number: int
    quantity: Decimal
    unit: str
    value: Decimal
    declaration: Declaration


@dataclass(frozen=True)
class Outcome:
    """What became of a provisional record: recorded, unplaced, or refused, and why."""

    status: Literal["recorded", "unplaced", "refused"]
    message: str


@transaction.atomic
def record_shipment(
    *,
    line: LicenceLine,
    quantity: Decimal,
    unit: str,
    value: Decimal,
    currency: str,
    declaration: Declaration,
    by: User,
    now: datetime,
    recipient: str = "",
    destination: str = "",
) -> Draw:
    """Draw a shipment from a line. The licence is locked meanwhile: two posts cannot draw the same last unit.

    `recipient` is the consignee on a licence that several share, `destination` the country on one with several.
    """
    licence = _locked(line.licence_id)
    _require("record_shipment", licence, by, now)
    _check(declaration, now, quantity, value)
    if not licence.valid_from <= local_day(now) <= licence.valid_until:
        raise NotPermitted.because(
            "validity", f"the licence is valid from {licence.valid_from} to {licence.valid_until}"
        )
    if licence.form != "licence":
        raise NotPermitted.because("form", f"{licence.number} is a {licence.form}: goods do not leave on it")
    entries, document = ledger_of(licence), LicenceDocument.from_json(licence.content)
    found = check_shipment(
        line_value(line),
        entries,
        quantity=quantity,
        unit=unit,
        value=value,
        currency=currency,
        tolerance=line.tolerance,
    )
    found += check_recipient(
        document,
        line_value(line),
        entries,
        recipient=recipient,
        destination=destination,
        quantity=quantity,
        value=value,
    )
    if found:
        raise NotPermitted([Refusal(refusal.code, refusal.message) for refusal in found])
    if any(e.declaration == declaration.number.strip() and e.line == line.number for e in standing(entries)):
        raise NotPermitted.because("declaration", f"declaration {declaration.number} was recorded on this line before")
    return _enter(
        licence,
        line,
        EntryKind.SHIPMENT,
        quantity,
        value,
        declaration,
        by,
        now,
        recipient=recipient if document.supply == "global" else "",
        destination=destination_of(document, recipient, destination),
    )


@transaction.atomic
def record_return(
    *, line: LicenceLine, quantity: Decimal, unit: str, declaration: Declaration, by: User, now: datetime
) -> Draw:
    """Record goods that left under the licence and came back, by the customs declaration of their import."""
    licence = _locked(line.licence_id)
    _require("record_return", licence, by, now)
    _check(declaration, now, quantity)
    if not goods_return(licence):
        raise NotPermitted.because("returns", f"nothing that leaves under {licence.number} is to come back")
    entries = ledger_of(licence)
    if found := check_return(line_value(line), entries, quantity=quantity, unit=unit):
        raise NotPermitted([Refusal(refusal.code, refusal.message) for refusal in found])
    known = (e for e in standing(entries) if e.kind is EntryKind.RETURN and e.line == line.number)
    if any(entry.declaration == declaration.number.strip() for entry in known):
        raise NotPermitted.because("declaration", f"declaration {declaration.number} was recorded on this line before")
    return _enter(licence, line, EntryKind.RETURN, quantity, Decimal(0), declaration, by, now)


@transaction.atomic
def reverse(*, draw: Draw, reason: str, declaration: Declaration, by: User, now: datetime) -> Draw:
    """Undo an entry by a counter-entry."""
    licence = _locked(draw.line.licence_id)
    _require("reverse_shipment", licence, by, now)
    _check(declaration, now)
    if not reason.strip():
        raise Invalid({"reason": "say why the entry is undone"})
    if found := check_reversal(ledger_of(licence), str(draw.pk)):
        raise NotPermitted([Refusal(refusal.code, refusal.message) for refusal in found])
    drop_with_shipment(draw, by=by, now=now)
    return _enter(
        licence,
        draw.line,
        EntryKind.REVERSAL,
        draw.quantity,
        draw.value,
        declaration,
        by,
        now,
        answers=draw,
        reason=reason,
        recipient=draw.recipient,
        destination=draw.destination,
    )


@transaction.atomic
def record_provisional(*, shipment: ProvisionalRecord, by: User, now: datetime) -> Draw | UnplacedShipment:
    """Take over a shipment that already left. It counts at once, even beyond what remains: nothing is lost.

    The same record sent again gives what it gave the first time: a post whose line breaks cannot know what arrived.
    """
    if Role.CUSTOMS not in actor_for(by, now).roles:
        raise NotPermitted.because("role", "only customs officers record shipments")
    _check(shipment.declaration, now, shipment.quantity, shipment.value)
    _check_names(shipment)
    licence = Licence.objects.select_for_update().filter(number=shipment.licence_number).first()
    line = licence.lines.filter(number=shipment.line_number).first() if licence else None
    if licence is None or line is None or line.unit != shipment.unit:
        return _set_aside(shipment, line, by, now)
    for entry in standing(ledger_of(licence)):
        if entry.line == line.number and entry.declaration == shipment.declaration.number.strip():
            known = Draw.objects.get(pk=entry.id)
            if _is_same(known, shipment):
                return known
            number = shipment.declaration.number
            raise NotPermitted.because(
                "declaration",
                f"declaration {number} was recorded on this line before: "
                f"{entry.quantity} {entry.unit} on {entry.declared_on} at {known.post}",
            )
    return _enter(
        licence, line, EntryKind.PROVISIONAL, shipment.quantity, shipment.value, shipment.declaration, by, now
    )


def take_over(*, shipments: Sequence[ProvisionalRecord], by: User, now: datetime) -> list[Outcome]:
    """Record what a post wrote down while it had no line, each for itself; the outcome of each, in order."""
    return [_take_over(shipment, by, now) for shipment in shipments]


def _take_over(shipment: ProvisionalRecord, by: User, now: datetime) -> Outcome:
    try:
        taken = record_provisional(shipment=shipment, by=by, now=now)
    except (NotPermitted, Invalid) as refusal:
        return Outcome("refused", str(refusal))
    if isinstance(taken, UnplacedShipment):
        return Outcome("unplaced", f"kept to be settled: {taken.finding}")
    line = taken.line
    where = position(line_value(line), ledger_of(line.licence), line.tolerance)
    if where.overdrawn > 0:
        return Outcome("recorded", f"recorded; line {line.number} is overdrawn by {shown(where.overdrawn)} {line.unit}")
    return Outcome("recorded", f"recorded; {shown(where.remaining)} {line.unit} remain on line {line.number}")


def _is_same(draw: Draw, shipment: ProvisionalRecord) -> bool:
    declaration = shipment.declaration
    return (draw.kind, draw.quantity, draw.value, draw.declared_on, draw.post) == (
        EntryKind.PROVISIONAL.value,
        shipment.quantity,
        shipment.value,
        declaration.day,
        declaration.post.strip(),
    )


@transaction.atomic
def reconcile(
    *, draw: Draw, quantity: Decimal, value: Decimal, declaration: Declaration, by: User, now: datetime
) -> Draw:
    """Settle a provisional entry with the figures found right. An overdraw is shown on the licence and the desk."""
    licence = _locked(draw.line.licence_id)
    if Role.CUSTOMS not in actor_for(by, now).roles:
        raise NotPermitted.because("role", "only customs officers reconcile shipments")
    _check(declaration, now, quantity, value)
    line = draw.line
    found = check_reconciliation(
        line_value(line), ledger_of(licence), str(draw.pk), unit=line.unit, currency=line.currency
    )
    if found:
        raise NotPermitted([Refusal(refusal.code, refusal.message) for refusal in found])
    return _enter(
        licence,
        line,
        EntryKind.RECONCILIATION,
        quantity,
        value,
        declaration,
        by,
        now,
        answers=draw,
        recipient=draw.recipient,
        destination=draw.destination,
    )


@transaction.atomic
def resolve_unplaced(*, shipment: UnplacedShipment, resolution: str, by: User, now: datetime) -> UnplacedShipment:
    """Close the matter of a record that fits no line, saying what was found."""
    if Role.CUSTOMS not in actor_for(by, now).roles:
        raise NotPermitted.because("role", "only customs officers resolve shipments")
    if not resolution.strip():
        raise Invalid({"resolution": "say what was found"})
    shipment = UnplacedShipment.objects.select_for_update().get(pk=shipment.pk)
    shipment.resolution, shipment.resolved_at = resolution, now
    shipment.save()
    record(kind="customs.resolve", subject="customs", by=by, now=now, roles=(Role.CUSTOMS,), rows=[shipment])
    return shipment


def _locked(licence_id: int) -> Licence:
    return Licence.objects.select_for_update(of=("self",)).get(pk=licence_id)


def _require(action: str, licence: Licence, by: User, now: datetime) -> None:
    if found := refusals(licence_action(action), licence_standing(licence, now), actor_for(by, now), policy()):
        raise NotPermitted(found)


def _check(
    declaration: Declaration, now: datetime, quantity: Decimal = Decimal(1), value: Decimal = Decimal(0)
) -> None:
    """Refuse a declaration or amounts that cannot be right, before anything is looked up or written."""
    errors = {}
    if not 1 <= len(declaration.number.strip()) <= 60:
        errors["declaration"] = "give the declaration's number, at most 60 characters"
    if declaration.day > local_day(now):
        errors["declared_on"] = "the declaration's date lies in the future"
    if not 1 <= len(declaration.post.strip()) <= 120:
        errors["post"] = "name the customs post, in at most 120 characters"
    if not _fits(quantity, 6) or quantity <= 0:
        errors["quantity"] = "a shipment is of more than nothing; at most 14 digits before the point and 6 after"
    if not _fits(value, 2) or value < 0:
        errors["value"] = "a value is not negative; at most 14 digits before the point and 2 after"
    if errors:
        raise Invalid(errors)


def _fits(amount: Decimal, places: int) -> bool:
    """Whether the ledger can keep the amount as it is."""
    return amount.is_finite() and abs(amount) < 10**14 and amount == round(amount, places)


def _check_names(shipment: ProvisionalRecord) -> None:
    errors = {}
    if not 1 <= len(shipment.licence_number) <= 40:
        errors["licence_number"] = "give the licence's number, at most 40 characters"
    if not 1 <= shipment.line_number <= 9999:
        errors["line_number"] = "give the line's number, 1 to 9999"
    if not 1 <= len(shipment.unit) <= 20:
        errors["unit"] = "give the unit, at most 20 characters"
    if errors:
        raise Invalid(errors)


def _enter(
    licence: Licence,
    line: LicenceLine,
    kind: EntryKind,
    quantity: Decimal,
    value: Decimal,
    declaration: Declaration,
    by: User,
    now: datetime,
    answers: Draw | None = None,
    reason: str = "",
    recipient: str = "",
    destination: str = "",
) -> Draw:
    """Write the entry and its event; mark the licence exhausted, or take it back into use, as the ledger now stands."""
    draw = Draw.objects.create(
        line=line,
        kind=kind.value,
        quantity=quantity,
        value=value,
        declaration=declaration.number.strip(),
        declared_on=declaration.day,
        post=declaration.post.strip(),
        answers=answers,
        reason=reason,
        recipient=recipient,
        destination=destination,
        by=by,
        at=now,
    )
    record(
        kind=f"licence.{kind.value}",
        subject=licence.subject,
        by=by,
        now=now,
        roles=(Role.CUSTOMS,),
        data={"line": line.number, "quantity": quantity, "unit": line.unit, "declaration": draw.declaration},
        rows=[draw],
    )
    if kind in (EntryKind.SHIPMENT, EntryKind.PROVISIONAL):
        arise_with_shipment(draw, by=by, now=now)
    empty = exhausted([line_value(each) for each in licence.lines.all()], ledger_of(licence))
    if empty and licence.state == "active":
        change_state(licence=licence, action="exhaust", reason="", by=None, now=now)
    elif not empty and licence.state == "exhausted":
        change_state(licence=licence, action="replenish", reason="", by=None, now=now)
    licence.refresh_from_db()
    settle_returns(licence=licence, now=now)
    return draw


def _set_aside(shipment: ProvisionalRecord, line: LicenceLine | None, by: User, now: datetime) -> UnplacedShipment:
    if line is None:
        finding = f"no licence {shipment.licence_number} with a line {shipment.line_number}"
    else:
        finding = f"the line is licensed in {line.unit}, the record says {shipment.unit}"
    written = {
        "licence_number": shipment.licence_number,
        "line_number": shipment.line_number,
        "quantity": shipment.quantity,
        "unit": shipment.unit,
        "value": shipment.value,
        "declaration": shipment.declaration.number.strip(),
        "declared_on": shipment.declaration.day,
        "post": shipment.declaration.post.strip(),
    }
    row, is_new = UnplacedShipment.objects.get_or_create(**written, defaults={"finding": finding, "by": by, "at": now})
    if is_new:
        record(kind="customs.unplaced", subject="customs", by=by, now=now, roles=(Role.CUSTOMS,), rows=[row])
    return row
