"""The frame that every step shares: lock the case, ask the table, change the state, record the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from exeat.domain.review import DECISIONS, SYSTEM, CaseStanding, CaseState, Role, case_action, refusals
from exeat.domain.review.actions import IN_REVIEW
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.models import Case
from exeat.web.cases.standing import clock_of, risk_standing, standing_of
from exeat.web.errors import NotPermitted
from exeat.web.policy import local_day, policy


def locked(case: Case) -> Case:
    """The case, read again and locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("exporter").get(pk=case.pk)


def require(name: str, case: Case, *, by: User | None, now: datetime, grounds: Sequence[str] = ()) -> CaseStanding:
    """Ask the transition table; raise NotPermitted with every reason when it refuses. Brings `case.risk` up to date.

    Gives the standing on which the table answered.
    """
    actor = actor_for(by, now) if by else SYSTEM
    standing = standing_of(case, now, tuple(grounds))
    if found := refusals(case_action(name), standing, actor, policy()):
        raise NotPermitted(found)
    _weighed(case, standing.risk, now)
    return standing


def take(
    name: str,
    case: Case,
    *,
    by: User | None,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
    rows: Sequence[models.Model] = (),
    gone: Sequence[str] = (),
) -> None:
    """Move the case as the table says and record the step. The caller has asked `require` before changing anything."""
    action, before = case_action(name), case.state
    if action.target is not None:
        case.state = action.target
    case.save()
    record(
        kind=f"case.{name}",
        subject=case.subject,
        by=by,
        now=now,
        roles=_capacities(name, by),
        data=data,
        private=private,
        rows=[case, *rows],
        gone=gone,
    )
    _note_due(case, now, reckon=action.weighs)
    if case.state != before and CaseState.REFUSED in (case.state, before):
        weigh_cases_of(case.exporter_id, now)


def weigh_anew(case: Case, now: datetime) -> None:
    """Bring the points of risk beside the case up to date, after what is no step of the table has changed them."""
    _weighed(case, risk_standing(case, now).total, now)
    case.save(update_fields=["risk", "weighed_on"])


def weigh_cases_of(exporter: int, now: datetime) -> None:
    """Weigh the open cases of an exporter anew, whose past with the authority has changed."""
    open_cases = Case.objects.select_for_update(of=("self",)).filter(exporter=exporter, state__in=IN_REVIEW)
    for case in open_cases.order_by("pk"):
        weigh_anew(case, now)


def _weighed(case: Case, points: int, now: datetime) -> None:
    case.risk, case.weighed_on = points, local_day(now)


def _capacities(name: str, by: User | None) -> tuple[Role, ...]:
    """The roles that allow the step: for a decision, those that the policy lets sign."""
    if by is None:
        return (Role.SYSTEM,)
    if name in DECISIONS:
        return tuple(Role(role) for role in policy().signatories)
    return case_action(name).roles


def _note_due(case: Case, now: datetime, *, reckon: bool) -> None:
    """Keep the clock's due date and the points of risk beside the case, to order desks by. The points are those that
    `require` found, unless the step may have changed them."""
    due = clock_of(case, now).due
    risk = risk_standing(case, now).total if reckon else case.risk
    if (case.due, case.risk) != (due, risk):
        case.due = due
        _weighed(case, risk, now)
        case.save(update_fields=["due", "risk", "weighed_on"])
