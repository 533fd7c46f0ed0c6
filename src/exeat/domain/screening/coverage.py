"""How far a name asked about and listed names cover one another, for many listed names at once.

A word is covered as far as the other name has a form of it (``WordTable.alike``), an initial, or the word with other
word breaks. What follows from it is the same in both directions and depends on the two names alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import chain, permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exeat.domain.screening.normalise import weight
from exeat.domain.screening.word_lists import LIGHT_WORDS
from exeat.domain.screening.word_table import INITIAL_COVERS, Floats, Ints, WordTable

Shares = NDArray[np.float32]

BOTH = 0.55 - 1e-6  # of the weight of both names, that is covered at least; the rest is for rounding
ONE = 0.7 - 1e-6  # of the weight of one of them
_ROUNDING = 1e-3  # more than sums of single precision differ by
_SHORTEST_SPLIT = 6  # letters of a word that may be two words written as one
_Row = tuple[Ints, Floats]  # words of the table, and how far they are covered


class Asked:
    """The words of a name asked about, each with the words of a table that cover it.

    ``rows`` are the words and, after them, readings with other word breaks; ``ways`` are, for each word, the rows that
    cover it: any one of them does, each of which may need several rows.
    """

    def __init__(self, words: Sequence[str], table: WordTable) -> None:
        self.words = sorted(set(words))
        self.weights = np.array([weight(word) for word in self.words])
        self.rows: list[_Row] = [table.alike(word) for word in self.words]
        self.ways: list[list[tuple[int, ...]]] = [[(at,)] for at in range(len(self.words))]
        self._join(table)
        self._split(table)

    def _join(self, table: WordTable) -> None:
        """Two words that the table has as one."""
        longer = [at for at, word in enumerate(self.words) if len(word) > 1]
        for one, other in permutations(longer, 2):
            number = table.numbers.get(self.words[one] + self.words[other])
            if number is not None:
                self._add_row(number)
                for at in (one, other):
                    self.ways[at].append((len(self.rows) - 1,))

    def _split(self, table: WordTable) -> None:
        """A word that the table has as two."""
        for at, word in enumerate(self.words):
            for cut in range(2, len(word) - 1) if len(word) >= _SHORTEST_SPLIT else ():
                first, second = table.numbers.get(word[:cut]), table.numbers.get(word[cut:])
                if first is not None and second is not None:
                    self._add_row(first)
                    self._add_row(second)
                    self.ways[at].append((len(self.rows) - 2, len(self.rows) - 1))

    def _add_row(self, number: int) -> None:
        self.rows.append((np.array([number], np.int32), np.ones(1)))

    def telling_rows(self) -> list[int]:
        """The rows by which a listed name may be found: not those of single letters and light words."""
        light = {at for at, word in enumerate(self.words) if is_light(word)}
        if len(light) == len(self.words):
            light = set()
        return [at for at in range(len(self.rows)) if at not in light]

    def gains(self) -> Floats:
        """The weight of the words asked about to whose covering each row may add."""
        found = [0.0] * len(self.rows)
        for worth, ways in zip(self.weights.tolist(), self.ways, strict=True):
            for at in chain.from_iterable(ways):
                found[at] += worth
        return np.array(found)


def is_light(word: str) -> bool:
    """Whether a word is one by which no listed name is found."""
    return len(word) == 1 or word in LIGHT_WORDS


class Wholes(NamedTuple):
    """What each listed name weighs: ``whole``, and ``loose`` of it, the words that a light word may cover."""

    whole: Floats
    loose: Floats
    all_light: Ints
    """The names of which every word is light."""
    room: tuple[Floats, Floats]
    """Room for two sums of each name, all zero before and after."""


def promising(
    asked: Asked, weights: Floats, light_words: NDArray[np.bool_], starts: Ints, members: Ints, wholes: Wholes
) -> Ints:
    """The names, each once and in order, that share a word which tells and that ``near`` may find near.

    Of those it leaves none out that ``near`` would find. Where one of the two names has light words alone, these tell;
    such listed names are few, and always among the answer. ``members`` are the names that hold each word of the table,
    from its place in ``starts``. What is covered by several words is counted several times here, and what light words
    and initials may cover as if they did.
    """
    rows, gains = asked.telling_rows(), asked.gains()
    numbers = np.concatenate([asked.rows[at][0] for at in rows])
    shares = np.concatenate([asked.rows[at][1] for at in rows])
    worth = shares * np.repeat(gains[rows], [len(asked.rows[at][0]) for at in rows])
    tells = ~light_words[numbers] | all(is_light(word) for word in asked.words)
    if not len(numbers):
        return wholes.all_light
    begins = starts[numbers]
    counts = starts[numbers + 1] - begins
    ends = counts.cumsum()
    held = members[np.arange(ends[-1], dtype=np.int32) + np.repeat(begins - (ends - counts), counts)]
    ours, listed = wholes.room
    np.add.at(ours, held, np.repeat(worth, counts))
    np.add.at(listed, held, np.repeat(shares * weights[numbers], counts))
    light = [worth for word, worth in zip(asked.words, asked.weights, strict=True) if is_light(word)]
    found: Ints = held[np.repeat(tells, counts)]
    whole, our_whole = wholes.whole[found], asked.weights.sum()
    covered, covering = listed[found], ours[found] + sum(light)
    ours[held] = listed[held] = 0.0
    if light:
        covered += wholes.loose[found]
    if any(len(word) == 1 for word in asked.words):
        covered += INITIAL_COVERS * whole
    both = covering + covered >= (BOTH - _ROUNDING) * (our_whole + whole)
    one = (covering >= (ONE - _ROUNDING) * our_whole) | (covered >= (ONE - _ROUNDING) * whole)
    near_enough: Ints = np.unique(np.concatenate((found[both & one], wholes.all_light)))
    return near_enough


def near(
    asked: Asked, words: Ints, starts: Ints, weights: Floats, initials: NDArray[np.uint8], slots: Ints
) -> NDArray[np.bool_]:
    """Of several listed names, which cover enough of the name asked about and are covered enough by it.

    One of the two must be covered nearly whole (a name may leave words out), and both together by more than half.

    ``words`` holds the words of the listed names, one name after the other, each beginning at its place in ``starts``;
    ``weights`` and ``initials`` are the weight and the first letter of each of ``words`` (0 for a single letter), and
    ``slots`` is room for a number of each word of the table, all zero before and after.
    """
    shares = _shares(asked, words, initials, slots)
    listed = np.add.reduceat(reduce(np.maximum, shares) * weights, starts)
    whole = np.add.reduceat(weights, starts)
    best = np.maximum.reduceat(shares, starts, axis=1)
    ours = np.zeros(len(starts))
    for at, ways in enumerate(asked.ways):
        share = best[at]
        for rows in ways[1:]:
            share = np.maximum(share, reduce(np.minimum, best[list(rows)]))
        ours += share * asked.weights[at]
    our_whole = asked.weights.sum()
    both: NDArray[np.bool_] = ours + listed >= BOTH * (our_whole + whole)
    one: NDArray[np.bool_] = (ours >= ONE * our_whole) | (listed >= ONE * whole)
    return both & one


def _shares(asked: Asked, words: Ints, initials: NDArray[np.uint8], slots: Ints) -> Shares:
    """How far each row (down) covers each of the listed words (across)."""
    known = np.concatenate([numbers for numbers, _ in asked.rows])
    slots[known] = np.arange(1, len(known) + 1, dtype=np.int32)  # a word of several rows: any one of its numbers
    by_slot = np.zeros((len(asked.rows), len(known) + 1), np.float32)
    for row, (numbers, shares) in zip(by_slot, asked.rows, strict=True):
        row[slots[numbers]] = shares
    found: Shares = by_slot.take(slots[words], axis=1)
    slots[known] = 0
    for row, word in zip(found, asked.words, strict=False):
        if len(word) == 1:
            np.maximum(row, INITIAL_COVERS * (initials == ord(word)), out=row)
    return found
