"""The office's time: what cases take of it, what is to be expected, and what an absence would make late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exeat.domain.statistics import ninth_decile
from exeat.domain.workload import (
    HEAVY_LOAD,
    AbsenceCost,
    Forecast,
    Interval,
    KeyPerson,
    Office,
    Officer,
    PastCase,
    Remedy,
    StageTimes,
    WorkloadError,
    cost_of_absence,
    forecast,
    illness_risk,
    key_people,
    office_of,
    remedies,
    stage_times,
)
from exeat.web.accounts.models import User
from exeat.web.policy import local_day, policy, zone
from exeat.web.workload.history import desk_days, first_day, officers, past_cases

AHEAD = 130.0  # desk days over which an absence is followed: half a year


@dataclass(frozen=True)
class StageRow:
    """A stage of a kind: how often, its effort in officer-days, its waiting at the desk and outside, in desk days."""

    kind: str
    stage: str
    visits: int
    effort: float
    effort_high: float
    waiting: float
    waiting_high: float
    outside: float

    @property
    def kind_label(self) -> str:
        """The kind as the policy calls it."""
        known = policy().kinds.get(self.kind)
        return known.title if known else self.kind


@dataclass(frozen=True)
class Workload:
    """The page. `refusal` says why there is no forecast where there is none."""

    cases: int
    utilisation: float | None
    stages: list[StageRow]
    forecast: Forecast | None
    refusal: str = ""

    @property
    def arrivals_text(self) -> str:
        """ "12–25"."""
        return _range(self.forecast.arrivals) if self.forecast else ""

    @property
    def late_text(self) -> str:
        """ "0–3"."""
        return _range(self.forecast.late) if self.forecast else ""

    @property
    def late_tone(self) -> str:
        """Whether lateness is to be expected."""
        return "attention" if self.forecast and self.forecast.late.middle >= 1 else ""

    @property
    def utilisation_text(self) -> str:
        """ "71 %"."""
        return "" if self.utilisation is None else f"{self.utilisation:.0%}".replace("%", " %")

    @property
    def load_tone(self) -> str:
        """Whether the load is near what cannot go on."""
        return "attention" if self.utilisation is not None and self.utilisation > HEAVY_LOAD else ""


@dataclass(frozen=True)
class Absence:
    """Who would be away from when to when, both included, the working days in it, and what that costs."""

    names: tuple[str, ...]
    first: date
    last: date
    days: int
    cost: AbsenceCost

    @property
    def text(self) -> str:
        """ "Tomas Verhaelen away for 4 working days in week 12: 3 to 7 more cases past their date." """
        return _("%(who)s away for %(time)s in week %(week)d: %(late)s") % {
            "who": ", ".join(self.names),
            "time": ngettext("%(count)d working day", "%(count)d working days", self.days) % {"count": self.days},
            "week": self.first.isocalendar().week,
            "late": self._late,
        }

    @property
    def _late(self) -> str:
        low, high = round(self.cost.late_cases.low), round(self.cost.late_cases.high)
        if high == 0:
            return _("no more cases past their date.")
        text = ngettext(
            "%(low)d to %(high)d more case past its date.", "%(low)d to %(high)d more cases past their date.", high
        )
        return text % {"low": low, "high": high}

    @property
    def detail(self) -> str:
        """Dates, average, delay."""
        return _(
            "%(first)s to %(last)s; %(mean).1f on average, and %(days).0f working days of delay over all cases."
        ) % {
            "first": date_format(self.first, "j M Y"),
            "last": date_format(self.last, "j M Y"),
            "mean": self.cost.mean_late_cases,
            "days": self.cost.case_days,
        }


def workload(*, now: datetime) -> Workload:
    """What the year's cases took, and what the next month brings."""
    staff, cases, today = measured(now)
    rows = [_row(times) for times in stage_times(cases, staff)]
    try:
        office = office_of(cases, staff, today)
        ahead = forecast(cases, staff, today)
    except WorkloadError as refusal:
        return Workload(len(cases), None, rows, None, str(refusal))
    return Workload(len(cases), office.utilisation, rows, ahead)


def absence(people: Sequence[User], first: date, last: date, *, now: datetime) -> Absence:
    """What it would make late if these people were away; WorkloadError for no working day, and for nothing measured."""
    staff, cases, today = measured(now)
    office: Office = office_of(cases, staff, today)
    days = desk_days(local_day(now))
    begins, back = days.span(first, last)
    if back <= begins:
        raise WorkloadError(_("There is no working day in these dates."))
    spans = [(str(person.pk), begins, back) for person in people]
    cost = cost_of_absence(office, spans, days=max(AHEAD, back + AHEAD / 2))
    return Absence(tuple(person.name for person in people), first, last, round(back - begins), cost)


@dataclass(frozen=True)
class CaseworkRisk:
    """Who the casework cannot do without, and by how many late cases each training or hire lowers that."""

    people: tuple[KeyPerson, ...]
    remedies: tuple[tuple[Remedy, float], ...]


def casework_risk(*, now: datetime) -> CaseworkRisk:
    """The risk from each officer's illness of a month; WorkloadError where nothing can be measured yet."""
    staff, cases, today = measured(now)
    office = office_of(cases, staff, today)
    risk = illness_risk(office)
    helped = ((remedy, risk - remedy.late_cases) for remedy in remedies(office))
    return CaseworkRisk(tuple(key_people(office)), tuple(pair for pair in helped if pair[1] > 0))


def could_be_away(*, now: datetime) -> list[User]:
    """Those whose time the cases take."""
    staff = officers(desk_days(local_day(now)))
    return list(User.objects.filter(pk__in=[officer.id for officer in staff]).order_by("name"))


def suggested_dates(*, now: datetime) -> tuple[date, date]:
    """Monday to Thursday of the week after next."""
    today = local_day(now)
    monday = today - timedelta(days=today.weekday()) + timedelta(days=14)
    return monday, monday + timedelta(days=3)


def measured(now: datetime) -> tuple[tuple[Officer, ...], list[PastCase], float]:
    """Those who work on cases, every case so far, and the desk day of this moment."""
    days = desk_days(first_day(now))
    return officers(days), past_cases(days, now=now), days.at(now.astimezone(zone()))


def _row(times: StageTimes) -> StageRow:
    return StageRow(
        times.kind,
        times.stage,
        times.visits,
        median(times.effort),
        ninth_decile(times.effort),
        median(times.waiting),
        ninth_decile(times.waiting),
        median(times.outside),
    )


def _range(interval: Interval) -> str:
    low, high = round(interval.low), round(interval.high)
    return str(low) if low == high else f"{low}–{high}"
