"""The search for the best plan of a scenario: scenario → model → solver → plan.

``solve`` is for whoever plans often and needs no reasons: a scenario changed a little, and the plan before as a start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Model
from .roster import Roster
from .scenario import Offer, Scenario
from .solvers.highs import run
from .solvers.interface import Limits


class UnfinishedError(RuntimeError):
    """The limits ended the search with neither a plan nor the proof that there is none."""


@dataclass(frozen=True)
class Solution:
    """The best plan found, or none where it is proven that there is none; no plan is worth more than ``bound``."""

    roster: Roster | None
    bound: float
    work: int


def solve(
    scenario: Scenario,
    limits: Limits = Limits(),  # noqa: B008
    start: Roster | None = None,
    offers: Sequence[Offer] | None = None,
) -> Solution:
    """The best plan that accepts among ``offers`` (all, if not given), beginning with the plan of ``start``.

    The value of the plan is the solver's objective; take it from ``value``, which is exact. Raises ``UnfinishedError``
    when limits end the search before there is a plan, which a ``start`` prevents.
    """
    among = scenario.offers if offers is None else offers
    model = Model.of(scenario, among)
    if not model.columns.candidates and not any(offer.must for offer in among):
        return Solution(Roster(scenario), 0.0, 0)
    first = None if start is None else model.values(start)
    outcome = run(model.program.matrix(), limits, first)
    if outcome.impossible:
        return Solution(None, outcome.bound, outcome.work)
    if outcome.values is None:
        raise UnfinishedError("the search was stopped before there was a plan")
    return Solution(model.roster(outcome.values), outcome.bound, outcome.work)
