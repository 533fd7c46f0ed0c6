"""The page for partners: what each host's calendar takes of whose desk, and what was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from exeat.domain.planning.load import Load, desk_days, loads
from exeat.web.cooperation.models import Host, PlanRun
from exeat.web.cooperation.plans import as_solved
from exeat.web.partners.models import Publication
from exeat.web.policy import short_name

_SHOWN = 20


@dataclass(frozen=True)
class LoadRow:
    """A host's offers and one agency: their days, the share of its desk time in percent, those that cost too much."""

    host: str
    agency: str
    days: float
    percent: float
    offers: int
    dear: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """For a bar."""
        return f"{self.host} – {self.agency}"


@dataclass(frozen=True)
class LoadMeter:
    """The load by host and agency, of the offers that the latest plan was made with; `run` is that plan."""

    run: PlanRun
    rows: tuple[LoadRow, ...]

    @property
    def bars(self) -> list[tuple[str, float]]:
        """For a bar chart."""
        return [(row.label, row.percent) for row in self.rows]


def load_meter() -> LoadMeter | None:
    """What partners' calendars take, by the latest plan that supposes nothing; none before there is one."""
    run = PlanRun.objects.filter(base=None, plan__isnull=False, plan__status__in=("optimal", "feasible")).first()
    scenario = as_solved(run)[0] if run else None
    if run is None or scenario is None:
        return None
    names = {f"host-{pk}": name for pk, name in Host.objects.values_list("pk", "name")}
    titles = {offer.id: offer.title for offer in scenario.offers}
    found = loads(scenario, scenario.offers, desk_days(scenario))
    return LoadMeter(run, tuple(_row(load, names, titles) for load in found))


def _row(load: Load, names: dict[str, str], titles: dict[str, str]) -> LoadRow:
    dear = tuple((one.offer, titles[one.offer]) for one in load.offers if one.dear)
    percent = round(100 * float(load.share), 1)
    host = names.get(load.host, load.host)
    return LoadRow(host, short_name(load.agency), float(load.days), percent, len(load.offers), dear)


def publications() -> list[Publication]:
    """The latest."""
    return list(Publication.objects.select_related("prepared_by", "released_by").defer("token", "statement")[:_SHOWN])


def latest_release() -> str | None:
    """The signed windows that the head released last."""
    found = Publication.objects.filter(released_at__isnull=False).order_by("-released_at").first()
    return found.token if found else None


@dataclass(frozen=True)
class WindowWeek:
    """A week of a section as published."""

    monday: date
    free_days: float
    skills: tuple[tuple[str, int], ...]
    late_cases: float | None


@dataclass(frozen=True)
class WindowSection:
    """A section as published."""

    name: str
    desk_days: int
    taken_days: float
    pays_travel: bool
    on_request: tuple[str, ...]
    weeks: tuple[WindowWeek, ...]


def window_sections(statement: Mapping[str, Any]) -> tuple[WindowSection, ...]:
    """What a statement of windows says of each section."""
    return tuple(_section(row) for row in statement["sections"])


def _section(row: dict[str, Any]) -> WindowSection:
    weeks = tuple(
        WindowWeek(
            _monday(week["week"]),
            week["free_days"],
            tuple(sorted(week["skills"].items())),
            week.get("late_cases_a_day"),
        )
        for week in row["weeks"]
    )
    return WindowSection(
        row["name"], row["desk_days"], row["taken_days"], row["pays_travel"], tuple(row["on_request"]), weeks
    )


def _monday(week: str) -> date:
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)
