"""Prices that settle: plan, price each week with that plan's absences in it, and plan again, until nothing moves.

The price of a desk day depends on who else is away, and who is away on the prices. A plan has *settled* when the prices
that it brings about lead to the same plan again. Prices may also go round in a *cycle* of plans, or not come to rest
within the rounds; then the plan is kept that is worth most by the prices of its own making.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .roster import Roster
from .value import value

ROUNDS = 6
Prices = TypeVar("Prices")


@dataclass(frozen=True)
class Round:
    """One round: offers accepted, and the plan's value by the prices it was made with and by those of its making."""

    accepted: tuple[str, ...]
    value: float
    own_value: float


@dataclass(frozen=True)
class Settled(Generic[Prices]):
    """``outcome`` is settled, cycle or limit; ``chosen`` the number of the round whose plan is kept.

    ``prices`` are those that the kept plan was made with.
    """

    outcome: str
    rounds: tuple[Round, ...]
    chosen: int
    prices: Prices


def settle(
    first: Prices,
    plan_with: Callable[[Prices], Roster | None],
    price: Callable[[Roster], Prices],
    rerate: Callable[[Roster, Prices], Roster],
    rounds: int = ROUNDS,
) -> Settled[Prices] | None:
    """Plan with the ``first`` prices, ``price`` the plan, and go on; None where there is no plan at all.

    ``rerate`` gives the same plan in a scenario of other prices, so that its value by them can be told.
    """
    made: list[Round] = []
    plans: list[frozenset[object]] = []
    asked = [first]
    outcome = "limit"
    for _ in range(rounds):
        roster = plan_with(asked[-1])
        if roster is None:
            return None
        found = price(roster)
        again = rerate(roster, found)
        worths = (float(value(r.scenario, r.accepted.values())) for r in (roster, again))
        made.append(Round(tuple(roster.accepted), *worths))
        answers: frozenset[object] = frozenset(roster.accepted.values())
        if answers in plans:
            outcome = "settled" if plans[-1] == answers else "cycle"
            plans.append(answers)
            break
        plans.append(answers)
        asked.append(found)
    chosen = len(made) - 1 if outcome == "settled" else _best(made)
    return Settled(outcome, tuple(made), chosen, asked[chosen])


def _best(made: Sequence[Round]) -> int:
    return max(range(len(made)), key=lambda number: made[number].own_value)
