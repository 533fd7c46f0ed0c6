"""Values as intervals: what a threshold admits, and what an applicant states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from exeat.domain.controls.thresholds.algebra import convert
from exeat.domain.controls.thresholds.model import Limit

INFINITY = Decimal("Infinity")
Overlap = Literal["all", "some", "none"]
"""How much of one interval lies in another."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`; `open_low`, `open_high` when the end itself is not among them."""

    low: Decimal = -INFINITY
    high: Decimal = INFINITY
    open_low: bool = False
    open_high: bool = False

    def meet(self, other: Interval) -> Interval | None:
        """The values in both, None when there are none."""
        low, open_low = max((self.low, self.open_low), (other.low, other.open_low))
        high, closed_high = min((self.high, not self.open_high), (other.high, not other.open_high))
        empty = low > high or (low == high and (open_low or not closed_high))
        return None if empty else Interval(low, high, open_low, not closed_high)

    def within(self, other: Interval) -> Overlap:
        """How much of this interval lies in another."""
        common = self.meet(other)
        if common is None:
            return "none"
        return "all" if common == self else "some"

    def times(self, factor: Decimal) -> Interval:
        """Every value times a positive factor."""
        return Interval(self.low * factor, self.high * factor, self.open_low, self.open_high)

    def converted(self, unit: str, to: str) -> Interval:
        """The same values in another unit of the same dimension."""
        low, high = (v if v.is_infinite() else convert(v, unit, to) for v in (self.low, self.high))
        return Interval(low, high, self.open_low, self.open_high)


def exactly(value: Decimal) -> Interval:
    """A single value."""
    return Interval(value, value)


def admitted(limits: tuple[Limit, ...], unit: str) -> Interval:
    """The values that keep all limits, in a unit."""
    whole = Interval()
    for limit in limits:
        value = convert(limit.value, limit.unit, unit)
        above = limit.comparator in (">", ">=")
        is_open = limit.comparator in (">", "<")
        part = Interval(low=value, open_low=is_open) if above else Interval(high=value, open_high=is_open)
        whole = whole.meet(part) or Interval(INFINITY, -INFINITY)
    return whole
