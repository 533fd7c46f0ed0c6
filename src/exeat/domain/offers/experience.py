"""What earlier events of a host and kind achieved of what was expected, and what that says of the next one.

The ratio of a host and kind is drawn towards that of all events, and that towards 1: few reports say little. It is the
posterior mean of a ratio whose prior weighs as much as ``trust`` expected units (an empirical Bayes estimate of the
usual kind; see B. Efron, C. Morris, Stein's Paradox in Statistics, Scientific American 236(5), 1977).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LEAST, _MOST = 0.2, 1.5
"""Whatever the reports say: an event of a host builds something, and nobody plans on a gift."""


@dataclass(frozen=True)
class Outcome:
    """Units of capability that were expected of an event, and that those who went say it achieved."""

    host: str
    kind: str
    expected: float
    achieved: float


@dataclass(frozen=True)
class Experience:
    """``factor`` is what an expected unit is worth; ``events`` are those of the host and kind, with their units."""

    factor: float
    events: int
    expected: float
    achieved: float


def experience(outcomes: Iterable[Outcome], host: str, kind: str, trust: float) -> Experience:
    """What to make of the next event of ``host`` and ``kind``: factor 1 where nobody has reported anything."""
    everything = list(outcomes)
    own = [one for one in everything if (one.host, one.kind) == (host, kind)]
    overall = _drawn(everything, 1.0, trust)
    factor = min(_MOST, max(_LEAST, _drawn(own, overall, trust)))
    return Experience(factor, len(own), sum(one.expected for one in own), sum(one.achieved for one in own))


def _drawn(outcomes: list[Outcome], towards: float, trust: float) -> float:
    expected, achieved = sum(one.expected for one in outcomes), sum(one.achieved for one in outcomes)
    return (achieved + trust * towards) / (expected + trust)
