"""How far names asked about and listed names cover one another, for many of both at once.

A word is covered as far as the other name has a form of it (``WordTable.alike``), an initial, or the word with other
word breaks. What follows from it is the same in both directions and depends on the two names alone: what is asked
about beside it changes nothing but the time that it takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from itertools import chain, permutations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from exeat.domain.screening.normalise import weight
from exeat.domain.screening.word_lists import LEGAL_FORMS, LIGHT_WORDS
from exeat.domain.screening.word_table import INITIAL_COVERS, KNOWN_COVERS, Floats, Ints, Row, Shares, WordTable, runs

BOTH = 0.5 - 1e-6  # of the weight of both names, that is covered at least; the rest is for rounding
BOTH_OF_OTHER_TYPE = 0.58 - 1e-6  # of the weight of both, where one is a person's name and the other a ship's, say
ONE = 0.7 - 1e-6  # of the weight of one of them
BOTH_OF_LETTERS = 0.2 - 1e-6  # where one of them is no more than first letters and a legal form: "T. LLC"
_ROUNDING = 1e-3  # more than sums of single precision differ by
_SIDE_BY_SIDE = 16  # names asked about that one array of shares is for: of about as many rows, for all have the most
_SHORTEST_SPLIT = 6  # letters of a word that may be two words written as one


class Asked:
    """The words of a name asked about, each with the words of a table that cover it.

    ``rows`` are the words and, after them, readings with other word breaks; ``ways`` are, for each word that has such,
    the rows that cover it beside its own: any one of them does, each of which may need several rows.
    """

    def __init__(self, words: Sequence[str], table: WordTable) -> None:
        self.words = sorted(set(words))
        self.weights = [weight(word) for word in self.words]
        self.light = [is_light(word) for word in self.words]
        self.initials = [at for at, word in enumerate(self.words) if len(word) == 1]
        self.letters_and_form = letters_and_form(self.words)
        self.first_letter = next((ord(word[0]) for word in words if word not in LEGAL_FORMS), 0)
        self.rows: list[Row] = [table.alike(word) for word in self.words]
        self.ways: dict[int, list[tuple[int, ...]]] = {}
        self._join(table)
        self._split(table)

    def _join(self, table: WordTable) -> None:
        """Two words that the table has as one."""
        longer = [(at, word) for at, word in enumerate(self.words) if len(word) > 1]
        for (one, first), (other, second) in permutations(longer, 2):
            number = table.numbers.get(first + second)
            if number is not None:
                self._add_row(number)
                for at in (one, other):
                    self.ways.setdefault(at, []).append((len(self.rows) - 1,))

    def _split(self, table: WordTable) -> None:
        """A word that the table has as two."""
        numbers = table.numbers
        for at, word in enumerate(self.words):
            for cut in range(2, len(word) - 1) if len(word) >= _SHORTEST_SPLIT else ():
                if word[:cut] in numbers and word[cut:] in numbers:
                    self._add_row(numbers[word[:cut]])
                    self._add_row(numbers[word[cut:]])
                    self.ways.setdefault(at, []).append((len(self.rows) - 2, len(self.rows) - 1))

    def _add_row(self, number: int) -> None:
        self.rows.append((np.array([number], np.int32), np.ones(1, np.float32)))

    @property
    def whole(self) -> float:
        return sum(self.weights)

    def telling_rows(self) -> list[int]:
        """The rows by which a listed name may be found: not those of single letters and light words."""
        if all(self.light):
            return list(range(len(self.rows)))
        return [at for at in range(len(self.rows)) if at >= len(self.light) or not self.light[at]]

    def gains(self) -> list[float]:
        """The weight of the words asked about to whose covering each row may add."""
        found = self.weights + [0.0] * (len(self.rows) - len(self.words))
        for word, ways in self.ways.items():
            for at in chain.from_iterable(ways):
                found[at] += self.weights[word]
        return found


def is_light(word: str) -> bool:
    """Whether a word is one by which no listed name is found."""
    return len(word) == 1 or word in LIGHT_WORDS


def letters_and_form(words: Sequence[str]) -> float:
    """What at least of a name's weight is covered where another name has its first letters and legal forms; infinite
    where it is more than these, or has not one of each.
    """
    letters = [word for word in words if len(word) == 1]
    forms = [word for word in words if word in LEGAL_FORMS]
    if not letters or not forms or len(letters) + len(forms) < len(words):
        return math.inf
    return INITIAL_COVERS * sum(map(weight, letters)) + KNOWN_COVERS * sum(map(weight, forms)) - _ROUNDING


class Listed:
    """Listed names as they are looked at here, each as the numbers of its words in a table."""

    def __init__(self, table: WordTable, arrays: dict[str, NDArray[Any]]) -> None:
        """The arrays are those of an index: see ``segment``."""
        self.words: Ints = arrays["words"]  # of one name after the other
        self.word_starts: Ints = arrays["word_starts"]  # where each name begins in them
        self.members: Ints = arrays["members"]  # the names that hold each word, one word after the other
        self.starts: Ints = arrays["starts"]  # where each word begins in them
        self.weights: Floats = arrays["weights"] / 10  # of each word
        self.light: NDArray[np.bool_] = arrays["light"]  # whether each word is light
        self.initials = np.array([ord(one[0]) if len(one) > 1 else 0 for one in table.words], np.uint8)
        names = len(self.word_starts) - 1
        self.whole, self.loose = np.zeros(names), np.zeros(names)  # of a name's weight, what a light word may cover
        self.all_light = np.zeros(names, bool)  # names of which every word is light
        if names:
            begins, weights = self.word_starts[:-1], self.weights[self.words]
            np.add.reduceat(weights, begins, out=self.whole)
            np.add.reduceat(weights * arrays["loose"][self.words], begins, out=self.loose)
            np.logical_and.reduceat(self.light[self.words], begins, out=self.all_light)
        self.only_light: Ints = np.flatnonzero(self.all_light).astype(np.int32)
        self.letters_and_form = np.full(names, math.inf)  # see the function
        for at in self.only_light.tolist():
            numbers = self.words[self.word_starts[at] : self.word_starts[at + 1]].tolist()
            self.letters_and_form[at] = letters_and_form([table.words[number] for number in numbers])
        self.first_letters = self._first_letters(table)
        self.room = np.zeros(names)  # for a sum of each name, all zero before and after
        self.slots = np.zeros(len(table.words), np.int32)  # for a number of each word, all zero before and after

    def _first_letters(self, table: WordTable) -> NDArray[np.uint8]:
        """The first letter of the first word of each name that is no legal form; 0 where all are."""
        of_words = np.array([0 if one in LEGAL_FORMS else ord(one[0]) for one in table.words], np.uint8)
        letters, first = of_words[self.words], np.zeros(len(self.whole), np.uint8)
        named = np.flatnonzero(letters)[::-1]
        first[self.word_starts.searchsorted(named, "right") - 1] = letters[named]  # the last one put there is the first
        return first

    def __len__(self) -> int:
        return len(self.whole)


class Pairs(NamedTuple):
    """Names asked about, by their places, beside listed names, by their numbers: in this order, each pair once."""

    asked: NDArray[np.int64]
    names: NDArray[np.int64]

    @classmethod
    def of(cls, asked: NDArray[np.int64], names: NDArray[np.int64], listed: int) -> Pairs:
        """The pairs, given in any order; ``listed`` is how many listed names there are."""
        keys = np.unique(asked * listed + names)
        return cls(*np.divmod(keys, max(1, listed)))


def covered(asked: Sequence[Asked], listed: Listed) -> tuple[Pairs, Floats]:
    """The pairs of which either name covers enough of the other, and the share of both that is covered."""
    pairs = promising(asked, listed)
    shares = np.zeros(len(pairs.asked))
    borders = np.searchsorted(pairs.asked, np.arange(len(asked) + 1)).astype(np.int32)
    by_rows = sorted(range(len(asked)), key=lambda at: len(asked[at].rows))
    for start in range(0, len(asked), _SIDE_BY_SIDE):
        some = by_rows[start : start + _SIDE_BY_SIDE]
        places, beside = runs(np.arange(len(shares)), borders[:-1][some], borders[1:][some])
        if len(places):
            of_some = Pairs(np.repeat(np.arange(len(some)), np.diff(beside)), pairs.names[places])
            shares[places] = near([asked[at] for at in some], of_some, listed)
    close = shares > 0
    return Pairs(pairs.asked[close], pairs.names[close]), shares[close]


class _Entries(NamedTuple):
    """The words of the table by which the names asked about find listed names, one name asked about after the other."""

    ends: list[int]  # where each name asked about ends
    numbers: Ints
    worth: Floats  # how much of both names together each covers at most, where it is in a listed name
    tells: NDArray[np.bool_]  # whether a name may be found by it


def _entries(asked: Sequence[Asked], listed: Listed) -> _Entries:
    numbers, shares, gains, sizes, ends, only_light = [], [], [], [], [], []
    end = 0
    for one in asked:
        gained, only = one.gains(), all(one.light)
        for at in one.telling_rows():
            words, covers = one.rows[at]
            numbers.append(words)
            shares.append(covers)
            gains.append(gained[at])
            sizes.append(len(words))
            only_light.append(only)
            end += len(words)
        ends.append(end)
    if not end:
        return _Entries(ends, np.zeros(0, np.int32), np.zeros(0), np.zeros(0, bool))
    words = np.concatenate(numbers)
    worth = np.concatenate(shares) * (np.repeat(gains, sizes) + listed.weights[words])
    return _Entries(ends, words, worth, ~listed.light[words] | np.repeat(only_light, sizes))


def promising(asked: Sequence[Asked], listed: Listed) -> Pairs:
    """The pairs that share a word which tells and that ``near`` may find near.

    Of those it leaves none out that ``near`` would find. Where one of the two names has light words alone, these tell.
    What is covered by several words is counted several times here, and what light words and initials may cover as if
    they did; that one of the names must be covered nearly whole is left to ``near``.
    """
    entries = _entries(asked, listed)
    held, starts = runs(listed.members, listed.starts[entries.numbers], listed.starts[entries.numbers + 1])
    sums = np.repeat(entries.worth, np.diff(starts))
    borders = starts[[0, *entries.ends]].tolist()
    for at, one in enumerate(asked):
        _add_up(one, held[borders[at] : borders[at + 1]], sums[borders[at] : borders[at + 1]], listed)
    lowest = np.array([(BOTH if math.isinf(one.letters_and_form) else BOTH_OF_LETTERS) - _ROUNDING for one in asked])
    sums -= np.repeat(lowest, np.diff(borders)) * listed.whole[held]
    least = [low * one.whole - _light(one) for low, one in zip(lowest.tolist(), asked, strict=True)]
    enough = np.flatnonzero(sums >= np.repeat(least, np.diff(borders)))
    tells = entries.tells[np.searchsorted(starts, enough, "right") - 1] | listed.all_light[held[enough]]
    found = enough[tells]
    places = np.searchsorted(borders, found, "right") - 1
    others = [at for at, one in enumerate(asked) if any(one.light)]
    return Pairs.of(
        np.concatenate((places, np.repeat(np.array(others, np.int64), len(listed.only_light)))),
        np.concatenate((held[found], np.tile(listed.only_light, len(others)))),
        len(listed),
    )


def _add_up(one: Asked, held: Ints, sums: Floats, listed: Listed) -> None:
    """Puts in the place of what each word covers what all words of its listed name cover together at most."""
    room = listed.room
    np.add.at(room, held, sums)
    np.take(room, held, out=sums)
    room[held] = 0.0
    if any(one.light):
        sums += listed.loose[held]
    if one.initials:
        sums += INITIAL_COVERS * listed.whole[held]


def _light(one: Asked) -> float:
    return sum(weight for weight, light in zip(one.weights, one.light, strict=True) if light)


def near(asked: Sequence[Asked], pairs: Pairs, listed: Listed) -> Floats:
    """Of each pair the share of both names that is covered; 0 where that is not enough.

    One of the two must be covered nearly whole (a name may leave words out), and both together by more than half. First
    letters with a legal form are enough where the other name has that form and begins so.
    """
    words, starts = runs(listed.words, listed.word_starts[pairs.names], listed.word_starts[pairs.names + 1])
    borders = np.searchsorted(pairs.asked, np.arange(len(asked) + 1))
    shares = _shares(asked, words, starts[borders].tolist(), listed)
    weights = listed.weights[words]
    theirs = np.add.reduceat(shares.max(axis=0) * weights, starts[:-1])
    their_whole = np.add.reduceat(weights, starts[:-1])
    best = np.maximum.reduceat(shares, starts[:-1], axis=1)
    worth = np.zeros((len(best), len(asked)))
    for at, one in enumerate(asked):
        if borders[at] == borders[at + 1]:
            continue
        worth[: len(one.words), at] = one.weights
        of_one = best[:, borders[at] : borders[at + 1]]
        for word, ways in one.ways.items():
            for rows in ways:
                np.maximum(of_one[word], reduce(np.minimum, of_one[list(rows)]), out=of_one[word])
    ours = (best * worth[:, pairs.asked]).sum(axis=0)
    our_whole = worth.sum(axis=0)[pairs.asked]
    both = (ours + theirs) / (our_whole + their_whole)
    enough = (both >= BOTH) & ((ours >= ONE * our_whole) | (theirs >= ONE * their_whole))
    of_letters = ours >= np.array([one.letters_and_form for one in asked])[pairs.asked]
    of_letters |= theirs >= listed.letters_and_form[pairs.names]
    begin_alike = np.array([one.first_letter for one in asked])[pairs.asked] == listed.first_letters[pairs.names]
    enough |= of_letters & begin_alike & (both >= BOTH_OF_LETTERS)
    share: Floats = np.where(enough, both, 0.0)
    return share


def _shares(asked: Sequence[Asked], words: Ints, borders: Sequence[int], listed: Listed) -> Shares:
    """How far each row (down) covers each of the listed words (across).

    ``borders`` are where the listed words beside each name asked about begin, and where the last ones end. The rows of
    each name asked about are the first; after them there is nothing.
    """
    slots, found, places = listed.slots, np.zeros(len(words), np.int64), []
    rows, shares, end = [], [], 1
    for at, one in enumerate(asked):
        if borders[at] == borders[at + 1]:
            continue
        known = np.concatenate([numbers for numbers, _ in one.rows])
        slots[known] = np.arange(end, end + len(known), dtype=np.int32)  # of a word of several rows: any one of them
        found[borders[at] : borders[at + 1]] = slots[words[borders[at] : borders[at + 1]]]
        places.append(slots[known])
        slots[known] = 0
        rows += [(row, len(numbers)) for row, (numbers, _) in enumerate(one.rows)]
        shares += [covers for _, covers in one.rows]
        end += len(known)
    by_slot = np.zeros((max(row for row, _ in rows) + 1, end), np.float32)
    by_slot[np.repeat(*np.array(rows).T), np.concatenate(places)] = np.concatenate(shares)
    covers: Shares = by_slot.take(found, axis=1)
    for at, one in enumerate(asked):
        beside = slice(borders[at], borders[at + 1])
        for row in one.initials if borders[at] < borders[at + 1] else ():
            initial = INITIAL_COVERS * (listed.initials[words[beside]] == ord(one.words[row]))
            np.maximum(covers[row, beside], initial, out=covers[row, beside])
    return covers
