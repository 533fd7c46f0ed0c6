"""A year of the office in figures, each computed from the events of its cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from statistics import median

from exeat.domain.review import DECISIONS
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, Referral
from exeat.web.cases.standing import CLOCK, clock_of
from exeat.web.policy import local_day, policy, zone

MONTHS = 12
DECIDED = tuple(f"case.{name}" for name in DECISIONS)
BRACKETS = ((0, 5), (6, 10), (11, 15), (16, 20), (21, None))
"""Working days from registration to decision, first and last of each group."""
_KEPT: dict[tuple[str | None, date, str], Year] = {}
"""The year as last read; no more than one."""


@dataclass(frozen=True)
class Month:
    """What arrived and what was decided in a month, as references of cases."""

    first: date
    arrived: tuple[str, ...]
    decided: tuple[str, ...]

    @property
    def name(self) -> str:
        """The month in an address: `2026-03`."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Decided:
    """A decided case: the working days that its clock had run, and whether they were more than the limit."""

    reference: str
    days: int
    late: bool


@dataclass(frozen=True)
class AgencyPace:
    """How an agency answered in the year: positions given, the median of working days that the first one took."""

    agency: str
    given: int
    median_days: float | None


def year_until(now: datetime) -> Year:
    """The year that ends at this moment: read again once the ledger has grown, the day is another, or the policy is.

    What it takes grows with the cases of a year, and most of those who look at it see nothing new.
    """
    head = Event.objects.order_by("-seq").values_list("hash", flat=True).first()
    key = (head, local_day(now), policy().sha256)
    year = _KEPT.get(key)
    if year is None:
        year = Year(now)
        _KEPT.clear()  # another thread's year may go with it, and is read again
        _KEPT[key] = year
    return year


class Year:
    """The twelve months that end with the month of `now`, in the state's time zone; each figure is reckoned once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.firsts = _months_until(local_day(now))
        self.start = datetime.combine(self.firsts[0], datetime.min.time(), zone())
        kinds = ("case.submit", "case.return", *DECIDED)
        found = Event.objects.filter(kind__in=kinds, at__gte=self.start, at__lte=now).order_by("seq")
        self._events = list(found.only("seq", "at", "kind", "subject", "data"))

    @cached_property
    def months(self) -> list[Month]:
        """Arrivals (first submissions) and decisions, month by month."""
        arrived, decided = defaultdict(list), defaultdict(list)
        for event in self._events:
            first = local_day(event.at).replace(day=1)
            if event.kind == "case.submit" and event.data.get("number") == 1:
                arrived[first].append(_reference(event))
            elif event.kind in DECIDED:
                decided[first].append(_reference(event))
        return [Month(first, tuple(arrived[first]), tuple(decided[first])) for first in self.firsts]

    @cached_property
    def decided(self) -> list[Decided]:
        """Every case decided in the year with the days that it took; two queries."""
        references = [_reference(event) for event in self._events if event.kind in DECIDED]
        events: dict[str, list[Event]] = defaultdict(list)
        subjects = [f"case:{reference}" for reference in references]
        marks = Event.objects.filter(subject__in=subjects, kind__in=CLOCK).order_by("seq")
        for event in marks.only("seq", "at", "kind", "subject"):
            events[event.subject].append(event)
        cases = Case.objects.filter(reference__in=references).only("reference", "kind", "change").order_by("pk")
        readings = ((case.reference, clock_of(case, self.now, events[case.subject])) for case in cases)
        return [Decided(reference, reading.days_used, reading.overdue) for reference, reading in readings]

    @cached_property
    def returns(self) -> dict[str, list[str]]:
        """What was missing from applications returned at intake, the commonest first, with the cases concerned.

        The empty reason stands for what the officer wrote where the rules found nothing missing.
        """
        found: dict[str, list[str]] = defaultdict(list)
        for event in self._events:
            if event.kind == "case.return":
                for gap in event.data.get("gaps") or [""]:
                    found[gap].append(_reference(event))
        return dict(sorted(found.items(), key=lambda reason: -len(reason[1])))

    @cached_property
    def returned(self) -> list[str]:
        """The cases returned at least once."""
        return sorted({_reference(event) for event in self._events if event.kind == "case.return"})

    @cached_property
    def median_days(self) -> float | None:
        """The median of working days to a decision; None where nothing was decided."""
        return median(one.days for one in self.decided) if self.decided else None

    def in_bracket(self, first: int, last: int | None) -> list[str]:
        """The cases decided in so many working days."""
        return [one.reference for one in self.decided if first <= one.days and (last is None or one.days <= last)]

    @cached_property
    def agencies(self) -> list[AgencyPace]:
        """How each agency of the policy answered what it was asked in the year."""
        taken: dict[str, list[int]] = defaultdict(list)
        given: Counter[str] = Counter()
        for referral in Referral.objects.filter(sent_at__gte=self.start).prefetch_related("positions"):
            positions = sorted(referral.positions.all(), key=lambda position: position.at)
            given[referral.agency] += len(positions)
            if positions:
                days = policy().calendar.count(local_day(referral.sent_at), local_day(positions[0].at))
                taken[referral.agency].append(days)
        return [
            AgencyPace(agency, given[agency], median(taken[agency]) if taken[agency] else None)
            for agency in policy().agencies
        ]


def _reference(event: Event) -> str:
    return event.subject.removeprefix("case:")


def _months_until(today: date) -> Sequence[date]:
    """The first days of the twelve months that end with today's."""
    months: Iterable[int] = range(today.year * 12 + today.month - MONTHS, today.year * 12 + today.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]
