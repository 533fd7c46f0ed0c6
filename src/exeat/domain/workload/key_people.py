"""Who the office cannot do without: what stops when one officer is ill, and what would help most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .office import Office, Officer
from .simulation import Visits, draw_visits, each_served

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
    visits = draw_visits(office, _followed(ill_days), runs, seed)
    rosters = [office, *_ill_each(office, office, ill_days)]
    well, *outcomes = [float(cases.mean()) for cases, _ in each_served(rosters, visits)]
    found = [
        KeyPerson(officer.id, tuple(sorted(_alone(office, officer.id))), max(0.0, cases - well))
        for officer, cases in zip(office.officers, outcomes, strict=True)
    ]
    return sorted(found, key=lambda person: (-len(person.alone_in), -person.late_cases, person.officer))


def illness_risk(office: Office, ill_days: float = 20.0, runs: int = 200, seed: int = 0) -> float:
    """The late cases as things are, summed over each officer ill in turn: what a remedy's figure is compared with."""
    return _risks([office], office, draw_visits(office, _followed(ill_days), runs, seed), ill_days)[0]


def remedies(office: Office, ill_days: float = 20.0, runs: int = 200, seed: int = 0) -> list[Remedy]:
    """Every single training and hire, by the late cases that remain when each of today's officers is ill in turn."""
    skills = sorted({stage.skill for kind in office.kinds for stage in kind.stages})
    visits = draw_visits(office, _followed(ill_days), runs, seed)
    learns = [
        (number, skill) for number, one in enumerate(office.officers) for skill in skills if skill not in one.skills
    ]
    trained = [_trained(office, number, skill) for number, skill in learns]
    hired = [replace(office, officers=(*office.officers, _hired(office, skill))) for skill in skills]
    risks = [*_risks(trained, office, visits, ill_days), *_risks(hired, office, visits, ill_days)]
    named = [*((office.officers[number].id, skill) for number, skill in learns), *((None, skill) for skill in skills)]
    found = [Remedy(officer, skill, risk) for (officer, skill), risk in zip(named, risks, strict=True)]
    return sorted(found, key=lambda remedy: (remedy.late_cases, remedy.officer is None, remedy.skill))


def _trained(office: Office, number: int, skill: str) -> Office:
    officers = list(office.officers)
    officers[number] = replace(officers[number], skills=officers[number].skills | {skill})
    return replace(office, officers=tuple(officers))


def _hired(office: Office, skill: str) -> Officer:
    return replace(office.officers[0], id="", skills=frozenset({skill}), absences=())


def _risks(offices: Sequence[Office], today: Office, visits: Visits, ill_days: float) -> list[float]:
    """Of each office, the late cases summed over today's officers ill in turn."""
    if not offices:
        return []
    rosters = [ill for office in offices for ill in _ill_each(office, today, ill_days)]
    late = [float(cases.mean()) for cases, _ in each_served(rosters, visits)]
    each = len(today.officers)
    return [sum(late[at : at + each]) for at in range(0, len(late), each)]


def _ill_each(office: Office, today: Office, ill_days: float) -> list[Office]:
    """The office with each of today's officers ill in turn."""
    return [office.without([(officer.id, _WELL_DAYS, _WELL_DAYS + ill_days)]) for officer in today.officers]


def _followed(ill_days: float) -> float:
    """The desk days over which an illness is followed: as long again after it."""
    return _WELL_DAYS + 2 * ill_days


def _alone(office: Office, officer: str) -> set[str]:
    others = frozenset().union(*(o.skills for o in office.officers if o.id != officer))
    return {skill for o in office.officers if o.id == officer for skill in o.skills} - others
