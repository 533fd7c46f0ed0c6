"""What the engine may be tuned on, and what it is reported on: two halves that share no name.

The half follows from the text alone, so it is the same on every machine and in every run, whatever else is measured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

Half = Literal["tune", "report"]


def half(text: str) -> Half:
    """The half that a text belongs to: a name, or the list and id of a listed party ("ofac-sdn 36")."""
    return "tune" if hashlib.sha256(text.casefold().encode()).digest()[0] < 128 else "report"


def halves(pairs: Sequence[tuple[str, str]]) -> list[Half]:
    """The half of each pair. Pairs that share a name, directly or through others, stay together.

    A group of pairs belongs to the half of its alphabetically first name.
    """
    parent: dict[str, str] = {}

    def first_of(name: str) -> str:
        while (above := parent.setdefault(name, name)) != name:
            name = above
        return name

    for a, b in pairs:
        low, high = sorted((first_of(a.casefold()), first_of(b.casefold())))
        parent[high] = low
    return [half(first_of(a.casefold())) for a, _ in pairs]
