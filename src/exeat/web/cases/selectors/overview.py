"""The head's overview: what is open, late and waiting for whom; the year in figures; the cases behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exeat.domain.licences import LinePosition
from exeat.domain.review import CaseState
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.selectors import desk
from exeat.web.cases.selectors.throughput import BRACKETS, AgencyPace, Month, Year, year_until
from exeat.web.licences.models import LicenceLine
from exeat.web.licences.selectors import overdrawn_lines
from exeat.web.permissions import visible_cases
from exeat.web.policy import local_day, policy

A_PAGE = 50
SHOWN_REASONS = 8


@dataclass(frozen=True)
class Figure:
    """A number of cases; `name` and `of` lead to them."""

    name: str
    label: str
    count: int
    tone: str = ""
    of: str = ""


@dataclass(frozen=True)
class AgencyRow:
    """An agency: what waits for it now, what of that is late, and its pace over the year."""

    pace: AgencyPace
    waiting: int
    late: int


@dataclass(frozen=True)
class Overview:
    """Everything on the page."""

    totals: list[Figure]
    states: list[Figure]
    waiting: list[Figure]
    months: list[Month]
    speed: list[Figure]
    median_days: float | None
    within_limit: Figure
    over_limit: Figure
    returned: Figure
    reasons: list[Figure]
    agencies: list[AgencyRow]
    overdrawn: list[tuple[LicenceLine, LinePosition]]


@dataclass(frozen=True)
class Listed:
    """The cases behind a figure, and what the figure is of."""

    title: str
    page: Page


def overview(viewer: User, *, now: datetime) -> Overview:
    """The overview at this moment."""
    year = year_until(now)
    now_open = _counts(viewer, now)
    labels = _open_labels()
    late_decisions = sum(one.late for one in year.decided)
    return Overview(
        totals=[
            Figure("open", labels["open"], now_open["open"]),
            Figure("late", labels["late"], now_open["late"], "bad" if now_open["late"] else ""),
            Figure("decision", _("Awaiting signature"), now_open["decision"]),
        ],
        states=[
            Figure(f"state-{state}", labels[f"state-{state}"], now_open[f"state-{state}"]) for state in _open_states()
        ],
        waiting=[Figure(name, labels[name], now_open[name]) for name in _whom()],
        months=year.months,
        speed=[
            Figure(f"days-{first}", _days(first, last), len(year.in_bracket(first, last))) for first, last in BRACKETS
        ],
        median_days=year.median_days,
        within_limit=Figure("in-time", _("Decided in time"), len(year.decided) - late_decisions),
        over_limit=Figure("over-limit", _("Decided late"), late_decisions, "bad" if late_decisions else ""),
        returned=Figure("returned", _("Returned at intake"), len(year.returned)),
        reasons=[
            Figure("returned", reason or _("another reason, given to the applicant"), len(references), of=reason or "-")
            for reason, references in list(year.returns.items())[:SHOWN_REASONS]
        ],
        agencies=[
            AgencyRow(pace, now_open[f"agency-{pace.agency}"], now_open[f"agency-{pace.agency}-late"])
            for pace in year.agencies
        ],
        overdrawn=overdrawn_lines(),
    )


def cases_of(name: str, of: str, viewer: User, *, page: str | None, now: datetime) -> Listed:
    """The cases behind a figure. Raises KeyError for a figure that does not exist."""
    conditions = _conditions(viewer, local_day(now))
    if name in conditions:
        title, cases = _open_labels()[name], _open_cases(viewer).filter(conditions[name])
    else:
        title, references = _of_the_year(name, of, year_until(now))
        cases = visible_cases(viewer).filter(reference__in=references)
    ordered = cases.select_related("exporter", "officer").order_by(F("due").asc(nulls_last=True), "pk")
    return Listed(title, Paginator(ordered, A_PAGE).get_page(page))


def _of_the_year(name: str, of: str, year: Year) -> tuple[str, list[str]]:
    """What a figure of the year is called, and the references behind it."""
    months = {month.name: month for month in year.months}
    if name == "arrived":
        return _("Arrived in %(month)s") % {"month": _month(months[of].first)}, list(months[of].arrived)
    if name == "decided":
        return _("Decided in %(month)s") % {"month": _month(months[of].first)}, list(months[of].decided)
    if name == "returned":
        if not of:
            return _("Returned at intake"), year.returned
        return _("Returned at intake: %(reason)s") % {"reason": of}, year.returns["" if of == "-" else of]
    if name in ("in-time", "over-limit"):
        title = _("Decided late") if name == "over-limit" else _("Decided in time")
        return title, [one.reference for one in year.decided if one.late == (name == "over-limit")]
    first, last = {f"days-{first}": (first, last) for first, last in BRACKETS}[name]
    return _("Decided in %(days)s") % {"days": _days(first, last)}, year.in_bracket(first, last)


def _open_cases(viewer: User) -> QuerySet[Case]:
    return visible_cases(viewer).filter(state__in=[state.value for state in _open_states()])


def _open_states() -> list[CaseState]:
    """With the authority or back with the applicant: submitted once, and not ended."""
    return [state for state in CaseState if not state.ended and state is not CaseState.DRAFT]


def _whom() -> list[str]:
    return ["officer", "applicant", *(f"agency-{agency}" for agency in policy().agencies), "decision"]


def _conditions(viewer: User, today: date) -> dict[str, Q]:
    """What makes an open case count in each figure. A case may wait for several agencies at once."""
    by_name = desk.filters(viewer, today)
    agencies = {f"agency-{agency}": by_name[f"agency-{agency}"] for agency in policy().agencies}
    elsewhere = reduce(or_, agencies.values(), by_name["applicant"] | by_name["decision"])
    found = {
        "open": Q(),
        "late": by_name["late"],
        "officer": ~elsewhere,
        "applicant": by_name["applicant"],
        "decision": by_name["decision"],
        **agencies,
    }
    found |= {f"{name}-late": condition & _overdue(name, today) for name, condition in agencies.items()}
    return found | {f"state-{state}": Q(state=state) for state in _open_states()}


def _overdue(name: str, today: date) -> Q:
    return Q(referrals__agency=name.removeprefix("agency-"), referrals__due__lt=today)


def _counts(viewer: User, now: datetime) -> dict[str, int]:
    """How many open cases each figure counts, from one query."""
    conditions = _conditions(viewer, local_day(now))
    totals = {
        f"n{number}": Count("pk", filter=condition or None, distinct=True)
        for number, condition in enumerate(conditions.values())
    }
    return dict(zip(conditions, _open_cases(viewer).aggregate(**totals).values(), strict=True))


def _open_labels() -> dict[str, str]:
    labels = {
        "open": _("Open"),
        "late": _("Late"),
        "officer": _("The licensing officers"),
        "applicant": _("The applicant"),
        "decision": _("A signature"),
    }
    for name, agency in policy().agencies.items():
        labels[f"agency-{name}"] = agency.name
        labels[f"agency-{name}-late"] = _("%(agency)s: late") % {"agency": agency.name}
    return labels | {f"state-{state}": state.label.capitalize() for state in _open_states()}


def _month(first: date) -> str:
    return date_format(first, "F Y")


def _days(first: int, last: int | None) -> str:
    if last is None:
        return _("%(first)s or more working days") % {"first": first}
    return _("%(first)s to %(last)s working days") % {"first": first, "last": last}
