"""What falls when one of those who go is ill for a month: first as the plan stands, then after planning again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from .figures import best_roster
from .roster import Roster
from .scenario import Scenario
from .value import gain_of

WEEKS = 4


@dataclass(frozen=True)
class Illness:
    """One official ill for four weeks from ``monday``, those that hit the plan hardest.

    ``falls`` are the accepted offers that cannot be kept as they stand, with those that require them; ``lost`` what
    they would have built, by the rules' worths. ``still_falls`` and ``still_lost`` are the same after planning again
    around the illness.
    """

    official: str
    monday: date
    falls: tuple[str, ...]
    lost: Fraction
    still_falls: tuple[str, ...]
    still_lost: Fraction


def illnesses(
    roster: Roster,
    people: Iterable[str],
    seconds: float = 10.0,
    plan_with: Callable[[Scenario, float], Roster | None] = best_roster,
) -> list[Illness]:
    """Each of ``people`` ill in turn, the worst first; every new plan has up to ``seconds`` of search."""
    found = [_ill(roster, person, seconds, plan_with) for person in people]
    return sorted(found, key=lambda one: (-one.still_lost, -one.lost, one.official))


def _ill(roster: Roster, person: str, seconds: float, plan_with: Callable[[Scenario, float], Roster | None]) -> Illness:
    weeks = range(roster.scenario.calendar.weeks)
    week = max(weeks, key=lambda first: (_lost(roster, _falling(roster, person, first)), -first))
    falls, monday = _falling(roster, person, week), roster.scenario.calendar.date(7 * week)
    if not falls:
        return Illness(person, monday, (), Fraction(0), (), Fraction(0))
    ill = replace(roster.scenario.official[person], leave=(*roster.scenario.official[person].leave, _span(monday)))
    officials = tuple(ill if one.id == person else one for one in roster.scenario.officials)
    relaxed = tuple(replace(one, must=one.must and one.id not in falls) for one in roster.scenario.offers)
    again = plan_with(replace(roster.scenario, officials=officials, offers=relaxed), seconds)
    kept = again.accepted.keys() if again is not None else roster.accepted.keys() - set(falls)
    gained = again.gained if again is not None else _without(roster, falls).gained
    still_lost = gain_of(roster.scenario, roster.gained) - gain_of(roster.scenario, gained)
    still = tuple(name for name in roster.accepted if name not in kept)
    return Illness(person, monday, falls, _lost(roster, falls), still, max(Fraction(0), still_lost))


def _span(monday: date) -> tuple[date, date]:
    return monday, monday + timedelta(days=7 * WEEKS - 1)


def _falling(roster: Roster, person: str, week: int) -> tuple[str, ...]:
    """What falls when the person is ill for the four weeks from ``week``."""
    days = range(7 * week, 7 * (week + WEEKS))
    hit = [name for name, trip in roster.trips[person].items() if any(day in days for day in trip.working)]
    for name in hit:
        hit += [other for other in roster.dependents(name) if other not in hit]
    return tuple(hit)


def _lost(roster: Roster, falls: tuple[str, ...]) -> Fraction:
    if not falls:
        return Fraction(0)
    return gain_of(roster.scenario, roster.gained) - gain_of(roster.scenario, _without(roster, falls).gained)


def _without(roster: Roster, falls: tuple[str, ...]) -> Roster:
    return Roster(roster.scenario, (one for name, one in roster.accepted.items() if name not in falls))
