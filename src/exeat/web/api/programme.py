"""A programme office: states' keys and windows, and our offers planned against them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Country, Id, Paging
from exeat.web.audit.record import record_read
from exeat.web.permissions import visible_programme_plans, visible_state_windows
from exeat.web.programme import services
from exeat.web.programme.models import ProgrammePlan, StateWindows

router = Router()


class StateKeyData(Body):
    """A state's public key: a JWK, or a JWK set, as that state gave it."""

    jwk: dict[str, Any]


class TakenKey(Schema):
    state: str
    taken_at: datetime


class SignedWindows(Body):
    """The windows that a state published, a compact JWS."""

    token: str = Field(max_length=2_000_000, pattern=r"^[A-Za-z0-9_.\s-]+$")


class StateWindowsData(Schema):
    """What a state published; of a state, the windows issued last count."""

    state: str
    name: str
    first: date
    last: date
    issued: datetime
    brought_at: datetime


class StateWindowsPage(Schema):
    count: int
    page: int
    results: list[StateWindowsData]


class Statement(StateWindowsData):
    """The same with all that it says, and the signed text."""

    statement: dict[str, Any]
    token: str


class Programme(Body):
    """Our offers, and those of other partners, to find what overlaps: files as the guide for partners tells."""

    offers: dict[str, Any]
    others: list[dict[str, Any]] = Field(default=[], max_length=20)


class ProgrammeRow(Schema):
    """A plan in a list."""

    id: int
    asked_at: datetime
    finished_at: datetime | None
    refusal: str


class ProgrammePage(Schema):
    count: int
    page: int
    results: list[ProgrammeRow]


class OfficeProgrammeData(ProgrammeRow):
    """A plan: whom to invite to what, each section's load, what overlaps, as `exeat partner plan --json` prints it."""

    offers: dict[str, Any]
    states: list[str]
    result: dict[str, Any] | None


@router.put("/programme/states/{state}/key", response=answers(TakenKey))
def take_state_key(request: HttpRequest, state: Country, body: StateKeyData) -> dict[str, Any]:
    """Trust a state's public key in place of the one before: the head's alone."""
    taken = services.take_key(state=state, jwk=body.jwk, by=request.user, now=timezone.now())
    return {"state": taken.state, "taken_at": taken.taken_at}


@router.get("/programme/windows", response=answers(StateWindowsPage))
def list_state_windows(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Windows that states published, by state, the latest first; none for those who do not plan."""
    return paged(visible_state_windows(request.user), paging, _windows)


@router.post("/programme/windows", response=answers(StateWindowsData, 201))
def bring_state_windows(request: HttpRequest, body: SignedWindows) -> Status:
    """Verify windows that a state published with its key, and keep them."""
    made = services.bring_windows(text=body.token, source="token", by=request.user, now=timezone.now())
    return Status(201, _windows(made))


@router.get("/programme/states/{state}", response=answers(Statement))
def show_state_windows(request: HttpRequest, state: Country) -> dict[str, Any]:
    """What a state published last. Who reads it is recorded."""
    found = visible_state_windows(request.user).filter(state=state).first()
    if found is None:
        raise Http404
    record_read(user=request.user, subject=found.state.subject, what="free windows of a state", now=timezone.now())
    return _windows(found) | {"statement": found.statement, "token": found.token}


@router.get("/programme/plans", response=answers(ProgrammePage))
def list_invitation_plans(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Plans of our offers, the newest first; none for those who do not plan."""
    return paged(visible_programme_plans(request.user).defer("offers", "others"), paging, _row)


@router.post("/programme/plans", response=answers(ProgrammeRow, 201))
def ask_for_invitations(request: HttpRequest, body: Programme) -> Status:
    """Have our offers planned against the windows that are here; a worker makes the plan."""
    made = services.ask_for_invitations(**body.model_dump(), by=request.user, now=timezone.now())
    return Status(201, _row(made))


@router.get("/programme/plans/{id}", response=answers(OfficeProgrammeData))
def show_invitations(request: HttpRequest, id: Id) -> dict[str, Any]:
    """One plan, whole."""
    found: ProgrammePlan = get_object_or_404(visible_programme_plans(request.user), pk=id)
    states = [one.state_id for one in found.windows.all()]
    return _row(found) | {"offers": found.offers, "states": states, "result": found.result}


def _windows(one: StateWindows) -> dict[str, Any]:
    names = ("name", "first", "last", "issued", "brought_at")
    return {"state": one.state_id} | {name: getattr(one, name) for name in names}


def _row(plan: ProgrammePlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in ("id", "asked_at", "finished_at", "refusal")}
