"""Search in neighbourhoods: most decisions stay as they are, and a solver makes some anew, all at once (Shaw 1998).

Which decisions are freed together is drawn: things that have to do with one another, any at all, or those on which the
relaxed program differs most from the values at hand. A neighbourhood grows while it is searched with ease, and shrinks
when not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from .model.program import Floats, Matrix
from .solvers.highs import PROOF, relax, run
from .solvers.interface import Meter

Draw = Callable[[Random, int], Sequence[str]]  # so many things to decide on anew

_FIRST_SIZE = 40
_SMALLEST = 8
_GROWTH = 1.15
_NODES, _NODES_SMALL = 20, 200  # of branch and bound, in one neighbourhood
_SMALL = 500  # columns, up to which nodes are cheap
_CLOSE = 1e-5  # the relative gap at which a neighbourhood has been searched enough
_PATIENCE = 5  # rounds of all draws that find nothing before the search gives up
_PATIENCE_ALONE = 60  # the same where nobody says what has to do with what: the tree is then no better at it


def improve(
    matrix: Matrix,
    about: Sequence[str | None],
    values: Floats,
    draws: Sequence[Draw],
    meter: Meter,
    enough: Callable[[], float],
    rounds: int | None = None,
) -> Floats:
    """Better values than these where some are found, else the same.

    Ends at a worth of ``enough``, asked each time, after so many ``rounds``, or when many in a row have found nothing.
    """
    search = _Search(matrix, about, values, meter)
    kinds = [*(draws or [search.least_certain]), search.any_at_all, search.most_unlike]
    patience = len(kinds) * (_PATIENCE if draws else _PATIENCE_ALONE)
    sizes = [float(min(_FIRST_SIZE, search.count / 2))] * len(kinds)
    chance, stale, turn = Random(meter.limits.seed), 0, 0  # noqa: S311
    while stale < patience and turn != rounds and search.worth < enough() and not meter.over():
        kind = turn % len(kinds)
        turn += 1
        better, finished = search.anew(kinds[kind](chance, int(sizes[kind])))
        sizes[kind] = max(sizes[kind] * (_GROWTH if finished else 1 / _GROWTH), _SMALLEST)
        stale = 0 if better else stale + 1
    return search.values


class _Search:
    """The best values so far, and what is needed to decide on some of them anew."""

    def __init__(self, matrix: Matrix, about: Sequence[str | None], values: Floats, meter: Meter) -> None:
        self.values = values
        self._matrix, self._meter = matrix, meter
        self._things = sorted({name for name in about if name is not None})
        number = {name: at for at, name in enumerate(self._things)}
        self._thing: NDArray[np.int32] = np.array([-1 if n is None else number[n] for n in about], dtype=np.int32)
        relaxed = relax(matrix)
        self._relaxed = relaxed.values
        self._nodes = _NODES if len(matrix.cost) >= _SMALL else _NODES_SMALL
        rows = np.repeat(np.arange(len(matrix.low)), np.diff(matrix.start))
        used = np.bincount(matrix.index, weights=matrix.value * relaxed.prices[rows], minlength=len(matrix.cost))
        self._losses = np.abs(matrix.cost - used)

    @property
    def count(self) -> int:
        """How many things there are to decide on."""
        return len(self._things)

    @property
    def worth(self) -> float:
        return float(self._matrix.cost @ self.values)

    def any_at_all(self, chance: Random, size: int) -> list[str]:
        """Things that need have nothing to do with one another."""
        return chance.sample(self._things, min(size, len(self._things)))

    def most_unlike(self, chance: Random, size: int) -> list[str]:
        """The things on which the relaxed program differs most, with some chance in it."""
        decided = self._thing >= 0
        apart = np.abs(self.values - self._relaxed)[decided]
        unlike = np.bincount(self._thing[decided], weights=apart, minlength=len(self._things))
        order = sorted(range(len(self._things)), key=lambda at: -unlike[at] - 0.3 * chance.random())
        return [self._things[at] for at in order[:size]]

    def least_certain(self, chance: Random, size: int) -> list[str]:
        """The things that lose least in the relaxed program if decided otherwise, with some chance in it."""
        least = np.full(len(self._things), np.inf)
        decided = self._thing >= 0
        several = np.bincount(self._thing[decided], minlength=len(self._things))[self._thing] > 1
        otherwise = decided & ~(several & (self.values > 0.5))  # of several columns, those that are not chosen
        np.minimum.at(least, self._thing[otherwise], self._losses[otherwise])
        spread = float(np.median(least)) * chance.random()
        order = sorted(range(len(self._things)), key=lambda at: least[at] + spread * chance.random())
        return [self._things[at] for at in order[:size]]

    def anew(self, freed: Sequence[str]) -> tuple[bool, bool]:
        """Decide on these things anew; whether that found better values, and whether the search of them finished."""
        chosen = set(freed)
        open_ones = [at for at, name in enumerate(self._things) if name in chosen]
        kept = (self._thing >= 0) & ~np.isin(self._thing, open_ones)
        fixed = np.round(self.values)
        lower = np.where(kept, fixed, self._matrix.lower)
        upper = np.where(kept, fixed, self._matrix.upper)
        part = replace(self._matrix, lower=lower, upper=upper)
        found = run(part, self._meter, self.values, {**PROOF, "mip_rel_gap": _CLOSE, "mip_max_nodes": self._nodes})
        before = self.worth
        if found.values is not None and self._matrix.cost @ found.values > before + 1e-6 * max(1.0, abs(before)):
            self.values = found.values
            return True, found.finished
        return False, found.finished
