"""Whom the engines are asked about, and which listed parties would be right answers."""

from __future__ import annotations

import csv
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import peers
from aliases import aliases, plain_words
from lists import SETS
from split import Half, half, halves

from exeat.domain.screening import ListedParty
from exeat.domain.screening.model import PartyKey

SEED = 1540
EVASION = ("homoglyph", "invisible_char")
MOST_ANSWERS = 75  # to a question, as many as nomenklatura's index hands to its scorer
MANY = "begins many names"
_TYPES = {"Person": "person", "Company": "organisation", "Organization": "organisation", "Vessel": "vessel"}


@dataclass(frozen=True, slots=True)
class Question:
    """One name to screen. ``expected``: the listed parties that it is; none for a stranger.

    ``table`` says what it is counted under, and ``kind`` under which line of that.
    """

    table: str
    kind: str
    name: str
    type: str
    expected: frozenset[PartyKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of name_pairs.csv, and whether they are one party's. ``schema`` is FollowTheMoney's word."""

    a: str
    b: str
    schema: str
    same: bool
    strong: bool
    half: Half

    @property
    def type(self) -> str:
        return _TYPES.get(self.schema, "unknown")


def rows(name: str) -> list[dict[str, str]]:
    with (SETS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pairs() -> list[Pair]:
    table = rows("name_pairs.csv")
    found = halves([(row["name1"], row["name2"]) for row in table])
    return [
        Pair(row["name1"], row["name2"], row["schema"], row["is_match"] == "true", row["quality"] == "STRONG", one)
        for row, one in zip(table, found, strict=True)
    ]


def strangers(number: int) -> list[Question]:
    """Invented people who are on no list, drawn from the file of people from everywhere."""
    people = rows("clean_people_global.csv")
    drawn = random.Random(SEED).sample(people, min(number, len(people)))
    return [Question("strangers", "clean people", row["full_name"], "person") for row in drawn]


class Bearers:
    """Which listed parties bear a name, whatever the order of its words, their case and marks."""

    def __init__(self, parties: Iterable[ListedParty]) -> None:
        self._keys: dict[tuple[str, ...], set[PartyKey]] = defaultdict(set)
        for party in parties:
            for name in (*party.names, *party.weak_names):
                self._keys[plain_words(name)].add(party.key)

    def of(self, name: str) -> frozenset[PartyKey]:
        return frozenset(self._keys.get(plain_words(name), ()))


class Beginnings:
    """How many listed parties have a name that begins with given letters."""

    def __init__(self, parties: Iterable[ListedParty]) -> None:
        self._names = sorted((name.casefold(), at) for at, party in enumerate(parties) for name in party.names)

    def many(self, letters: str) -> bool:
        """Whether more begin so than an engine may answer: then nothing tells which of them is meant."""
        begun = letters.casefold()
        found: set[int] = set()
        for name, at in islice(self._names, bisect_left(self._names, (begun,)), None):
            if len(found) > MOST_ANSWERS or not name.startswith(begun):
                break
            found.add(at)
        return len(found) > MOST_ANSWERS


def un_variants(parties: Sequence[ListedParty], bearers: Bearers) -> Iterator[Question]:
    """Other spellings of names on the UN's list; the party may stand on another list under that name as well.

    One row is left out: the UN took the party off its list before the version that is read.
    """
    types = {party.key: party.type for party in parties}
    for row in rows("un_variants.csv"):
        expected = bearers.of(row["listed_name"])
        if expected:
            yield Question("un", "variants", row["query"], min(types[key] for key in expected), expected)


def other_spellings(parties: Sequence[ListedParty], wanted: Half) -> Iterator[Question]:
    """The UN's and Canada's names for parties that OFAC lists under others: see ``aliases``."""
    sdn = [party for party in parties if party.list == "ofac-sdn"]
    for source in ("un-sc", "canada-sema"):
        for one in aliases(sdn, [party for party in parties if party.list == source]):
            if one.half == wanted:
                kind = f"{one.script}, {one.rule}"
                yield Question("aliases", kind, one.name, one.party.type, frozenset([one.party.key]))


def damaged(
    parties: Sequence[ListedParty], bearers: Bearers, wanted: Half, number: int, evasion: int
) -> Iterator[Question]:
    """Names damaged by the package's kinds: ``number`` of each type by all, ``evasion`` of each by hidden changes only.

    Its near misses come along, under "near misses". Names cut to what the names of too many begin with ("Limited
    Liability Co") are told apart by their kind.
    """
    beginnings = Beginnings(parties)
    listed = [name for party in parties for name in (*party.names, *party.weak_names)]
    for kind in ("person", "organisation"):
        pool = [
            party
            for party in parties
            if party.type == kind and half(f"{party.list} {party.id}") == wanted and len(party.names[0].split()) > 1
        ]
        drawn = random.Random(SEED).sample(pool, min(len(pool), max(number, evasion)))
        for table, some, only in (("ssb", drawn[:number], None), ("evasion", drawn[:evasion], EVASION)):
            names = [party.names[0] for party in some]
            made = peers.ask("ssb_cases.py", {"names": names, "listed": listed, "only": only})
            for place, damage, _, text in made["damaged"]:
                kinds = (kind, damage, MANY) if beginnings.many(text) else (kind, damage)
                yield Question(table, ", ".join(kinds), text, kind, bearers.of(names[place]))
            if table == "ssb":
                for near, text in made["near_misses"]:
                    yield Question("near misses", f"{kind}, {near}", text, kind)
