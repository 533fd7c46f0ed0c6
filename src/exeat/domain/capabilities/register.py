"""A capability as the register tells of it, where its parts fall apart, and what an offer of help is then worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .ladder import Level

UNITS_A_LEVEL = 20
"""Units of capability in one level of the ladder: what offers' gains are counted in."""
EQUIPMENT = "equipment"
"""The kind of an offer that brings things; every other kind works on people and procedures."""


class CapabilityError(ValueError):
    """A capability that cannot be; the message names it, and what was expected."""


@dataclass(frozen=True)
class Capability:
    """Something that the state set out to be able to do.

    ``equipped`` is the share of the equipment that the plan needs and that is there, in percent. Of the people who must
    be trained to use it (``people_needed``), ``people_trained`` are. ``weight`` is its importance beside the others.
    ``depends_on`` names capabilities that it cannot work without.
    """

    id: str
    title: str
    planned: Level
    implemented: Level
    weight: int = 1
    equipped: int = 0
    people_needed: int = 0
    people_trained: int = 0
    depends_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.equipped <= 100:
            raise CapabilityError(f"{self.id}: equipped is {self.equipped} percent, expected 0 to 100")
        if min(self.weight, self.people_needed, self.people_trained) < 0:
            raise CapabilityError(f"{self.id}: weight and people cannot be below zero")

    @property
    def gap(self) -> int:
        """Units of capability between what is there and what was planned."""
        return max(0, self.planned - self.implemented) * UNITS_A_LEVEL

    @property
    def trained(self) -> int:
        """The share of the people needed who are trained, in percent; 100 where nobody is needed."""
        return min(100, self.people_trained * 100 // self.people_needed) if self.people_needed else 100

    @property
    def plan_outruns_practice(self) -> bool:
        """A law or a plan stands, and nobody does yet what it says."""
        return self.planned > self.implemented and self.implemented < Level.OPERATING <= self.planned

    @property
    def equipment_outruns_people(self) -> bool:
        """More of the equipment is there than there are trained people to use it."""
        return self.equipped > self.trained


def gain_factor(kind: str, capability: Capability) -> float:
    """The share, from 0 to 1, of an offer's gain that counts for the capability, by the offer's ``kind``.

    Where equipment outruns people, more equipment serves only so far as people can use what is there already: its gain
    counts by trained over equipped. Training and everything else that works on people counts whole, so that of two
    offers with the same gain the training is worth more.
    """
    if kind != EQUIPMENT or not capability.equipment_outruns_people:
        return 1.0
    return capability.trained / capability.equipped


@dataclass(frozen=True)
class Finding:
    """Where a capability falls apart: ``kind`` is plan, equipment or dependency; ``text`` says it in a sentence."""

    kind: str
    text: str


def findings(capability: Capability, others: Mapping[str, Capability]) -> tuple[Finding, ...]:
    """What the register shows of a capability that its level alone does not. ``others`` holds what it depends on."""
    found = []
    if capability.plan_outruns_practice:
        found.append(
            Finding(
                "plan",
                f"Plans outrun practice: {capability.planned.label} was planned, and it stands at "
                f"{capability.implemented.label}.",
            )
        )
    if capability.equipment_outruns_people:
        found.append(
            Finding(
                "equipment",
                f"Equipment outruns people: {capability.equipped} % of the equipment is there, and "
                f"{capability.people_trained} of the {capability.people_needed} people needed are trained. "
                "Training helps more here than further equipment.",
            )
        )
    for other in (others[name] for name in capability.depends_on if name in others):
        if other.implemented < min(capability.implemented, Level.OPERATING):
            found.append(
                Finding("dependency", f"It depends on {other.title}, which stands lower, at {other.implemented.label}.")
            )
    return tuple(found)


def circle(depends_on: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Capabilities that depend on each other in a circle, in order, the first again at the end; empty where none do."""
    done: set[str] = set()
    for name in depends_on:
        if found := _circle_from(name, depends_on, (), done):
            return found
    return ()


def _circle_from(
    name: str, depends_on: Mapping[str, Iterable[str]], path: tuple[str, ...], done: set[str]
) -> tuple[str, ...]:
    if name in path:
        return (*path[path.index(name) :], name)
    if name in done:
        return ()
    for other in depends_on.get(name, ()):
        if found := _circle_from(other, depends_on, (*path, name), done):
            return found
    done.add(name)
    return ()
