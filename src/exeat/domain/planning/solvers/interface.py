"""What a solver is told and what it answers, whichever solver it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..roster import Roster


@dataclass(frozen=True)
class Limits:
    """When to stop: after so many seconds or so much work, at a relative gap, or when asked to."""

    seconds: float | None = None
    work: int | None = None
    gap: float = 0.0
    seed: int = 0
    interrupted: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Solution:
    """The best plan found, or none where it is proven that there is none; no plan is worth more than ``bound``."""

    roster: Roster | None
    bound: float
    work: int
