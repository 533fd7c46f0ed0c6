"""What nobody else could do: the skills and files that one official holds alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """A file or standing task: who holds it, and who can take over (None: nobody)."""

    title: str
    holder: str
    deputy: str | None = None


@dataclass(frozen=True)
class Alone:
    """What stops while one official is not there.

    ``work_days`` are person-days of planned work that take a skill which nobody else holds.
    """

    official: str
    skills: tuple[str, ...]
    files: tuple[str, ...]
    work_days: int


def held_alone(
    skills: Mapping[str, frozenset[str]], files: Sequence[Held], work: Mapping[str, int]
) -> dict[str, Alone]:
    """For each official in ``skills`` (id to skills), what only they hold; ``work`` is person-days by skill.

    A deputy counts only while in service: a file whose deputy is not among the officials stops with its holder.
    """
    found = {}
    for official, own in skills.items():
        others = frozenset().union(*(theirs for name, theirs in skills.items() if name != official))
        alone = tuple(sorted(own - others))
        stops = tuple(sorted(held.title for held in files if held.holder == official and held.deputy not in skills))
        found[official] = Alone(official, alone, stops, sum(work.get(skill, 0) for skill in alone))
    return found


@dataclass(frozen=True)
class Second:
    """A skill that one official holds alone, and the person-days of planned work that a second holder would secure."""

    skill: str
    official: str
    work_days: int


def second_holders(alone: Mapping[str, Alone], work: Mapping[str, int]) -> list[Second]:
    """The skills that most need a second holder, by the work that hangs on the only one."""
    found = [Second(skill, one.official, work.get(skill, 0)) for one in alone.values() for skill in one.skills]
    return sorted(found, key=lambda second: (-second.work_days, second.skill))
