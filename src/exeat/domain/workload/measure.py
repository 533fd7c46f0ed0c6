"""What cases took, read from what happened: effort and waiting by stage, arrivals, the cases still open.

Nobody keeps a time sheet. Effort is read from when things were done: an officer whose next piece of work already lay
there began it when the one before was done. Visits that came to an idle desk say less (they may have lain unread), and
are used only where there are few others; so effort is an upper bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .office import Kind, Office, Officer, Stage, Waiting, WorkloadError

_ENOUGH = 20  # visits that followed each other, from which effort can be told without the others
_LEAST_EFFORT = 0.02  # ten minutes of a working day


@dataclass(frozen=True)
class Visit:
    """One visit of a case to a desk, in desk days: when it came, and when it was done by whom; None while it is there.

    ``clock_ran`` says whether the time before it, since the visit before, counted against the case's limit.
    """

    stage: str
    skill: str
    came: float
    done: float | None
    officer: str | None
    clock_ran: bool = True


@dataclass(frozen=True)
class PastCase:
    """A case as it went: its visits in order, and whether it is closed. An open case without an open visit is outside;

    ``next_stages`` then names what still comes, by the stages of its kind.
    """

    id: str
    kind: str
    came: float
    limit: float
    visits: tuple[Visit, ...]
    closed: bool

    def paused(self) -> float:
        """The desk days outside that did not count."""
        ends = [self.came, *(visit.done for visit in self.visits if visit.done is not None)]
        gaps = (visit.came - end for visit, end in zip(self.visits, ends, strict=False) if not visit.clock_ran)
        return sum(max(0.0, gap) for gap in gaps)

    @property
    def fell_due(self) -> float:
        return self.came + self.limit + self.paused()

    def late(self, now: float) -> bool:
        """Whether it was, or by ``now`` is, not done on the day it was due."""
        done = self.visits[-1].done if self.closed and self.visits else None
        return (now if done is None else done) > self.fell_due


@dataclass(frozen=True)
class StageTimes:
    """Effort (officer-days), waiting at the desk and outside before it (desk days), by stage of a kind."""

    kind: str
    stage: str
    visits: int
    effort: tuple[float, ...]
    waiting: tuple[float, ...]
    outside: tuple[float, ...]


def stage_times(cases: Iterable[PastCase], officers: Sequence[Officer]) -> list[StageTimes]:
    """Effort and waiting by kind and stage, in the order in which stages first come."""
    cases = list(cases)
    efforts = _efforts(cases, officers)
    rows: dict[tuple[str, str], list[tuple[float, float, bool, float]]] = defaultdict(list)
    for case in cases:
        before = case.came
        for visit in case.visits:
            if visit.done is not None:
                effort, followed = efforts[case.id, visit.came, visit.stage]
                waited = max(0.0, visit.done - visit.came - effort)
                rows[case.kind, visit.stage].append((effort, waited, followed, max(0.0, visit.came - before)))
                before = visit.done
    return [_times(kind, stage, found) for (kind, stage), found in rows.items()]


def _times(kind: str, stage: str, rows: list[tuple[float, float, bool, float]]) -> StageTimes:
    sure = [effort for effort, _, followed, _ in rows if followed]
    efforts = sure if len(sure) >= _ENOUGH else [effort for effort, _, _, _ in rows]
    waiting, outside = tuple(row[1] for row in rows), tuple(row[3] for row in rows)
    return StageTimes(kind, stage, len(rows), tuple(efforts), waiting, outside)


def _efforts(cases: list[PastCase], officers: Sequence[Officer]) -> dict[tuple[str, float, str], tuple[float, bool]]:
    """The effort of each visit that is done, and whether it followed another piece of work without a break."""
    absences = {officer.id: officer.absences for officer in officers}
    done: dict[str, list[tuple[float, float, str, str]]] = defaultdict(list)
    for case in cases:
        for visit in case.visits:
            if visit.done is not None and visit.officer is not None:
                done[visit.officer].append((visit.done, visit.came, case.id, visit.stage))
    found = {}
    for officer, pieces in done.items():
        last = -np.inf
        for ends, came, case_id, stage in sorted(pieces):
            begins = max(came, last)
            away = sum(max(0.0, min(back, ends) - max(first, begins)) for first, back in absences.get(officer, ()))
            found[case_id, came, stage] = max(_LEAST_EFFORT, ends - begins - away), came < last
            last = ends
    return found


def office_of(cases: Iterable[PastCase], officers: Sequence[Officer], now: float, memory: float = 250.0) -> Office:
    """The office as the last ``memory`` desk days before ``now`` show it, with the cases open at ``now``.

    Raises WorkloadError where no case of that time is closed: there is nothing to measure by.
    """
    known = [_until(case, now) for case in cases if case.came <= now]
    recent = [case for case in known if case.came > now - memory]
    closed = [case for case in recent if case.closed]
    if not closed:
        raise WorkloadError(f"no case came and was closed in the last {memory:.0f} desk days")
    times = {(row.kind, row.stage): row for row in stage_times(recent, officers)}
    span = min(memory, now - min(case.came for case in known))
    kinds = tuple(
        Kind(
            name,
            sum(case.kind == name for case in recent) / max(span, 1.0),
            _path(name, [case for case in closed if case.kind == name], times),
            float(np.median([case.limit for case in recent if case.kind == name])),
        )
        for name in sorted({case.kind for case in closed})
    )
    by_name = {kind.name: kind for kind in kinds}
    waiting = (_waiting(case, by_name[case.kind], now) for case in known if not case.closed and case.kind in by_name)
    shifted = tuple(replace(o, absences=_after(o.absences, now)) for o in officers)
    return Office(shifted, kinds, tuple(case for case in waiting if case is not None))


def _until(case: PastCase, now: float) -> PastCase:
    """The case as it was known at ``now``."""
    visits = tuple(
        visit if visit.done is not None and visit.done <= now else replace(visit, done=None, officer=None)
        for visit in case.visits
        if visit.came <= now
    )
    closed = case.closed and len(visits) == len(case.visits) and all(visit.done is not None for visit in visits)
    return replace(case, visits=visits, closed=closed)


def _path(kind: str, closed: list[PastCase], times: dict[tuple[str, str], StageTimes]) -> tuple[Stage, ...]:
    """The stages that closed cases of this kind passed, in the commonest order; a rework is a stage of its own."""
    paths: dict[tuple[tuple[str, str, bool], ...], int] = defaultdict(int)
    for case in closed:
        paths[tuple((visit.stage, visit.skill, visit.clock_ran) for visit in case.visits)] += 1
    commonest = max(paths.items(), key=lambda item: (item[1], item[0]))[0]
    visits = sum(len(case.visits) for case in closed) / len(closed)
    extra = visits / max(1, len(commonest))  # effort of the visits that the commonest path does not show
    return tuple(
        Stage(
            stage,
            skill,
            tuple(effort * extra for effort in times[kind, stage].effort),
            times[kind, stage].outside,
            clock,
        )
        for stage, skill, clock in commonest
    )


def _waiting(case: PastCase, kind: Kind, now: float) -> Waiting | None:
    done = [visit for visit in case.visits if visit.done is not None]
    left = kind.stages[min(len(done), len(kind.stages) - 1) :]
    used = now - case.came - case.paused()
    if len(done) < len(case.visits):
        first = replace(left[0], outside=(0.0,))
    else:
        since = now - (done[-1].done or now) if done else now - case.came
        rest = tuple(days - since for days in left[0].outside if days > since) or (1.0,)
        first = replace(left[0], outside=rest)
    return Waiting((first, *left[1:]), case.limit - used)


def _after(absences: Iterable[tuple[float, float]], now: float) -> tuple[tuple[float, float], ...]:
    return tuple((max(0.0, first - now), back - now) for first, back in absences if back > now)
