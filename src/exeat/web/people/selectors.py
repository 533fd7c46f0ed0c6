"""Who there is and when: as the pages show it, and as planning needs it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from exeat.web.people.models import Leave, Official
from exeat.web.policy import policy

STATE = "home"
"""How a scenario calls the state of this installation."""


def officials() -> QuerySet[Official]:
    """Those still in service, with their leave and duties."""
    return Official.objects.filter(active=True).prefetch_related("leave", "duties__deputy")


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
