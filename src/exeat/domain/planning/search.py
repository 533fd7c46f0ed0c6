"""The search for the best plan of a scenario: scenario → model → solver → plan.

``solve`` is for whoever plans often and needs no reasons: a scenario changed a little, and the plan before as a start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .anneal import anneal
from .local import Draw, improve
from .model import Model
from .model.program import Floats, Matrix, Program
from .neighbours import draws
from .parts import separate
from .records import Offer
from .roster import Roster
from .scenario import Scenario
from .shake import shake
from .solvers.beside import Bound
from .solvers.highs import PROOF, ROOT, run
from .solvers.interface import Limits, Meter, Outcome
from .states import Hands, Here, Together

_SMALL = 1500  # columns that decide: a program with fewer is mostly proven before neighbourhoods would pay
_FIRST, _SECOND = 40, 200  # units of work in which the plan of a large section is changed, before and after the root
_ROUNDS = 12  # neighbourhoods of a large program, each time
_NODES, _FEW_NODES = 1000, 100  # at the top of the tree of a small program; few where answers are crossed after it
_TOP = {"mip_allow_restart": False, "mip_heuristic_run_root_reduced_cost": False}
_MANY = 400  # offers: of more, with hosts in common alone, states are searched apart


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
    hands: Hands | None = None,
) -> Solution:
    """The best plan that accepts among ``offers`` (all, if not given), beginning with the plan of ``start``.

    Where states have only hosts in common and offers are many, the states are searched apart, by ``hands`` if given.
    The value of the plan is the solver's objective; take it from ``value``, which is exact. Raises ``UnfinishedError``
    when limits end the search before there is a plan, which a ``start`` prevents.
    """
    among = scenario.offers if offers is None else offers
    if start is not None and len(among) > _MANY and len(separate(scenario)) > 1:
        return _solve_apart(scenario, Meter(limits), start, hands or Here())
    model = Model.of(scenario, among)
    if not model.columns.candidates and not any(offer.must for offer in among):
        return Solution(Roster(scenario), 0.0, 0)
    meter = Meter(limits)
    if start is None or offers is not None or sum(model.program.whole) < _SMALL:
        outcome = search(model.program, draws(model), meter, None if start is None else model.values(start))
    else:
        outcome = _search_large(model, meter, start)
    if outcome.values is None and not outcome.finished:
        raise UnfinishedError("the search was stopped before there was a plan")
    roster = None if outcome.values is None else model.roster(outcome.values)
    return Solution(roster, outcome.bound, meter.work)


def _solve_apart(scenario: Scenario, meter: Meter, start: Roster, hands: Hands) -> Solution:
    together = Together(scenario, start, meter, hands)
    together.search()
    return Solution(together.roster(), together.bound, meter.work)


def _search_large(model: Model, meter: Meter, start: Roster) -> Outcome:
    """The best plan of a large section: many changes and then neighbourhoods, both once more for longer, and the tree.

    What comes of the work does not depend on where its bound is from.
    """
    matrix, values = model.program.matrix(), model.values(start)
    with Bound(matrix, meter, values) as bound:
        for units in (_FIRST, _SECOND):
            if meter.over():
                break
            values = model.values(anneal(model.scenario, model.roster(values), meter, units))
            bound.known = float(matrix.cost @ values)
            if units == _FIRST:
                bound.root(values)
            if not meter.over():
                values = improve(matrix, model.program.about, values, draws(model), meter, bound.enough, _ROUNDS)
                bound.known = float(matrix.cost @ values)
        found = Outcome(values, bound.least, finished=False)
        if not meter.over() and matrix.cost @ values < bound.enough():
            found = _no_worse(matrix, run(matrix, meter, values, PROOF), values)
    return replace(found, bound=min(bound.least, found.bound))


def search(program: Program, kinds: Sequence[Draw], meter: Meter, start: Floats | None = None) -> Outcome:
    """The best values of any program, ``kinds`` being ways to draw things that it may decide on together.

    The top of the tree, for a bound and a good answer; neighbourhoods, for a better one; the tree, for the proof.
    Where no ways are given, answers are crossed before neighbourhoods are drawn.
    """
    matrix = program.matrix()
    small = {**_TOP, "mip_max_nodes": _NODES if kinds else _FEW_NODES}
    top = _no_worse(matrix, run(matrix, meter, start, small if matrix.whole.sum() < _SMALL else ROOT), start)
    if top.finished or top.values is None or meter.over():
        return top
    enough = top.bound - meter.limits.gap * abs(top.bound)
    better = top.values if kinds else shake(matrix, top.values, meter, enough)
    better = improve(matrix, program.about, better, kinds, meter, lambda: enough)
    if meter.over():
        return Outcome(better, top.bound, finished=False)
    tree = _no_worse(matrix, run(matrix, meter, better), better)
    return replace(tree, bound=min(top.bound, tree.bound))


def _no_worse(matrix: Matrix, found: Outcome, known: Floats | None) -> Outcome:
    """What was found, with the values known before it where a search that was cut short has none as good."""
    if known is None or found.finished:
        return found
    worse = found.values is None or matrix.cost @ found.values < matrix.cost @ known
    return replace(found, values=known) if worse else found
