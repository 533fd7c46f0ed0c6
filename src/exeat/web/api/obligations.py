"""What holders owe after the grant: reading it, handing in, accepting, sending back, releasing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Base64Bytes, BaseModel, Field, StringConstraints

from exeat.domain.licences import UsageLine
from exeat.web.accounts.models import User
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import (
    Body,
    Country,
    Currency,
    FileName,
    Id,
    Paging,
    Quantity,
    QuantityText,
    Text,
    Value,
    ValueText,
)
from exeat.web.obligations import services, usage
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import last_return, listed
from exeat.web.permissions import of_the_authority, visible_obligations
from exeat.web.policy import local_day

router = Router()


class Shown(BaseModel):
    """Which obligations."""

    show: Literal["open", "handed_in", "overdue", "settled", "all"] = "open"


class ObligationRow(Schema):
    """Something owed under a licence; `declaration` is of the shipment that it arose with."""

    id: int
    licence: str
    exporter: str
    rule: str
    title: str
    text: str
    document_kind: str
    declaration: str | None
    arose: date
    due: date
    state: str
    overdue: bool


class ObligationPage(Schema):
    count: int
    page: int
    results: list[ObligationRow]


class HandIn(Body):
    """The document that meets the obligation, in base64."""

    file: FileName
    content: Base64Bytes
    note: Text = ""


class ReturnLine(Body):
    """Goods of one kind that left for one consignee; `value` is the line's total."""

    goods: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    entry: Annotated[str, StringConstraints(max_length=40)] = ""
    quantity: QuantityText
    unit: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    value: ValueText
    currency: Currency
    destination: Country
    consignee: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class HandInReturn(Body):
    """The lines of a return; none where nothing left."""

    lines: list[ReturnLine] = Field(max_length=5000)
    note: Text = ""


class ReturnLineData(Schema):
    """A line as it was handed in."""

    number: int
    goods: str
    entry: str
    quantity: Quantity
    unit: str
    value: Value
    currency: str
    destination: str
    consignee: str


class ReturnRemark(Schema):
    """Something that an officer should look at; `line` 0 is the return as a whole."""

    line: int
    text: str


class UsageReturn(Schema):
    """A return as it was handed in last; `figures` is false for one on paper."""

    obligation: int
    state: str
    at: datetime
    figures: bool
    lines: list[ReturnLineData]
    remarks: list[ReturnRemark] = Field(description="for the authority alone")


class WithReason(Body):
    reason: Text


@router.get("/obligations", response=answers(ObligationPage))
def list_obligations(request: HttpRequest, shown: Query[Shown], paging: Query[Paging]) -> dict[str, Any]:
    """What is owed under the licences that one may see, the earliest due first."""
    today = local_day(timezone.now())
    return paged(listed(visible_obligations(request.user), shown.show, today), paging, _row)


@router.post("/obligations/{id}/fulfil", response=answers(ObligationRow))
def fulfil_obligation(request: HttpRequest, id: Id, body: HandIn) -> dict[str, Any]:
    """Hand in what is owed; it counts once an officer has accepted it."""
    obligation = _found(request, id)
    services.fulfil(
        obligation=obligation,
        name=body.file,
        content=body.content,
        note=body.note,
        by=request.user,
        now=timezone.now(),
    )
    return _after(obligation)


@router.post("/obligations/{id}/return", response=answers(UsageReturn))
def hand_in_usage_return(request: HttpRequest, id: Id, body: HandInReturn) -> dict[str, Any]:
    """Hand in a return under a general authorisation by its lines; an empty list says that nothing left."""
    obligation = _found(request, id)
    lines = [_line(number, line) for number, line in enumerate(body.lines, start=1)]
    services.hand_in_figures(obligation=obligation, lines=lines, note=body.note, by=request.user, now=timezone.now())
    return _return(obligation, request.user)


@router.get("/obligations/{id}/return", response=answers(UsageReturn))
def show_usage_return(request: HttpRequest, id: Id) -> dict[str, Any]:
    """The return that was handed in last; to the authority, with what should be looked at in it."""
    return _return(_found(request, id), request.user)


@router.post("/obligations/{id}/accept", response=answers(ObligationRow))
def accept_fulfilment(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Find the obligation met by what was handed in last."""
    obligation = _found(request, id)
    services.accept_fulfilment(obligation=obligation, by=request.user, now=timezone.now())
    return _after(obligation)


@router.post("/obligations/{id}/send-back", response=answers(ObligationRow))
def send_back_fulfilment(request: HttpRequest, id: Id, body: WithReason) -> dict[str, Any]:
    """Say what is wrong with what was handed in; the obligation is open again."""
    obligation = _found(request, id)
    services.send_back_fulfilment(obligation=obligation, reason=body.reason, by=request.user, now=timezone.now())
    return _after(obligation)


@router.post("/obligations/{id}/release", response=answers(ObligationRow))
def release_obligation(request: HttpRequest, id: Id, body: WithReason) -> dict[str, Any]:
    """Let the holder off, with the reason."""
    obligation = _found(request, id)
    services.release_obligation(obligation=obligation, reason=body.reason, by=request.user, now=timezone.now())
    return _after(obligation)


def _found(request: HttpRequest, id: int) -> Obligation:
    return get_object_or_404(visible_obligations(request.user).select_related("licence__case"), pk=id)


def _line(number: int, line: ReturnLine) -> UsageLine:
    amounts = {"quantity": Decimal(line.quantity), "value": Decimal(line.value)}
    return UsageLine(number=number, **{**line.model_dump(), **amounts})


def _return(obligation: Obligation, viewer: User) -> dict[str, Any]:
    last = last_return(obligation)
    if last is None:
        raise Http404
    obligation.refresh_from_db(fields=["state"])
    found = usage.remarks_on(last) if of_the_authority(viewer) else ()
    return {
        "obligation": obligation.pk,
        "state": obligation.state,
        "at": last.at,
        "figures": last.figures,
        "lines": [asdict(line) for line in usage.lines_of(last)],
        "remarks": [{"line": remark.number, "text": remark.text} for remark in found],
    }


def _after(obligation: Obligation) -> dict[str, Any]:
    return _row(Obligation.objects.select_related("licence__exporter", "draw").get(pk=obligation.pk))


def _row(one: Obligation) -> dict[str, Any]:
    names = ("id", "rule", "title", "text", "document_kind", "arose", "due", "state")
    return {name: getattr(one, name) for name in names} | {
        "licence": one.licence.number,
        "exporter": one.licence.exporter.name,
        "declaration": one.draw.declaration if one.draw else None,
        "overdue": one.state == "open" and one.due < local_day(timezone.now()),
    }
