"""The names of a fixed set of listed parties, and which of them may be the one asked about.

Whether a name is a candidate depends on that name and the query alone, so that changing a list changes no other
party's answer. A segment is never changed but for parties being marked as gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exeat.domain.screening.coverage import BOTH_OF_OTHER_TYPE, Asked, Listed, Pairs, covered, is_light
from exeat.domain.screening.letters import ARRAYS as OF_LETTERS
from exeat.domain.screening.letters import Letters, index_letters
from exeat.domain.screening.model import Identifier, ListedParty, PartyKey
from exeat.domain.screening.normalise import identifier_key, name_words, weight, written_otherwise
from exeat.domain.screening.records import Records, Texts
from exeat.domain.screening.word_lists import LIGHT_WORDS, PARTICLES
from exeat.domain.screening.word_table import Ints, WordTable, grouped, kept, runs

_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 8
_ARRAYS = (
    "owner",
    "words",
    "word_starts",
    "starts",
    "members",
    "weights",
    *OF_LETTERS,
    "types",
    "weak",
    "loose",
    "light",
)
_OF_TABLE = ("starts", "members", "sizes")
_SMALL = 5000  # words
_WORDS = "words.txt"
_SOUNDS = "sounds.txt"
_WRITTEN = "written.txt"
_LOOKUPS = "lookups.json"


class Name:
    """One name of a listed party, ready to compare; of the party no more is read than is asked for.

    It has what ``why.judge`` looks at in a listed party.
    """

    __slots__ = ("_at", "_parties", "_party", "_texts", "begun", "key", "type", "weak", "words")

    def __init__(
        self, parties: Sequence[ListedParty], party: int, texts: Sequence[str], at: int, key: PartyKey, type: str,
        words: tuple[str, ...], weak: bool,
    ) -> None:  # fmt: skip
        self._parties, self._texts, self._at = parties, texts, at
        self._party: ListedParty | int = party
        self.key, self.type, self.words, self.weak = key, type, words, weak
        self.begun = False  # whether this name or the one looked for begins the other as they are written

    @classmethod
    def of(cls, party: ListedParty, place: int, words: tuple[str, ...]) -> Name:
        """The name at a place among those of a party at hand."""
        names = (*party.names, *party.weak_names)
        return cls((party,), 0, names, place, party.key, party.type, words, place >= len(party.names))

    @property
    def party(self) -> ListedParty:
        if isinstance(self._party, int):
            self._party = self._parties[self._party]
        return self._party

    @property
    def text(self) -> str:
        return self._texts[self._at]

    @property
    def born(self) -> tuple[str, ...]:
        return self.party.born

    @property
    def countries(self) -> tuple[str, ...]:
        return self.party.countries

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        return self.party.identifiers


class Sought(NamedTuple):
    """What is looked for: the words of a name, the type of its party, and the party's numbers as they are compared.

    ``written`` are the letters of the name as it is written where it is read otherwise: see ``readable_names``.
    """

    words: Sequence[str]
    type: str
    numbers: Sequence[str] = ()
    written: Sequence[str] = ()


class Segment:
    """An index of listed parties; what ``load`` reads back is what was built."""

    def __init__(self, records: Records, parts: _Parts | None = None) -> None:
        self.records = records
        self._parts = parts or _index(records.parties)
        self.table, self._arrays = self._parts.table, self._parts.arrays
        self._person = self._parts.types.index("person") if "person" in self._parts.types else -1
        self._gone = np.zeros(len(records), bool)
        self._listed = Listed(self.table, self._arrays)
        self._letters = Letters(self._arrays, self._parts.written, self._read)

    def __len__(self) -> int:
        return len(self.records) - int(self._gone.sum())

    def living(self) -> list[int]:
        """The places of the parties that are not gone."""
        found: list[int] = np.flatnonzero(~self._gone).tolist()
        return found

    def party(self, key: PartyKey) -> ListedParty | None:
        """A party that is not gone."""
        at = self.records.places.get(key)
        return None if at is None or self._gone[at] else self.records.parties[at]

    def __contains__(self, key: PartyKey) -> bool:
        at = self.records.places.get(key)
        return at is not None and not self._gone[at]

    def remove(self, keys: Iterable[PartyKey]) -> None:
        """Marks those of the parties that are here as gone."""
        for key in keys:
            at = self.records.places.get(key)
            if at is not None:
                self._gone[at] = True

    def find(self, sought: Sequence[Sought]) -> list[list[Name]]:
        """For each the names that may be the one looked for, and the first name of each party with one of its numbers.

        Those of which more is covered come first. What is looked for together is found in less time than one by one.
        """
        self.table.look_up(word for one in sought for word in one.words)
        covering, shares = covered([Asked(one.words, self.table) for one in sought], self._listed)
        close = (shares >= BOTH_OF_OTHER_TYPE) | ~self._of_other_type(sought, covering)
        covering, shares = Pairs(covering.asked[close], covering.names[close]), shares[close]
        begun = [set(self._begun_as_written(one)) for one in sought]
        others = [(at, name) for at, one in enumerate(sought) for name in (*self._otherwise(one), *begun[at])]
        places, names = np.array(others, np.int64).reshape(-1, 2).T
        keys = np.concatenate((covering.asked, places)) * len(self._listed) + np.concatenate((covering.names, names))
        keys, firsts = np.unique(keys, return_index=True)
        places, names = np.divmod(keys, max(1, len(self._listed)))
        there = ~self._gone[self._arrays["owner"][names]]
        by_share = np.concatenate((shares, np.ones(len(others))))[firsts]
        order = np.lexsort((-by_share, places))
        order = order[there[order]]
        found: list[list[Name]] = [[] for _ in sought]
        for at, number, name in zip(
            places[order].tolist(), names[order].tolist(), self._named(names[order]), strict=True
        ):
            name.begun = number in begun[at]
            found[at].append(name)
        return found

    def _of_other_type(self, sought: Sequence[Sought], pairs: Pairs) -> NDArray[np.bool_]:
        """Whether each pair is of parties of two types, neither of them unknown."""
        kinds = self._parts.types
        other = [[one.type != kind and "unknown" not in (one.type, kind) for kind in kinds] for one in sought]
        of_names = self._arrays["types"][self._arrays["owner"][pairs.names]]
        found: NDArray[np.bool_] = np.array(other, bool).reshape(len(sought), len(kinds))[pairs.asked, of_names]
        return found

    def _otherwise(self, one: Sought) -> Iterator[int]:
        """The numbers of the names that are found by something else than the weight of what is covered."""
        letters = "".join(one.words)
        yield from self._letters.same(letters)
        yield from self._letters.cut_off(letters)
        if one.type != "person":
            yield from self._letters.a_slip_away(letters)
            yield from self._by_acronym(one.words)
        by_number = [at for number in one.numbers for at in self._parts.numbers.get(number, ())]
        if by_number:
            yield from np.searchsorted(self._arrays["owner"], by_number).tolist()

    def _begun_as_written(self, one: Sought) -> Iterator[int]:
        """The names that begin with the one looked for, or the other way round, as they are written; not of people."""
        for written in one.written if one.type != "person" else ():
            yield from self._letters.begun_as_written(written)

    def _read(self, numbers: NDArray[np.integer[Any]]) -> Iterator[str]:
        """The letters of the names of these numbers."""
        return ("".join(name.words) for name in self._named(numbers))

    def _by_acronym(self, asked: Sequence[str]) -> Iterator[int]:
        """The names of which a word asked about is the acronym, and those that hold the acronym of the name asked."""
        for word in asked:
            yield from self._parts.acronyms.get(word, ())
        starts, members = self._arrays["starts"], self._arrays["members"]
        for letters in _acronyms(asked):
            number = self.table.numbers.get(letters)
            if number is not None:
                holders = members[starts[number] : starts[number + 1]]
                yield from holders[self._arrays["types"][self._arrays["owner"][holders]] != self._person].tolist()

    def _named(self, numbers: NDArray[np.integer[Any]]) -> Iterator[Name]:
        """The names of these numbers, each ready to compare."""
        arrays, records, repeating = self._arrays, self.records, self._parts.repeating
        kinds, texts, words = self._parts.types, self._parts.texts, self.table.words
        owners, begins = arrays["owner"][numbers], arrays["word_starts"]
        of_all, starts = runs(arrays["words"], begins[numbers], begins[numbers + 1])
        every = of_all.tolist()
        columns = (numbers, owners, arrays["types"][owners], arrays["weak"][numbers], starts[:-1], starts[1:])
        for at, owner, kind, weak, first, last in zip(*(one.tolist() for one in columns), strict=True):
            read = tuple([words[one] for one in repeating.get(at) or every[first:last]])
            yield Name(records.parties, owner, texts, at, records.keys[owner], kinds[kind], read, weak)

    def save(self, folder: Path) -> None:
        """Writes the index and its parties into a folder that exists."""
        self.records.save(folder)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", self._arrays[name])
        for name in _OF_TABLE:
            np.save(folder / f"table_{name}.npy", self.table.arrays[name])
        self._parts.texts.save(folder)
        (folder / _WORDS).write_text("\n".join(self.table.words), encoding="ascii")
        (folder / _SOUNDS).write_text("\n".join(self.table.bones), encoding="ascii")
        (folder / _WRITTEN).write_text("\n".join(self._parts.written), encoding="ascii")
        lookups = {name: getattr(self._parts, name) for name in ("numbers", "acronyms", "repeating", "types")}
        (folder / _LOOKUPS).write_text(json.dumps(lookups), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Segment:
        """What ``save`` wrote, mapped into memory; raises OSError, EOFError or ValueError."""
        arrays = {one: _mapped(folder / f"{one}.npy") for one in _ARRAYS}
        of_table = {one: _mapped(folder / f"table_{one}.npy") for one in _OF_TABLE}
        known, sounds, written = ((folder / one).read_text(encoding="ascii") for one in (_WORDS, _SOUNDS, _WRITTEN))
        table = WordTable(known.split("\n") if known else [], sounds.split("\n") if known else [], of_table)
        lookups = json.loads((folder / _LOOKUPS).read_text(encoding="utf-8"))
        numbers, acronyms = kept(lookups["numbers"]), kept(lookups["acronyms"])
        repeating = kept({int(at): numbers for at, numbers in lookups["repeating"].items()})
        texts = Texts.load(folder)
        forms = written.split("\n") if written else []
        parts = _Parts(table, arrays, texts, numbers, acronyms, repeating, lookups["types"], forms)
        return cls(Records.load(folder), parts)


class _Parts(NamedTuple):
    """What an index is made of. Of the arrays, for each name: ``owner`` (its party), ``words`` from ``word_starts``,
    whether it is ``weak``; for each word: its ``weights`` (tenths), whether it is ``loose`` (a light word covers it) or
    ``light`` itself, the names that hold it, ``members`` from ``starts``; the names by their letters (``letters``); and
    for each party the number of its type, ``types``.
    """

    table: WordTable
    arrays: dict[str, NDArray[Any]]
    texts: Texts
    """Each name as it is listed."""
    numbers: dict[str, tuple[int, ...]]
    acronyms: dict[str, tuple[int, ...]]
    repeating: dict[int, tuple[int, ...]]
    """The words of each name that has one of them more than once, in order."""
    types: list[str]
    """The types that the parties have."""
    written: list[str]
    """Names that are read otherwise, as they are written, in order."""


def _mapped(path: Path) -> NDArray[Any]:
    array: NDArray[Any] = np.load(path, mmap_mode="r")
    return array.view(np.ndarray)


def _index(parties: Sequence[ListedParty]) -> _Parts:
    vocabulary: dict[str, int] = {}
    owner: list[int] = []
    texts: list[str] = []
    words: list[int] = []
    word_starts = [0]
    letters: list[str] = []
    written: list[tuple[str, int]] = []
    weak: list[bool] = []
    repeating: dict[int, list[int]] = {}
    types = list(dict.fromkeys(party.type for party in parties))
    acronyms: dict[str, list[int]] = {}
    for at, party in enumerate(parties):
        for where, found, forms in readable_names(party):
            for initials in _acronyms(found) if party.type != "person" else ():
                acronyms.setdefault(initials, []).append(len(owner))
            written += [(form, len(owner)) for form in forms]
            owner.append(at)
            texts.append((*party.names, *party.weak_names)[where])
            weak.append(where >= len(party.names))
            numbers = [vocabulary.setdefault(word, len(vocabulary)) for word in found]
            if len(set(numbers)) < len(numbers):
                repeating[len(owner) - 1] = numbers
            words += dict.fromkeys(numbers)
            word_starts.append(len(words))
            letters.append("".join(found))
    of_letters, as_written = index_letters(letters, [parties[at].type == "person" for at in owner], written)
    starts, members = _holders(vocabulary, np.array(words, np.int32), np.array(word_starts, np.int32))
    arrays: dict[str, NDArray[Any]] = {
        "owner": np.array(owner, np.int32),
        "words": np.array(words, np.int32),
        "word_starts": np.array(word_starts, np.int32),
        "starts": starts,
        "members": members,
        "weights": np.array([round(10 * weight(word)) for word in vocabulary], np.int32),
        **of_letters,
        "weak": np.array(weak, bool),
        "types": np.array([types.index(party.type) for party in parties], np.uint8),
    }
    table = WordTable(list(vocabulary))
    arrays["loose"] = _loose(table)
    arrays["light"] = np.array([is_light(word) for word in vocabulary], bool)
    found_by = kept(_numbers(parties)), kept(acronyms), kept(repeating)
    return _Parts(table, arrays, Texts.of(texts), *found_by, types, as_written)


def _loose(table: WordTable) -> NDArray[np.bool_]:
    """Whether each word of the table is one that a light word covers; in a small table any may be, unasked."""
    if len(table.words) < _SMALL:
        return np.ones(len(table.words), bool)
    found = np.zeros(len(table.words), bool)
    for word in LIGHT_WORDS:
        found[table.alike(word)[0]] = True
    return found


def _holders(vocabulary: dict[str, int], words: Ints, word_starts: Ints) -> tuple[Ints, Ints]:
    """The names that hold each word."""
    names = np.repeat(np.arange(len(word_starts) - 1, dtype=np.int32), np.diff(word_starts))
    return grouped(words, names, len(vocabulary))


def readable_names(party: ListedParty) -> Iterator[tuple[int, tuple[str, ...], list[str]]]:
    """The names that have a letter or digit: place and words; repeated ones once, a strong one before a weak one.

    With each, of parties other than people, the letters of all those of these words that are read otherwise than they
    are written.
    """
    found: dict[tuple[str, ...], tuple[int, list[str]]] = {}
    for place, text in enumerate((*party.names, *party.weak_names)):
        if read := name_words(text):
            forms = found.setdefault(read, (place, []))[1]
            if party.type != "person":
                forms += written_otherwise(text)
    for read, (place, forms) in found.items():
        yield place, read, sorted(set(forms))


def _acronyms(words: Sequence[str]) -> set[str]:
    """The first letters of all words, of all but particles, of all but light words; where there are three to eight."""
    readings = (
        words,
        [word for word in words if word not in PARTICLES],
        [word for word in words if len(word) > 1 and word not in LIGHT_WORDS],
    )
    found = {"".join(word[0] for word in reading) for reading in readings}
    return {letters for letters in found if _SHORTEST_ACRONYM <= len(letters) <= _LONGEST_ACRONYM}


def _numbers(parties: Sequence[ListedParty]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, party in enumerate(parties):
        if not party.identifiers or not any(name_words(name) for name in (*party.names, *party.weak_names)):
            continue  # nothing to find, or nothing to show as the matched name
        for number in sorted({identifier_key(one.value) for one in party.identifiers} - {""}):
            found.setdefault(number, []).append(at)
    return found
