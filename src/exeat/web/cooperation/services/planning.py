"""Plans: asked for by those who plan, made by a worker, released by the head."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from exeat.domain.planning import Scenario, ScenarioError
from exeat.domain.planning.whatif import Change, changed
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.scenario import scenario
from exeat.web.cooperation.services.settling import make
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.policy import local_day, policy

TASK = "cooperation.plan"
LONGEST = timedelta(weeks=53)


@transaction.atomic
def ask_for_plan(*, last: date, by: User, now: datetime) -> PlanRun:
    """Have the open offers from tomorrow to `last` planned with; a worker does it."""
    require_planner(by, now)
    first = local_day(now) + timedelta(days=1)
    if not first < last <= first + LONGEST:
        raise Invalid({"last": "Expected a day within a year from now."})
    rows = scenario(first, last)
    if not rows["offers"]:
        raise Invalid({"last": "No open offer takes place by then."})
    return _asked(PlanRun(scenario=json.dumps(rows), late_case=policy().cooperation.costs["late_case"]), by, now)


@transaction.atomic
def ask_what_if(*, base: PlanRun, changes: Sequence[Change], by: User, now: datetime) -> PlanRun:
    """Have a plan made anew with these changes and all else as it was; a worker does it.

    A what-if of a what-if has the changes of both, and the same base.
    """
    require_planner(by, now)
    if not (base.plan and base.plan["decisions"]):
        raise NotPermitted.because("state", "There is no plan to change.")
    if not changes:
        raise Invalid({"kind": "Say what is to be changed."})
    try:
        text = json.dumps(changed(json.loads(base.scenario), changes))
        Scenario.read(text.encode())
    except ScenarioError as refusal:
        raise Invalid({"kind": str(refusal)})
    said = [*base.changes, *(change.to_json() for change in changes)]
    run = PlanRun(base=base.base or base, changes=said, scenario=text, late_case=base.late_case, unpriced=base.unpriced)
    return _asked(run, by, now)


def _asked(run: PlanRun, by: User, now: datetime) -> PlanRun:
    run.asked_by, run.asked_at = by, now
    run.save()
    data = {"changes": run.changes} if run.changes else {}
    record(kind="plan.ask", subject=run.subject, by=by, now=now, roles=PLANNERS, data=data, rows=[run])
    app.configure_task(TASK, lock=TASK, allow_unknown=True).defer()
    return run


@transaction.atomic
def make_plan(*, run: PlanRun, now: datetime) -> PlanRun:
    """Make the plan that was asked for, once."""
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is None:
        try:
            made = make(run)
            run.scenario, run.plan, run.workload = made.scenario, made.plan.to_json(), made.workload
            run.unpriced = run.unpriced or made.unpriced
        except ScenarioError as refusal:
            run.refusal = str(refusal)
        run.finished_at = now
        run.save(update_fields=["scenario", "plan", "workload", "unpriced", "refusal", "finished_at"])
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
    if supposed(run):
        raise NotPermitted.because("state", "The plan supposes facts that are not so.")
    if run.released_at is not None:
        raise NotPermitted.because("state", "The plan is released already.")
    run.released_by, run.released_at = by, now
    run.save(update_fields=["released_by", "released_at"])
    record(kind="plan.release", subject=run.subject, by=by, now=now, roles=(Role.HEAD,), rows=[run])
    return run


def supposed(run: PlanRun) -> bool:
    """Whether the plan rests on facts that are not so, so that it can only be looked at."""
    return any(Change.from_json(change).kind.supposes for change in run.changes)
