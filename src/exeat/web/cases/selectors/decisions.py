"""What awaits a signature: the recommended cases in brief, and who may sign for whom today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, QuerySet

from exeat.domain.review import CaseState, Role
from exeat.web.accounts.models import Delegation, User
from exeat.web.cases.models import Case, Condition, Position, Recommendation
from exeat.web.cases.selectors.obstacles import Obstacle, obstacles_of
from exeat.web.cases.standing import application_of, current_position, referral_facts
from exeat.web.permissions import visible_cases
from exeat.web.policy import local_day, policy

A_PAGE = 20
WAITING = (CaseState.RECOMMENDED, CaseState.COUNTERSIGNED)
SIGNING = (Role.OFFICER, Role.HEAD)


@dataclass(frozen=True)
class Brief:
    """A recommended case as whoever signs reads it first. `positions` pairs each agency asked with what it says."""

    case: Case
    destination: str
    recommendation: Recommendation
    by_the_reader: bool
    to_countersign: bool
    positions: list[tuple[str, Position | None]]
    conditions: list[Condition]
    blocks: list[Obstacle]
    late: bool


def awaiting_signature(viewer: User, *, page: str | None, now: datetime) -> Page:
    """A page of briefs, the earliest due first."""
    cases = (
        visible_cases(viewer)
        .filter(state__in=WAITING)
        .select_related("exporter")
        .prefetch_related(
            "items__classifications",
            "parties__matches",
            "exemptions",
            "conditions",
            "referrals__positions",
            Prefetch("recommendations", Recommendation.objects.select_related("by")),
        )
        .order_by(F("due").asc(nulls_last=True), "pk")
    )
    shown = Paginator(cases, A_PAGE).get_page(page)
    shown.object_list = [_brief(case, viewer, now) for case in shown.object_list]
    return shown


def delegations_in_force(now: datetime) -> QuerySet[Delegation]:
    """Who may sign for whom today."""
    today = local_day(now)
    return Delegation.objects.filter(
        ended_at=None, start__lte=today, end__gte=today, role__in=[role.value for role in SIGNING]
    ).select_related("principal", "deputy")


def _brief(case: Case, viewer: User, now: datetime) -> Brief:
    made = list(case.recommendations.all())[-1]
    needed = policy().needs_countersignature(referral_facts(case))
    return Brief(
        case=case,
        destination=application_of(case).destination,
        recommendation=made,
        by_the_reader=made.by_id == viewer.pk,
        to_countersign=needed and case.state == CaseState.RECOMMENDED,
        positions=[(referral.agency, current_position(referral)) for referral in case.referrals.all()],
        conditions=[condition for condition in case.conditions.all() if condition.dropped_at is None],
        blocks=[block for block in obstacles_of(case) if block.exemption is None],
        late=case.due is not None and case.due < local_day(now),
    )
