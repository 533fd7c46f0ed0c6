"""The officer's desk: the open cases by due date, why each is there, how many of each kind, and what else waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from exeat.domain.licences import LinePosition
from exeat.domain.review import CaseState
from exeat.web.accounts.models import User
from exeat.web.alerts.selectors import waiting_alerts
from exeat.web.cases.models import Case, InformationRequest, Match
from exeat.web.cases.selectors.agency import awaiting
from exeat.web.cases.selectors.glance import Glance, glances
from exeat.web.cases.selectors.reasons import Reason, reasons_for
from exeat.web.cases.standing import application_of
from exeat.web.inspection.selectors import overdue_count
from exeat.web.licences.models import LicenceLine, UnplacedShipment
from exeat.web.licences.selectors import overdrawn_lines
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import overdue
from exeat.web.permissions import visible_cases
from exeat.web.policy import local_day, policy, short_name
from exeat.web.registers.models import Exporter, Mandate

A_PAGE = 25
AGENCY = "agency-"
OPEN = [state.value for state in CaseState if not state.ended]


@dataclass(frozen=True)
class Row:
    """A case on the desk; `late` when its clock has run past the due day, `paused` while it stands still."""

    case: Case
    destination: str
    reasons: list[Reason]
    late: bool
    paused: bool


@dataclass(frozen=True)
class Choice:
    """A way to narrow the desk, and how many cases it leaves."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """What else waits for an officer, beside cases."""

    alerts: int
    hits: int
    people: int
    owed: int
    handed_in: int
    unplaced: int
    late_actions: int
    overdrawn: list[tuple[LicenceLine, LinePosition]]


def filters(viewer: User, today: date) -> dict[str, Q]:
    """The ways to narrow the desk, by the name in the address; `agency-nra` is what waits for that agency."""
    return _of_cases(viewer, today) | {f"{AGENCY}{agency}": _waits_for(agency) for agency in policy().agencies}


def _of_cases(viewer: User, today: date) -> dict[str, Q]:
    """Those that no agency has to do with."""
    asked = Exists(InformationRequest.objects.filter(case=OuterRef("pk"), answered_at=None))
    unsettled = Exists(Match.objects.filter(party__case=OuterRef("pk"), status=Match.Status.OPEN))
    return {
        "all": Q(),
        "mine": Q(officer=viewer),
        "new": Q(state=CaseState.SUBMITTED),
        "late": Q(due__lt=today),
        "matches": Q(unsettled, state__in=(CaseState.REGISTERED, CaseState.UNDER_REVIEW)),
        "applicant": Q(state=CaseState.RETURNED) | Q(asked),
        "decision": Q(state__in=(CaseState.RECOMMENDED, CaseState.COUNTERSIGNED)),
    }


@cache
def _waits_for(agency: str) -> Q:
    """The agency was asked, and neither its position came nor was its silence counted."""
    return Q(Exists(awaiting(agency).order_by().filter(case=OuterRef("pk"))))


def choices(viewer: User, today: date) -> list[Choice]:
    """The filters with their counts, from two queries; agencies for which nothing waits are left out."""
    totals = {name: Count("pk", filter=condition or None) for name, condition in _of_cases(viewer, today).items()}
    counted = _open_cases(viewer).aggregate(**totals)
    silent = awaiting().filter(case__in=_open_cases(viewer).order_by().values("pk"), agency__in=policy().agencies)
    waits = dict(silent.order_by().values_list("agency").annotate(n=Count("case", distinct=True)))
    named = {f"{AGENCY}{agency}": waits[agency] for agency in policy().agencies if agency in waits}
    return [Choice(name, _label(name), count) for name, count in (counted | named).items()]


def _label(name: str) -> str:
    labels = {
        "all": _("All"),
        "mine": _("Mine"),
        "new": _("New"),
        "late": _("Late"),
        "matches": _("Matches to settle"),
        "applicant": _("Waiting for the applicant"),
        "decision": _("For decision"),
    }
    return labels.get(name) or _("Waiting for %(agency)s") % {"agency": short_name(name.removeprefix(AGENCY))}


ORDER = (F("due").asc(nulls_last=True), F("risk").desc(), F("submitted_at").asc(nulls_last=True), F("pk").asc())


def queue(
    viewer: User, *, chosen: str, page: str | None, now: datetime, by_risk: bool = False, total: int | None = None
) -> Page:
    """A page of the desk's rows, the earliest due first and of one day the riskiest; cases whose clock does not run
    follow, the oldest first. `by_risk` puts those with the most points first, whatever the day; `total` is how many
    cases there are, where that is known.

    Raises KeyError for a filter that does not exist.
    """
    today = local_day(now)
    cases = (
        _open_cases(viewer)
        .filter(filters(viewer, today)[chosen])
        .select_related("exporter", "officer")
        .order_by(*([F("risk").desc()] if by_risk else []), *ORDER)
    )
    pages = Paginator(cases, A_PAGE)
    if total is not None:
        pages.count = total
    shown = pages.get_page(page)
    shown.object_list = [_row(glance, today) for glance in glances(list(shown.object_list))]
    return shown


def waiting(viewer: User, today: date) -> Waiting:
    """What waits beside cases: alerts, hits, people to verify, what is overdue, records that fit nothing, overdraws."""
    alerts, hits = waiting_alerts(viewer)
    pending = Q(status=Mandate.Status.PENDING) | Q(exporter__status=Exporter.Status.PENDING)
    return Waiting(
        alerts=alerts,
        hits=hits,
        people=Mandate.objects.filter(pending).count(),
        **Obligation.objects.aggregate(
            owed=Count("pk", filter=overdue(today)), handed_in=Count("pk", filter=Q(state="handed_in"))
        ),
        unplaced=UnplacedShipment.objects.filter(resolved_at=None).count(),
        late_actions=overdue_count(viewer, today),
        overdrawn=overdrawn_lines(),
    )


def _open_cases(viewer: User) -> QuerySet[Case]:
    return visible_cases(viewer).filter(state__in=OPEN).exclude(state=CaseState.DRAFT, on_paper=False)


def _row(glance: Glance, today: date) -> Row:
    case = glance.case
    late = case.due is not None and case.due < today
    paused = glance.answer_due is not None
    return Row(case, application_of(case).destination, reasons_for(glance, today), late, paused)
