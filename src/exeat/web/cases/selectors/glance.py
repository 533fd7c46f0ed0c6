"""What the desk sees of its cases, read for a whole page of them: a query for each thing, none for each case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, prefetch_related_objects

from exeat.domain.review import CaseState
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, InformationRequest, Match
from exeat.web.cases.selectors.agency import with_newest_position

CLASSIFIED = {CaseState.REGISTERED, CaseState.UNDER_REVIEW, CaseState.RECOMMENDED}
"""The states in which the goods and their entries say what comes next."""


@dataclass(frozen=True)
class Referred:
    """An agency that was asked; `said` is the kind of its newest position, None before the first."""

    agency: str
    due: date
    said: str | None
    silence_counted: bool


@dataclass(frozen=True)
class Glance:
    """A case and what stands beside it: matches by status, the day by which the applicant owes an answer, agencies."""

    case: Case
    matches: Counter[str]
    answer_due: date | None
    referrals: list[Referred]
    last_event: str


def glances(cases: Sequence[Case]) -> list[Glance]:
    """The cases as they stand, in their order; what their state does not call for is not read."""
    _read(cases, CLASSIFIED, "items__classifications", "changes__case")
    _read(cases, {CaseState.SUBMITTED}, "documents", "changes__case")
    _read(cases, {CaseState.RECOMMENDED}, "recommendations")
    found = [case.pk for case in cases]
    matches, due, referrals = _matches(found), _answers_due(found), _referrals(found)
    events = _last_events([case.subject for case in cases])
    return [
        Glance(case, matches[case.pk], due.get(case.pk), referrals[case.pk], events.get(case.subject, ""))
        for case in cases
    ]


def _read(cases: Sequence[Case], states: set[CaseState], *parts: str) -> None:
    """Parts of the cases that are in one of the states."""
    prefetch_related_objects([case for case in cases if case.state in states], *parts)


def _matches(cases: list[int]) -> dict[int, Counter[str]]:
    rows = Match.objects.filter(party__case__in=cases).order_by().values_list("party__case", "status")
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for case, status, number in rows.annotate(n=Count("pk")):
        found[case][status] = number
    return found


def _answers_due(cases: list[int]) -> dict[int, date]:
    """The earliest day by which an answer is owed."""
    waiting = InformationRequest.objects.filter(case__in=cases, answered_at=None)
    return dict(waiting.order_by().values_list("case").annotate(Min("due")))


def _referrals(cases: list[int]) -> dict[int, list[Referred]]:
    """The agencies in the order in which they were asked."""
    found: dict[int, list[Referred]] = defaultdict(list)
    rows = with_newest_position().filter(case__in=cases)
    for case, agency, due, said, counted in rows.values_list("case", "agency", "due", "said", "silence_applied_at"):
        found[case].append(Referred(agency, due, said, counted is not None))
    return found


def _last_events(subjects: list[str]) -> dict[str, str]:
    """The kind of the newest event of each."""
    newest = Event.objects.filter(subject__in=subjects).order_by("subject", "-seq").distinct("subject")
    return dict(newest.values_list("subject", "kind"))
