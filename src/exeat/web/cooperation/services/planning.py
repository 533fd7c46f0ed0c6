"""Plans: asked for by those who plan, made by a worker, released by the head."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from exeat.domain.planning import ScenarioError, plan
from exeat.domain.planning.reading import read_scenario
from exeat.domain.review import Role
from exeat.domain.workload import WorkloadError
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.scenario import scenario
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.policy import local_day, policy
from exeat.web.workload.selectors import official_prices

TASK = "cooperation.plan"
SECONDS = 10.0
LONGEST = timedelta(weeks=53)


@transaction.atomic
def ask_for_plan(*, last: date, by: User, now: datetime) -> PlanRun:
    """Have the open offers from tomorrow to `last` planned with; a worker does it."""
    require_planner(by, now)
    first = local_day(now) + timedelta(days=1)
    if not first < last <= first + LONGEST:
        raise Invalid({"last": "Expected a day within a year from now."})
    try:
        prices, unpriced = official_prices(first, last, now=now), ""
    except WorkloadError as refusal:
        prices, unpriced = [], str(refusal)
    rows = scenario(first, last, prices)
    if not rows["offers"]:
        raise Invalid({"last": "No open offer takes place by then."})
    late_case = policy().cooperation.costs["late_case"]
    run = PlanRun.objects.create(
        asked_by=by, asked_at=now, scenario=json.dumps(rows), unpriced=unpriced, late_case=late_case
    )
    record(kind="plan.ask", subject=run.subject, by=by, now=now, roles=PLANNERS, rows=[run])
    app.configure_task(TASK, lock=TASK, allow_unknown=True).defer()
    return run


@transaction.atomic
def make_plan(*, run: PlanRun, now: datetime) -> PlanRun:
    """Make the plan that was asked for, once."""
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is None:
        try:
            run.plan = plan(read_scenario(run.scenario.encode()), SECONDS).to_json()
        except ScenarioError as refusal:
            run.refusal = str(refusal)
        run.finished_at = now
        run.save(update_fields=["plan", "refusal", "finished_at"])
        record(kind="plan.make", subject=run.subject, by=None, now=now, rows=[run])
    return run


def make_waiting(*, now: datetime) -> None:
    """Make every plan that was asked for, the oldest first."""
    for run in PlanRun.objects.filter(finished_at=None).order_by("asked_at", "pk"):
        make_plan(run=run, now=now)


@transaction.atomic
def release(*, run: PlanRun, by: User, now: datetime) -> PlanRun:
    """Make a plan the authority's answer. The head's alone, and only where there is a plan."""
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", "Only the head of the authority releases a plan.")
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if not (run.plan and run.plan["decisions"]):
        raise NotPermitted.because("state", "There is no plan to release.")
    if run.released_at is not None:
        raise NotPermitted.because("state", "The plan is released already.")
    run.released_by, run.released_at = by, now
    run.save(update_fields=["released_by", "released_at"])
    record(kind="plan.release", subject=run.subject, by=by, now=now, roles=(Role.HEAD,), rows=[run])
    return run
