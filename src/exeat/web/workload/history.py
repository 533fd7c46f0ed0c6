"""What the ledger says of the work on cases, in the terms of `exeat.domain.workload`.

A visit is the time that a case lies with the authority until somebody there takes a step that hands it on. Which steps
do is a table here; between two visits the case is outside: with agencies, or with its applicant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from exeat.domain.review import DECISIONS, CaseState, Role
from exeat.domain.workload import DeskDays, Officer, PastCase, Visit
from exeat.web.accounts.models import User
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, InformationRequest, Referral
from exeat.web.cases.standing import limit_of
from exeat.web.policy import policy, zone

HANDED_ON = {
    "case.register": ("intake", "licensing"),
    "case.return": ("intake", "licensing"),
    "case.refer": ("assessment", "licensing"),
    "case.request_information": ("assessment", "licensing"),
    "case.recommend": ("recommendation", "licensing"),
    "case.countersign": ("countersignature", "decision"),
    "case.reopen": ("decision", "decision"),
    **{f"case.{name}": ("decision", "decision") for name in DECISIONS},
}
"""The steps that end a visit: the stage that they end, and the skill that it takes."""
COMES_BACK = ("case.submit", "case.answer_request", "case.give_position", "case.let_silence_speak")
"""The steps of others that bring a case to the authority's desk."""
CLOCK_STOOD = "case.answer_request"
_HOLDS = {Role.OFFICER: "licensing", Role.HEAD: "decision"}
_AT_DESK = {
    CaseState.SUBMITTED: "intake",
    CaseState.REGISTERED: "assessment",
    CaseState.UNDER_REVIEW: "recommendation",
    CaseState.RECOMMENDED: "decision",
    CaseState.COUNTERSIGNED: "decision",
}


def desk_days(first: date) -> DeskDays:
    """Dates as desk days of the state, counted from `first`."""
    calendar = policy().calendar
    return DeskDays(first, calendar.weekend, calendar.holidays)


def first_day(now: datetime) -> date:
    """The day that the desk days are counted from: that of the first application."""
    first = Case.objects.filter(submitted_at__isnull=False).order_by("submitted_at").first()
    return (first.submitted_at if first and first.submitted_at else now).astimezone(zone()).date()


def officers(days: DeskDays) -> tuple[Officer, ...]:
    """Those who work on cases: officers of the authority, and its head, who decides; with all their leave."""
    people = User.objects.filter(is_active=True).select_related("official").prefetch_related("official__leave")
    held = (
        (user, frozenset(skill for role, skill in _HOLDS.items() if user.has_role(role)))
        for user in people.order_by("pk")
    )
    return tuple(Officer(str(user.pk), skills, _absences(user, days)) for user, skills in held if skills)


def _absences(user: User, days: DeskDays) -> tuple[tuple[float, float], ...]:
    """The leave of the official who signs in as this user; leave without a working day is none."""
    if not hasattr(user, "official"):
        return ()
    spans = (days.span(leave.first, leave.last) for leave in user.official.leave.all())
    return tuple(span for span in spans if span[0] < span[1])


def past_cases(days: DeskDays, *, now: datetime) -> list[PastCase]:
    """Every case that was submitted by `now`, with its visits."""
    steps: dict[str, list[_Step]] = defaultdict(list)
    kinds = (*HANDED_ON, *COMES_BACK, "case.withdraw")
    told = Event.objects.filter(kind__in=kinds, at__lte=now).order_by("seq")
    for subject, kind, at, actor in told.values_list("subject", "kind", "at", "actor_id").iterator():
        steps[subject.removeprefix("case:")].append(_Step(kind, days.at(at.astimezone(zone())), str(actor)))
    cases = Case.objects.filter(submitted_at__lte=now).only("reference", "kind", "change", "state", "submitted_at")
    outside = _outside()
    return [
        _past_case(case, steps[case.reference], days, outside=case.pk in outside)
        for case in cases.order_by("submitted_at")
    ]


class _Step(NamedTuple):
    """An event of the ledger; `when` in desk days."""

    kind: str
    when: float
    by: str


def _past_case(case: Case, steps: Iterable[_Step], days: DeskDays, *, outside: bool) -> PastCase:
    visits: list[Visit] = []
    came, clock_ran, arrived = None, True, None
    for step in steps:
        if step.kind in COMES_BACK:
            came, clock_ran = step.when, step.kind != CLOCK_STOOD
            arrived = step.when if arrived is None else arrived
        elif step.kind in HANDED_ON and came is not None:
            stage, skill = HANDED_ON[step.kind]
            visits.append(Visit(stage, skill, came, step.when, step.by, clock_ran))
            came, clock_ran = step.when, True
    state = CaseState(case.state)
    if not state.ended and came is not None and state in _AT_DESK and not outside:
        stage = _AT_DESK[state]
        skill = "decision" if stage == "decision" else "licensing"
        visits.append(Visit(stage, skill, came, None, None, clock_ran))
    limit = limit_of(case)
    start = days.at(case.submitted_at.astimezone(zone())) if arrived is None else arrived
    return PastCase(case.reference, case.kind, start, float(limit), tuple(visits), state.ended)


def _outside() -> set[int]:
    """The cases that wait for an agency or their applicant."""
    silent = Referral.objects.filter(silence_applied_at=None, positions=None).values_list("case", flat=True)
    asked = InformationRequest.objects.filter(answered_at=None).values_list("case", flat=True)
    return {*silent, *asked}
