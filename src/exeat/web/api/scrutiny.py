"""Beyond the lists: catch-all notices, questions on end use, points of risk."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.web.api.answers import answers, case_of, paged
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Country, Id, Line, LineNumber, Paging, Reference, Text, Word
from exeat.web.cases.services.letters import told_reasons
from exeat.web.cases.standing import risk_standing
from exeat.web.permissions import has_inside_notice, has_inside_view, visible_notices
from exeat.web.registers.models import Exporter
from exeat.web.scrutiny.models import Meeting, Notice
from exeat.web.scrutiny.selectors import flags_of, meetings_of
from exeat.web.scrutiny.services import flags, noticing

router = Router()


class NoticeRow(Schema):
    """A notice. Reasons are those that the reader may know."""

    number: str
    exporter: str
    goods: str
    end_use: str
    end_users: list[str]
    destination: str
    basis: str
    reasons: list[str]
    issued_on: date
    valid_until: date
    revoked_on: date | None


class NoticeRows(Schema):
    count: int
    page: int
    results: list[NoticeRow]


class NoticeBody(Body):
    """A notice to an exporter, by the id of the register; it names an end use, or end users."""

    exporter: Id
    goods: Text
    basis: Word
    reasons: Text
    end_use: Text = ""
    end_users: list[Line] = Field(default_factory=list, max_length=50)
    destination: Country | Literal[""] = ""
    valid_until: date | None = None


class Because(Body):
    """Why."""

    reason: Text


class Settled(Body):
    """The lines to which a notice applies; none when it does not."""

    lines: list[LineNumber] = Field(default_factory=list, max_length=200)
    reason: Text


class MeetingData(Schema):
    """A notice that the case meets."""

    id: int
    notice: str
    found: list[str]
    in_force: bool
    status: str
    lines: list[int]
    reason: str


class PointData(Schema):
    """Points of risk for one thing."""

    id: str
    about: str
    text: str
    weight: int
    source: str


class FlagData(Schema):
    """A question on end use; an answer is null while there is none."""

    id: str
    text: str
    exporter: bool | None
    officer: bool | None
    weighed: str


class ScrutinyData(Schema):
    """What is looked at beyond the lists."""

    total: int
    level: str
    points: list[PointData]
    notices: list[MeetingData]
    flags: list[FlagData]


class FlagAnswers(Body):
    """Answers by the id of the question."""

    answers: dict[str, bool] = Field(max_length=100)


class Weighed(FlagAnswers):
    """An officer's own answers, and what each raised flag comes to."""

    answers: dict[str, bool] = Field(default_factory=dict, max_length=100)
    weighed: dict[str, Text] = Field(default_factory=dict, max_length=100)


@router.get("/notices", response=answers(NoticeRows))
def list_notices(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The notices that the user may open, the latest first."""
    inside = has_inside_notice(request.user)
    return paged(visible_notices(request.user).select_related("exporter"), paging, lambda one: _row(one, inside))


@router.get("/notices/{number}", response=answers(NoticeRow))
def show_notice(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """One notice."""
    return _row(_notice(request, number), has_inside_notice(request.user))


@router.post("/notices", response=answers(NoticeRow, 201))
def issue_notice(request: HttpRequest, body: NoticeBody) -> Status:
    """Make goods licensable, and tell the exporter."""
    given = noticing.NoticeGiven(**{**body.model_dump(), "exporter": get_object_or_404(Exporter, pk=body.exporter)})
    made = noticing.issue_notice(given=given, by=request.user, now=timezone.now())
    return Status(201, _row(made, True))


@router.post("/notices/{number}/revoke", response=answers(NoticeRow))
def revoke_notice(request: HttpRequest, number: Reference, body: Because) -> dict[str, Any]:
    """Let a notice no longer count, and tell the exporter."""
    notice = _notice(request, number)
    made = noticing.revoke_notice(notice=notice, reason=body.reason, by=request.user, now=timezone.now())
    return _row(made, True)


@router.get("/cases/{reference}/scrutiny", response=answers(ScrutinyData | None))
def scrutiny_of_case(request: HttpRequest, reference: Reference) -> dict[str, Any] | None:
    """Points of risk, notices and red flags of a case; null for a reader who sees the application alone."""
    case, now = case_of(request.user, reference), timezone.now()
    if not has_inside_view(request.user, case):
        return None
    risk = risk_standing(case, now)
    return {
        "total": risk.total,
        "level": risk.level.id,
        "points": risk.points,
        "notices": [
            {
                "id": view.row.pk,
                "notice": view.row.notice.number,
                "in_force": view.counts,
                **{name: getattr(view.row, name) for name in ("found", "status", "lines", "reason")},
            }
            for view in meetings_of(case, now)
        ],
        "flags": [
            {
                "id": view.flag.id,
                "text": view.flag.text,
                "exporter": view.exporter and view.exporter.raised,
                "officer": view.officer and view.officer.raised,
                "weighed": view.weighed,
            }
            for view in flags_of(case, inside=True)
        ],
    }


@router.post("/cases/{reference}/notices/{key}/settle", response=answers(CaseLine))
def settle_notice(request: HttpRequest, reference: Reference, key: Id, body: Settled) -> dict[str, Any]:
    """Say to which lines a notice applies."""
    case = case_of(request.user, reference)
    rows = case.meetings.all() if has_inside_view(request.user, case) else Meeting.objects.none()
    row = get_object_or_404(rows, pk=key)
    noticing.settle_notice(meeting=row, lines=body.lines, reason=body.reason, by=request.user, now=timezone.now())
    return after(case)


@router.post("/cases/{reference}/flags", response=answers(CaseLine))
def answer_flags(request: HttpRequest, reference: Reference, body: FlagAnswers) -> dict[str, Any]:
    """The exporter's answers to the questions on end use."""
    case = case_of(request.user, reference)
    flags.answer_flags(case=case, answers=body.answers, by=request.user, now=timezone.now())
    return after(case)


@router.post("/cases/{reference}/flags/weigh", response=answers(CaseLine))
def weigh_flags(request: HttpRequest, reference: Reference, body: Weighed) -> dict[str, Any]:
    """An officer's answers, and what raised flags come to."""
    case = case_of(request.user, reference)
    flags.weigh_flags(case=case, by=request.user, now=timezone.now(), **body.model_dump())
    return after(case)


def _notice(request: HttpRequest, number: str) -> Notice:
    return get_object_or_404(visible_notices(request.user).select_related("exporter"), number=number)


_OF_ROW = (
    "number", "goods", "end_use", "end_users", "destination", "basis", "issued_on", "valid_until", "revoked_on",
)  # fmt: skip


def _row(notice: Notice, inside: bool) -> dict[str, Any]:
    return {name: getattr(notice, name) for name in _OF_ROW} | {
        "exporter": notice.exporter.name,
        "reasons": [notice.reasons] if inside else list(told_reasons(notice.reasons)),
    }
