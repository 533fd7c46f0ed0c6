"""The names of a fixed set of listed parties, and which of them may be the one asked about.

Whether a name is a candidate depends on that name and the query alone, so that changing a list changes no other
party's answer. A segment is never changed but for parties being marked as gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exeat.domain.screening.model import ListedParty, PartyKey
from exeat.domain.screening.normalise import identifier_key, weight, words
from exeat.domain.screening.word_table import Ints, WordTable, grouped

FLOOR = 0.55  # the share of both names' weight that must have found a partner in the other
_WORDS = "words.txt"
_SOUNDS = "sounds.txt"
_NUMBERS = "numbers.json"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a listed party, ready to compare."""

    party: ListedParty
    text: str
    words: tuple[str, ...]
    weak: bool


class Segment:
    """An index of listed parties; ``arrays`` as ``save`` kept them, else it is built."""

    def __init__(
        self,
        parties: Sequence[ListedParty],
        table: WordTable | None = None,
        arrays: dict[str, Ints] | None = None,
        numbers: dict[str, list[int]] | None = None,
    ) -> None:
        self.parties = parties
        if table is None or arrays is None or numbers is None:
            table, arrays = _index(parties)
            numbers = _numbers(parties)
        self.table, self.arrays, self.numbers = table, arrays, numbers
        self._owner, self._place, self._starts, self._members = (
            arrays[one] for one in ("owner", "place", "starts", "members")
        )
        self._weights = arrays["weights"] / 10
        self._gone = np.zeros(len(parties), bool)
        self._names: dict[int, Name] = {}

    def __len__(self) -> int:
        return len(self.parties) - int(self._gone.sum())

    def living(self) -> list[ListedParty]:
        return [party for party, gone in zip(self.parties, self._gone, strict=True) if not gone]

    def remove(self, keys: set[PartyKey]) -> None:
        for at, party in enumerate(self.parties):
            if party.key in keys:
                self._gone[at] = True

    def find(self, asked: tuple[str, ...], numbers: Sequence[str]) -> Iterator[Name]:
        """The names that may be the one asked about, and the first name of each party with one of the numbers."""
        by_number = sorted({at for number in numbers for at in self.numbers.get(number, ())})
        firsts = np.searchsorted(self._owner, by_number).tolist()
        for at in (*self._near(asked), *firsts):
            if not self._gone[self._owner[at]]:
                yield self._name(at)

    def _near(self, asked: tuple[str, ...]) -> list[int]:
        """The numbers of the names that share enough weight with the words asked about.

        A word counts once for a name, with the one that is most alike; single letters do not count.
        """
        telling = sorted({word for word in asked if len(word) > 1}) or sorted(set(asked))
        whole = sum(weight(word) for word in telling)
        touched = []
        matched = np.zeros(len(self._owner))
        for word in telling:
            names, shares = self._holding(word)
            matched[names] += shares * weight(word)
            touched.append(names)
        if not touched:
            return []
        names = np.unique(np.concatenate(touched))
        near: list[int] = names[2 * matched[names] >= FLOOR * (whole + self._weights[names])].tolist()
        return near

    def _holding(self, word: str) -> tuple[Ints, NDArray[np.float64]]:
        """The names that hold a word like this one, each once, and how alike their most alike word is."""
        numbers, alike = self.table.alike(word)
        holders = [self._members[self._starts[at] : self._starts[at + 1]] for at in numbers]
        if not holders:
            return np.zeros(0, np.int32), np.zeros(0)
        names = np.concatenate(holders)
        shares = np.repeat(alike, [len(one) for one in holders])
        order = np.lexsort((-shares, names))
        names, shares = names[order], shares[order]
        first = np.ones(len(names), bool)
        first[1:] = names[1:] != names[:-1]
        return names[first], shares[first]

    def _name(self, at: int) -> Name:
        if at not in self._names:
            party, place = self.parties[self._owner[at]], int(self._place[at])
            text = (*party.names, *party.weak_names)[place]
            self._names[at] = Name(party, text, words(text), place >= len(party.names))
        return self._names[at]

    def save(self, folder: Path) -> None:
        """Writes the index (not the parties) into a folder that exists."""
        for name, array in (*self.arrays.items(), *((f"table_{name}", one) for name, one in self.table.arrays.items())):
            np.save(folder / f"{name}.npy", array)
        (folder / _WORDS).write_text("\n".join(self.table.words), encoding="ascii")
        (folder / _SOUNDS).write_text("\n".join(self.table.bones), encoding="ascii")
        (folder / _NUMBERS).write_text(json.dumps(self.numbers), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, parties: Sequence[ListedParty]) -> Segment:
        """What ``save`` wrote for these parties in this order, mapped into memory; raises OSError or ValueError."""
        arrays = {one: _mapped(folder / f"{one}.npy") for one in ("owner", "place", "weights", "starts", "members")}
        of_table = {one: _mapped(folder / f"table_{one}.npy") for one in ("starts", "members", "sizes")}
        known, sounds = ((folder / one).read_text(encoding="ascii").split("\n") for one in (_WORDS, _SOUNDS))
        table = WordTable(known, sounds, of_table)
        return cls(parties, table, arrays, json.loads((folder / _NUMBERS).read_text(encoding="utf-8")))


def _mapped(path: Path) -> Ints:
    array: Ints = np.load(path, mmap_mode="r")
    return array.view(np.ndarray)


def _index(parties: Sequence[ListedParty]) -> tuple[WordTable, dict[str, Ints]]:
    """The words of the parties' names; of each name its party, its place there and its weight; the names of a word."""
    vocabulary: dict[str, int] = {}
    rows: list[tuple[int, int, int]] = []
    uses: list[tuple[int, int]] = []
    for owner, party in enumerate(parties):
        for place, name_words in _names(party):
            telling = {word for word in name_words if len(word) > 1} or set(name_words)
            uses += [(vocabulary.setdefault(word, len(vocabulary)), len(rows)) for word in sorted(telling)]
            rows.append((owner, place, round(10 * sum(weight(word) for word in sorted(telling)))))
    columns = np.array(rows, np.int32).reshape(-1, 3).T
    pairs = np.array(uses, np.int32).reshape(-1, 2).T
    starts, members = grouped(pairs[0], pairs[1], len(vocabulary))
    owner_of, place_of, weights = (np.ascontiguousarray(one) for one in columns)
    arrays = {"owner": owner_of, "place": place_of, "weights": weights, "starts": starts, "members": members}
    return WordTable(list(vocabulary)), arrays


def _names(party: ListedParty) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The names that have a letter or digit: place and words; repeated ones once, a strong one before a weak one."""
    seen: set[tuple[str, ...]] = set()
    for place, text in enumerate((*party.names, *party.weak_names)):
        name_words = words(text)
        if name_words and name_words not in seen:
            seen.add(name_words)
            yield place, name_words


def _numbers(parties: Sequence[ListedParty]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, party in enumerate(parties):
        if not any(words(name) for name in (*party.names, *party.weak_names)):
            continue  # nothing to show as the matched name
        for number in sorted({identifier_key(one.value) for one in party.identifiers} - {""}):
            found.setdefault(number, []).append(at)
    return found
