"""What a solver is told and what it answers, whichever solver it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..model.program import Floats


@dataclass(frozen=True)
class Limits:
    """When to stop: after so many seconds or so much work, at a relative gap, or when asked to."""

    seconds: float | None = None
    work: int | None = None
    gap: float = 0.0
    seed: int = 0
    interrupted: Callable[[], bool] = lambda: False


class Meter:
    """The work done under some limits, in as many runs of a solver as they last."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.work = 0
        self._began = time.monotonic()

    def count(self) -> None:
        """One more unit of work."""
        self.work += 1

    def passes(self) -> bool:
        """Whether the limits let the work go on from here; it is counted only then.

        So a search that ends by itself and one that is stopped at the next point are told apart by their work.
        """
        if self.over():
            return False
        self.count()
        return True

    def deadline(self) -> float | None:
        """When the seconds are over, as ``time.time`` counts them."""
        return None if self.limits.seconds is None else time.time() + self.left()

    def left(self) -> float:
        """How many seconds are left."""
        seconds = self.limits.seconds
        return float("inf") if seconds is None else seconds - (time.monotonic() - self._began)

    def room(self) -> int | None:
        """How much work may still be done."""
        return None if self.limits.work is None else max(0, self.limits.work - self.work)

    def uncounted(self, interrupted: Callable[[], bool] | None = None) -> Meter:
        """A meter for what is no part of the work: it ends when this one's seconds are over, or when asked to."""
        other = Meter(replace(self.limits, work=None, interrupted=interrupted or self.limits.interrupted))
        other._began = self._began
        return other

    def within(self, seconds: float) -> Meter:
        """A meter that ends after so many seconds, if not before with this one."""
        return Meter(replace(self.limits, seconds=seconds, work=None, interrupted=self.over))

    def over(self) -> bool:
        """Whether a limit is reached."""
        limits = self.limits
        late = self.left() <= 0
        enough = limits.work is not None and self.work >= limits.work
        return late or enough or limits.interrupted()


@dataclass(frozen=True)
class Outcome:
    """The best values found for the columns, or none; nothing is worth more than ``bound``.

    ``finished`` says that the search ended by itself, with the best values or with the proof that there are none.
    """

    values: Floats | None
    bound: float
    finished: bool


Basis = tuple[bytes, bytes]  # of columns and of rows, in a solver's own code


@dataclass(frozen=True)
class Relaxed:
    """The best of a program whose columns need not be whole: its worth, the values of the columns, a price a row.

    ``basis`` is where the solver ended, for the next program like it.
    """

    worth: float
    values: Floats
    prices: Floats
    basis: Basis
