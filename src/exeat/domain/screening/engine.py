"""Which listed names may be the one asked about, and how close each is.

First version of the engine: every name's words, sorted, are compared with the query's by Indel similarity (in C, all
names at once); names above a fixed floor are then aligned word by word. Whether a name is a candidate, and its score,
depend on that name and the query alone, so that changing a list changes no other party's answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from exeat.domain.screening import normalise
from exeat.domain.screening.model import Adjustment, ListedParty, Match, Party, PartyKey, WordCost
from exeat.domain.screening.why import explain, judge

ENGINE_VERSION = "1"

FLOOR = 0.6
_AT_ONCE = 32  # queries compared in one go: 32 by 100,000 names take 13 MB


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a listed party, ready to compare."""

    party: ListedParty
    text: str
    words: tuple[str, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    name: _Name
    costs: tuple[WordCost, ...]
    adjustments: tuple[Adjustment, ...]


@dataclass(slots=True)
class Index:
    """The names of listed parties, to be searched; parties may come and go."""

    names: list[_Name] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    numbers: dict[str, list[_Name]] = field(default_factory=dict)

    def add(self, parties: Iterable[ListedParty]) -> None:
        for party in parties:
            names = list(_names(party))
            self.names += names
            self.keys += [normalise.key(one.words) for one in names]
            for number in {normalise.identifier_key(one.value) for one in party.identifiers} - {""}:
                self.numbers.setdefault(number, []).extend(names[:1])

    def remove(self, keys: set[PartyKey]) -> None:
        kept = [at for at, name in enumerate(self.names) if name.party.key not in keys]
        self.names = [self.names[at] for at in kept]
        self.keys = [self.keys[at] for at in kept]
        still = {number: [one for one in names if one.party.key not in keys] for number, names in self.numbers.items()}
        self.numbers = {number: names for number, names in still.items() if names}

    def screen(self, queries: Iterable[Party], top: int | None, min_score: float) -> Iterator[list[Match]]:
        """For each query its matches, best first, at most ``top`` (None: all) and none below ``min_score``."""
        for group in _groups(queries, _AT_ONCE):
            group_words = [normalise.words(query.name) for query in group]
            for query, words, candidates in zip(group, group_words, self._candidates(group_words), strict=True):
                numbers = [normalise.identifier_key(one.value) for one in query.identifiers]
                numbered = [name for number in numbers for name in self.numbers.get(number, [])]
                yield _best(query, words, [*(self.names[at] for at in candidates), *numbered], top, min_score)

    def _candidates(self, group: Sequence[tuple[str, ...]]) -> Iterator[Sequence[int]]:
        """The positions of the names whose sorted words are like each query's; none for a query without words."""
        if not self.keys:
            yield from ((),) * len(group)
            return
        alike = process.cdist(
            [normalise.key(words) for words in group],
            self.keys,
            scorer=Indel.normalized_similarity,
            score_cutoff=FLOOR,
            dtype=np.float32,
        )
        for words, row in zip(group, alike, strict=True):
            yield np.flatnonzero(row).tolist() if words else ()


def _names(party: ListedParty) -> Iterator[_Name]:
    """The names that have a letter or digit; a party's repeated ones once, a strong one before a weak one."""
    seen: set[tuple[str, ...]] = set()
    for text, weak in [*((name, False) for name in party.names), *((name, True) for name in party.weak_names)]:
        words = normalise.words(text)
        if words and words not in seen:
            seen.add(words)
            yield _Name(party, text, words, weak)


def _groups(queries: Iterable[Party], size: int) -> Iterator[list[Party]]:
    group: list[Party] = []
    for query in queries:
        group.append(query)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def _best(
    query: Party, words: tuple[str, ...], candidates: Iterable[_Name], top: int | None, min_score: float
) -> list[Match]:
    """One match a listed party, its best name; equal scores in the order of list, id and name."""
    best: dict[PartyKey, _Found] = {}
    for name in candidates:
        score, costs, adjustments = judge(query, words, name.party, name.words, weak=name.weak)
        if score <= 0 or score < min_score:
            continue
        before = best.get(name.party.key)
        if before is None or (-score, name.text) < (-before.score, before.name.text):
            best[name.party.key] = _Found(score, name, costs, adjustments)
    order = sorted(best.values(), key=lambda found: (-found.score, found.name.party.key))
    return [_match(query, found) for found in order[:top]]


def _match(query: Party, found: _Found) -> Match:
    party = found.name.party
    why = explain(query.name, found.name.text, found.costs, found.adjustments)
    return Match(party.id, party.list, found.score, found.name.text, why)
