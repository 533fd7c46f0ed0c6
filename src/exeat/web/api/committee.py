"""The committee: its sittings and seats, cases laid before it, views, conclusions, and what is decided after."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, Field

from exeat.web.accounts.models import User
from exeat.web.api.answers import answers, case_of, paged
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Id, Line, Paging, Reference, Text, Word
from exeat.web.committee.models import AgendaItem, Sitting
from exeat.web.committee.selectors import sitting_page
from exeat.web.committee.services import agenda, sittings
from exeat.web.permissions import visible_cases, visible_sittings

router = Router()
ClockTime = Annotated[time, AfterValidator(lambda at: at.replace(tzinfo=None))]
"""A time on the state's clock; a zone that a client adds says nothing more."""
Advice = Literal["grant", "grant_with_conditions", "refuse"]


class SittingRow(Schema):
    """A sitting in a list."""

    number: str
    day: date
    time: str = Field(description="on the state's clock: 10:00")
    place: str
    state: str
    reason: str
    adjourned_to: str | None
    minutes: int | None = Field(description="the document of the minutes")


class SittingRows(Schema):
    count: int
    page: int
    results: list[SittingRow]


class ViewData(Schema):
    """What an agency says on a case."""

    agency: str
    view: str
    text: str
    at: datetime


class AgendaItemData(Schema):
    """A case on the agenda."""

    id: int
    case: str
    why: list[str]
    summary: list[str]
    views: list[ViewData]
    how: str
    advice: str
    count: str
    minute: str


class SittingData(SittingRow):
    """A sitting with its agenda, and who is there."""

    present: dict[str, str]
    lacks: list[str] = Field(description="why those present are no quorum")
    items: list[AgendaItemData]


class Planned(Body):
    """When and where it sits."""

    day: date
    at: ClockTime
    place: Line


class SeatBody(Body):
    """Who sits for an agency, by the ids of users."""

    member: Id
    deputy: Id | None = None


class Presence(Body):
    """Who is there, by agency."""

    present: dict[str, Literal["member", "deputy", "absent"]] = Field(max_length=50)


class Adjourned(Body):
    """Why it adjourns, and to when."""

    reason: Text
    to: date


class Because(Body):
    """Why."""

    reason: Text


class Placed(Body):
    """The waiting case to put on the agenda, by the id that laying it before the committee gave."""

    item: Id


class ViewBody(Body):
    """A member's view on a case."""

    agency: Word
    view: Literal["grant", "grant_with_conditions", "refuse", "abstain"]
    text: Text = ""


class Minute(Body):
    """What the minutes say beyond the views."""

    minute: Text = ""


class Summary(Body):
    """What the members should know."""

    summary: Text


class Laid(Schema):
    """The id of what waits for a sitting."""

    item: int


class Decided(Body):
    """What was decided after the committee, and why."""

    advice: Advice
    reasons: Text


@router.get("/committee/sittings", response=answers(SittingRows))
def list_sittings(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The sittings that the user may open, the latest first."""
    return paged(visible_sittings(request.user).select_related("adjourned_to"), paging, _row)


@router.post("/committee/sittings", response=answers(SittingRow, 201))
def plan_sitting(request: HttpRequest, body: Planned) -> Status:
    """Set the day of a sitting."""
    made = sittings.plan(by=request.user, now=timezone.now(), **body.model_dump())
    return Status(201, _row(made))


@router.get("/committee/sittings/{number}", response=answers(SittingData))
def show_sitting(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """A sitting with its agenda."""
    return _whole(request, _sitting(request, number))


@router.post("/committee/sittings/{number}/place", response=answers(SittingData))
def place_on_agenda(request: HttpRequest, number: Reference, body: Placed) -> dict[str, Any]:
    """Put a waiting case on the agenda."""
    sitting = _sitting(request, number)
    item = get_object_or_404(AgendaItem, pk=body.item, case__in=visible_cases(request.user).values("pk"))
    sittings.place_on_agenda(item=item, sitting=sitting, by=request.user, now=timezone.now())
    return _whole(request, sitting)


@router.post("/committee/sittings/{number}/call", response=answers(SittingData))
def call_sitting(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """Call the members; they read the dossiers from now on."""
    return _whole(request, sittings.call(sitting=_sitting(request, number), by=request.user, now=timezone.now()))


@router.post("/committee/sittings/{number}/attendance", response=answers(SittingData))
def record_attendance(request: HttpRequest, number: Reference, body: Presence) -> dict[str, Any]:
    """Record who is there."""
    sitting = _sitting(request, number)
    return _whole(request, sittings.attend(sitting=sitting, present=body.present, by=request.user, now=timezone.now()))


@router.post("/committee/sittings/{number}/open", response=answers(SittingData))
def open_sitting(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """Open a sitting that has its quorum."""
    sitting = _sitting(request, number)
    return _whole(request, sittings.open_sitting(sitting=sitting, by=request.user, now=timezone.now()))


@router.post("/committee/sittings/{number}/adjourn", response=answers(SittingRow))
def adjourn_sitting(request: HttpRequest, number: Reference, body: Adjourned) -> dict[str, Any]:
    """Adjourn; answers the sitting to which the open cases go."""
    sitting = _sitting(request, number)
    return _row(sittings.adjourn(sitting=sitting, by=request.user, now=timezone.now(), **body.model_dump()))


@router.post("/committee/sittings/{number}/close", response=answers(SittingData))
def close_sitting(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """Close a sitting; the minutes are drawn up."""
    sitting = _sitting(request, number)
    return _whole(request, sittings.close(sitting=sitting, by=request.user, now=timezone.now()))


@router.post("/committee/sittings/{number}/call-off", response=answers(SittingData))
def call_off_sitting(request: HttpRequest, number: Reference, body: Because) -> dict[str, Any]:
    """Call it off; its cases wait for another."""
    sitting = _sitting(request, number)
    return _whole(request, sittings.call_off(sitting=sitting, reason=body.reason, by=request.user, now=timezone.now()))


@router.put("/committee/seats/{agency}", response=answers(None, 204))
def name_seat(request: HttpRequest, agency: Word, body: SeatBody) -> Status:
    """Say who sits for an agency."""
    member = get_object_or_404(User, pk=body.member)
    deputy = get_object_or_404(User, pk=body.deputy) if body.deputy else None
    sittings.name_seat(agency=agency, member=member, deputy=deputy, by=request.user, now=timezone.now())
    return Status(204, None)


@router.post("/committee/items/{id}/views", response=answers(SittingData))
def give_view(request: HttpRequest, id: Id, body: ViewBody) -> dict[str, Any]:
    """A member's view on a case in an open sitting."""
    item = _item(request, id)
    given = {"agency": body.agency, "voice": body.view, "text": body.text}
    agenda.speak(item=item, by=request.user, now=timezone.now(), **given)
    return _whole(request, item.sitting)


@router.post("/committee/items/{id}/conclude", response=answers(SittingData))
def conclude_on_case(request: HttpRequest, id: Id, body: Minute) -> dict[str, Any]:
    """Conclude on a case by the policy's rule."""
    item = _item(request, id)
    agenda.conclude(item=item, minute=body.minute, by=request.user, now=timezone.now())
    return _whole(request, item.sitting)


@router.post("/cases/{reference}/committee", response=answers(Laid, 201))
def lay_before_committee(request: HttpRequest, reference: Reference, body: Summary) -> Status:
    """Lay a case before the committee."""
    case = case_of(request.user, reference)
    made = agenda.lay_before(case=case, summary=body.summary, by=request.user, now=timezone.now())
    return Status(201, {"item": made.pk})


@router.post("/cases/{reference}/committee/decide", response=answers(CaseLine))
def decide_escalated(request: HttpRequest, reference: Reference, body: Decided) -> dict[str, Any]:
    """Record what was decided after the committee could not."""
    case = case_of(request.user, reference)
    agenda.decide_escalated(case=case, by=request.user, now=timezone.now(), **body.model_dump())
    return after(case)


@router.post("/cases/{reference}/committee/hand-on", response=answers(CaseLine))
def hand_on_escalated(request: HttpRequest, reference: Reference, body: Because) -> dict[str, Any]:
    """Hand on to whoever the policy names next."""
    case = case_of(request.user, reference)
    agenda.pass_on(case=case, reasons=body.reason, by=request.user, now=timezone.now())
    return after(case)


def _sitting(request: HttpRequest, number: str) -> Sitting:
    return get_object_or_404(visible_sittings(request.user).select_related("adjourned_to"), number=number)


def _item(request: HttpRequest, key: int) -> AgendaItem:
    """A case on the agenda of a sitting that the user may open."""
    rows = AgendaItem.objects.select_related("case__exporter", "sitting")
    return get_object_or_404(rows.filter(sitting__in=visible_sittings(request.user).values("pk")), pk=key)


def _row(sitting: Sitting) -> dict[str, Any]:
    names = ("number", "day", "place", "state", "reason")
    return {name: getattr(sitting, name) for name in names} | {
        "time": f"{sitting.time:%H:%M}",
        "adjourned_to": sitting.adjourned_to.number if sitting.adjourned_to else None,
        "minutes": sitting.minutes_id,
    }


def _whole(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    page = sitting_page(_sitting(request, sitting.number), viewer=request.user, now=timezone.now())
    return _row(page.sitting) | {
        "present": {one.agency: one.there.user.name for one in page.seats if one.there},
        "lacks": page.lacks,
        "items": [
            {
                "id": view.item.pk,
                "case": view.item.case.reference,
                "why": view.item.why,
                "summary": list(view.summary),
                "views": [
                    {"agency": agency, "view": word.voice, "text": word.text, "at": word.at}
                    for agency, word in view.words
                    if word is not None
                ],
                **{name: getattr(view.item, name) for name in ("how", "advice", "count", "minute")},
            }
            for view in page.items
        ],
    }
