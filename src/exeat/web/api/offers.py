"""Offers: what partners invite to, as it is brought in, and the dates that bite."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.domain.offers import MarkedAboveCeiling, OfferError
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, FileName, Paging, Reference
from exeat.web.cooperation.models import Offer
from exeat.web.cooperation.selectors import whole_offers
from exeat.web.cooperation.services.offers import meet_date
from exeat.web.cooperation.services.reading import bring_in
from exeat.web.errors import Invalid
from exeat.web.permissions import visible_offers
from exeat.web.registers.spreadsheet import SheetError

router = Router()


class DeadlineData(Schema):
    kind: str
    day: date


class SessionData(Schema):
    start: date
    end: date
    mode: str
    place: str
    ask_to_move: bool


class SeatData(Schema):
    skill: str
    also: list[str]
    count: int


class FundingData(Schema):
    payer: str
    own_cost: str
    host_cost: str
    ask: bool


class OfferData(Schema):
    """An offer; `deadlines` are the dates that still bite, the next first; `gain` is units by capability."""

    reference: str
    title: str
    programme: str
    kind: str
    host: str
    lead_agency: str
    state: str
    marking: str
    must: bool
    deadlines: list[DeadlineData]
    sessions: list[SessionData]
    seats: list[SeatData]
    gain: dict[str, int]
    funding: list[FundingData]
    questions: list[str]


class OfferPage(Schema):
    count: int
    page: int
    results: list[OfferData]


class File(Body):
    """A table (.csv, .xlsx, .toml), a calendar (.ics), an e-mail (.eml), or else the text of an official message.

    `content` is base64. With `dry_run` it is said what would happen, and nothing is changed.
    """

    name: FileName
    content: str = Field(max_length=14_000_000)
    dry_run: bool = False


class BroughtIn(Schema):
    """A row of the table, or an event found, and what became of it."""

    row: int
    name: str
    outcome: str


class BroughtInAll(Schema):
    results: list[BroughtIn]


class Met(Body):
    """What is done."""

    kind: Literal["reply", "nomination", "visa", "travel"]


@router.get("/offers", response=answers(OfferPage))
def list_offers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The offers with all that belongs to them; none for those who do not plan."""
    found = visible_offers(request.user)
    return paged(whole_offers().filter(pk__in=found.values("pk")), paging, offer_row)


@router.post("/offers/import", response=answers(BroughtInAll, 201))
def import_offers(request: HttpRequest, body: File) -> Status:
    """Bring in a file: all of it, or nothing. A text that is marked too high is refused, and nothing of it is kept."""
    try:
        content = b64decode(body.content, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid({"content": "is not base64"}) from None
    try:
        loaded = bring_in(content=content, name=body.name, by=request.user, now=timezone.now(), dry_run=body.dry_run)
    except SheetError as refusal:
        raise Invalid({f"content[{n}]": str(fault) for n, fault in enumerate(refusal.faults)}) from None
    except (MarkedAboveCeiling, OfferError) as refusal:
        raise Invalid({"content": str(refusal)}) from None
    return Status(201, {"results": [{"row": one.row, "name": one.name, "outcome": one.outcome} for one in loaded]})


@router.get("/offers/{reference}", response=answers(OfferData))
def show_offer(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """One offer."""
    return offer_row(_offer(request, reference))


@router.post("/offers/{reference}/met", response=answers(OfferData))
def meet_offer_date(request: HttpRequest, reference: Reference, body: Met) -> dict[str, Any]:
    """Note that what a date asks for is done."""
    meet_date(offer=_offer(request, reference), kind=body.kind, by=request.user, now=timezone.now())
    return offer_row(_offer(request, reference))


def offer_row(offer: Offer) -> dict[str, Any]:
    """An offer as data."""
    names = ("reference", "title", "programme", "kind", "lead_agency", "state", "must", "questions")
    costs = ("own_cost", "host_cost")
    return {name: getattr(offer, name) for name in names} | {
        "host": offer.host.name,
        "marking": offer.get_marking_display(),
        "deadlines": [{"kind": one.kind, "day": one.day} for one in offer.deadlines],
        "sessions": list(offer.sessions.all()),
        "seats": list(offer.seats.all()),
        "gain": {gain.capability_id: gain.units for gain in offer.gains.all()},
        "funding": [
            {"payer": one.payer, "ask": one.ask} | {name: format(getattr(one, name), ".2f") for name in costs}
            for one in offer.funding.all()
        ],
    }


def _offer(request: HttpRequest, reference: str) -> Offer:
    found = visible_offers(request.user)
    return get_object_or_404(whole_offers().filter(pk__in=found.values("pk")), reference=reference)
