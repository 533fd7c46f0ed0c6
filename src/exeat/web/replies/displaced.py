"""What the trips of a plan make late, all of them together, with the range in which nine of ten futures fall."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from exeat.domain.workload import AbsenceCost, WorkloadError
from exeat.web.cooperation.models import PlanRun
from exeat.web.people.models import Official
from exeat.web.workload.selectors import absences


@dataclass(frozen=True)
class Displaced:
    """`cost` is None where nothing is measured or nobody of the casework travels; `refusal` says why."""

    cost: AbsenceCost | None
    refusal: str = ""

    @property
    def text(self) -> str:
        """ "All trips together: 0 to 3 more cases past their date, 1.2 on average." """
        if self.cost is None:
            return self.refusal
        late = self.cost.late_cases
        text = _("All trips together mean %(low)d to %(high)d more cases past their date, %(mean).1f on average.") % {
            "low": round(late.low),
            "high": round(late.high),
            "mean": self.cost.mean_late_cases,
        }
        return f"{text} {_('The office is so loaded that this estimate is weak.')}" if self.cost.weak else text


def displaced(run: PlanRun, *, now: datetime) -> Displaced:
    """What the absences that a plan asks for make late, travel included, compared with nobody away."""
    spans = _spans(run)
    if not spans:
        return Displaced(None, _("Nobody whose desk the casework passes would be away."))
    try:
        return Displaced(absences(spans, now=now))
    except WorkloadError as refusal:
        return Displaced(None, _("What it makes late is not known: %(why)s") % {"why": refusal})


def _spans(run: PlanRun) -> list[tuple[int, date, date]]:
    """The key of the user, and the first and last day away, of everybody with an account."""
    users = {f"official-{pk}": user for pk, user in Official.objects.values_list("pk", "user") if user}
    offers = {offer["id"]: offer for offer in json.loads(run.scenario)["offers"]}
    found = []
    for decision in (run.plan or {"decisions": []})["decisions"]:
        if decision["decision"] != "accept":
            continue
        session = next(one for one in offers[decision["offer"]]["sessions"] if one["id"] == decision["session"])
        travel = timedelta(days=session["travel_days"])
        first, last = date.fromisoformat(session["start"]) - travel, date.fromisoformat(session["end"]) + travel
        going = (users.get(one["official"]) for one in decision["attendees"])
        found += [(user, first, last) for user in going if user]
    return found
