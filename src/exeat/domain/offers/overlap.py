"""Offers that seem to be one, or that could be: the same event sent twice, two hosts who build the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

_ALIKE = 0.6  # the share of the words of both titles that both have
_NEAR = 60  # days between two events that could be one
_SMALL = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})


@dataclass(frozen=True)
class Sketch:
    """What is compared of an offer: ``spans`` are its possible dates (inclusive), ``builds`` capabilities."""

    id: str
    title: str
    host: str
    spans: tuple[tuple[date, date], ...]
    builds: frozenset[str]


@dataclass(frozen=True)
class Overlap:
    """``kind`` is "duplicate" (perhaps one event, sent twice) or "joint" (two hosts could hold one event together)."""

    first: str
    second: str
    kind: str


def overlaps(offers: Iterable[Sketch]) -> list[Overlap]:
    """Every pair of offers that a person should look at together.

    A duplicate has nearly the same title and a date in common. Different hosts who build the same capability within
    sixty days could be asked for one event.
    """
    found = ((a, b, _kind(a, b)) for a, b in combinations(offers, 2))
    return [Overlap(a.id, b.id, kind) for a, b, kind in found if kind]


def _kind(a: Sketch, b: Sketch) -> str:
    apart = min((_days_between(x, y) for x in a.spans for y in b.spans), default=None)
    if apart is None:
        return ""
    if apart == 0 and _likeness(a.title, b.title) >= _ALIKE:
        return "duplicate"
    return "joint" if a.host != b.host and a.builds & b.builds and apart <= _NEAR else ""


def _days_between(one: tuple[date, date], other: tuple[date, date]) -> int:
    return max(0, (one[0] - other[1]).days, (other[0] - one[1]).days)


def _likeness(one: str, other: str) -> float:
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, len(first | second))


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w+", title.lower())) - _SMALL
