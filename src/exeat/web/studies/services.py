"""Studies of a plan: asked for by those who plan, worked out by a worker, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from exeat.domain.planning.doubt import Hinge, doubt
from exeat.domain.planning.figures import figures
from exeat.domain.planning.frontier import frontier
from exeat.domain.planning.illness import WEEKS, illnesses
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.value import gain_of
from exeat.domain.workload import WorkloadError
from exeat.web.accounts.models import User
from exeat.web.audit.record import record
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import as_solved
from exeat.web.cooperation.services.settling import trips_of
from exeat.web.errors import NotPermitted
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.studies.models import Study
from exeat.web.workload.trips import MeasuredOffice, Trip, measured_office

TASK = "studies.make"
SECONDS = 60.0  # of search, for the weightings together
ONE_PLAN = 5.0  # of search, for each plan of the other studies


@transaction.atomic
def ask_for_studies(*, run: PlanRun, by: User, now: datetime) -> list[Study]:
    """Have the plan put to everything there is; what was asked for before is not asked again."""
    require_planner(by, now)
    if not (run.plan and run.plan["decisions"]):
        raise NotPermitted.because("state", "There is no plan to test.")
    asked = {"asked_by": by, "asked_at": now}
    pairs = [Study.objects.get_or_create(run=run, kind=kind, defaults=asked) for kind in Study.Kind]
    new = [study for study, is_new in pairs if is_new]
    if new:
        record(kind="plan.study", subject=run.subject, by=by, now=now, roles=PLANNERS, rows=new)
        app.configure_task(TASK, lock=TASK, allow_unknown=True).defer()
    return [study for study, _ in pairs]


@transaction.atomic
def make_study(*, study: Study, now: datetime) -> Study:
    """Work out what was asked for, once."""
    study = Study.objects.select_for_update(of=("self",)).select_related("run").get(pk=study.pk)
    if study.finished_at is None:
        _, roster = as_solved(study.run)
        assert roster is not None
        study.result = _MAKERS[Study.Kind(study.kind)](roster, _office(study.run))
        study.finished_at = now
        study.save(update_fields=["result", "finished_at"])
    return study


def make_waiting(*, now: datetime) -> None:
    """Work out every study that was asked for, the oldest first."""
    for study in Study.objects.filter(finished_at=None).order_by("asked_at", "pk"):
        make_study(study=study, now=now)


def _office(run: PlanRun) -> MeasuredOffice | None:
    try:
        return measured_office(now=run.asked_at)
    except WorkloadError:
        return None


def _doubt(roster: Roster, office: MeasuredOffice | None) -> dict[str, Any]:
    found = doubt(roster, seconds=SECONDS)
    offers = [
        {
            "offer": one.offer,
            "in_plan": one.in_plan,
            "accepted": one.accepted,
            "survives": one.survives,
            "hinges": [_hinge(hinge) for hinge in one.hinges],
        }
        for one in found.offers
    ]
    return {"asked": found.asked, "weightings": found.weightings, "offers": offers}


def _hinge(hinge: Hinge) -> dict[str, Any]:
    numbers = {"stands": float(hinge.stands), "turned": float(hinge.turned)}
    return {"capability": hinge.capability, "offer": hinge.offer, **numbers}


def _illness(roster: Roster, office: MeasuredOffice | None) -> dict[str, Any]:
    """Everybody who goes somewhere, or whose time the cases take."""
    scenario = roster.scenario
    users = office.users if office else {}
    on_cases = {officer.id for officer in office.office.officers} if office else set()
    people = [o.id for o in scenario.officials if roster.trips[o.id] or users.get(_key(o.id)) in on_cases]
    trips = trips_of(scenario, roster.accepted.values())
    before = office.cost(trips, scenario.end).mean_late_cases if office else 0.0
    rows = []
    for one in illnesses(roster, people, ONE_PLAN):
        late = None
        if office and users.get(_key(one.official)) in on_cases:
            ill = _ill(one.official, one.monday)
            late = max(0.0, office.cost([*trips, ill], scenario.end).mean_late_cases - before)
        rows.append(
            {
                "official": one.official,
                "monday": one.monday.isoformat(),
                "falls": list(one.falls),
                "lost": float(one.lost),
                "still_falls": list(one.still_falls),
                "still_lost": float(one.still_lost),
                "late_cases": late,
            }
        )
    return {"people": rows, "gain": float(gain_of(scenario, roster.gained))}


def _key(official: str) -> int:
    return int(official.removeprefix("official-"))


def _ill(official: str, monday: date) -> Trip:
    return Trip(_key(official), monday, monday + timedelta(weeks=WEEKS, days=-1))


def _frontier(roster: Roster, office: MeasuredOffice | None) -> dict[str, Any]:
    """The delay is in late cases, by simulation, and in desk days where nothing is measured."""

    def delay(one: Roster) -> float:
        if office is None:
            return float(figures(one).days)
        return office.cost(trips_of(one.scenario, one.accepted.values()), one.scenario.end).mean_late_cases

    points = [
        {
            "made": point.made,
            "number": None if point.with_number is None else float(point.with_number),
            "gain": float(point.figures.gain),
            "units": float(point.figures.units),
            "days": float(point.figures.days),
            "short_days": float(point.figures.short_days),
            "own_cost": str(point.figures.own_cost),
            "accepted": point.figures.accepted,
            "delay": point.delay,
            "best": point.best,
        }
        for point in frontier(roster, delay, ONE_PLAN)
    ]
    return {"unit": "cases" if office else "days", "points": points}


_MAKERS: Mapping[Study.Kind, Callable[[Roster, MeasuredOffice | None], dict[str, Any]]] = {
    Study.Kind.DOUBT: _doubt,
    Study.Kind.ILLNESS: _illness,
    Study.Kind.FRONTIER: _frontier,
}
