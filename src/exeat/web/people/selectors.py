"""Who there is and when: as the pages show it, and as planning needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from exeat.adapters.calendar_files import BusySpan
from exeat.web.people.models import Duty, Leave, Official
from exeat.web.policy import policy, short_name
from exeat.web.workload.selectors import could_be_away

STATE = "home"
"""How a scenario calls the state of this installation."""


@dataclass(frozen=True)
class Row:
    """An official in the register: the leave that is, or that comes next, and how many duties they hold."""

    official: Official
    next_leave: Leave | None
    away: bool
    duties: int
    agency: str


def register(*, today: date) -> list[Row]:
    """Everybody in service."""
    coming = Prefetch("leave", Leave.objects.filter(last__gte=today))
    found = (
        Official.objects.filter(active=True)
        .prefetch_related(coming)
        .annotate(held=Count("duties"))
        .order_by("agency", "name")
    )
    return [_row(official, next(iter(official.leave.all()), None), today) for official in found]


def duties() -> QuerySet[Duty]:
    """Every file and standing task, with who holds it."""
    return Duty.objects.select_related("holder", "deputy")


def leave_from(official: Official, today: date) -> QuerySet[Leave]:
    """Leave of an official that has not passed."""
    return official.leave.filter(last__gte=today)


def not_recorded(official: Official, spans: Sequence[BusySpan]) -> list[BusySpan]:
    """Those of a calendar's absences that no leave of the official touches yet."""
    leave = list(official.leave.all())
    return [span for span in spans if not any(one.first <= span.end and span.start <= one.last for one in leave)]


def works_on_cases(official: Official, *, now: datetime) -> bool:
    """Whether the official's time on cases is known: an account, with a part in them."""
    return official.user is not None and official.user in could_be_away(now=now)


def _row(official: Official, leave: Leave | None, today: date) -> Row:
    away = leave is not None and leave.first <= today
    return Row(official, leave, away, official.held, short_name(official.agency))


def officials_for_planning(first: date, last: date) -> list[dict[str, Any]]:
    """The officials as a scenario writes them, with the leave that touches the horizon, cut to it."""
    leave = Leave.objects.filter(first__lte=last, last__gte=first)
    found = Official.objects.filter(active=True).prefetch_related(Prefetch("leave", leave))
    return [_for_planning(official, first, last) for official in found]


def agencies_for_planning(also: set[str] | frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The agencies that have officials, and those named in `also`, with reserve and travel money of the policy."""
    values = policy().cooperation
    used = set(Official.objects.filter(active=True).values_list("agency", flat=True)) | also
    return [
        {
            "id": name,
            "state": STATE,
            "name": agency.name,
            "reserve": float(values.reserve),
            "travel_budget": str(values.travel.get(name, 0)),
        }
        for name, agency in policy().agencies.items()
        if name in used
    ]


def _for_planning(official: Official, first: date, last: date) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": str(official.pk),
        "agency": official.agency,
        "name": official.name,
        "skills": official.tags,
        "leave": [[max(one.first, first).isoformat(), min(one.last, last).isoformat()] for one in official.leave.all()],
    }
    return row if official.max_days_away is None else row | {"max_days_away": official.max_days_away}
