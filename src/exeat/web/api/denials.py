"""Denials: the register, what a case resembles, and what officers do about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, Field

from exeat.web.api.answers import answers, case_of, paged
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Country, Id, Line, Paging, Reference, Text
from exeat.web.denials.models import Denial, Resemblance
from exeat.web.denials.selectors import in_register, resemblances_of
from exeat.web.denials.services import registering, settling
from exeat.web.permissions import has_inside_view, visible_denials

router = Router()
Shown = Literal["in_force", "ours", "others", "unreleased", "expiring", "ended", "all"]


class Sought(BaseModel):
    """Which denials: those in force, ours or other states' among them, ours whose notice is not released, those to be
    reviewed soon, those that count no longer, or all."""

    show: Shown = "in_force"


class DenialRow(Schema):
    """A denial; `case` is the reference of ours, empty for another state's."""

    id: int
    reference: str
    authority: str
    state: str
    denied_on: date
    valid_until: date
    revoked_on: date | None
    entries: list[str]
    goods: str
    parties: list[str]
    destination: str
    end_use: str
    grounds: str
    case: str
    released_at: datetime | None
    note: str


class DenialPage(Schema):
    count: int
    page: int
    results: list[DenialRow]


class DenialBody(Body):
    """A denial as another state notified it. Without `valid_until` it counts for as long as the policy says."""

    reference: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")
    authority: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")
    state: Country
    denied_on: date
    valid_until: date | None = None
    entries: list[str] = Field(min_length=1, max_length=50)
    goods: Text = ""
    parties: list[Line] = Field(min_length=1, max_length=50)
    destination: Country
    end_use: Text = ""
    grounds: Text = ""


class Renewal(Body):
    """Until when it counts after a review, and why."""

    valid_until: date
    note: Text


class DenialNote(Body):
    """Why it counts no longer."""

    note: Text


class DenialReason(Body):
    """What differs, or what has changed."""

    reason: Text


class ConsultationAnswer(Body):
    """What the denying state answered; `silent` once its days have passed."""

    answer: Literal["agrees", "objects", "different", "silent"]
    text: Text = ""


class ResemblanceData(Schema):
    """A denial beside a case: what both have in common, and what an officer made of it."""

    id: int
    denial: str
    authority: str
    own: bool
    in_force: bool
    identical: bool
    stands: bool
    status: str
    found: dict[str, Any]
    asked_on: date | None
    due: date | None
    answer: str
    answer_text: str
    reason: str


@router.get("/denials", response=answers(DenialPage))
def list_denials(request: HttpRequest, sought: Query[Sought], paging: Query[Paging]) -> dict[str, Any]:
    """The denials that the user may see, the newest first."""
    return paged(in_register(request.user, shown=sought.show, now=timezone.now()), paging, denial_row)


@router.get("/denials/{id}", response=answers(DenialRow))
def show_denial(request: HttpRequest, id: Id) -> dict[str, Any]:
    """One denial."""
    return denial_row(_denial(request, id))


@router.post("/denials", response=answers(DenialRow, 201))
def enter_denial(request: HttpRequest, body: DenialBody) -> Status:
    """Enter a denial that another state notified; open cases that resemble it show it from now on."""
    given = registering.DenialGiven(**body.model_dump())
    made = registering.enter(given=given, by=request.user, now=timezone.now())
    return Status(201, denial_row(made))


@router.post("/denials/{id}/renew", response=answers(DenialRow))
def renew_denial(request: HttpRequest, id: Id, body: Renewal) -> dict[str, Any]:
    """Let it count for longer, after a review."""
    denial, now = _denial(request, id), timezone.now()
    made = registering.renew(denial=denial, valid_until=body.valid_until, note=body.note, by=request.user, now=now)
    return denial_row(made)


@router.post("/denials/{id}/revoke", response=answers(DenialRow))
def revoke_denial(request: HttpRequest, id: Id, body: DenialNote) -> dict[str, Any]:
    """Take it out of force."""
    made = registering.revoke(denial=_denial(request, id), note=body.note, by=request.user, now=timezone.now())
    return denial_row(made)


@router.post("/denials/{id}/release", response=answers(DenialRow))
def release_denial(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Let the notice of a refusal of ours go out."""
    return denial_row(registering.release(denial=_denial(request, id), by=request.user, now=timezone.now()))


@router.get("/cases/{reference}/denials", response=answers(list[ResemblanceData]))
def denials_of_case(request: HttpRequest, reference: Reference) -> list[dict[str, Any]]:
    """The denials that a case resembles; none for a reader who sees the application alone."""
    case = case_of(request.user, reference)
    if not has_inside_view(request.user, case):
        return []
    return [
        {
            "id": one.row.pk,
            "denial": str(one.row.denial),
            "authority": one.row.denial.authority,
            "own": one.row.denial.own,
            "in_force": one.counts,
            "stands": one.stands,
            **{name: getattr(one.row, name) for name in _OF_ROW},
        }
        for one in resemblances_of(case, timezone.now())
    ]


_OF_ROW = ("identical", "status", "found", "asked_on", "due", "answer", "answer_text", "reason")


@router.post("/cases/{reference}/denials/{key}/settle", response=answers(CaseLine))
def settle_denial(request: HttpRequest, reference: Reference, key: Id, body: DenialReason) -> dict[str, Any]:
    """Say why the denial does not stand against the case."""
    case, row = _row(request, reference, key)
    settling.settle(resemblance=row, reason=body.reason, by=request.user, now=timezone.now())
    return after(case)


@router.post("/cases/{reference}/denials/{key}/consult", response=answers(CaseLine))
def consult_on_denial(request: HttpRequest, reference: Reference, key: Id) -> dict[str, Any]:
    """Note that the denying state is asked today."""
    case, row = _row(request, reference, key)
    settling.consult(resemblance=row, by=request.user, now=timezone.now())
    return after(case)


@router.post("/cases/{reference}/denials/{key}/answer", response=answers(CaseLine))
def record_consultation(
    request: HttpRequest, reference: Reference, key: Id, body: ConsultationAnswer
) -> dict[str, Any]:
    """Record what the denying state answered."""
    case, row = _row(request, reference, key)
    settling.record_answer(resemblance=row, answer=body.answer, text=body.text, by=request.user, now=timezone.now())
    return after(case)


def denial_row(denial: Denial) -> dict[str, Any]:
    """A denial as data."""
    names = [name for name in DenialRow.model_fields if name != "case"]
    return {name: getattr(denial, name) for name in names} | {"case": denial.case.reference if denial.case else ""}


def _denial(request: HttpRequest, key: int) -> Denial:
    return get_object_or_404(visible_denials(request.user).select_related("case"), pk=key)


def _row(request: HttpRequest, reference: str, key: int) -> tuple[Any, Resemblance]:
    """The case and its row; 404 where the user sees no assessment of it."""
    case = case_of(request.user, reference)
    rows = case.resemblances.all() if has_inside_view(request.user, case) else case.resemblances.none()
    return case, get_object_or_404(rows, pk=key)
