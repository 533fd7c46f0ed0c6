"""The calendar of a plan: officials by week, and each agency's desk against its reserve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exeat.domain.planning import Scenario
from exeat.domain.planning.desks import AgencyWeek, OfficialWeek, agency_weeks, official_weeks
from exeat.domain.planning.records import Agency
from exeat.domain.planning.roster import Roster
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import as_solved
from exeat.web.policy import short_name


@dataclass(frozen=True)
class Part:
    """Days of an official's week that an offer takes: away, or (`desk`) at work for it."""

    reference: str
    title: str
    days: float
    desk: bool


@dataclass(frozen=True)
class PersonCell:
    """An official's week."""

    leave: int
    whole: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class PersonRow:
    """An official, with every week."""

    name: str
    cells: tuple[PersonCell, ...]


@dataclass(frozen=True)
class Section:
    """An agency: its desk in every week, and its officials."""

    name: str
    reserve: int
    desks: tuple[AgencyWeek, ...]
    people: tuple[PersonRow, ...]

    @property
    def short(self) -> list[AgencyWeek]:
        """The weeks in which the desk stands below its reserve."""
        return [week for week in self.desks if week.short]


@dataclass(frozen=True)
class WeeksPage:
    """The page: Mondays as columns, agencies as groups of rows."""

    mondays: tuple[date, ...]
    sections: tuple[Section, ...]

    @property
    def short(self) -> list[Section]:
        """The agencies whose desks stand below their reserve in some week."""
        return [section for section in self.sections if section.short]


def weeks_page(run: PlanRun) -> WeeksPage | None:
    """The plan week by week; none where there is no plan."""
    scenario, roster = as_solved(run)
    if scenario is None or roster is None:
        return None
    mondays = tuple(scenario.calendar.date(7 * week) for week in range(scenario.calendar.weeks))
    sections = (_section(scenario, roster, agency) for agency in scenario.agencies)
    return WeeksPage(mondays, tuple(section for section in sections if section.people))


def _section(scenario: Scenario, roster: Roster, agency: Agency) -> Section:
    people = tuple(
        PersonRow(one.name, tuple(_cell(scenario, week) for week in official_weeks(roster, one.id)))
        for one in scenario.officials
        if one.agency == agency.id
    )
    return Section(short_name(agency.id), round(100 * agency.reserve), agency_weeks(roster, agency), people)


def _cell(scenario: Scenario, week: OfficialWeek) -> PersonCell:
    away = (Part(name, scenario.offer[name].title, days, False) for name, days in week.away.items())
    desk = (Part(name, scenario.offer[name].title, float(days), True) for name, days in week.desk.items())
    return PersonCell(week.leave, 0 < week.leave == week.working, (*away, *desk))
