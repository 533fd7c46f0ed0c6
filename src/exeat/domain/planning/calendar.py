"""Days, weeks, fortnights and blocks of a horizon, as whole numbers.

Day 0 is the Monday of the ISO week in which the horizon begins; week w has the days 7w … 7w + 6. A block is four
weeks and a fortnight two, counted from week 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction


@dataclass(frozen=True)
class Outing:
    """One session, as it takes an official away.

    ``first`` to ``last`` are away, to ``rested`` at work but not to leave again. ``losses`` are the working days an
    attendee loses by week: away, preparation in the week before, follow-up in the week after.
    """

    first: int
    last: int
    rested: int
    working: tuple[int, ...]
    losses: tuple[tuple[int, Fraction], ...]

    def blocks(self) -> Counter[int]:
        """Working days away by block of four weeks."""
        return Counter(day // 28 for day in self.working)

    @property
    def fortnight(self) -> int:
        return self.first // 14


class Calendar:
    """The working days of each state over a horizon."""

    def __init__(self, start: date, end: date, states: Mapping[str, tuple[frozenset[int], frozenset[date]]]) -> None:
        self._monday = start - timedelta(days=start.weekday())
        self._states = {
            state: (weekend, frozenset(self.day(holiday) for holiday in holidays))
            for state, (weekend, holidays) in states.items()
        }
        self.start = self.day(start)
        self.end = self.day(end)
        self.weeks = self.week(self.end) + 1

    def day(self, when: date) -> int:
        return (when - self._monday).days

    def date(self, day: int) -> date:
        return self._monday + timedelta(days=day)

    @staticmethod
    def week(day: int) -> int:
        return day // 7

    def working(self, state: str, first: int, last: int) -> tuple[int, ...]:
        """The state's working days from ``first`` to ``last``, inclusive."""
        weekend, holidays = self._states[state]
        return tuple(day for day in range(first, last + 1) if day % 7 + 1 not in weekend and day not in holidays)

    def outing(
        self, state: str, first: int, last: int, rest: int, preparation: Fraction, follow_up: Fraction
    ) -> Outing:
        """The outing away from ``first`` to ``last``; days lost outside the horizon's weeks are dropped."""
        working = self.working(state, first, last)
        losses = {week: Fraction(days) for week, days in Counter(self.week(day) for day in working).items()}
        for week, days in ((self.week(first) - 1, preparation), (self.week(last) + 1, follow_up)):
            losses[week] = losses.get(week, Fraction(0)) + days
        kept = tuple(sorted((w, n) for w, n in losses.items() if n and 0 <= w < self.weeks))
        return Outing(first, last, last + rest, working, kept)

    def within(self, outing: Outing) -> bool:
        """Whether the away interval lies in the horizon."""
        return self.start <= outing.first and outing.last <= self.end
