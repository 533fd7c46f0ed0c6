"""Citations as people write them: "Strategic Goods Act, section 12(1)(a); Nuclear Safety Act, sections 3 and 4".

A citation names an instrument and in it a place. Places are compared by their outline, so that section 12 holds
section 12(1)(a), and section 1 does not hold section 12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PARTS = "section|regulation|article|paragraph|schedule|annex|chapter|rule|part|clause"
_PLACE = re.compile(rf"\b({_PARTS})s?\s+(\w+(?:\([\w.]+\))*)", re.IGNORECASE)
_NUMBER = re.compile(r"\w+")


@dataclass(frozen=True)
class Citation:
    """A place in an instrument; an empty `place` is the instrument whole.

    `instrument` is its title, `place` the kind of part and the steps of its number: ("section", "12", "1", "a").
    """

    instrument: str
    place: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.place:
            return self.instrument
        kind, first, *rest = self.place
        return f"{self.instrument}, {kind} {first}{''.join(f'({step})' for step in rest)}"


def citations(text: str, instruments: Iterable[str]) -> list[Citation]:
    """The citations in a text, in the order in which they stand, of the instruments whose titles are given.

    A title holds for all places named up to the next title or semicolon. Where one title is part of another, the
    longer one counts.

    >>> [str(one) for one in citations("Goods Act, section 12(1)(a) and schedule 4", ["Goods Act"])]
    ['Goods Act, section 12(1)(a)', 'Goods Act, schedule 4']
    """
    known = sorted(set(instruments), key=lambda title: (-len(title), title))
    if not known:
        return []
    titles = re.compile("|".join(re.escape(title) for title in known), re.IGNORECASE)
    by_folded = {title.casefold(): title for title in known}
    found: list[Citation] = []
    for clause in text.split(";"):
        named = list(titles.finditer(clause))
        ends = [*(title.start() for title in named[1:]), len(clause)]
        for title, end in zip(named, ends, strict=False):  # no title, no end
            instrument = by_folded[title.group().casefold()]
            places = [_place(match) for match in _PLACE.finditer(clause, title.end(), end)]
            found += [Citation(instrument, place) for place in places] or [Citation(instrument)]
    return found


def place_of(text: str) -> tuple[str, ...]:
    """The place that a text such as "section 12(1)" names; empty when it names none."""
    match = _PLACE.search(text)
    return _place(match) if match else ()


def _place(match: re.Match[str]) -> tuple[str, ...]:
    return (match.group(1).lower(), *(step.lower() for step in _NUMBER.findall(match.group(2))))


def touches(changed: Citation, cited: Citation) -> bool:
    """Whether a change of one place bears on a citation: the same instrument, and one place holds the other."""
    if changed.instrument != cited.instrument:
        return False
    shorter = min(len(changed.place), len(cited.place))
    return changed.place[:shorter] == cited.place[:shorter]
