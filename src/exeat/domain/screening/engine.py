"""Which listed names may be the one asked about, and how close each is.

The index is a large segment and, after changes, some small ones beside it: parties that change or go are marked as gone
where they are, new ones make a segment of their own. Since a match depends on the query and the listed party alone, the
answers are those of an index built anew.
"""

from __future__ import annotations

import gc
from bisect import insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from exeat.domain.screening.model import ListedParty, Match, Party, PartyKey
from exeat.domain.screening.normalise import identifier_key, name_words, written_otherwise
from exeat.domain.screening.records import Records
from exeat.domain.screening.score import log_odds_of
from exeat.domain.screening.segment import Name, Segment, Sought
from exeat.domain.screening.why import Judgement, explain, judge

ENGINE_VERSION = "13"
LEAST_SCORE = 0.02  # a match less likely than this is none

AT_ONCE = 128  # names looked for together: more of them gain little
_MOST_SEGMENTS = 4  # beyond, the two smallest are put together


@dataclass(slots=True)
class Index:
    """The names of listed parties, to be searched; parties may come and go."""

    segments: list[Segment] = field(default_factory=list)

    def add(self, parties: Sequence[ListedParty]) -> None:
        if parties:
            self.segments.append(_segment(parties))
        if len(self.segments) > _MOST_SEGMENTS:
            *others, small, smallest = sorted(self.segments, key=len, reverse=True)
            self.segments = [*others, _together((small, smallest))]

    def whole(self) -> Segment:
        """All that is listed, in one segment, in the order of list and id."""
        if len(self.segments) == 1 and len(self.segments[0]) == len(self.segments[0].records):
            return self.segments[0]
        return _together(self.segments)

    def remove(self, keys: Collection[PartyKey]) -> None:
        for segment in self.segments:
            segment.remove(keys)

    def party(self, key: PartyKey) -> ListedParty | None:
        """The party of that key, None when there is none."""
        return next((found for segment in self.segments if (found := segment.party(key))), None)

    def __contains__(self, key: PartyKey) -> bool:
        return any(key in segment for segment in self.segments)

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments)

    def digests(self) -> dict[PartyKey, bytes]:
        """The digest of each party's content."""
        return {one.records.keys[at]: one.records.digests[at] for one in self.segments for at in one.living()}

    def screen(self, queries: Sequence[Party], top: int | None, min_score: float) -> list[list[Match]]:
        """For each query its matches, best first, at most ``top`` (None: all) and none below ``min_score``."""
        found: list[list[Match]] = []
        with _no_collecting():
            for start in range(0, len(queries), AT_ONCE):
                found += self._screen(queries[start : start + AT_ONCE], top, min_score)
        return found

    def _screen(self, queries: Sequence[Party], top: int | None, min_score: float) -> Iterator[list[Match]]:
        sought = [sought_for(query) for query in queries]
        found = [segment.find(sought) for segment in self.segments]
        for at, query in enumerate(queries):
            best = Best(min_score, top)
            for names in found:
                for name in names[at]:
                    best.consider(query, sought[at].words, name)
            yield best.matches(query)


def _segment(parties: Iterable[ListedParty]) -> Segment:
    with _no_collecting():
        return Segment(Records(sorted(parties, key=lambda party: party.key)))


def _together(segments: Iterable[Segment]) -> Segment:
    """One segment of all that is not gone."""
    return _segment(one.records.parties[at] for one in segments for at in one.living())


@contextmanager
def _no_collecting() -> Iterator[None]:
    """No collection of garbage meanwhile: names are indexed and compared without cycles, and what is known of words,
    which each whole collection goes through, is much. Whoever stops it starts it again, so that of several threads none
    leaves it stopped. What has come meanwhile is counted among the old, as if it had been gone through; where somebody
    keeps things from ever being collected, that would set them free, and is left.
    """
    stopped = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if stopped:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def sought_for(query: Party) -> Sought:
    """What is looked for when a party is asked about."""
    numbers = [identifier_key(one.value) for one in query.identifiers]
    return Sought(name_words(query.name), query.type, numbers, written_otherwise(query.name))


def _earlier(name: Name, judgement: Judgement, other: Name, of_other: Judgement) -> bool:
    """Whether of two names that score the same one comes first in the alphabet."""
    return judgement.score == of_other.score and name.text < other.text


class Best:
    """The best name of each listed party for one query: those that may be among the ``top`` (None: all), and that score
    at least ``min_score``.
    """

    def __init__(self, min_score: float, top: int | None = None) -> None:
        self._least = max(min_score, LEAST_SCORE)
        self._least_log_odds = log_odds_of(self._least)
        self._top = top
        self._found: dict[PartyKey, tuple[Name, Judgement]] = {}
        self._scores: list[float] = []  # what each party had first, rising

    def consider(self, query: Party, asked: Sequence[str], name: Name) -> None:
        """Weighs a name of a listed party."""
        judgement = judge(query, asked, name, name.words, weak=name.weak, begun=name.begun, least=self._least_log_odds)
        if judgement is None or judgement.score < self._least:
            return
        before = self._found.get(name.key)
        if before is None:
            self._draw_line(judgement.score)
        if before is None or judgement.score > before[1].score or _earlier(name, judgement, *before):
            self._found[name.key] = name, judgement

    def _draw_line(self, score: float) -> None:
        """Counts one more party; once there are as many as are asked for, none is let in that scores less than all."""
        insort(self._scores, score)
        if self._top and len(self._scores) >= self._top and self._scores[-self._top] > self._least:
            self._least = self._scores[-self._top]
            self._least_log_odds = log_odds_of(self._least)

    def matches(self, query: Party) -> list[Match]:
        """One match a listed party, best first; equal scores in the order of list and id."""
        order = sorted(self._found.items(), key=lambda item: (-item[1][1].score, item[0]))
        return [
            Match(key[1], key[0], judgement.score, name.text, explain(query.name, name.text, judgement))
            for key, (name, judgement) in order[: self._top]
        ]
