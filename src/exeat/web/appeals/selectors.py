"""Reviews that wait, and what a case shows of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator

from exeat.domain.review import ClockEvent, ClockReading, read_clock
from exeat.web.accounts.models import User
from exeat.web.appeals.models import Review
from exeat.web.cases.models import Case
from exeat.web.permissions import visible_cases
from exeat.web.policy import local_day, policy, zone

A_PAGE = 30


@dataclass(frozen=True)
class ReviewView:
    """A review with its clock."""

    row: Review
    clock: ClockReading

    @property
    def late(self) -> bool:
        """Whether it should have been decided."""
        return self.clock.overdue


def reviews(viewer: User, *, past: bool, page: str | None, now: datetime) -> Page:
    """The reviews of cases that the viewer may open: those that wait, the first due first; or those of the past."""
    rows = Review.objects.filter(case__in=visible_cases(viewer).values("pk")).select_related("case__exporter", "by")
    chosen = rows.exclude(outcome="").order_by("-at") if past else rows.filter(outcome="").order_by("due", "pk")
    shown = Paginator(chosen, A_PAGE).get_page(page)
    shown.object_list = [ReviewView(row, clock_of_review(row, now)) for row in shown.object_list]
    return shown


def reviews_of(case: Case, now: datetime) -> list[ReviewView]:
    """What the page of a case shows, the latest first."""
    rows = case.reviews.select_related("by", "letter", "decision")
    return [ReviewView(row, clock_of_review(row, now)) for row in reversed(rows)]


def clock_of_review(row: Review, now: datetime) -> ClockReading:
    """The clock of a review, apart from that of the case: it starts when asked, and nothing stops it but its end."""
    marks = [ClockEvent(row.asked_at, "start")]
    if row.at is not None:
        marks.append(ClockEvent(row.at, "stop"))
    return read_clock(marks, limit=policy().appeals.working_days, calendar=policy().calendar, now=now, tz=zone())


def reviewable_until(case: Case, now: datetime) -> date | None:
    """The last day on which a review of the decision in force may be asked for; None when it cannot be."""
    decision = case.decision
    if decision is None or decision.outcome not in policy().appeals.of or decision.supersedes_id:
        return None
    if hasattr(decision, "review"):
        return None
    until = policy().appeals.until(local_day(decision.at))
    return until if local_day(now) <= until else None
