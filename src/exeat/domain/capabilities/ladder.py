"""The ladder on which a capability stands. Each level holds those below it."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """How far a capability has come, from nothing to what outlasts the people who built it."""

    NONE = 0
    PLANNED = 1
    LEGAL_BASIS = 2
    STAFFED = 3
    OPERATING = 4
    SUSTAINED = 5

    @property
    def label(self) -> str:
        """The level as a person reads it."""
        return _MEANINGS[self][0]

    @property
    def meaning(self) -> str:
        """What must be so for a capability to stand here."""
        return _MEANINGS[self][1]


_MEANINGS = {
    Level.NONE: ("none", "Nobody has been given the task."),
    Level.PLANNED: ("planned", "A plan that was agreed says who is to do it, by when, and with what."),
    Level.LEGAL_BASIS: ("legal basis", "A law or a decree in force gives somebody the task and the powers."),
    Level.STAFFED: (
        "staffed and equipped",
        "The people are in post and trained, and what they need is in their hands.",
    ),
    Level.OPERATING: ("operating", "It is done, on real cases, by written procedure, and the records show it."),
    Level.SUSTAINED: (
        "sustained",
        "It has its own budget, more than one person holds each skill, and it is tested every year.",
    ),
}
