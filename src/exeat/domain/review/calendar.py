"""Working days: the arithmetic under every deadline."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """Every day works but the state's weekend and its holidays.

    `weekend` holds ISO weekdays (Monday is 1, Sunday 7). Both are policy; a calendar without a working day is refused.
    """

    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Raise ValueError for a weekday outside 1..7 or a weekend of seven days."""
        if not self.weekend <= set(range(1, 8)):
            raise ValueError("weekend: expected ISO weekdays, 1 (Monday) to 7 (Sunday)")
        if len(self.weekend) == 7:
            raise ValueError("weekend: at least one weekday must be a working day")

    def is_working(self, day: date) -> bool:
        """Whether `day` is neither weekend nor holiday."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def next_working(self, day: date) -> date:
        """`day` itself if it works, else the first working day after it."""
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which is day 0 whether it works or not.

        Raises ValueError when `n` is negative: deadlines do not lie before what starts them.
        """
        if n < 0:
            raise ValueError(f"cannot add {n} working days: expected zero or more")
        for _ in range(n):
            day = self.next_working(day + _ONE_DAY)
        return day

    def count(self, after: date, until: date) -> int:
        """The number of working days d with after < d <= until; zero when `until` is not after `after`."""
        span = (until - after).days
        return sum(self.is_working(after + timedelta(days=offset)) for offset in range(1, span + 1))


def months_later(day: date, months: int) -> date:
    """The last day of a validity of so many months: the same day of the month, or the month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
