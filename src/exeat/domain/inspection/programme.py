"""The programme of visits: what is most pressing first, within the days that inspectors have.

How pressing a site is, is the share of its interval that has passed since it was last seen; the interval comes from its
risk class. A site that nobody has seen is due on the day on which it came under inspection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Site:
    """A site under inspection: visited every `months`, each time for `days` of inspectors' time.

    `since` is the day on which it came under inspection, `seen` the last day of the last visit. `open_late` counts
    corrective actions that are overdue there.
    """

    id: int
    name: str
    risk: str
    months: int
    days: int
    since: date
    seen: date | None = None
    open_late: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for an interval or a length of nothing."""
        if self.months < 1 or self.days < 1:
            raise ValueError(f"{self.name}: a site is visited every month or less often, for a day or more")

    @property
    def due(self) -> date:
        """The day by which it is to be seen again."""
        return self.since if self.seen is None else self.seen + self._interval

    def pressing(self, today: date) -> float:
        """The share of the interval that has passed; 1 on the day on which it is due."""
        return 1 + (today - self.due) / self._interval

    @property
    def _interval(self) -> timedelta:
        return timedelta(days=round(self.months * _DAYS_A_MONTH))


@dataclass(frozen=True)
class Visit:
    """A site in the programme, and why it stands there or not: a sentence."""

    site: Site
    due: date
    why: str


@dataclass(frozen=True)
class Programme:
    """What is visited in a period, in order; what is due and finds no time; what is due after it, the soonest first.

    `days` are those that there are, `used` those that the visits take.
    """

    days: int
    visits: tuple[Visit, ...]
    no_time: tuple[Visit, ...]
    later: tuple[Visit, ...]

    @property
    def used(self) -> int:
        """The inspectors' days that the visits take."""
        return sum(visit.site.days for visit in self.visits)


def programme(sites: Iterable[Site], days: int, today: date, *, until: date) -> Programme:
    """The visits from `today` to `until` that `days` of inspectors' time allow.

    The most pressing come first; one too long for the days that are left is passed over, and shorter ones after it may
    still find room. Raises ValueError for fewer than no days and for a period that ends before it begins.
    """
    if days < 0 or until < today:
        raise ValueError("a programme has zero days or more, and ends on the day of its beginning or later")
    ordered = sorted(sites, key=lambda site: (-site.pressing(today), site.months, site.due, site.id))
    visits, no_time, left = [], [], days
    for site in (site for site in ordered if site.due <= until):
        if site.days <= left:
            left -= site.days
            visits.append(Visit(site, site.due, _why(site, today)))
        else:
            needed = f"It takes {_days(site.days)}, and {_days(left)} are left." if left else "No day is left."
            no_time.append(Visit(site, site.due, f"{_why(site, today)} {needed}"))
    later = sorted((site for site in ordered if site.due > until), key=lambda site: (site.due, site.id))
    return Programme(days, tuple(visits), tuple(no_time), tuple(Visit(s, s.due, _why(s, today)) for s in later))


def _why(site: Site, today: date) -> str:
    """Why a site stands where it does."""
    if site.seen is None:
        reason = f"{site.risk}: never seen since it came under inspection on {_day(site.since)}."
    else:
        due = f"it {'was' if site.due < today else 'is'} due by {_day(site.due)}"
        reason = f"{site.risk}: last seen on {_day(site.seen)}, every {site.months} months, so {due}."
    if site.open_late:
        plural = "action is" if site.open_late == 1 else "actions are"
        reason += f" {site.open_late} corrective {plural} overdue."
    return reason


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
