"""The desk of an agency: what awaits its position, and what it was asked before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery

from exeat.domain.review import CaseState, PositionKind
from exeat.web.cases.models import Position, Referral
from exeat.web.cases.standing import application_of, current_position
from exeat.web.policy import local_day, policy

A_PAGE = 25


@dataclass(frozen=True)
class Asked:
    """A case laid before the agency. `days_left` are working days until the last timely one: 0 on the day itself."""

    referral: Referral
    position: Position | None
    destination: str
    awaits: bool
    late: bool
    days_left: int


def with_newest_position() -> QuerySet[Referral]:
    """Referrals with `said`, the kind of the newest position; None before the first."""
    newest = Position.objects.filter(referral=OuterRef("pk")).order_by("-at", "-pk").values("kind")[:1]
    return Referral.objects.annotate(said=Subquery(newest))


def awaiting(agency: str | None = None) -> QuerySet[Referral]:
    """The referrals under review that lack a position, of one agency or of all, the earliest due first.

    One that needs information lacks its position still; one whose silence counted lacks nothing.
    """
    lacking = Q(said=None) | Q(said=PositionKind.NEEDS_INFORMATION)
    found = with_newest_position().filter(lacking, silence_applied_at=None, case__state=CaseState.UNDER_REVIEW)
    return (found if agency is None else found.filter(agency=agency)).order_by("due", "pk")


def asked_of(agency: str, *, past: bool, page: str | None, now: datetime) -> Page:
    """A page of what awaits the agency's position or, for the past, of all else that it was asked, the newest first."""
    waiting = awaiting(agency)
    if past:
        found = Referral.objects.filter(agency=agency).exclude(pk__in=waiting.values("pk")).order_by("-sent_at", "-pk")
    else:
        found = waiting
    found = found.select_related("case__exporter").prefetch_related("positions__by", "case__items")
    shown = Paginator(found, A_PAGE).get_page(page)
    shown.object_list = [_asked(referral, now, awaits=not past) for referral in shown.object_list]
    return shown


def _asked(referral: Referral, now: datetime, *, awaits: bool) -> Asked:
    today = local_day(now)
    return Asked(
        referral=referral,
        position=current_position(referral),
        destination=application_of(referral.case).destination,
        awaits=awaits,
        late=awaits and today > referral.due,
        days_left=policy().calendar.count(today, referral.due),
    )
