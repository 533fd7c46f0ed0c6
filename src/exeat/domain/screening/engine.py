"""Which listed names may be the one asked about, and how close each is.

The index is a large segment and, after changes, some small ones beside it: parties that change or go are marked as gone
where they are, new ones make a segment of their own. Since a match depends on the query and the listed party alone, the
answers are those of an index built anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from exeat.domain.screening.model import ListedParty, Match, Party, PartyKey
from exeat.domain.screening.normalise import identifier_key, name_words
from exeat.domain.screening.segment import Name, Segment
from exeat.domain.screening.why import Judgement, explain, judge

ENGINE_VERSION = "4"
LEAST_SCORE = 0.02  # a match less likely than this is none

_MOST_SEGMENTS = 8  # beyond, the small ones are put together


@dataclass(frozen=True, slots=True)
class _Found:
    name: Name
    judgement: Judgement

    @property
    def score(self) -> float:
        return self.judgement.score


@dataclass(slots=True)
class Index:
    """The names of listed parties, to be searched; parties may come and go."""

    segments: list[Segment] = field(default_factory=list)

    def add(self, parties: Sequence[ListedParty]) -> None:
        if parties:
            self.segments.append(Segment(parties))
        if len(self.segments) > _MOST_SEGMENTS:
            largest = max(self.segments, key=len)
            others = [party for one in self.segments if one is not largest for party in one.living()]
            self.segments = [largest, Segment(others)]

    def remove(self, keys: set[PartyKey]) -> None:
        for segment in self.segments:
            segment.remove(keys)

    def screen(self, queries: Iterable[Party], top: int | None, min_score: float) -> Iterator[list[Match]]:
        """For each query its matches, best first, at most ``top`` (None: all) and none below ``min_score``."""
        for query in queries:
            asked = name_words(query.name)
            numbers = [identifier_key(one.value) for one in query.identifiers]
            candidates = (name for segment in self.segments for name in segment.find(asked, query.type, numbers))
            yield _best(query, asked, candidates, top, min_score)


def _best(
    query: Party, asked: tuple[str, ...], candidates: Iterable[Name], top: int | None, min_score: float
) -> list[Match]:
    """One match a listed party, its best name; equal scores in the order of list, id and name."""
    best: dict[PartyKey, _Found] = {}
    for name in candidates:
        judgement = judge(query, asked, name.party, name.words, weak=name.weak)
        if judgement is None or judgement.score < max(min_score, LEAST_SCORE):
            continue
        before = best.get(name.party.key)
        if before is None or (-judgement.score, name.text) < (-before.score, before.name.text):
            best[name.party.key] = _Found(name, judgement)
    order = sorted(best.values(), key=lambda found: (-found.score, found.name.party.key))
    return [_match(query, found) for found in order[:top]]


def _match(query: Party, found: _Found) -> Match:
    party = found.name.party
    why = explain(query.name, found.name.text, found.judgement)
    return Match(party.id, party.list, found.score, found.name.text, why)
