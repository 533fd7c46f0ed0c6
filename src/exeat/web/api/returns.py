"""After return: reports that are due, reports filed, and what they show taken over as evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.domain.capabilities import Level
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Id, Line, Paging, Reference, Text, Word
from exeat.web.cooperation.models import Offer
from exeat.web.permissions import visible_offers, visible_returns
from exeat.web.policy import local_day
from exeat.web.returns import services
from exeat.web.returns.models import Achieved, Return
from exeat.web.returns.selectors import Due, due_reports

router = Router()


class DueData(Schema):
    """An event that is over, on which nobody has reported; `by` is the last day for the report."""

    offer: str
    title: str
    host: str
    start: date
    end: date
    who: list[str]
    by: date
    overdue: bool


class DueList(Schema):
    results: list[DueData]


class AchievedData(Schema):
    """What the event built of a capability, in units. `evidence` says whether the level is in the register by now."""

    capability: str
    expected: int
    units: int
    shows: str
    level: str | None
    evidence: bool


class ReturnData(Schema):
    """A report on an event, with the handover and what was achieved against what was expected."""

    id: int
    offer: str
    title: str
    host: str
    start: date
    end: date
    report: str
    handover: str
    marking: str
    achieved: list[AchievedData]
    filed_at: datetime
    filed_by: str


class ReturnPage(Schema):
    count: int
    page: int
    results: list[ReturnData]


class NewAchieved(Body):
    """What the event built of a capability; with `level`, from 0 (none) to 5 (sustained), evidence is proposed."""

    capability: Word
    units: int = Field(ge=0, le=services.MOST_UNITS)
    shows: Line = ""
    level: Literal[0, 1, 2, 3, 4, 5] | None = None


class NewReturn(Body):
    """What happened, to whom papers and contacts went, and what was achieved; of what is not named, nothing was."""

    report: Text = Field(min_length=1, examples=["Three days of cases were worked."])
    handover: Text = Field(min_length=1, examples=["Papers are with the officer."])
    achieved: list[NewAchieved] = Field(default=[], max_length=100)


@router.get("/returns/due", response=answers(DueList))
def list_due_returns(request: HttpRequest) -> dict[str, Any]:
    """Events that are over without a report, the one due first before the others; none for those who do not plan."""
    return {
        "results": [_due(one) for one in due_reports(visible_offers(request.user), today=local_day(timezone.now()))]
    }


@router.get("/returns", response=answers(ReturnPage))
def list_returns(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Reports, that of the latest event first; none for those who do not plan."""
    return paged(visible_returns(request.user), paging, _row)


@router.get("/returns/{id}", response=answers(ReturnData))
def show_return(request: HttpRequest, id: Id) -> dict[str, Any]:
    """One report."""
    return _row(get_object_or_404(visible_returns(request.user), pk=id))


@router.post("/offers/{reference}/return", response=answers(ReturnData, 201))
def file_return(request: HttpRequest, reference: Reference, body: NewReturn) -> Status:
    """Report on an event that a released plan accepted and that is over; once."""
    offer: Offer = get_object_or_404(visible_offers(request.user), reference=reference)
    achieved = [services.AchievedGiven(**one.model_dump()) for one in body.achieved]
    made = services.file_report(
        offer=offer, report=body.report, handover=body.handover, achieved=achieved, by=request.user, now=timezone.now()
    )
    return Status(201, _row(visible_returns(request.user).get(pk=made.pk)))


@router.post("/returns/{id}/evidence/{slug}", response=answers(ReturnData))
def record_return_evidence(request: HttpRequest, id: Id, slug: Word) -> dict[str, Any]:
    """Record what a report shows of a capability as evidence in the register."""
    shown: Return = get_object_or_404(visible_returns(request.user), pk=id)
    achieved: Achieved = get_object_or_404(shown.achieved, capability=slug)
    services.accept_evidence(achieved=achieved, by=request.user, now=timezone.now())
    return _row(visible_returns(request.user).get(pk=id))


def _due(one: Due) -> dict[str, Any]:
    offer = {"offer": one.offer.reference, "title": one.offer.title, "host": one.offer.host.name}
    held = {"start": one.held.start, "end": one.held.end, "who": list(one.held.who)}
    return offer | held | {"by": one.by, "overdue": one.overdue}


def _row(shown: Return) -> dict[str, Any]:
    names = ("id", "start", "end", "report", "handover", "filed_at")
    offer = {"offer": shown.offer.reference, "title": shown.offer.title, "host": shown.offer.host.name}
    rest = {"marking": shown.get_marking_display(), "filed_by": str(shown.filed_by)}
    achieved = [_achieved(one) for one in shown.achieved.all()]
    return offer | rest | {"achieved": achieved} | {name: getattr(shown, name) for name in names}


def _achieved(one: Achieved) -> dict[str, Any]:
    names = {"capability": one.capability_id, "expected": one.expected, "units": one.units, "shows": one.shows}
    level = None if one.level is None else Level(one.level).label
    return names | {"level": level, "evidence": one.evidence_id is not None}
