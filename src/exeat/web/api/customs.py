"""The customs post: shipments against licence lines, corrections, and records of a post that had no line to us."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.web.api.answers import answers, licence_of, paged
from exeat.web.api.fields import (
    Body,
    Currency,
    Id,
    Line,
    LineNumber,
    Paging,
    Quantity,
    QuantityText,
    Reference,
    Value,
    ValueText,
)
from exeat.web.api.licences import Entry, entry_data
from exeat.web.licences.models import Draw, UnplacedShipment
from exeat.web.licences.search import visible_draws, visible_unplaced
from exeat.web.licences.services import customs

router = Router()
Unit = Field(max_length=20, pattern=r"^[^\x00-\x1f]+$", examples=["item"])


class Declared(Body):
    """The customs declaration that an entry rests on."""

    declaration: str = Field(max_length=60, pattern=r"^[^\x00-\x1f]*$", examples=["2027-IM-00417"])
    declared_on: date
    post: str = Field(max_length=120, pattern=r"^[^\x00-\x1f]*$")

    def of_customs(self) -> customs.Declaration:
        return customs.Declaration(number=self.declaration, day=self.declared_on, post=self.post)


class Shipment(Declared):
    line: LineNumber
    quantity: QuantityText
    unit: str = Unit
    value: ValueText
    currency: Currency
    recipient: str = Field(
        "", max_length=300, pattern=r"^[^\x00-\x1f]*$", description="the consignee, where several share"
    )
    destination: str = Field("", pattern=r"^([A-Z]{2})?$", description="the country, where the licence has several")


class Return(Declared):
    """Goods that left under the licence and came back; the declaration is that of their import."""

    line: LineNumber
    quantity: QuantityText
    unit: str = Unit


class Reversal(Declared):
    reason: Line


class Reconciliation(Declared):
    """The figures found right."""

    quantity: QuantityText
    value: ValueText


class Provisional(Declared):
    """A shipment that left while the post had no line to us."""

    licence: str = Field(max_length=40, pattern=r"^[^\x00-\x1f]+$")
    line: LineNumber
    quantity: QuantityText
    unit: str = Unit
    value: ValueText


class Resolution(Body):
    resolution: Line


class Unplaced(Schema):
    """A record that fits no line: kept, with what is wrong, until customs resolves it."""

    id: int
    licence_number: str
    line_number: int
    quantity: Quantity
    unit: str
    value: Value
    declaration: str
    declared_on: date
    post: str
    finding: str
    resolution: str


class Recorded(Schema):
    """Where a provisional record went: an entry of a licence's ledger, or aside."""

    entry: Entry | None
    unplaced: Unplaced | None


class UnplacedPage(Schema):
    count: int
    page: int
    results: list[Unplaced]


@router.post("/licences/{number}/shipments", response=answers(Entry, 201))
def record_shipment(request: HttpRequest, number: Reference, body: Shipment) -> Status:
    """Draw a shipment from a line of a licence."""
    licence = licence_of(request.user, number)
    draw = customs.record_shipment(
        line=get_object_or_404(licence.lines, number=body.line),
        quantity=Decimal(body.quantity),
        unit=body.unit,
        value=Decimal(body.value),
        currency=body.currency,
        recipient=body.recipient,
        destination=body.destination,
        declaration=body.of_customs(),
        by=request.user,
        now=timezone.now(),
    )
    return Status(201, entry_data(draw))


@router.post("/licences/{number}/returns", response=answers(Entry, 201))
def record_return(request: HttpRequest, number: Reference, body: Return) -> Status:
    """Record goods that came back, where the licence is for a time."""
    licence = licence_of(request.user, number)
    draw = customs.record_return(
        line=get_object_or_404(licence.lines, number=body.line),
        quantity=Decimal(body.quantity),
        unit=body.unit,
        declaration=body.of_customs(),
        by=request.user,
        now=timezone.now(),
    )
    return Status(201, entry_data(draw))


@router.post("/shipments/{id}/reverse", response=answers(Entry, 201))
def reverse_shipment(request: HttpRequest, id: Id, body: Reversal) -> Status:
    """Undo an entry by a counter-entry."""
    draw = customs.reverse(
        draw=_draw(request, id),
        reason=body.reason,
        declaration=body.of_customs(),
        by=request.user,
        now=timezone.now(),
    )
    return Status(201, entry_data(draw))


@router.post("/shipments/{id}/reconcile", response=answers(Entry, 201))
def reconcile_shipment(request: HttpRequest, id: Id, body: Reconciliation) -> Status:
    """Settle a provisional entry with the figures found right."""
    draw = customs.reconcile(
        draw=_draw(request, id),
        quantity=Decimal(body.quantity),
        value=Decimal(body.value),
        declaration=body.of_customs(),
        by=request.user,
        now=timezone.now(),
    )
    return Status(201, entry_data(draw))


@router.post("/provisional-shipments", response=answers(Recorded, 201))
def record_provisional(request: HttpRequest, body: Provisional) -> Status:
    """Take over a shipment that has left already. It counts at once, even beyond what remains."""
    shipment = customs.ProvisionalRecord(
        licence_number=body.licence,
        line_number=body.line,
        quantity=Decimal(body.quantity),
        unit=body.unit,
        value=Decimal(body.value),
        declaration=body.of_customs(),
    )
    made = customs.record_provisional(shipment=shipment, by=request.user, now=timezone.now())
    if isinstance(made, Draw):
        return Status(201, {"entry": entry_data(made), "unplaced": None})
    return Status(201, {"entry": None, "unplaced": _unplaced(made)})


@router.get("/unplaced-shipments", response=answers(UnplacedPage))
def list_unplaced(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Records that fit no line and are not resolved."""
    return paged(visible_unplaced(request.user).filter(resolved_at=None), paging, _unplaced)


@router.post("/unplaced-shipments/{id}/resolve", response=answers(Unplaced))
def resolve_unplaced(request: HttpRequest, id: Id, body: Resolution) -> dict[str, Any]:
    """Close the matter of such a record, saying what was found."""
    shipment = get_object_or_404(visible_unplaced(request.user), pk=id)
    resolved = customs.resolve_unplaced(
        shipment=shipment, resolution=body.resolution, by=request.user, now=timezone.now()
    )
    return _unplaced(resolved)


def _draw(request: HttpRequest, pk: int) -> Draw:
    return get_object_or_404(visible_draws(request.user).select_related("line"), pk=pk)


def _unplaced(shipment: UnplacedShipment) -> dict[str, Any]:
    return {name: getattr(shipment, name) for name in Unplaced.model_fields}
