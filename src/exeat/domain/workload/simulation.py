"""What the queue does: many copies of the office served at once, by the recursion of Kiefer and Wolfowitz.

J. Kiefer and J. Wolfowitz, "On the theory of queues with many servers", Trans. AMS 78 (1955): with visits in the order
of their coming, it is enough to know when each server is next free. A visit goes to the officer with its skill who can
begin first; where several could at once, to the one with the fewest skills, so that the specialist stays free. An
absence interrupts work, which goes on afterwards.

A later stage's visit comes when it would without waiting at the desk before; what it waits there is added at the end.
So the order of visits is the same in every copy, and thousands of what-ifs cost one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .office import Office, Stage

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_CELLS = 25_000_000  # runs × rosters × cases served at once: 200 megabytes


@dataclass(frozen=True)
class Visits:
    """Visits in the order of their coming, for each of R runs, padded with visits that never come.

    ``came`` (R, N) desk days, infinite where padded; ``effort`` (R, N) officer-days; ``case`` and ``skill`` (R, N)
    numbers of the case in its run and of the skill. ``due`` (R, M): the waiting at desks that each case can bear before
    it is late; ``ends`` (R, M): when its last visit comes.
    """

    came: Floats
    effort: Floats
    case: Ints
    skill: Ints
    due: Floats
    ends: Floats
    skills: tuple[str, ...]

    @property
    def runs(self) -> int:
        return len(self.came)


@dataclass(frozen=True)
class Outcome:
    """What became of each case in each run under each roster.

    ``delay`` (R, S, M): desk days spent at desks, waiting and work. ``late`` (R, S, M): whether that was more than the
    case could bear. ``fell_due`` (R, M): the desk day on which it was to be done; not a number where padded.
    """

    delay: Floats
    late: NDArray[np.bool_]
    fell_due: Floats

    def late_cases(self, first: float = 0.0, until: float = np.inf) -> Floats:
        """How many cases that fell due from ``first`` to before ``until`` were late, by run and roster (R, S)."""
        with np.errstate(invalid="ignore"):
            within = (self.fell_due >= first) & (self.fell_due < until)
        counts: Floats = (self.late & within[:, None, :]).sum(axis=2).astype(np.float64)
        return counts


def draw_visits(office: Office, days: float, runs: int, seed: int, spread: Floats | None = None) -> Visits:
    """``runs`` possible futures of ``days`` desk days: the cases waiting now, and Poisson arrivals of each kind.

    ``spread`` (R, K) multiplies the rate of each kind in each run, where the rate itself is uncertain.
    """
    random = np.random.default_rng(seed)
    skills = tuple(sorted({skill for officer in office.officers for skill in officer.skills}))
    rates = np.array([kind.rate for kind in office.kinds])
    counts = random.poisson(days * rates * (np.ones((runs, len(rates))) if spread is None else spread))
    taken = np.full(runs, len(office.waiting))  # cases of each run that have a number already
    drawn = [
        _Drawn(np.arange(runs), np.full(runs, number), np.zeros(runs), case.left, case.stages)
        for number, case in enumerate(office.waiting)
    ]
    for number, kind in enumerate(office.kinds):
        run = np.repeat(np.arange(runs), counts[:, number])
        within, _ = _places(run, runs)
        came = random.uniform(0.0, days, len(run))
        drawn.append(_Drawn(run, taken[run] + within, came, kind.limit, kind.stages))
        taken = taken + counts[:, number]
    return _in_order(drawn, runs, int(taken.max(initial=0)), skills, random)


@dataclass(frozen=True)
class _Drawn:
    """Cases of one kind over all runs: the run and number of each, when it came, and what it will need."""

    run: Ints
    case: Ints
    came: Floats
    limit: float
    stages: tuple[Stage, ...]


def _in_order(
    drawn: Sequence[_Drawn], runs: int, cases: int, skills: tuple[str, ...], random: np.random.Generator
) -> Visits:
    due, ends = np.full((runs, cases), np.nan), np.full((runs, cases), np.nan)
    each = sum((np.bincount(group.run, minlength=runs) * len(group.stages) for group in drawn), np.zeros(runs, np.intp))
    came = np.full((runs, int(each.max())), np.inf)
    effort, case, skill = np.zeros(came.shape), np.zeros(came.shape, np.intp), np.zeros(came.shape, np.intp)
    taken = np.zeros(runs, np.intp)  # visits of each run that have a place already
    samples: dict[int, Floats] = {}  # cases that wait share those of their kind
    for group in drawn:
        at, bearable = group.came, np.full(len(group.run), group.limit)
        within, visits = _places(group.run, runs)
        for stage in group.stages:
            outside = random.choice(_array(stage.outside, samples), len(at))
            at = at + outside
            bearable = bearable - outside * stage.clock_runs
            place = taken[group.run] + within
            came[group.run, place] = at
            effort[group.run, place] = random.choice(_array(stage.effort, samples), len(at))
            case[group.run, place], skill[group.run, place] = group.case, skills.index(stage.skill)
            taken = taken + visits
        due[group.run, group.case], ends[group.run, group.case] = bearable, at
    order = came.argsort(axis=1, kind="stable")  # at one moment, the case with the lower number first
    came, effort, case, skill = (np.take_along_axis(one, order, axis=1) for one in (came, effort, case, skill))
    return Visits(came, effort, case, skill, due, ends, skills)


def _places(run: Ints, runs: int) -> tuple[Ints, Ints]:
    """The place of each case among those of its run, where the runs stand in order, and how many each run has."""
    each = np.bincount(run, minlength=runs)
    return np.arange(len(run)) - np.repeat(np.cumsum(each) - each, each), each


def _array(sample: tuple[float, ...], known: dict[int, Floats]) -> Floats:
    if id(sample) not in known:
        known[id(sample)] = np.array(sample)
    return known[id(sample)]


def serve(rosters: Sequence[Office], visits: Visits) -> Outcome:
    """Serve the same visits under each roster: offices of the same officers that differ in absences or skills."""
    able = np.array([[_able(office, visits.skills)] for office in rosters])[:, 0]  # (S, C, skills)
    first, back = _absences(rosters)  # (K, S, C)
    order = np.argsort(able.sum(axis=2), axis=1, kind="stable")  # fewest skills first, within each roster
    able = np.take_along_axis(able, order[:, :, None], axis=1)
    first, back = (np.take_along_axis(side, order[None], axis=2) for side in (first, back))
    length = np.where(np.isfinite(first), back, 0.0) - np.where(np.isfinite(first), first, 0.0)
    runs, rows, officers = visits.runs, len(rosters), able.shape[1]
    free = np.zeros((runs, rows, officers))
    delay = np.zeros((runs, rows, visits.due.shape[1]))
    each_run, each_row = np.arange(runs)[:, None], np.arange(rows)[None, :]
    for visit in range(visits.came.shape[1]):
        came, effort = visits.came[:, visit], visits.effort[:, visit]
        comes = np.isfinite(came)
        start = _at_desk(np.maximum(free, np.where(comes, came, 0.0)[:, None, None]), first, back)
        start[~able[:, :, visits.skill[:, visit]].transpose(2, 0, 1)] = np.inf
        chosen = start.argmin(axis=2)
        begins = start[each_run, each_row, chosen]
        done = _worked(begins, effort[:, None], first[:, each_row, chosen], length[:, each_row, chosen])
        at = np.nonzero(comes)[0]
        free[at[:, None], each_row, chosen[at]] = done[at]
        delay[at[:, None], each_row, visits.case[at, visit][:, None]] += done[at] - came[at, None]
    with np.errstate(invalid="ignore"):
        return Outcome(delay, delay > visits.due[:, None, :], visits.ends + visits.due)


def each_served(rosters: Sequence[Office], visits: Visits) -> Iterator[tuple[Floats, Floats]]:
    """Late cases and days of delay (R,) under each roster, of any number of rosters: as many at once as fit."""
    batch = max(1, _CELLS // (visits.runs * max(visits.due.shape[1], len(rosters[0].officers))))
    for at in range(0, len(rosters), batch):
        outcome = serve(rosters[at : at + batch], visits)
        late, delay = outcome.late_cases(), outcome.delay.sum(axis=2)
        yield from ((late[:, row], delay[:, row]) for row in range(late.shape[1]))


def _able(office: Office, skills: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[skill in officer.skills for skill in skills] for officer in office.officers])


def _absences(rosters: Sequence[Office]) -> tuple[Floats, Floats]:
    """Absences as (K, S, C) arrays of their beginnings and ends; those that are not there lie at infinity."""
    officers = len(rosters[0].officers)
    most = max((len(officer.absences) for office in rosters for officer in office.officers), default=0)
    first = np.full((most, len(rosters), officers), np.inf)
    back = np.full_like(first, np.inf)
    for row, office in enumerate(rosters):
        for column, officer in enumerate(office.officers):
            for number, (begins, ends) in enumerate(officer.absences):
                first[number, row, column], back[number, row, column] = begins, ends
    return first, back


def _at_desk(when: Floats, first: Floats, back: Floats) -> Floats:
    """Each moment, or the end of the absence in which it falls."""
    for begins, ends in zip(first, back, strict=True):
        when = np.where((when >= begins) & (when < ends), ends, when)
    return when


def _worked(begins: Floats, effort: Floats, first: Floats, length: Floats) -> Floats:
    """When work is done that begins at a moment at the desk; absences on the way are added."""
    done = begins + effort
    for leaves, days in zip(first, length, strict=True):
        done = np.where((begins < leaves) & (leaves < done), done + days, done)
    return done
