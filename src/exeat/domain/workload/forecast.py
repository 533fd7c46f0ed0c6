"""How many cases will come, and how many will be late, with intervals that the office's own past has tested.

A simulation knows only the chances that are in it. What it leaves out (a season, a rework, a bad month) shows when it
is asked about months that are already known; how far it was off there widens the interval, by conformal prediction
(V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World, 2005).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .absence import HEAVY_LOAD, Interval
from .measure import PastCase, office_of
from .office import Office, Officer, WorkloadError
from .simulation import Floats, draw_visits, serve

MONTH = 21.0  # desk days
_LEAST_TESTS = 6  # months of the past to test by; fewer say nothing of a 90 % interval
_MOST_TESTS = 24
_SPREAD_MONTHS = 12


@dataclass(frozen=True)
class Forecast:
    """Cases that will arrive and that will fall due without being done, in the next ``days`` desk days.

    ``tested_on`` months of the office's own past set the width; 0 where there was too little of it, and then the
    interval is the simulation's alone. ``weak`` where the office is too loaded for the figure to mean much.
    """

    days: float
    arrivals: Interval
    late: Interval
    tested_on: int
    weak: bool


def forecast(
    cases: Sequence[PastCase],
    officers: Sequence[Officer],
    now: float,
    days: float = MONTH,
    runs: int = 200,
    seed: int = 0,
) -> Forecast:
    """The next ``days`` desk days as seen at ``now`` from cases up to then, with 90 % intervals.

    ``officers``' absences are the known ones, past and planned. Raises WorkloadError where nothing can be measured.
    """
    arrivals, late, office = _simulated(cases, officers, now, days, runs, seed)
    misses = _past_misses(cases, officers, now, days, runs, seed)
    if len(misses) < _LEAST_TESTS:
        return Forecast(days, Interval.of(arrivals), Interval.of(late), 0, office.utilisation > HEAVY_LOAD)
    by_arrivals, by_late = np.array(misses).T
    return Forecast(
        days,
        _widened(arrivals, by_arrivals),
        _widened(late, by_late),
        len(misses),
        office.utilisation > HEAVY_LOAD,
    )


def _simulated(
    cases: Sequence[PastCase], officers: Sequence[Officer], now: float, days: float, runs: int, seed: int
) -> tuple[Floats, Floats, Office]:
    """Samples (R,) of arrivals and of late cases, and the office they were drawn from."""
    office = office_of(cases, officers, now)
    spread = _rates(cases, office, now, runs, seed)
    visits = draw_visits(office, days, runs, seed, spread)
    late = serve([office], visits).late_cases(0.0, days)[:, 0]
    return (~np.isnan(visits.ends)).sum(axis=1).astype(float) - len(office.waiting), late, office


def _rates(cases: Sequence[PastCase], office: Office, now: float, runs: int, seed: int) -> Floats:
    """(R, K) multipliers of each kind's rate: gamma, as wide as its monthly counts were beyond chance."""
    random = np.random.default_rng([seed, 1])
    columns = []
    for kind in office.kinds:
        came = [now - case.came for case in cases if case.kind == kind.name and now - case.came >= 0]
        months = min(_SPREAD_MONTHS, int(max(came, default=0.0) // MONTH))
        counts = np.histogram(came, bins=months, range=(0.0, months * MONTH))[0] if months else np.array([1])
        mean = max(float(counts.mean()), 0.5)
        beyond = max(0.0, (float(counts.var(ddof=1)) if months > 1 else mean) - mean) / mean**2
        variance = beyond + 1 / max(1.0, float(counts.sum()))  # months differ, and their mean is not known exactly
        columns.append(random.gamma(1 / variance, variance, runs))
    return np.stack(columns, axis=1) if columns else np.ones((runs, 0))


def _past_misses(
    cases: Sequence[PastCase], officers: Sequence[Officer], now: float, days: float, runs: int, seed: int
) -> list[tuple[float, float]]:
    """For each earlier period, how far arrivals and late cases were from the middle, in widths of the simulation's."""
    misses = []
    for number in range(1, _MOST_TESTS + 1):
        then = now - number * days
        try:
            arrivals, late, _ = _simulated(cases, officers, then, days, runs, seed + number)
        except WorkloadError:
            break
        came = sum(then < case.came <= then + days for case in cases)
        were_late = sum(then <= case.fell_due < then + days and case.late(now) for case in cases)
        misses.append((_miss(arrivals, came), _miss(late, were_late)))
    return misses


def _miss(sample: Floats, actual: float) -> float:
    middle, width = _scale(sample)
    return abs(float(_root(actual)) - middle) / width


def _widened(sample: Floats, misses: Floats) -> Interval:
    """The middle of the sample, with the width that would have held nine in ten of the past periods."""
    nine_in_ten = min(len(misses), math.ceil(0.9 * (len(misses) + 1)))
    middle, width = _scale(sample)
    reach = float(np.sort(misses)[nine_in_ten - 1]) * width
    low, high = max(0.0, middle - reach), middle + reach
    return Interval(round(max(0.0, low**2 - 0.375)), float(np.median(sample)), round(high**2 - 0.375))


def _scale(sample: Floats) -> tuple[float, float]:
    """Middle and width of counts on the scale on which counts of any size scatter alike (Anscombe 1948)."""
    low, middle, high = np.quantile(_root(sample), [0.05, 0.5, 0.95])
    return float(middle), max(float(high - low), 0.5)


def _root(count: Floats | float) -> Floats:
    return np.sqrt(np.asarray(count, dtype=float) + 0.375)
