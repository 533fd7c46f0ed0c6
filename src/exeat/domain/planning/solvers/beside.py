"""The bound of a large program, found beside the search for a plan where there is a processor for it.

HiGHS works outside Python's lock, so a thread has a processor of its own, and ends with the process whatever ends that.
It comes along as it comes along; so nothing but its bound reaches the search. Where only one processor is to be had, or
work is counted, the bound is that of the root, made where ``root`` is called. It is no part of the work.

Worths a little below the bound are refuted, each from the beginning. To HiGHS such a worth is an answer that it has,
and so near the bound most columns can be decided for good: the tree for it is small, where the tree for the plan's own
worth brings the bound down hardly at all (ADR 139).
"""

from __future__ import annotations

import os
import time
from math import log
from threading import Event, Thread
from types import TracebackType

from ..model.program import Floats, Matrix
from .highs import PROOF, ROOT, refute, relax, run
from .interface import Meter

_FIRST = 0.011  # of the relaxed program's worth, the first worth lies below it; roots of large sections 0.4 to 1.7 %
_FOLD = 0.13  # of the gap: by so much less a worth takes e times as long to refute, or about so
_LEAST, _MOST = 0.02, 0.2  # of the gap, in one step
_EVER = 0.004  # of the bound, in one step
_SHORT = 15.0  # seconds


class Bound:
    """What no values of a program are worth more than; less and less while the block lasts, and least after it."""

    def __init__(self, matrix: Matrix, meter: Meter, start: Floats) -> None:
        self.least = float("inf")
        self.known = float(matrix.cost @ start)  # the worth of the best values that the search has
        self._matrix, self._meter = matrix, meter
        self._ended = Event()
        alone = meter.limits.work is not None or processors() == 1
        self._thread = None if alone else Thread(target=self._lower, name="exeat-bound")

    def __enter__(self) -> Bound:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, at: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def root(self, values: Floats) -> None:
        """Make the bound of the root, knowing these values, unless bounds are looked for beside."""
        if self._thread is None and not self._meter.over():
            self._tell(run(self._matrix, self._meter.uncounted(), values, {**ROOT, **PROOF}).bound)

    def enough(self) -> float:
        """A worth at which there is no need to search on."""
        gap = self._meter.limits.gap
        return self.least - gap * abs(self.least) if gap else self.least  # no gap of an infinite bound

    def _tell(self, bound: float) -> None:
        self.least = min(self.least, bound)

    def _lower(self) -> None:
        """Refute worths, by such steps that there seems to be time for the next; by half of one that was too much."""
        meter = self._meter.uncounted(self._ended.is_set)
        self._tell(relax(self._matrix).worth)
        step, root, took = _FIRST * abs(self.least), 0.0, 0.0
        while not meter.over() and self.least > self.known:
            began = time.monotonic()
            some = meter.within(_aim(meter.left(), took))
            refuted = refute(self._matrix, some, max(self.known, self.least - step), self._tell)
            took, gap = time.monotonic() - began, self.least - self.known
            if refuted:
                root = root or took / 2  # of which all have about the same
                times = max(_aim(meter.left(), took) - root, root) / max(took - root, root / 4)
                step = min(gap * min(max(_FOLD * log(times), _LEAST), _MOST), _EVER * abs(self.least))
            elif some.over():
                step = min(step / 2, gap * _MOST)
            else:
                return  # something is worth more, and the bound is that


def _aim(left: float, took: float) -> float:
    """How many seconds the next worth may take, the last one having taken so many: half, or all where they are few."""
    return left if left < max(_SHORT, 4 * took) else left / 2


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
