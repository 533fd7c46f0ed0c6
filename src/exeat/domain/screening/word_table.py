"""The distinct words of many names, and which of them a given word may be a spelling of.

A word finds another by shared pairs of letters, or by the same consonants; which ones it finds depends on the two words
alone. All that is kept are arrays and one text, so that a saved table is mapped into memory and shared by processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from exeat.domain.screening.alignment import LEAST_ALIKE, likeness
from exeat.domain.screening.normalise import skeleton

Ints = NDArray[np.int32]

SHARED_PAIRS = 0.5  # of the letter pairs of both words together, that two spellings of one word share at least
_LETTERS = 37  # a-z, 0-9 and the edge of a word
_CODES = np.zeros(256, np.int32)
_CODES[np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789", np.uint8)] = np.arange(1, _LETTERS)


def grouped(keys: Ints, values: Ints, groups: int) -> tuple[Ints, Ints]:
    """``values`` sorted by their key, and where each of the groups 0..``groups`` begins (one more than groups)."""
    order = np.argsort(keys, kind="stable")
    starts = np.zeros(groups + 1, np.int32)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return starts, values[order]


def letter_pairs(word: str) -> Ints:
    """The distinct pairs of neighbouring letters, the word's edges included, as numbers below 37²."""
    codes = np.zeros(len(word) + 2, np.int32)
    codes[1:-1] = _CODES[np.frombuffer(word.encode("ascii"), np.uint8)]
    return np.unique(codes[:-1] * _LETTERS + codes[1:])


class WordTable:
    """Words, numbered from 0 in the order given; each one once."""

    def __init__(
        self, words: Sequence[str], bones: Sequence[str] | None = None, arrays: dict[str, Ints] | None = None
    ) -> None:
        self.words = words
        self.bones = [skeleton(word) for word in words] if bones is None else bones
        self.arrays = _arrays(words) if arrays is None else arrays
        self._starts, self._members, self._sizes = (self.arrays[name] for name in ("starts", "members", "sizes"))
        self._found: dict[str, tuple[Ints, NDArray[np.float64]]] = {}

    @cached_property
    def _by_skeleton(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, bones in enumerate(self.bones):
            if len(bones) >= 2:
                found.setdefault(bones, []).append(at)
        return found

    def alike(self, word: str) -> tuple[Ints, NDArray[np.float64]]:
        """The numbers of the words that this one may be, and how alike each is, above 0 up to 1."""
        known = self._found.get(word)
        if known is None:
            if len(self._found) >= 1 << 16:
                self._found.clear()
            known = self._found[word] = self._search(word)
        return known

    def _search(self, word: str) -> tuple[Ints, NDArray[np.float64]]:
        near = {*self._by_skeleton.get(skeleton(word), ()), *self._spelt_alike(word)}
        scored = [(at, score) for at in sorted(near) if (score := likeness(word, self.words[at], False)) > 0]
        return np.array([at for at, _ in scored], np.int32), np.array([score for _, score in scored], np.float64)

    def _spelt_alike(self, word: str) -> list[int]:
        """Those of the words sharing letter pairs that are near enough for ``likeness`` to weigh (a shade more)."""
        sharing = self._sharing_pairs(word)
        texts = [self.words[at] for at in sharing]
        by_order = process.cdist([word], texts, scorer=Indel.normalized_similarity)[0]
        by_start = process.cdist([word], texts, scorer=JaroWinkler.normalized_similarity)[0]
        close = np.flatnonzero(by_order + by_start >= 2 * LEAST_ALIKE - 0.001).tolist()
        return [sharing[at] for at in close]

    def _sharing_pairs(self, word: str) -> list[int]:
        pairs = letter_pairs(word)
        members = np.concatenate([self._members[self._starts[pair] : self._starts[pair + 1]] for pair in pairs])
        shared = np.bincount(members, minlength=len(self._sizes))
        found: list[int] = np.flatnonzero(2 * shared >= SHARED_PAIRS * (self._sizes + len(pairs))).tolist()
        return found


def _arrays(words: Sequence[str]) -> dict[str, Ints]:
    """Which words hold each letter pair (``members`` from ``starts``), and how many pairs each has (``sizes``)."""
    pairs = [letter_pairs(word) for word in words]
    sizes = np.array([len(one) for one in pairs], np.int32)
    everything = np.concatenate(pairs) if pairs else np.zeros(0, np.int32)
    numbers = np.repeat(np.arange(len(words), dtype=np.int32), sizes)
    starts, members = grouped(everything, numbers, _LETTERS**2)
    return {"starts": starts, "members": members, "sizes": sizes}
