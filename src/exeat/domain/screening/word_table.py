"""The distinct words of many names, and which of them a given word may be a form of.

A word finds another by shared pairs of letters, by the same consonants, by the same letters in another order, or as a
nickname or abbreviation of it; which ones it finds depends on the two words alone. All that is kept are arrays and one
text, so that a saved table is mapped into memory and shared by processes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from exeat.domain.screening.chinese import other_romanisations
from exeat.domain.screening.likeness import LEAST_ALIKE, by_sound, is_bare
from exeat.domain.screening.sounds import plain_vowels, skeleton
from exeat.domain.screening.word_lists import LEGAL_FORMS, NICKNAMES, SAME_WORD

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Shares = NDArray[np.float32]  # how far words are covered, 0..1
Row = tuple[Ints, Shares]  # words of the table, and how far they are covered
Key = TypeVar("Key")

_LETTERS = 37  # a-z, 0-9 and the edge of a word
_CODES = {letter: code for code, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", start=1)}
_WORTH = np.int16(4)  # of a shared letter pair: two spellings of one word share half the pairs of both at least
_MOST_KEPT = 1 << 14  # answers kept for words that are asked about again

# How far a word covers another that it may be a form of; the score weighs the difference more finely.
KNOWN_COVERS = 0.9  # one slip, another form, the same sound
CONSONANTS_COVER = 0.69  # no more than the same few consonants: too little where it is all that two names share
INITIAL_COVERS = 0.5


def grouped(keys: Ints, values: NDArray[Any], groups: int) -> tuple[Ints, NDArray[Any]]:
    """``values`` sorted by their key, and where each of the groups 0..``groups`` begins (one more than groups)."""
    order = np.argsort(keys, kind="stable")
    starts = np.zeros(groups + 1, np.int32)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return starts, values[order]


def runs(values: NDArray[Any], begins: Ints, ends: Ints) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The values from each of ``begins`` to its end, one run after the other; and where each starts (one more)."""
    lengths = ends - begins
    starts = np.concatenate(([0], lengths.cumsum()))
    return values[np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)], starts


def letter_pairs(word: str) -> list[int]:
    """The distinct pairs of neighbouring letters, the word's edges included, as numbers below 37²; in order."""
    codes = [0, *[_CODES[letter] for letter in word], 0]
    return sorted({one * _LETTERS + other for one, other in pairwise(codes)})


def kept(groups: dict[Key, list[int]]) -> dict[Key, tuple[int, ...]]:
    """Groups that grow no more: as tuples of numbers, which the collector of garbage passes over."""
    return {key: tuple(members) for key, members in groups.items()}


def _members_of(groups: dict[str, Iterable[object]]) -> dict[object, list[str]]:
    members: dict[object, list[str]] = defaultdict(list)
    for word, keys in groups.items():
        for key in keys:
            members[key].append(word)
    return members


_NICKNAMES_OF = _members_of({word: tuple(lines) for word, lines in NICKNAMES.items()})
_FORMS_OF = _members_of({word: (form,) for word, form in SAME_WORD.items()})


class WordTable:
    """Words, numbered from 0 in the order given; each one once."""

    def __init__(
        self, words: Sequence[str], bones: Sequence[str] | None = None, arrays: dict[str, NDArray[Any]] | None = None
    ) -> None:
        self.words = words
        self.bones = [skeleton(word) for word in words] if bones is None else bones
        self.arrays = _arrays(words) if arrays is None else arrays
        self._members = self.arrays["members"]
        self._starts: list[int] = self.arrays["starts"].tolist()
        self._found: dict[str, Row] = {}
        self._sounding: dict[tuple[str, bool, bool, bool], dict[int, float]] = {}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each word."""
        return {word: at for at, word in enumerate(self.words)}

    @cached_property
    def _by_skeleton(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, bones in enumerate(self.bones):
            if len(bones) >= 2:
                found[bones].append(at)
        return kept(found)

    @cached_property
    def _by_vowels(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            if len(word) > 2:
                found[plain_vowels(word)].append(at)
        return kept(found)

    @cached_property
    def _by_letters(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            if 4 <= len(word) <= 6:  # longer words with letters exchanged share enough pairs
                found["".join(sorted(word))].append(at)
        return kept(found)

    @cached_property
    def _lengths(self) -> Ints:
        return np.fromiter(map(len, self.words), np.int32, len(self.words))

    @cached_property
    def _of_letters(self) -> NDArray[np.bool_]:
        """Whether each word is of letters alone."""
        return np.fromiter(map(str.isalpha, self.words), bool, len(self.words))

    @cached_property
    def _less_own(self) -> NDArray[np.int16]:
        """The number of letter pairs of each word, below zero."""
        return -self.arrays["sizes"].astype(np.int16)

    @cached_property
    def _room(self) -> NDArray[np.int16]:
        """Room for a number of each word."""
        return np.zeros(len(self.words), np.int16)

    def alike(self, word: str) -> Row:
        """The numbers of the words that this one may be, and how far it covers each, above 0 up to 1."""
        if word not in self._found:
            self.look_up([word])
        return self._found[word]

    def look_up(self, words: Iterable[str]) -> None:
        """Has what ``alike`` says of these words ready: of many in less time than of one after the other."""
        if len(self._found) >= _MOST_KEPT:
            self._found.clear()
            self._sounding.clear()
        fresh = [word for word in dict.fromkeys(words) if word not in self._found]
        self._found |= {word: self._same(word) for word in fresh if len(word) == 1}
        if several := [word for word in fresh if len(word) > 1]:
            for word, covered in zip(several, self._spelt_alike(several), strict=True):
                self._found[word] = self._with_other_forms(word, covered)

    def _with_other_forms(self, word: str, covered: dict[int, float]) -> Row:
        """The words spelt alike, and those that are forms of it by sound, by use or by letters exchanged."""
        heard = self._of_consonants(word)
        covered = heard | {at: max(share, heard.get(at, 0.0)) for at, share in covered.items()}
        for at in (*self._by_vowels.get(plain_vowels(word), ()), *self._known_forms(word)):
            covered[at] = max(covered.get(at, 0.0), KNOWN_COVERS)
        for at in self._by_letters.get("".join(sorted(word)), ()):
            if OSA.distance(word, self.words[at]) == 1:
                covered[at] = max(covered.get(at, 0.0), KNOWN_COVERS)
        if (same := self.numbers.get(word)) is not None:
            covered[same] = 1.0
        if (initial := self.numbers.get(word[0])) is not None:
            covered[initial] = INITIAL_COVERS
        return np.fromiter(covered, np.int32, len(covered)), np.fromiter(covered.values(), np.float32, len(covered))

    def _of_consonants(self, word: str) -> dict[int, float]:
        """The words of the same consonants, and how far it covers each: the same for all words that sound alike."""
        bones, legal_form = skeleton(word), word in LEGAL_FORMS
        key = bones, is_bare(word), len(word) > 3, legal_form
        found = self._sounding.get(key)
        if found is None:
            found = self._sounding[key] = {}
            for at in self._by_skeleton.get(bones, ()):
                other = self.words[at]
                known = by_sound(bones, word, other) or (legal_form and other in LEGAL_FORMS)
                found[at] = KNOWN_COVERS if known else CONSONANTS_COVER
        return found

    def _same(self, word: str) -> Row:
        at = self.numbers.get(word)
        return np.array([] if at is None else [at], np.int32), np.ones(int(at is not None), np.float32)

    def _known_forms(self, word: str) -> Iterable[int]:
        others = chain(
            *(_NICKNAMES_OF[line] for line in NICKNAMES.get(word, ())),
            _FORMS_OF[SAME_WORD[word]] if word in SAME_WORD else (),
            other_romanisations(word),
        )
        return (self.numbers[other] for other in others if other in self.numbers)

    def _spelt_alike(self, words: Sequence[str]) -> list[dict[int, float]]:
        """For each of the words those sharing letter pairs that are near enough, with how far they are covered.

        Of two or three letters any other letter makes another word.
        """
        none = np.zeros(0, np.intp)
        sharing = [self._sharing_pairs(word) if len(word) > 3 else none for word in words]
        places, found = np.repeat(np.arange(len(words)), [len(one) for one in sharing]), np.concatenate(sharing)
        letters = np.fromiter(map(str.isalpha, words), bool, len(words))
        fit = (self._lengths[found] > 3) & (letters[places] | self._of_letters[found])
        places, found = places[fit], found[fit]
        asked, texts = [words[at] for at in places.tolist()], [self.words[at] for at in found.tolist()]
        by_order = _compared(Indel.normalized_similarity, asked, texts)
        by_start = _compared(JaroWinkler.normalized_similarity, asked, texts)
        alike = (by_order + by_start) / 2
        enough = np.flatnonzero(alike >= LEAST_ALIKE)
        places, found, alike = places[enough], found[enough], alike[enough]
        asked, texts = [asked[at] for at in enough.tolist()], [texts[at] for at in enough.tolist()]
        slips = _compared(OSA.distance, asked, texts, score_cutoff=1) <= 1
        alike[slips] = np.maximum(alike[slips], KNOWN_COVERS)
        borders = np.searchsorted(places, np.arange(1, len(words)))
        of_each = zip(np.split(found, borders), np.split(alike, borders), strict=True)
        return [dict(zip(some.tolist(), covers.tolist(), strict=True)) for some, covers in of_each]

    def _sharing_pairs(self, word: str) -> NDArray[np.intp]:
        """The words of which half the letter pairs of both words together, or more, are shared.

        A shared pair is one of each word, so that four of them must outweigh both words' pairs.
        """
        pairs, room = letter_pairs(word), self._room
        np.copyto(room, self._less_own)
        members = np.concatenate([self._members[self._starts[pair] : self._starts[pair + 1]] for pair in pairs])
        np.add.at(room, members, _WORTH)
        return np.flatnonzero(room >= len(pairs))


def _compared(scorer: Any, words: Sequence[str], others: Sequence[str], **options: Any) -> Floats:
    """What a scorer says of each word beside the other one in its place."""
    said: Floats = process.cpdist(words, others, scorer=scorer, dtype=np.float64, **options)
    return said


def _arrays(words: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Which words hold each letter pair (``members`` from ``starts``), and how many pairs each has (``sizes``)."""
    pairs = [letter_pairs(word) for word in words]
    sizes = np.array([len(one) for one in pairs], np.int32)
    everything = np.array([pair for one in pairs for pair in one], np.int32)
    numbers = np.repeat(np.arange(len(words)), sizes)  # as wide as what counts them wants
    starts, members = grouped(everything, numbers, _LETTERS**2)
    return {"starts": starts, "members": members, "sizes": sizes}
