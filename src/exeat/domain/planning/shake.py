"""Search by crossing and shaking: answers are made of two that are kept, put right, and filled where room is left.

For programs of which every column is taken or not, and of which nobody says what has to do with what. What gives way to
put the rows right, and what is shaken, goes by what it loses in the relaxed program at its prices, with chance in it
(giving way by prices: Pirkul 1987; crossing, and keeping many answers: Chu & Beasley 1998). Some 5,000 answers a second
are met where a solver decides on one neighbourhood.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .model.program import Floats, Matrix
from .solvers.highs import relax
from .solvers.interface import Meter

Numbers = NDArray[np.int_]
Flags = NDArray[np.bool_]
_CELLS = 500_000  # options × rows, up to which all changes are weighed at each step
_UNIT = 400  # answers in a unit of work
_PATIENCE = 100  # units without a better answer before it gives up
_KEPT = 150  # answers to cross
_SHAKEN = 3  # things at most that are decided otherwise than in either
_SPREADS = (0.05, 1.0)  # how much chance there is; at 1, options as likely as they lose little lose the gap together
_EXACT = 1e-9


def shake(matrix: Matrix, values: Floats, meter: Meter, enough: float) -> Floats:
    """The best values met, no worse than ``values``, which must keep the rows.

    Ends at a worth of ``enough``, or when many answers in a row were no better. Programs with other columns than those
    taken or not, and large ones, are left as they are.
    """
    taken_or_not = matrix.whole.all() and (matrix.lower == 0).all() and (matrix.upper == 1).all()
    if not taken_or_not or 2 * len(matrix.cost) * len(matrix.low) > _CELLS:
        return values
    shaken = _Shaken(matrix, values, np.random.default_rng(meter.limits.seed))
    enough = min(enough, shaken.most - _EXACT * abs(shaken.most))
    stale = 0
    while stale < _PATIENCE and shaken.worth < enough and meter.passes():
        stale = 0 if shaken.try_some(_UNIT) else stale + 1
    return shaken.best


class _Things:
    """Things, of which each takes one of its options: a column, or none (-1).

    Columns of which a row says that exactly one is taken are one thing; every other column is a thing by itself.
    Options are in the order of things. ``rows`` are those that say more than that.
    """

    def __init__(self, matrix: Matrix) -> None:
        thing = np.full(len(matrix.cost), -1)
        count, rows = 0, []
        for row in range(len(matrix.low)):
            span = slice(matrix.start[row], matrix.start[row + 1])
            among = matrix.index[span]
            one = matrix.low[row] == matrix.high[row] == 1 and len(among) and (matrix.value[span] == 1).all()
            if one and (thing[among] < 0).all():
                thing[among] = count
                count += 1
            else:
                rows.append(row)
        alone = np.flatnonzero(thing < 0)
        thing[alone] = np.arange(count, count + len(alone))
        column = np.concatenate([np.arange(len(thing)), np.full(len(alone), -1)])
        of = np.concatenate([thing, thing[alone]])
        order = np.argsort(of, kind="stable")
        self.column, self.of = column[order], of[order]
        self.count, self.rows = count + len(alone), np.array(rows, dtype=int)
        self.first = np.searchsorted(self.of, np.arange(self.count + 1))

    def options(self, values: Floats) -> Numbers:
        """The option that each thing takes in the values."""
        taken = np.where(self.column >= 0, values[self.column] > 0.5, False)
        none = (self.column < 0) & ~np.logical_or.reduceat(taken, self.first[:-1])[self.of]
        return np.asarray(np.flatnonzero(taken | none))

    def by_option(self, of_columns: Floats) -> Floats:
        """What is told of columns, told of options."""
        none = self.column < 0
        of_options: Floats = of_columns[self.column]
        of_options[none] = 0.0
        return of_options


class _Shaken:
    """Answers that are crossed and shaken again and again, and the best that there has been.

    Nothing is worth more than ``most``, which is what the relaxed program is worth.
    """

    def __init__(self, matrix: Matrix, values: Floats, chance: np.random.Generator) -> None:
        things = _Things(matrix)
        rows = things.rows
        use = np.zeros((len(matrix.cost), len(matrix.low)))
        use[matrix.index, np.repeat(np.arange(len(matrix.low)), np.diff(matrix.start))] = matrix.value
        use = use[:, rows]
        relaxed = relax(matrix)
        gains = things.by_option(matrix.cost - use @ relaxed.prices[rows])
        scale = np.maximum(np.abs(use).max(axis=0, initial=0.0), _EXACT)
        self._things, self._chance, self.most = things, chance, relaxed.worth
        self.best, self.worth = values, float(matrix.cost @ values)
        self._worth = things.by_option(matrix.cost)
        self._use = things.by_option(use / scale)
        self._low, self._high = matrix.low[rows] / scale, matrix.high[rows] / scale
        self._loss = np.maximum.reduceat(gains, things.first[:-1])[things.of] - gains
        order = np.lexsort((self._loss, things.of))
        self._least = order[things.first[:-1]]  # what the relaxed program likes best, whatever rows that breaks
        second = np.minimum(things.first[:-1] + 1, len(order) - 1)
        self._doubt = np.where(np.diff(things.first) > 1, self._loss[order[second]], np.inf)
        self._kept: list[Numbers] = []
        self._worths: list[float] = []
        self._take_all(things.options(values))
        self._keep()
        self._weigh()

    def try_some(self, answers: int) -> bool:
        """Make so many answers; whether one of them is the best so far."""
        before = self.worth
        for _ in range(answers):
            self._take_all(self._cross() if len(self._kept) == _KEPT else self._least)
            if self._shake() and self._keep() and self._worths[-1] > self.worth + _EXACT * abs(self.most):
                self._note()
        return self.worth > before

    def _cross(self) -> Numbers:
        """Of each thing, what one or another of two answers takes."""
        one, other = self._chance.choice(_KEPT, 2, replace=False)
        first = self._chance.random(self._things.count) < 0.5
        return np.asarray(np.where(first, self._kept[one], self._kept[other]))

    def _keep(self) -> bool:
        """Keep the answer at hand as the last, for the worst if there are enough, unless it is worse or known."""
        worth = float(self._worth[self._now].sum())
        known = (self._kept[at] for at, other in enumerate(self._worths) if abs(worth - other) <= _EXACT)
        if any((self._now == other).all() for other in known):
            return False
        if len(self._kept) == _KEPT:
            worst = int(np.argmin(self._worths))
            if worth < self._worths[worst]:
                return False
            del self._kept[worst], self._worths[worst]
        self._kept.append(self._now)
        self._worths.append(worth)
        return True

    def _note(self) -> None:
        """The answer at hand is the best so far."""
        column = self._things.column[self._now]
        self.best = np.zeros(len(self.best))
        self.best[column[column >= 0]] = 1.0
        self.worth = self._worths[-1]
        self._weigh()

    def _weigh(self) -> None:
        """Which options a better answer can have, and how much chance makes it likely that they are met."""
        gap = max(self.most - self.worth, _EXACT)
        self._open = self._loss <= gap
        losses = self._loss[self._open & (self._loss > 0)]
        few, many = _EXACT * gap, 10 * losses.max(initial=gap)
        for _ in range(50):
            middle = (few * many) ** 0.5
            together = float((losses * np.exp(-losses / middle)).sum())
            few, many = (few, middle) if together > gap else (middle, many)
        self._spread = few

    def _take_all(self, options: Numbers) -> None:
        self._now = options.copy()
        self._sums = self._use[options].sum(axis=0)
        self._change = self._use - self._use[options][self._things.of]
        self._gain = self._worth - self._worth[options][self._things.of]

    def _take(self, option: int) -> None:
        thing = self._things.of[option]
        self._sums = self._sums + self._change[option]
        self._now[thing] = option
        span = slice(self._things.first[thing], self._things.first[thing + 1])
        self._change[span] = self._use[span] - self._use[option]
        self._gain[span] = self._worth[span] - self._worth[option]

    def _shake(self) -> bool:
        """Decide some things otherwise, and keep the rows again; whether that could be done."""
        chance, things = self._chance, self._things
        spread = self._spread * _between(_SPREADS, chance.random())
        free = self._open.copy()
        drawn = np.argsort(self._doubt - spread * chance.gumbel(size=things.count))
        for thing in drawn[: chance.integers(0, _SHAKEN, endpoint=True)]:
            span = slice(things.first[thing], things.first[thing + 1])
            losses = self._loss[span] - spread * chance.gumbel(size=span.stop - span.start)
            losses[self._now[thing] - span.start] = np.inf
            if span.stop - span.start > 1:
                self._take(span.start + int(losses.argmin()))
            free[span] = False
        liking = spread * chance.standard_exponential(len(free)) - self._loss
        return self._put_right(liking, free) and self._use_room(liking, free)

    def _broken(self, sums: Floats) -> Floats:
        """How far sums are from what the rows allow, all together."""
        over = np.maximum(sums - self._high, 0.0)
        return np.asarray((over + np.maximum(self._low - sums, 0.0)).sum(axis=-1))

    def _put_right(self, liking: Floats, free: Flags) -> bool:
        """Change what costs least for what it brings, until the rows are kept; whether that could be done."""
        for _ in range(self._things.count):
            broken = float(self._broken(self._sums))
            if broken <= _EXACT:
                return True
            less = broken - self._broken(self._sums + self._change)
            helpful = np.flatnonzero(free & (less > _EXACT))
            if not len(helpful):
                break
            costs = np.maximum(liking[self._now[self._things.of[helpful]]] - liking[helpful], 0.0)
            self._take(helpful[np.argmin(costs / less[helpful])])
        return False

    def _use_room(self, liking: Floats, free: Flags) -> bool:
        """Change what is worth more otherwise, as long as rows allow."""
        options = np.flatnonzero(free)
        while True:
            options = options[self._gain[options] > _EXACT]
            options = options[self._broken(self._sums + self._change[options]) <= _EXACT]
            if not len(options):
                return True
            self._take(options[np.argmax(liking[options] - liking[self._now[self._things.of[options]]])])


def _between(ends: tuple[float, float], part: float) -> float:
    low, high = ends
    return float(low * (high / low) ** part)
