"""Listed names found by their letters, whatever the word breaks: the same, the same but for a slip, the beginning.

What is found depends on the two names alone and is the same whichever is asked about.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from exeat.domain.screening.alignment import SHORTEST_CUT, is_cut_off
from exeat.domain.screening.normalise import written_otherwise

ARRAYS = ("spelt", "spelt_of", "begun", "begun_of", "halves", "halves_of", "written_of")
_SHORTEST_SLIPPED = 5  # letters of a name in which one slip leaves enough
_AFTER_ALL = "{"  # comes after every letter and digit


class Letters:
    """The names of an index by their letters."""

    def __init__(
        self, arrays: dict[str, NDArray[Any]], written: Sequence[str], read: Callable[[NDArray[Any]], Iterable[str]]
    ) -> None:
        """``arrays`` and ``written`` as ``index_letters`` makes them; ``read`` gives the letters of names by number."""
        self._arrays, self._written, self._read = arrays, written, read

    def same(self, letters: str) -> Iterator[int]:
        """The names of these letters in this order."""
        return (at for at, listed in self._with_letters(self._held("spelt", letters)) if listed == letters)

    def cut_off(self, letters: str) -> Iterator[int]:
        """The names of which the letters are the beginning of these, or the other way round."""
        if len(letters) < SHORTEST_CUT:
            return
        for at, listed in self._with_letters(self._held("begun", letters[:SHORTEST_CUT])):
            if is_cut_off(letters, listed) or is_cut_off(listed, letters):
                yield at

    def a_slip_away(self, letters: str) -> Iterator[int]:
        """The names, none a person's, with a letter more, less or other, or two letters exchanged.

        One half of the listed letters is whole then, unless the two at the border are exchanged.
        """
        if len(letters) < _SHORTEST_SLIPPED:
            return
        border = len(letters) // 2
        exchanged = letters[: border - 1] + letters[border - 1 : border + 1][::-1] + letters[border + 1 :]
        lengths = range(len(letters) - 1, len(letters) + 2)
        keys = np.array([key for length in lengths for key in _halves(letters, length)], np.uint32)
        halves = self._arrays["halves"]
        begins, ends = halves.searchsorted(keys).tolist(), halves.searchsorted(keys, "right").tolist()
        held = [self._arrays["halves_of"][begin:end] for begin, end in zip(begins, ends, strict=True) if begin < end]
        alike = np.unique(np.concatenate((*held, self._held("spelt", exchanged))))
        for at, listed in self._with_letters(alike):
            if OSA.distance(letters, listed, score_cutoff=1) <= 1:
                yield at

    def begun_as_written(self, written: str) -> Iterator[int]:
        """The names of which the letters as written are the beginning of these, or the other way round.

        Of names, none a person's, that are read otherwise than they are written: see ``normalise.written_otherwise``.
        """
        known, names = self._written, self._arrays["written_of"]
        if len(written) >= SHORTEST_CUT:
            first, end = bisect_right(known, written), bisect_left(known, written + _AFTER_ALL)
            yield from names[first:end].tolist()
        for size in range(SHORTEST_CUT, len(written)):
            first = bisect_left(known, written[:size])
            for at in range(first, len(known)):
                if known[at] != written[:size]:
                    break
                yield int(names[at])

    def _with_letters(self, numbers: NDArray[Any]) -> Iterator[tuple[int, str]]:
        """The names of these numbers, each with its letters: what has the same number for its letters is compared."""
        return zip(numbers.tolist(), self._read(numbers), strict=True) if len(numbers) else iter(())

    def _held(self, array: str, letters: str) -> NDArray[Any]:
        """The names that an array has under letters, and few others maybe."""
        keys, key = self._arrays[array], np.uint32(_digest(letters))
        found: NDArray[Any] = self._arrays[f"{array}_of"][keys.searchsorted(key) : keys.searchsorted(key, "right")]
        return found


def begins_as_written(a: str, b: str) -> bool:
    """Whether one of two names, both read otherwise than they are written, begins the other and may be cut off."""
    pairs = product(written_otherwise(a), written_otherwise(b))
    return any(is_cut_off(*pair) or is_cut_off(*pair[::-1]) for pair in pairs)


def index_letters(
    letters: Sequence[str], people: Sequence[bool], written: Iterable[tuple[str, int]]
) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """The arrays of ``Letters``, and the names as they are written, in order.

    ``letters`` are those of each name, ``people`` whether it is a person's; ``written`` are names with their number.
    """
    slipping = [at for at, one in enumerate(letters) if len(one) >= _SHORTEST_SLIPPED and not people[at]]
    long_enough = [at for at, one in enumerate(letters) if len(one) >= SHORTEST_CUT]
    halves = [key for at in slipping for key in _halves(letters[at], len(letters[at]))]
    in_order = sorted(written)
    arrays = {
        **_sorted("spelt", [_digest(one) for one in letters], range(len(letters))),
        **_sorted("begun", [_digest(letters[at][:SHORTEST_CUT]) for at in long_enough], long_enough),
        **_sorted("halves", halves, [at for at in slipping for _ in range(2)]),
        "written_of": np.array([at for _, at in in_order], np.int32),
    }
    return arrays, [one for one, _ in in_order]


def _sorted(name: str, keys: Sequence[int], numbers: Sequence[int]) -> dict[str, NDArray[Any]]:
    unsorted = np.array(keys, np.uint32)
    order = np.argsort(unsorted, kind="stable")
    return {name: unsorted[order], f"{name}_of": np.array(numbers, np.int32)[order]}


def _digest(text: str) -> int:
    """A number for letters: equal ones give equal numbers, others seldom do."""
    return zlib.crc32(text.encode("ascii"))


def _halves(letters: str, length: int) -> tuple[int, int]:
    """Numbers for the first and the last letters of a name, as many as a name of a length has before its middle and
    after it.
    """
    border = length // 2
    first, last = letters[:border], letters[len(letters) - (length - border) :]
    return _digest(f"{length}<{first}"), _digest(f"{length}>{last}")
