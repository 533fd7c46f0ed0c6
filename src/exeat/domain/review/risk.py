"""Points of risk: what a case says of itself, what is known of its past, and the red flags that were raised.

Every point has its source and its weight from the policy. The sum orders work and sets how closely a case is looked at;
it decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from exeat.domain.review.policy.model import Policy
from exeat.domain.review.policy.scrutiny import RiskLevel
from exeat.domain.review.policy.when import ReferralFacts


@dataclass(frozen=True)
class History:
    """How often each happened: denials beside the case, hits in it, refusals and late debts of its exporter."""

    identical_denials: int = 0
    alike_denials: int = 0
    hits: int = 0
    refusals: int = 0
    late_obligations: int = 0


@dataclass(frozen=True)
class Point:
    """Points for one thing: `about` is destination, end_user, goods, route, history or flags."""

    id: str
    about: str
    text: str
    weight: int
    source: str


@dataclass(frozen=True)
class Risk:
    """The points of a case, their sum, and the level that follows from it."""

    points: tuple[Point, ...]
    total: int
    level: RiskLevel


def risk_of(facts: ReferralFacts, history: History, flags: Collection[str], policy: Policy) -> Risk:
    """The points of a case; `flags` are the ids of red flags that were raised, of which unknown ones count nothing."""
    points = (*_of_facts(facts, policy), *_of_history(history, policy), *_of_flags(flags, policy))
    total = sum(point.weight for point in points)
    level = [one for one in policy.risk.levels if one.least <= total][-1]
    return Risk(points, total, level)


def _of_facts(facts: ReferralFacts, policy: Policy) -> Iterator[Point]:
    for factor in policy.risk.factors:
        if factor.when.holds(facts):
            yield Point(factor.id, factor.about, factor.text, factor.weight, factor.source)


def _of_history(history: History, policy: Policy) -> Iterator[Point]:
    for factor in policy.risk.history:
        count = getattr(history, factor.of)
        if count:
            text = factor.text if count == 1 else f"{factor.text} ({count})"
            yield Point(factor.id, "history", text, min(count * factor.each, factor.most), factor.source)


def _of_flags(flags: Collection[str], policy: Policy) -> Iterator[Point]:
    """Each flag by its weight, until the most that flags may come to is reached."""
    left = policy.risk.flags_most
    for flag in policy.red_flags.values():
        weight = min(flag.weight, left)
        if flag.id in flags and weight:
            left -= weight
            yield Point(flag.id, "flags", flag.text, weight, flag.source)
