"""What trips cost the casework: the price of a desk day beside them, and the cases that they make late together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from exeat.domain.workload import HEAVY_LOAD, AbsenceCost, DeskDays, Office, cost_of_absence, office_of, price_days
from exeat.web.accounts.models import User
from exeat.web.policy import local_day
from exeat.web.workload.history import desk_days
from exeat.web.workload.selectors import AHEAD, measured

_RUNS = 60  # for prices: rosters by the hundred meet the same futures, which takes most of the chance out


@dataclass(frozen=True)
class Trip:
    """Dates, both included, on which an official (by key) is away, with working days of work for it around them."""

    official: int
    first: date
    last: date
    before: float = 0.0
    after: float = 0.0


@dataclass(frozen=True)
class OfficialPrice:
    """Cases made late by one desk day of an official (by key) lost in the week of `monday`."""

    official: int
    monday: date
    late_cases: float


@dataclass(frozen=True)
class MeasuredOffice:
    """The office as its cases show it, and the accounts of its officials (key of the official to that of the user)."""

    office: Office
    days: DeskDays
    users: dict[int, str]

    @property
    def weak(self) -> bool:
        """Whether the office is so loaded that an estimate says little."""
        return self.office.utilisation > HEAVY_LOAD

    def prices(self, first: date, last: date, trips: Sequence[Trip] = ()) -> list[OfficialPrice]:
        """What a desk day of each official costs in each week from `first` to `last`, beside these trips.

        A part of a week counts as its whole; officials without a part in cases have no price.
        """
        monday = first - timedelta(days=first.weekday())
        mondays = [monday + timedelta(weeks=number) for number in range((last - monday).days // 7 + 1)]
        weeks = [self.days.span(monday, monday + timedelta(days=6)) for monday in mondays]
        spans = [(max(0.0, begins), max(0.0, ends)) for begins, ends in weeks]
        officials = {user: official for official, user in self.users.items()}
        return [
            OfficialPrice(officials[price.officer], mondays[price.week], price.late_cases)
            for price in price_days(self.office, spans, runs=_RUNS, trips=self._spans(trips))
            if price.officer in officials
        ]

    def cost(self, trips: Sequence[Trip], last: date) -> AbsenceCost:
        """The cases that these trips make late together, followed to half a year after `last`."""
        ahead = self.days.span(last, last)[1]
        return cost_of_absence(self.office, self._spans(trips), days=ahead + AHEAD)

    def _spans(self, trips: Sequence[Trip]) -> list[tuple[str, float, float]]:
        """The trips of those who work on cases, in desk days; what has no working day in it is none."""
        known = {officer.id for officer in self.office.officers}
        found = []
        for trip in trips:
            user = self.users.get(trip.official)
            begins, back = self.days.span(trip.first, trip.last)
            begins, back = max(0.0, begins - trip.before), back + trip.after
            if user in known and begins < back:
                found.append((user, begins, back))
        return found


def measured_office(*, now: datetime) -> MeasuredOffice:
    """The office as it is now; WorkloadError where nothing is measured."""
    staff, cases, today = measured(now)
    users = User.objects.filter(official__isnull=False).values_list("official", "pk")
    accounts = {official: str(user) for official, user in users}
    return MeasuredOffice(office_of(cases, staff, today), desk_days(local_day(now)), accounts)
