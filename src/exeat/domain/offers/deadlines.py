"""The dates of an offer that bite, long before it takes place: when to reply, to name people, to ask for visas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

KINDS = ("reply", "nomination", "visa", "travel")
"""In the order in which offices meet them: the reply, who comes, their visas, the approval of their travel."""


@dataclass(frozen=True)
class Deadline:
    """A day by which something must have happened, that day included."""

    kind: str
    day: date

    def days_left(self, today: date) -> int:
        """Calendar days from `today`; below zero where the day has passed."""
        return (self.day - today).days


def open_deadlines(days: Mapping[str, date | None], met: frozenset[str]) -> list[Deadline]:
    """What still has to happen, the next first; `days` are by kind, `met` are the kinds that are done."""
    found = [Deadline(kind, day) for kind in KINDS if kind not in met and (day := days.get(kind))]
    return sorted(found, key=lambda one: (one.day, KINDS.index(one.kind)))
