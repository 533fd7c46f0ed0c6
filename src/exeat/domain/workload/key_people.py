"""Who the office cannot do without: what stops when one officer is ill, and what would help most."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .office import Office
from .simulation import draw_visits, serve

_WELL_DAYS = 10.0  # desk days before the illness, so that the office is not caught empty


@dataclass(frozen=True)
class Remedy:
    """A training (an officer learns a skill) or a hire (a new officer with one skill), and the risk that stays."""

    officer: str | None  # None: a hire
    skill: str
    late_cases: float


@dataclass(frozen=True)
class KeyPerson:
    """What happens while one officer is ill: skills that nobody else holds, and the cases that this makes late."""

    officer: str
    alone_in: tuple[str, ...]
    late_cases: float


def key_people(office: Office, ill_days: float = 20.0, runs: int = 200, seed: int = 0) -> list[KeyPerson]:
    """Each officer ill for ``ill_days`` after ten desk days: what stops and what gets late, the worst first."""
    outcomes = _ill_each(office, office, ill_days, runs, seed)
    well = float(serve([office], draw_visits(office, _followed(ill_days), runs, seed)).late_cases().mean())
    found = [
        KeyPerson(officer.id, tuple(sorted(_alone(office, officer.id))), max(0.0, cases - well))
        for officer, cases in zip(office.officers, outcomes, strict=True)
    ]
    return sorted(found, key=lambda person: (-len(person.alone_in), -person.late_cases, person.officer))


def illness_risk(office: Office, ill_days: float = 20.0, runs: int = 200, seed: int = 0) -> float:
    """The late cases as things are, summed over each officer ill in turn: what a remedy's figure is compared with."""
    return sum(_ill_each(office, office, ill_days, runs, seed))


def remedies(office: Office, ill_days: float = 20.0, runs: int = 200, seed: int = 0) -> list[Remedy]:
    """Every single training and hire, by the late cases that remain when each of today's officers is ill in turn."""
    skills = sorted({stage.skill for kind in office.kinds for stage in kind.stages})
    found = []
    for number, officer in enumerate(office.officers):
        for skill in skills:
            if skill not in officer.skills:
                trained = replace(officer, skills=officer.skills | {skill})
                officers = (*office.officers[:number], trained, *office.officers[number + 1 :])
                risk = sum(_ill_each(replace(office, officers=officers), office, ill_days, runs, seed))
                found.append(Remedy(officer.id, skill, risk))
    for skill in skills:
        hired = replace(office.officers[0], id="", skills=frozenset({skill}), absences=())
        risk = sum(_ill_each(replace(office, officers=(*office.officers, hired)), office, ill_days, runs, seed))
        found.append(Remedy(None, skill, risk))
    return sorted(found, key=lambda remedy: (remedy.late_cases, remedy.officer is None, remedy.skill))


def _ill_each(office: Office, today: Office, ill_days: float, runs: int, seed: int) -> list[float]:
    """The mean number of late cases while each of today's officers in turn is ill."""
    visits = draw_visits(today, _followed(ill_days), runs, seed)
    rosters = [office.without([(officer.id, _WELL_DAYS, _WELL_DAYS + ill_days)]) for officer in today.officers]
    return [float(cases) for cases in serve(rosters, visits).late_cases().mean(axis=0)]


def _followed(ill_days: float) -> float:
    """The desk days over which an illness is followed: as long again after it."""
    return _WELL_DAYS + 2 * ill_days


def _alone(office: Office, officer: str) -> set[str]:
    others = frozenset().union(*(o.skills for o in office.officers if o.id != officer))
    return {skill for o in office.officers if o.id == officer for skill in o.skills} - others
