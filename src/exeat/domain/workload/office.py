"""An office as a queue: officers who serve, kinds of case that arrive, stages that take effort.

All times are *desk days*: working days of the office as a continuous number, day 0 the first one considered. Weekends
and holidays do not exist on this scale; ``DeskDays`` turns dates into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np


class WorkloadError(ValueError):
    """An office or a history that cannot be reckoned with; the message names what, and what was expected."""


@dataclass(frozen=True)
class Officer:
    """Who serves: what they can do, and when they are away as (from, to) in desk days, ``to`` not included."""

    id: str
    skills: frozenset[str]
    absences: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        for first, back in self.absences:
            if not first < back:
                raise WorkloadError(f"officer {self.id}: an absence from day {first} to {back} has no length")


@dataclass(frozen=True)
class Stage:
    """One visit of a case to a desk: the skill it needs, its effort, and the wait outside that comes before it.

    ``effort`` (officer-days) and ``outside`` (desk days that the case is with others) are samples, drawn from with
    equal chance. ``clock_runs`` says whether the outside wait counts against the case's limit.
    """

    name: str
    skill: str
    effort: tuple[float, ...]
    outside: tuple[float, ...] = (0.0,)
    clock_runs: bool = True

    def __post_init__(self) -> None:
        for name, sample in (("effort", self.effort), ("outside", self.outside)):
            if not sample or min(sample) < 0:
                raise WorkloadError(f"stage {self.name}: {name} must hold numbers, none below zero")

    @property
    def mean_effort(self) -> float:
        return sum(self.effort) / len(self.effort)


@dataclass(frozen=True)
class Kind:
    """A kind of case: arrivals a desk day, the stages it passes in order, and its limit in desk days."""

    name: str
    rate: float
    stages: tuple[Stage, ...]
    limit: float

    def __post_init__(self) -> None:
        if self.rate < 0:
            raise WorkloadError(f"kind {self.name}: rate {self.rate} is below zero")
        if not self.stages:
            raise WorkloadError(f"kind {self.name}: has no stage")


@dataclass(frozen=True)
class Waiting:
    """A case already there: the stages still before it, how many desk days of its limit are left.

    The first stage's ``outside`` is what is still to wait there: zero for a case that lies at the desk.
    """

    stages: tuple[Stage, ...]
    left: float


@dataclass(frozen=True)
class Office:
    """Officers, kinds of case, and the cases already waiting."""

    officers: tuple[Officer, ...]
    kinds: tuple[Kind, ...]
    waiting: tuple[Waiting, ...] = ()

    def __post_init__(self) -> None:
        if not self.officers:
            raise WorkloadError("an office needs at least one officer")
        held = frozenset().union(*(officer.skills for officer in self.officers))
        stages = [stage for kind in self.kinds for stage in kind.stages]
        stages += [stage for case in self.waiting for stage in case.stages]
        for stage in stages:
            if stage.skill not in held:
                raise WorkloadError(f"stage {stage.name}: no officer holds {stage.skill}")

    @property
    def utilisation(self) -> float:
        """Effort that arrives a day over officers, absences apart: 1 and more cannot go on."""
        effort = sum(kind.rate * stage.mean_effort for kind in self.kinds for stage in kind.stages)
        return effort / len(self.officers)

    def without(self, absences: Iterable[tuple[str, float, float]]) -> Office:
        """The same office with these further absences: (officer, from, to)."""
        more: dict[str, list[tuple[float, float]]] = {}
        for officer, first, back in absences:
            more.setdefault(officer, []).append((first, back))
        if unknown := more.keys() - {officer.id for officer in self.officers}:
            raise WorkloadError(f"no officer {', '.join(sorted(unknown))} in this office")
        officers = (replace(o, absences=merged((*o.absences, *more.get(o.id, ())))) for o in self.officers)
        return replace(self, officers=tuple(officers))


def merged(spans: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The spans in order, those that touch made one."""
    found: list[tuple[float, float]] = []
    for first, back in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(back, found[-1][1])
        else:
            found.append((first, back))
    return tuple(found)


_OPENS, _HOURS = 8.0, 9.0  # a desk day runs from eight to five; what is done outside counts at its edge


@dataclass(frozen=True)
class DeskDays:
    """Dates as desk days from ``start``; ``weekend`` holds ISO weekdays, Monday is 1."""

    start: date
    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = field(default_factory=frozenset)

    @cached_property
    def _working(self) -> np.busdaycalendar:
        mask = "".join("0" if weekday in self.weekend else "1" for weekday in range(1, 8))
        return np.busdaycalendar(mask, np.array(sorted(self.holidays), dtype="datetime64[D]"))

    @cached_property
    def _counted(self) -> dict[date, int]:
        """Days that were asked for: the moments of thousands of cases lie on few of them."""
        return {}

    def until(self, day: date) -> int:
        """The working days from ``start`` to ``day``, which is not counted; below zero for earlier dates."""
        if day not in self._counted:
            days = np.busday_count(np.datetime64(self.start), np.datetime64(day), busdaycal=self._working)
            self._counted[day] = int(days.item())
        return self._counted[day]

    def at(self, moment: datetime) -> float:
        """The desk day of a moment of local time, with the part of the day that has passed."""
        day = moment.date()
        whole = self.until(day)
        if self.until(date.fromordinal(day.toordinal() + 1)) == whole:  # not a working day
            return float(whole)
        hours = moment.hour + moment.minute / 60 + moment.second / 3600
        return whole + min(1.0, max(0.0, (hours - _OPENS) / _HOURS))

    def span(self, first: date, last: date) -> tuple[float, float]:
        """An absence of these dates, both inclusive, as (from, to)."""
        return float(self.until(first)), float(self.until(date.fromordinal(last.toordinal() + 1)))
