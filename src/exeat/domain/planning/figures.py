"""What a plan comes to, in figures that can be set beside those of another plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .greedy import best_of, spare
from .plan import first_plan
from .roster import Acceptance, Roster
from .rules import violations
from .scenario import Scenario
from .search import solve
from .solvers.interface import Limits
from .value import ZERO, gain_of, value


@dataclass(frozen=True)
class Figures:
    """The sums of one plan.

    ``gain`` is what it builds by the rules' worths, ``units`` the same in units of capability, none counted beyond its
    gap. ``days`` are the working days that it takes, ``desk_cost`` their prices, ``short_days`` those by which desks
    stand below their reserve. ``own_cost`` is the states' own money.
    """

    value: Fraction
    accepted: int
    gain: Fraction
    units: Fraction
    days: Fraction
    desk_cost: Fraction
    short_days: Fraction
    own_cost: Decimal


def figures(roster: Roster) -> Figures:
    """The figures of the plan that the roster holds."""
    scenario, accepted = roster.scenario, roster.accepted.values()
    gaps = ((scenario.capability[name].gap, units) for name, units in roster.gained.items())
    short = (max(ZERO, days - scenario.spare[key]) for key, days in roster.lost.items())
    return Figures(
        value(scenario, accepted),
        len(roster.accepted),
        gain_of(scenario, roster.gained),
        sum((min(gap, units) for gap, units in gaps), ZERO),
        sum(roster.lost.values(), ZERO),
        desk_cost(scenario, accepted),
        sum(short, ZERO),
        sum(roster.own_spent.values(), Decimal(0)),
    )


def desk_cost(scenario: Scenario, accepted: Iterable[Acceptance]) -> Fraction:
    """What the desk days of these acceptances cost by the scenario's prices."""
    lost = (
        scenario.day_price.get((person, week), ZERO) * days
        for one in accepted
        for person, _ in one.attendees
        for week, days in scenario.outings[one.offer, one.session].losses
    )
    return sum(lost, ZERO)


def best_roster(scenario: Scenario, seconds: float) -> Roster | None:
    """The best plan found within so many seconds, without reasons; none where there is no plan."""
    start = first_plan(scenario)
    if start is None:
        return None
    found = solve(scenario, Limits(seconds), start).roster
    if found is None or violations(scenario, found.accepted.values()):
        return start
    return spare(best_of(scenario, [start, found]))
