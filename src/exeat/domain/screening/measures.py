"""What an alignment says, as amounts of named measures: the input of the calibrated score.

Each measure belongs to a pair of words, so that what it costs can be shown there, or to the names as a whole. All are
the same in both directions. More of a measure never means closer names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from exeat.domain.screening.alignment import Pair, tells
from exeat.domain.screening.likeness import Kind
from exeat.domain.screening.normalise import text_weight
from exeat.domain.screening.word_lists import COMMON_WORDS, LEGAL_FORMS, PARTICLES, TITLES

Amount = tuple[str, float]  # the measure, and how much of it


class Measured:
    """The amounts of an alignment of at least one pair, each measured when it is asked for.

    ``kind`` is the type of the parties. It is made for every candidate, so that it goes over the pairs once.
    """

    __slots__ = ("_pairs", "_whole")

    def __init__(self, pairs: Sequence[Pair], kind: str) -> None:
        self._pairs = pairs
        self._whole = _whole(pairs, kind == "organisation")

    def of_pair(self, pair: Pair) -> list[Amount]:
        """The amounts of one of the pairs."""
        return _of_pair(pair, self._whole)

    def of_names(self) -> list[Amount]:
        """Those of the names as a whole."""
        return _of_names(self._pairs, self._whole)


class _Whole(NamedTuple):
    """What the measures of one pair need to know of all."""

    organisation: bool
    sides: tuple[float, float]  # the weight of each name
    lacking: tuple[float, float]  # the share of each name that tells and found no partner
    letters: float  # the share of letters that differ, the words sorted, for each unit of weight that is not the same


def _whole(pairs: Sequence[Pair], organisation: bool) -> _Whole:
    ours = theirs = our_lack = their_lack = unlike = 0.0
    for first, second, kind, _ in pairs:
        our_part, their_part = text_weight(first), text_weight(second)
        ours += our_part
        theirs += their_part
        if kind is not Kind.SAME:
            unlike += our_part + their_part
        if second is None and tells(first or ""):
            our_lack += our_part
        elif first is None and tells(second or ""):
            their_lack += their_part
    lacking = our_lack / (ours or 1.0), their_lack / (theirs or 1.0)
    return _Whole(organisation, (ours, theirs), lacking, _letters(pairs) / (unlike or 1.0) if unlike else 0.0)


def _letters(pairs: Sequence[Pair]) -> float:
    ours, theirs = sorted([one[0] for one in pairs if one[0]]), sorted([one[1] for one in pairs if one[1]])
    return 1 - Indel.normalized_similarity(" ".join(ours), " ".join(theirs))


def _of_pair(pair: Pair, whole: _Whole) -> list[Amount]:
    first, second, kind, unlike = pair
    if kind is Kind.SAME:
        return []
    if first is None or second is None:
        side = 0 if second is None else 1
        return _of_word_alone(first or second or "", side, whole)
    weight = pair.weight
    share = weight / sum(whole.sides)
    amounts = [("letters", whole.letters * weight)]
    if kind is Kind.SPELLING:
        amounts.append(("spelling by letters", share * unlike))
        amounts.append(("more than two letters", share * max(0, OSA.distance(first, second) - 2)))
    if kind is Kind.LEGAL_FORM:
        amounts.append(("legal form", share * unlike))
    else:
        amounts.append((kind.value, share))
    if kind in _BY_LETTERS and first[0] != second[0]:
        amounts.append(("other first letter", share))
    if kind is Kind.SLIP and min(len(first), len(second)) <= _SHORT:
        amounts.append(("slip in a short word", share))
    return amounts


def _of_word_alone(word: str, side: int, whole: _Whole) -> list[Amount]:
    weight = text_weight(word)
    share = weight / whole.sides[side]
    amounts = [("letters", whole.letters * weight)]
    if not tells(word):
        amounts.append((_alone(word), share))
        return amounts
    amounts.append(("alone in an organisation" if whole.organisation else "alone", share))
    both = min(whole.lacking)
    if both > 0:
        part = share / whole.lacking[side] / 2
        name = "alone on both sides of an organisation" if whole.organisation else "alone on both sides"
        amounts += [(name, both * part), ("contradiction", part)]
    return amounts


def _alone(word: str) -> str:
    if word in LEGAL_FORMS:
        return "legal form alone"
    if word in TITLES:
        return "title alone"
    return "particle alone" if word in PARTICLES else "letter alone"


def _of_names(pairs: Sequence[Pair], whole: _Whole) -> list[Amount]:
    shared = [one[0] for one in pairs if one[0] and one[1] and tells(one[0])]
    heavy = sum([text_weight(text) for text in shared])
    common = sum([text_weight(text) for text in shared if text in COMMON_WORDS])
    amounts = [("little in common", max(0.0, 1 - heavy / _PLENTY)), ("common words", common / (heavy or 1.0))]
    if len(shared) <= 1 and max(whole.lacking) > 0:
        amounts.append(("one word of several", 1.0))
    if not shared:
        amounts.append(("nothing in common", 1.0))
    if _has_number([one[0] for one in pairs if not one[1]]) and _has_number([one[1] for one in pairs if not one[0]]):
        amounts.append(("other numbers", 1.0))
    differing = sum([one[2] in _MISSPELT for one in pairs])
    if differing > 1:
        amounts.append(("several words spelt otherwise", differing - 1.0))
    return amounts


def _has_number(words: Iterable[str | None]) -> bool:
    return any(word.isdigit() for word in words if word)


_SHORT = 4  # letters of a word in which one slip is much
_BY_LETTERS = frozenset({Kind.SLIP, Kind.SPELLING})
_PLENTY = 16.0  # letters in common beyond which more say nothing
_MISSPELT = frozenset({Kind.SLIP, Kind.SPELLING, Kind.CUT, Kind.INITIAL})
MEASURES = (
    "letters",
    "slip",
    "slip in a short word",
    "spelling",
    "spelling by letters",
    "more than two letters",
    "other first letter",
    "sound",
    "vowels left out",
    "nickname",
    "abbreviation",
    "joined",
    "cut off",
    "initial",
    "acronym",
    "legal form",
    "legal form alone",
    "title alone",
    "particle alone",
    "letter alone",
    "alone",
    "alone in an organisation",
    "alone on both sides",
    "alone on both sides of an organisation",
    "contradiction",
    "little in common",
    "common words",
    "one word of several",
    "nothing in common",
    "other numbers",
    "several words spelt otherwise",
)
