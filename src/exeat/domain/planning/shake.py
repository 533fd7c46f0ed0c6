"""Search by crossing and shaking: answers are made of two that are kept, put right, and filled where room is left.

For programs of which every column is taken or not, and of which nobody says what has to do with what. Some hundred
answers are made together, one step for all of them, so that some 30,000 a second are met where a solver decides on one
neighbourhood. What gives way to put the rows right, and what fills the room, goes by what it is worth in the relaxed
program at its prices, with chance in it (giving way by prices: Pirkul 1987; crossing, and keeping many answers: Chu &
Beasley 1998).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .model.program import Floats, Matrix
from .solvers.highs import relax
from .solvers.interface import Meter

Numbers = NDArray[np.int_]
Flags = NDArray[np.bool_]
_CELLS = 500_000  # options × rows, up to which a step for many answers is quick
_MADE = 256  # answers together, which are a unit of work
_KEPT = 500  # answers to cross
_SHAKEN = 2  # things that are drawn anew after a crossing
_ANEW = 300  # units without a better answer, after which it begins anew with answers of nothing but chance
_PATIENCE = 6000  # the same, after which it gives up
_EXACT = 1e-9


def shake(matrix: Matrix, values: Floats, meter: Meter, enough: float) -> Floats:
    """The best values met, no worse than ``values``, which must keep the rows.

    Ends at a worth of ``enough``, or when many answers in a row were no better. Programs with other columns than those
    taken or not, and large ones, are left as they are.
    """
    taken_or_not = matrix.whole.all() and (matrix.lower == 0).all() and (matrix.upper == 1).all()
    if not taken_or_not or 2 * len(matrix.cost) * len(matrix.low) > _CELLS:
        return values
    herd = _Herd(matrix, values, np.random.default_rng(meter.limits.seed))
    enough = min(enough, herd.most - _EXACT * abs(herd.most))
    stale = 0
    while stale < _PATIENCE and herd.worth < enough and meter.passes():
        if stale % _ANEW == 0:
            herd.begin()
        stale = 0 if herd.cross() else stale + 1
    return herd.best


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
        self.first = np.searchsorted(self.of, np.arange(self.count))
        self.size = np.bincount(self.of, minlength=self.count)

    def by_option(self, of_columns: Floats) -> Floats:
        """What is told of columns, told of options."""
        none = self.column < 0
        of_options: Floats = of_columns[self.column]
        of_options[none] = 0.0
        return of_options

    def over_best_other(self, of_options: Floats) -> Floats:
        """How much more each option has than the best of the others of its thing; 0 where there is no other."""
        order = np.lexsort((-of_options, self.of))
        best, several = order[self.first], self.size > 1
        second = np.where(several, order[np.minimum(self.first + 1, len(order) - 1)], best)
        over: Floats = of_options - of_options[best][self.of]
        over[best] = of_options[best] - of_options[second]
        return over


class _Herd:
    """Answers that are crossed and shaken again and again, and the best that there has been.

    An answer is a column of numbers, of each thing the option that it takes. Nothing is worth more than ``most``,
    which is what the relaxed program is worth.
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
        low, high = matrix.low[rows] / scale, matrix.high[rows] / scale
        use = things.by_option(use / scale)
        self._things, self._chance, self.most = things, chance, relaxed.worth
        self.best, self.worth = values, float(matrix.cost @ values)
        self._use = np.concatenate([use[:, high < np.inf], -use[:, low > -np.inf]], axis=1).T.copy()
        self._limit = np.concatenate([high[high < np.inf], -low[low > -np.inf]])[:, np.newaxis]
        self._worth = things.by_option(matrix.cost)
        self._mark = chance.integers(1 << 60, size=len(things.of))  # answers of the same sum are taken for the same
        self._liking = things.over_best_other(gains)
        self._loss = np.maximum.reduceat(gains, things.first)[things.of] - gains
        most_used = np.maximum.reduceat(self._use, things.first, axis=1)[:, things.of]
        self._relieves: Flags = np.asarray((self._use < most_used).any(axis=0))
        self._raises = self._worth > np.minimum.reduceat(self._worth, things.first)[things.of]
        self.begin()
        self._weigh()

    def begin(self) -> None:
        """Forget all answers but the best."""
        self._kept: Numbers = np.zeros((self._things.count, 0), dtype=int)

    def cross(self) -> bool:
        """Make so many answers of those kept, or by chance where none are; whether one is the best so far."""
        every = np.arange(self._things.count)
        now = self._crossed() if self._kept.shape[1] > 1 else self._any_at_all(every, _KEPT)
        room = self._limit - np.array([used[now].sum(axis=0) for used in self._use]).reshape(-1, now.shape[1])
        spread = self._spread * self._chance.random()
        order = self._open[np.argsort(spread * self._chance.gumbel(size=len(self._open)) - self._liking[self._open])]
        self._put_right(now, room, order[self._relieves[order]])
        self._use_room(now, room, order[self._raises[order]])
        self._keep(now[:, _broken(room) <= _EXACT])
        return self._note()

    def _any_at_all(self, things: Numbers, answers: int) -> Numbers:
        """An option by chance, for each of the things in each of so many answers."""
        drawn = self._chance.random((len(things), answers)) * self._things.size[things, np.newaxis]
        return np.asarray(self._things.first[things, np.newaxis] + drawn.astype(int))

    def _crossed(self) -> Numbers:
        """Of each thing, what one or another of two answers takes, and a few things by chance.

        Each of the two is the better one of two that are drawn; the better are kept first.
        """
        one, other = self._chance.integers(self._kept.shape[1], size=(2, 2, _MADE)).min(axis=1)
        first = self._chance.random((self._things.count, _MADE)) < 0.5
        crossed = np.where(first, self._kept[:, one], self._kept[:, other])
        for _ in range(_SHAKEN):
            thing = self._chance.integers(self._things.count, size=_MADE)
            crossed[thing, np.arange(_MADE)] = self._any_at_all(thing, 1)[:, 0]
        return crossed

    def _put_right(self, now: Numbers, room: Floats, order: Numbers) -> None:
        """Take options, one after another, in those answers of which they bring the rows nearer to being kept."""
        broken = _broken(room)
        for option in order:
            if (broken <= _EXACT).all():
                break
            after = self._room_with(now, room, option)
            still = _broken(after)
            self._take(option, still < broken - _EXACT, now, room, after)
            broken = np.minimum(still, broken)

    def _use_room(self, now: Numbers, room: Floats, order: Numbers) -> None:
        """Take options, one after another, in those answers that are worth more with them and keep the rows."""
        for option in order:
            better = self._worth[option] > self._worth[now[self._things.of[option]]]
            if better.any():
                after = self._room_with(now, room, option)
                self._take(option, better & (after >= -_EXACT).all(axis=0), now, room, after)

    def _room_with(self, now: Numbers, room: Floats, option: int) -> Floats:
        """What each row has left of its limit in each answer that takes the option."""
        return np.asarray(room + self._use[:, now[self._things.of[option]]] - self._use[:, option, np.newaxis])

    def _take(self, option: int, where: Flags, now: Numbers, room: Floats, after: Floats) -> None:
        now[self._things.of[option], where] = option
        np.copyto(room, after, where=where)

    def _keep(self, answers: Numbers) -> None:
        """The best of those kept and these, each one once."""
        among = np.concatenate([self._kept, answers], axis=1)
        _, once = np.unique(self._mark[among].sum(axis=0), return_index=True)
        worths = self._worth[among[:, once]].sum(axis=0)
        self._kept = among[:, once[np.argsort(-worths, kind="stable")[:_KEPT]]]

    def _note(self) -> bool:
        """Whether the best of those kept is better than the best so far, which it is then."""
        options = self._kept[:, :1].ravel()
        worth = float(self._worth[options].sum())
        if not len(options) or worth <= self.worth + _EXACT * abs(self.most):
            return False
        column = self._things.column[options]
        self.best, self.worth = np.zeros(len(self.best)), worth
        self.best[column[column >= 0]] = 1.0
        self._weigh()
        return True

    def _weigh(self) -> None:
        """Which options a better answer can have, and how much chance there is.

        So much that options that are as likely as they lose little lose the gap together.
        """
        gap = max(self.most - self.worth, _EXACT)
        self._open = np.flatnonzero(self._loss <= gap)
        losses = self._loss[self._open][self._loss[self._open] > 0]
        few, many = _EXACT * gap, 10 * losses.max(initial=gap)
        for _ in range(50):
            middle = (few * many) ** 0.5
            together = float((losses * np.exp(-losses / middle)).sum())
            few, many = (few, middle) if together > gap else (middle, many)
        self._spread = few


def _broken(room: Floats) -> Floats:
    """How far answers are from what the rows allow, all together."""
    return np.asarray(-np.minimum(room, 0.0).sum(axis=0))
