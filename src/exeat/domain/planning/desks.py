"""Who is where, week by week: leave, days that trips take, and what each agency's desk has left against its reserve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .records import Agency
from .roster import Roster
from .value import ZERO


@dataclass(frozen=True)
class OfficialWeek:
    """An official's week in working days. ``away`` is by offer; ``desk`` is preparation and follow-up by offer."""

    working: int
    leave: int
    away: Mapping[str, int]
    desk: Mapping[str, Fraction]


@dataclass(frozen=True)
class AgencyWeek:
    """An agency's week: days that its officials are in service, and how many of them trips and their work take."""

    monday: date
    available: int
    required: Fraction
    lost: Fraction

    @property
    def at_desk(self) -> Fraction:
        """The days that are left at desks."""
        return self.available - self.lost

    @property
    def short(self) -> Fraction:
        """The days by which the desk stands below its reserve; none in a week from which nothing is taken."""
        return max(ZERO, self.required - self.at_desk) if self.lost else ZERO

    @property
    def free(self) -> Fraction:
        """The days that could still be taken before the desk falls below its reserve."""
        return max(ZERO, self.at_desk - self.required)


def agency_weeks(roster: Roster, agency: Agency) -> tuple[AgencyWeek, ...]:
    """The agency's desk in every week that the horizon touches."""
    scenario, weeks = roster.scenario, roster.scenario.calendar.weeks
    available = [scenario.available(agency, week) for week in range(weeks)]
    return tuple(
        AgencyWeek(
            scenario.calendar.date(7 * week),
            available[week],
            available[week] - scenario.spare[agency.id, week],
            roster.lost[agency.id, week],
        )
        for week in range(weeks)
    )


def official_weeks(roster: Roster, official: str) -> tuple[OfficialWeek, ...]:
    """The official's weeks in the horizon."""
    scenario, weeks = roster.scenario, roster.scenario.calendar.weeks
    away: list[dict[str, int]] = [defaultdict(int) for _ in range(weeks)]
    desk: list[dict[str, Fraction]] = [{} for _ in range(weeks)]
    for offer, outing in roster.trips[official].items():
        for day in outing.working:
            away[day // 7][offer] += 1
        for week, days in outing.losses:
            if rest := days - away[week].get(offer, 0):
                desk[week][offer] = rest
    found = []
    for week in range(weeks):
        working = scenario.calendar.working(scenario.state_of[official], 7 * week, 7 * week + 6)
        leave = len(scenario.leave[official].intersection(working))
        found.append(OfficialWeek(len(working), leave, dict(away[week]), desk[week]))
    return tuple(found)
