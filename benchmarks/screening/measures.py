"""Shares with their intervals, areas, thresholds: the arithmetic of the tables, without a word about names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_Z = 1.959964  # the two-sided 95 % point of the normal distribution
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """``k`` of ``n``."""

    k: int
    n: int

    @property
    def value(self) -> float:
        return self.k / self.n if self.n else float("nan")

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (E. B. Wilson, JASA 22, 1927)."""
        if not self.n:
            return 0.0, 1.0
        centre = self.value + _Z**2 / (2 * self.n)
        reach = _Z * (self.value * (1 - self.value) / self.n + _Z**2 / (4 * self.n**2)) ** 0.5
        whole = 1 + _Z**2 / self.n
        return max(0.0, (centre - reach) / whole), min(1.0, (centre + reach) / whole)

    def as_json(self) -> dict[str, object]:
        low, high = self.interval()
        return {"k": self.k, "n": self.n, "share": round(self.value, 4), "from": round(low, 4), "to": round(high, 4)}


def share(hits: Sequence[bool]) -> Share:
    return Share(sum(hits), len(hits))


def curve(scores: Sequence[float], labels: Sequence[bool]) -> list[tuple[float, float, float]]:
    """(recall, precision, threshold) at each distinct score, from the highest down. Equal scores enter together."""
    order = sorted(zip(scores, labels, strict=True), key=lambda one: -one[0])
    positives = sum(labels)
    points, true = [], 0
    for place, (score, label) in enumerate(order, start=1):
        true += label
        if place == len(order) or order[place][0] != score:
            points.append((true / positives, true / place, score))
    return points


def average_precision(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under precision over recall, by steps: no credit for interpolation between ties."""
    area, before = 0.0, 0.0
    for recall, precision, _ in curve(scores, labels):
        area += (recall - before) * precision
        before = recall
    return area


def average_precision_interval(scores: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """The middle 95 % of the area over resampled pairs; the seed is fixed."""
    random = np.random.default_rng(1540)
    score, label = np.asarray(scores), np.asarray(labels, dtype=bool)
    areas = []
    for _ in range(_RESAMPLES):
        drawn = random.integers(0, len(score), len(score))
        if label[drawn].any():
            areas.append(average_precision(score[drawn].tolist(), label[drawn].tolist()))
    low, high = np.quantile(areas, (0.025, 0.975))
    return float(low), float(high)


def threshold(false: Sequence[float], rate: float) -> float:
    """The lowest score that at most ``rate`` of the false ones reach."""
    order = sorted(false)
    allowed = int(rate * len(order))
    for value in sorted({*order, np.nextafter(order[-1], np.inf)}):
        if len(order) - bisect_left(order, value) <= allowed:
            return float(value)
    raise AssertionError("nothing lies above the highest score")


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with about one score: what the scores said, and how many of them were the same party."""

    low: float
    high: float
    said: float
    true: Share


def reliability(scores: Sequence[float], labels: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Bins of equal width over 0..1; those without a pair are left out."""
    found = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [
            (score, label)
            for score, label in zip(scores, labels, strict=True)
            if low <= score < high or (number == bins - 1 and score == high)
        ]
        if inside:
            said = sum(score for score, _ in inside) / len(inside)
            found.append(Bin(low, high, said, share([label for _, label in inside])))
    return found
