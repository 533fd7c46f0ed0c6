"""What an absence costs in cases past their date, and what a desk day is worth in each week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .office import Office
from .simulation import Floats, draw_visits, serve

HEAVY_LOAD = 0.9  # above it a steady state is so slow to come that no estimate for a few weeks is worth much
_PRICED_DAYS = 3.0  # an absence of about the length of a trip
_CELLS = 400_000  # rosters × runs × officers served at once: some hundred megabytes


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


def price_days(office: Office, weeks: Sequence[tuple[float, float]], runs: int = 200, seed: int = 0) -> list[DayPrice]:
    """The price of a desk day of each officer in each week, all else as it is, by absences of up to three days.

    ``weeks`` are (from, to) in desk days; one without a working day has no price. The officers' own absences, leave and
    trips already agreed on, are in the office; so the price rises where colleagues are away. All absences meet the same
    futures, which takes most of the chance out of the difference.
    """
    absences = [
        (number, officer.id, first, min(back, first + _PRICED_DAYS))
        for officer in office.officers
        for number, (first, back) in enumerate(weeks)
        if back > first
    ]
    if not absences:
        return []
    visits = draw_visits(office, max(back for _, back in weeks), runs, seed)
    base = serve([office], visits)
    late, delay = base.late_cases()[:, 0], base.delay[:, 0].sum(axis=1)
    batch = max(1, _CELLS // (runs * len(office.officers)))
    prices: list[DayPrice] = []
    for at in range(0, len(absences), batch):
        part = absences[at : at + batch]
        outcome = serve([office.without([(officer, first, back)]) for _, officer, first, back in part], visits)
        more_late = (outcome.late_cases() - late[:, None]).mean(axis=0)
        more_delay = (outcome.delay.sum(axis=2) - delay[:, None]).mean(axis=0)
        for (week, officer, first, back), cases, days in zip(part, more_late, more_delay, strict=True):
            lost = back - first
            prices.append(DayPrice(officer, week, max(0.0, float(cases) / lost), max(0.0, float(days) / lost)))
    return prices
