"""What holders owe after the grant: reading it, handing in, accepting, sending back, releasing."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Base64Bytes, BaseModel

from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, FileName, Id, Paging, Text
from exeat.web.obligations import services
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import listed
from exeat.web.permissions import visible_obligations
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
