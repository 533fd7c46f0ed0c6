"""Paragraphs that two lists share: both print what the same regimes agreed, under the same codes and nearly the words.

The EU's and the United States' lists number their entries alike (a regime's control has the same code in both), so
twins are sought within entries of one code: the record at the same path if its words, with those of its parent, are
near enough and no other's are much nearer, else the one record whose words are nearest by far.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.numbering import Numbering
from exeat.domain.controls.records import Provision
from exeat.domain.controls.thresholds.figures import figures, mask

_WORD = re.compile(r"[^\W\d_]{3,}")
_SAME_PLACE = 0.5  # how near the words at one path must be (Dice)
_MUCH_NEARER = 0.2  # what another record must have over it
_ELSEWHERE = 0.85  # how near the words at another path must be
_MARGIN = 0.05  # and how much nearer than any third


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two lists' paragraphs that say the same with other figures; the figures that only one of them has."""

    left: str
    right: str
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    left_text: str
    right_text: str


def twins(left: ControlList, right: ControlList) -> Iterator[tuple[Provision, Provision]]:
    """The pairs of records of both lists that are one paragraph, in the order of the left."""
    theirs = {entry.code: entry for entry in right.entries}
    for entry in left.entries:
        other = theirs.get(entry.code)
        if other is not None:
            known = {p.path: _Words(p, right) for p in other.provisions if p.kind != "licensing"}
            for record in entry.provisions:
                if twin := _twin(_Words(record, left), known):
                    yield record, twin


def disagreements(left: ControlList, right: ControlList) -> tuple[Disagreement, ...]:
    """Every shared paragraph whose figures are not the same, in the order of the left list."""
    found = []
    for mine, theirs in twins(left, right):
        here, there = figures_of(mine.text, left.numbering), figures_of(theirs.text, right.numbering)
        only_here, only_there = _without(here, there), _without(there, here)
        if only_here or only_there:
            found.append(Disagreement(mine.path, theirs.path, only_here, only_there, mine.printed, theirs.printed))
    return tuple(found)


def figures_of(text: str, numbering: Numbering) -> list[tuple[str, Decimal]]:
    """The figures of a text in order, as printed with their units, and their values; equivalents in brackets aside."""
    found = figures(mask(text), "decimal" if numbering == "eu" else "thousands")
    return [(text[figure.start : figure.end].strip(), figure.value) for figure in found]


class _Words:
    """A record with its words and those of its parent, to measure nearness by."""

    def __init__(self, record: Provision, control_list: ControlList) -> None:
        self.record = record
        above = control_list.ancestors(record.path)
        self.within = _words(record.text) | (_words(above[-1].text) if above else frozenset())


def _twin(mine: _Words, known: dict[str, _Words]) -> Provision | None:
    near = {path: _nearness(mine.within, other.within) for path, other in known.items()}
    (best, most), second = _two_nearest(near)
    same = near.get(mine.record.path, 0.0)
    if same >= _SAME_PLACE and most - same < _MUCH_NEARER:
        return known[mine.record.path].record
    return known[best].record if most >= _ELSEWHERE and most - second >= _MARGIN else None


def _two_nearest(near: dict[str, float]) -> tuple[tuple[str, float], float]:
    """The nearest path with its nearness, and the nearness of the one after it."""
    first = max(near, key=near.__getitem__)
    return (first, near[first]), max((value for path, value in near.items() if path != first), default=0.0)


def _nearness(left: frozenset[str], right: frozenset[str]) -> float:
    """Dice's coefficient: twice the words in common over the words of both; 0 where either has none."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _without(found: list[tuple[str, Decimal]], others: list[tuple[str, Decimal]]) -> tuple[str, ...]:
    """The figures, as printed, whose value the others do not have, each as often as it is missing."""
    left = Counter(value for _, value in others)
    missing = []
    for printed, value in found:
        if left[value]:
            left[value] -= 1
        else:
            missing.append(printed)
    return tuple(missing)
