"""What an absence costs in cases past their date, and what a desk day is worth in each week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .office import Office
from .simulation import Floats, draw_visits, each_served, serve

HEAVY_LOAD = 0.9  # above it a steady state is so slow to come that no estimate for a few weeks is worth much
_PRICED_DAYS = 3.0  # an absence of about the length of a trip


@dataclass(frozen=True)
class Interval:
    """A figure with the range in which nine of ten futures fall."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, sample: Floats) -> Interval:
        """The 5th, 50th and 95th percentile of a sample (R,)."""
        low, middle, high = np.quantile(sample, [0.05, 0.5, 0.95])
        return cls(float(low), float(middle), float(high))


@dataclass(frozen=True)
class AbsenceCost:
    """What an absence adds: cases past their date, and days of delay summed over all cases.

    ``weak`` where the office is so loaded that the estimate says little.
    """

    late_cases: Interval
    mean_late_cases: float
    case_days: float
    weak: bool


def cost_of_absence(
    office: Office, absences: Sequence[tuple[str, float, float]], days: float, runs: int = 400, seed: int = 0
) -> AbsenceCost:
    """Compare the office with and without these absences (officer, from, to) over the same ``days`` of futures."""
    visits = draw_visits(office, days, runs, seed)
    outcome = serve([office, office.without(absences)], visits)
    late = outcome.late_cases()
    more = late[:, 1] - late[:, 0]
    delay = (outcome.delay[:, 1] - outcome.delay[:, 0]).sum(axis=1)
    return AbsenceCost(Interval.of(more), float(more.mean()), float(delay.mean()), office.utilisation > HEAVY_LOAD)


@dataclass(frozen=True)
class DayPrice:
    """Cases made late, and days of delay over all cases, by one lost day of this officer in this week (from 0)."""

    officer: str
    week: int
    late_cases: float
    case_days: float


Absences = Sequence[tuple[str, float, float]]


def price_days(
    office: Office, weeks: Sequence[tuple[float, float]], runs: int = 200, seed: int = 0, trips: Absences = ()
) -> list[DayPrice]:
    """The price of a desk day of each officer in each week, all else as it is, by absences of up to three days.

    ``weeks`` are (from, to) in desk days; one without a working day has no price. Absences that are certain, such as
    leave, are in the office; ``trips`` (officer, from, to) are those of a plan. So the price rises where colleagues are
    away. Where a trip is the officer's own it is taken out first: the price is that of going, beside all the others.
    All absences meet the same futures, which takes most of the chance out of the difference.
    """
    absences = [
        _Priced(number, officer.id, first, min(back, first + _PRICED_DAYS), _others(trips, officer.id, first, back))
        for officer in office.officers
        for number, (first, back) in enumerate(weeks)
        if back > first
    ]
    if not absences:
        return []
    visits = draw_visits(office, max(back for _, back in weeks), runs, seed)
    beside = list(dict.fromkeys(one.beside for one in absences))
    stays = dict(zip(beside, each_served([office.without(trips) for trips in beside], visits), strict=True))
    goes = each_served([office.without([*one.beside, (one.officer, one.first, one.back)]) for one in absences], visits)
    prices = []
    for one, (late, delay) in zip(absences, goes, strict=True):
        lost, (late_before, delay_before) = one.back - one.first, stays[one.beside]
        more, longer = float((late - late_before).mean()), float((delay - delay_before).mean())
        prices.append(DayPrice(one.officer, one.week, max(0.0, more / lost), max(0.0, longer / lost)))
    return prices


@dataclass(frozen=True)
class _Priced:
    """An absence to be priced, and the trips beside which it is."""

    week: int
    officer: str
    first: float
    back: float
    beside: tuple[tuple[str, float, float], ...]


def _others(trips: Absences, officer: str, first: float, back: float) -> tuple[tuple[str, float, float], ...]:
    """The trips without those of the officer that touch these days."""
    return tuple(trip for trip in trips if trip[0] != officer or trip[2] <= first or back <= trip[1])
