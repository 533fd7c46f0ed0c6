"""The frontier between capability gained and casework delayed: plans for many prices of a desk day.

Multiplying the price of desk days asks the same question with another answer to "how much is a late case worth?". The
plans so found, with the one that is considered and the two that a person with a list would make, are points of one
picture: what is built, and what that delays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .figures import Figures, best_roster, figures
from .greedy import by_date, by_score
from .roster import Roster
from .scenario import Scenario

FACTORS = tuple(Fraction(*pair) for pair in ((0, 1), (1, 4), (1, 2), (3, 4), (3, 2), (2, 1), (4, 1), (8, 1), (20, 1)))
RESERVES = tuple(Fraction(percent, 100) for percent in (0, 40, 50, 60, 70, 80, 90))


@dataclass(frozen=True)
class Point:
    """A plan as a point.

    ``made`` is plan, price, reserve, by_score or by_date; ``with_number`` the price's factor or the reserve. ``delay``
    is in what the caller measures; ``best`` whether no other point builds as much for less delay.
    """

    made: str
    with_number: Fraction | None
    figures: Figures
    delay: float
    best: bool = False


def frontier(
    roster: Roster,
    delay: Callable[[Roster], float],
    seconds: float = 10.0,
    plan_with: Callable[[Scenario, float], Roster | None] = best_roster,
) -> list[Point]:
    """The points, the least delay first; every plan has up to ``seconds`` of search.

    Where no desk day has a price, reserves take the place of prices. Every plan is weighed in the roster's own
    scenario, whatever it was made with.
    """
    scenario = roster.scenario
    plans: list[tuple[str, Fraction | None, Roster]] = [("plan", None, roster)]
    for made, number, other in _variants(scenario):
        if (found := plan_with(other, seconds)) is not None:
            plans.append((made, number, Roster(scenario, found.accepted.values())))
    plans += [("by_score", None, by_score(scenario)), ("by_date", None, by_date(scenario))]
    points = [Point(made, number, figures(one), round(delay(one), 2)) for made, number, one in plans]
    points = [replace(point, best=_is_best(point, points)) for point in points]
    return sorted(points, key=lambda point: (point.delay, point.figures.gain))


def _variants(scenario: Scenario) -> Iterable[tuple[str, Fraction, Scenario]]:
    if any(price.price for price in scenario.desk_prices):
        for factor in FACTORS:
            prices = tuple(replace(one, price=one.price * factor) for one in scenario.desk_prices)
            yield "price", factor, scenario.with_prices(prices)
    else:
        for reserve in RESERVES:
            agencies = tuple(replace(one, reserve=reserve) for one in scenario.agencies)
            yield "reserve", reserve, replace(scenario, agencies=agencies)


def _is_best(point: Point, points: Sequence[Point]) -> bool:
    """Whether no other point is at least as good in both and better in one."""
    return not any(
        other.delay <= point.delay
        and other.figures.gain >= point.figures.gain
        and (other.delay < point.delay or other.figures.gain > point.figures.gain)
        for other in points
    )
