"""What a state publishes for partners to plan against: free windows by week, what it wants, what its desk days cost.

Nobody is named. A section of one official, and a skill that one official of a section holds alone, have no weeks: their
windows would be that person's calendar. They are ``on_request``, and such a section's desk days have one price. The
format is told in docs/partner.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .desks import AgencyWeek, OfficialWeek, agency_weeks, official_weeks
from .records import Agency, ScenarioError
from .roster import Roster
from .value import ZERO

VERSION = "W1"
_KEYS = ("v", "state", "start", "end", "currency", "capabilities", "sections", "rules")


@dataclass(frozen=True)
class Wanted:
    """A capability that the state wants, in the units of an offer's gain."""

    id: str
    title: str
    weight: Fraction
    gap: Fraction


def windows_statement(
    roster: Roster, state: Mapping[str, Any], wanted: Iterable[Wanted], late_case: Fraction
) -> dict[str, Any]:
    """What the state of a roster publishes, its accepted offers being taken already; plain JSON values.

    ``state`` has id (a country code) and name; ``late_case`` is what a case past its date is weighed at, zero where
    desk days have no price.
    """
    scenario = roster.scenario
    home = scenario.states[0]
    return {
        "v": VERSION,
        "state": {
            **state,
            "weekend": sorted(home.weekend),
            "holidays": [day.isoformat() for day in sorted(home.holidays)],
        },
        "start": scenario.start.isoformat(),
        "end": scenario.end.isoformat(),
        "currency": scenario.currency,
        "capabilities": [
            {"id": one.id, "title": one.title, "weight": float(one.weight), "gap": float(one.gap)} for one in wanted
        ],
        "sections": [_section(roster, agency, late_case) for agency in scenario.agencies if _officials(roster, agency)],
        "rules": {
            "gain_steps": [[float(share), float(slope)] for share, slope in scenario.rules.gain_steps],
            "shortfall": float(scenario.rules.shortfall),
            "late_case": float(late_case),
        },
    }


def _officials(roster: Roster, agency: Agency) -> list[str]:
    return [one.id for one in roster.scenario.officials if one.agency == agency.id]


def _section(roster: Roster, agency: Agency, late_case: Fraction) -> dict[str, Any]:
    people, weeks = _officials(roster, agency), agency_weeks(roster, agency)
    held = Counter(skill for one in people for skill in roster.scenario.official[one].skills)
    shared = sorted(skill for skill, holders in held.items() if holders > 1)
    paid = agency.travel_budget is None or agency.travel_budget > roster.own_spent[agency.id]
    alone = len(people) == 1
    priced = alone and late_case
    return {
        "id": agency.id,
        "name": agency.name,
        "desk_days": sum(week.available for week in weeks),
        "taken_days": float(sum((week.lost for week in weeks), ZERO)),
        "pays_travel": paid,
        "on_request": sorted(skill for skill, holders in held.items() if holders == 1),
        "weeks": [] if alone else _weeks(roster, people, weeks, shared, late_case),
        **({"late_cases_a_day": _mean_price(roster, people, range(len(weeks)), late_case)} if priced else {}),
    }


def _mean_price(roster: Roster, people: Sequence[str], weeks: Sequence[int], late_case: Fraction) -> float:
    """Cases made late by a desk day, on average over these officials and weeks."""
    prices = [roster.scenario.day_price.get((one, week), ZERO) for one in people for week in weeks]
    return round(float(sum(prices, ZERO) / len(prices) / late_case), 3)


def _weeks(
    roster: Roster, people: list[str], weeks: tuple[AgencyWeek, ...], shared: list[str], late_case: Fraction
) -> list[dict[str, Any]]:
    calendars = {one: official_weeks(roster, one) for one in people}
    rows = []
    for number, week in enumerate(weeks):
        free = math.floor(2 * week.free) / 2
        there = [one for one in people if _there(calendars[one][number])]
        skills = Counter(skill for one in there for skill in roster.scenario.official[one].skills)
        row: dict[str, Any] = {
            "week": _name(week.monday),
            "free_days": free,
            "skills": {skill: min(skills[skill], math.ceil(free)) for skill in shared},
        }
        if late_case:
            row["late_cases_a_day"] = _mean_price(roster, people, [number], late_case)
        rows.append(row)
    return rows


def _there(week: OfficialWeek) -> bool:
    """Whether an official could go in that week: on no trip, and on leave for less than half of it."""
    return not week.away and 2 * week.leave < week.working


def _name(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def check_statement(statement: Mapping[str, Any], source: str) -> None:
    """Refuse a signed statement that is not of windows. Raises ``ScenarioError``, naming the source."""
    if statement.get("v") != VERSION:
        raise ScenarioError(f"{source}: it is signed, but it holds no free windows that this program reads")
    if missing := [key for key in _KEYS if key not in statement]:
        raise ScenarioError(f"{source}: {missing[0]}: is missing")
