"""Plans: asked for, changed on trial, tested, released; and the windows that partners plan against."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints, create_model

from exeat.domain.planning.whatif import Change, Kind
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Id, Line, Paging
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.services import planning
from exeat.web.partners import services as windows
from exeat.web.partners.models import Publication
from exeat.web.permissions import visible_plans, visible_windows
from exeat.web.studies.models import Study
from exeat.web.studies.services import ask_for_studies

router = Router()
_Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class PlanUntil(Body):
    """How far a plan, or published windows, look."""

    last: date


_CHANGED: dict[str, Any] = {field.name: (Line, "") for field in fields(Change)}
PlanChangeData = create_model(
    "PlanChangeData",
    __base__=Body,
    __doc__="One change of a what-if; what it needs depends on its kind. Share and amount are decimals in strings.",
    **_CHANGED | {"kind": (Literal[*map(str, Kind)], ...), "first": (_Day, ""), "last": (_Day, "")},
)


class Changes(Body):
    """What is changed."""

    changes: list[PlanChangeData] = Field(min_length=1, max_length=50)  # type: ignore[valid-type]


class PlanRow(Schema):
    """A plan in a list. `base` is the plan that it changes."""

    id: int
    asked_at: datetime
    finished_at: datetime | None
    released_at: datetime | None
    base: int | None
    changes: list[dict[str, str]]
    status: str | None
    value: float | None


class PlanPage(Schema):
    count: int
    page: int
    results: list[PlanRow]


class WholePlan(PlanRow):
    """A plan with its scenario, as `exeat plan` reads and writes them, and what it was told of the casework."""

    scenario: dict[str, Any]
    plan: dict[str, Any] | None
    workload: dict[str, Any]
    unpriced: str
    refusal: str


class StudyData(Schema):
    """A test of a plan; no result while it is not worked out."""

    kind: str
    asked_at: datetime
    finished_at: datetime | None
    result: dict[str, Any] | None


class StudyList(Schema):
    results: list[StudyData]


class WindowsData(Schema):
    """Windows for partners: what they say, and the signed text once the head has released them."""

    id: int
    first: date
    last: date
    prepared_at: datetime
    released_at: datetime | None
    statement: dict[str, Any]
    token: str


class WindowsPage(Schema):
    count: int
    page: int
    results: list[WindowsData]


@router.get("/plans", response=answers(PlanPage))
def list_plans(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Plans and what-ifs, the newest first; none for those who do not plan."""
    return paged(visible_plans(request.user).defer("scenario"), paging, _row)


@router.post("/plans", response=answers(PlanRow, 201))
def ask_for_plan(request: HttpRequest, body: PlanUntil) -> Status:
    """Have the open offers planned with; a worker makes the plan."""
    return Status(201, _row(planning.ask_for_plan(last=body.last, by=request.user, now=timezone.now())))


@router.get("/plans/{id}", response=answers(WholePlan))
def show_plan(request: HttpRequest, id: Id) -> dict[str, Any]:
    """One plan, whole."""
    run = _plan(request, id)
    names = ("plan", "workload", "unpriced", "refusal")
    return _row(run) | {name: getattr(run, name) for name in names} | {"scenario": json.loads(run.scenario)}


@router.post("/plans/{id}/what-ifs", response=answers(PlanRow, 201))
def ask_what_if(request: HttpRequest, id: Id, body: Changes) -> Status:
    """Have a plan made anew with these changes, and all else as it was."""
    changes = [Change.from_json(one.model_dump()) for one in body.changes]
    run = planning.ask_what_if(base=_plan(request, id), changes=changes, by=request.user, now=timezone.now())
    return Status(201, _row(run))


@router.post("/plans/{id}/release", response=answers(PlanRow))
def release_plan(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Make a plan the authority's answer: the head's alone."""
    return _row(planning.release(run=_plan(request, id), by=request.user, now=timezone.now()))


@router.get("/plans/{id}/studies", response=answers(StudyList))
def list_studies(request: HttpRequest, id: Id) -> dict[str, Any]:
    """What a plan was put to: other weights, illnesses, other prices."""
    return {"results": [_study(one) for one in _plan(request, id).studies.all()]}


@router.post("/plans/{id}/studies", response=answers(StudyList, 201))
def ask_for_plan_studies(request: HttpRequest, id: Id) -> Status:
    """Have a plan tested; a worker does it, once."""
    made = ask_for_studies(run=_plan(request, id), by=request.user, now=timezone.now())
    return Status(201, {"results": [_study(one) for one in made]})


@router.get("/windows", response=answers(WindowsPage))
def list_windows(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Windows for partners, the newest first; none for those who do not plan."""
    return paged(visible_windows(request.user), paging, _windows)


@router.post("/windows", response=answers(WindowsData, 201))
def prepare_windows(request: HttpRequest, body: PlanUntil) -> Status:
    """Work out the free windows from tomorrow on. Nothing leaves before the head releases it."""
    return Status(201, _windows(windows.prepare_windows(last=body.last, by=request.user, now=timezone.now())))


@router.post("/windows/{id}/release", response=answers(WindowsData))
def release_windows(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Sign windows for partners: the head's alone."""
    found = get_object_or_404(visible_windows(request.user), pk=id)
    return _windows(windows.release_windows(publication=found, by=request.user, now=timezone.now()))


def _plan(request: HttpRequest, pk: int) -> PlanRun:
    return get_object_or_404(visible_plans(request.user), pk=pk)


def _row(run: PlanRun) -> dict[str, Any]:
    names = ("id", "asked_at", "finished_at", "released_at", "changes")
    plan = run.plan or {}
    rest = {"base": run.base_id, "status": plan.get("status"), "value": plan.get("value")}
    return {name: getattr(run, name) for name in names} | rest


def _study(study: Study) -> dict[str, Any]:
    return {name: getattr(study, name) for name in ("kind", "asked_at", "finished_at", "result")}


def _windows(one: Publication) -> dict[str, Any]:
    names = ("id", "first", "last", "prepared_at", "released_at", "statement", "token")
    return {name: getattr(one, name) for name in names}
