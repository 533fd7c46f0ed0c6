"""What a solver is told and what it answers, whichever solver it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..model.program import Floats


@dataclass(frozen=True)
class Limits:
    """When to stop: after so many seconds or so much work, at a relative gap, or when asked to."""

    seconds: float | None = None
    work: int | None = None
    gap: float = 0.0
    seed: int = 0
    interrupted: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Outcome:
    """The best values found for the columns, or none; nothing is worth more than ``bound``.

    ``impossible`` says that it is proven that no values satisfy the rows.
    """

    values: Floats | None
    bound: float
    work: int
    impossible: bool = False
