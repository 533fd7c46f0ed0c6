"""What an alignment says, as amounts of named measures: the input of the calibrated score.

Each measure belongs to a pair of words, so that what it costs can be shown there, or to the names as a whole. All are
the same in both directions. More of a measure never means closer names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from exeat.domain.screening.alignment import Pair, tells
from exeat.domain.screening.likeness import Kind
from exeat.domain.screening.normalise import text_weight
from exeat.domain.screening.word_lists import COMMON_WORDS, LEGAL_FORMS, PARTICLES, SHARED_BY_MANY, TITLES

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
    letters: float  # the share of letters that differ, the words sorted, for each unit of weight that is unlike


def _whole(pairs: Sequence[Pair], organisation: bool) -> _Whole:
    ours = theirs = our_lack = their_lack = unlike = 0.0
    for first, second, kind, apart in pairs:
        our_part, their_part = text_weight(first), text_weight(second)
        ours += our_part
        theirs += their_part
        if kind is not Kind.SAME:
            unlike += (our_part + their_part) * (1.0 if kind in _NOT_BY_LETTERS else apart)
        if kind is Kind.BEYOND:
            continue
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
        return _of_word_alone(first or second or "", side, kind, whole)
    weight = pair.weight
    share = weight / sum(whole.sides)
    amounts = [] if kind in _NOT_BY_LETTERS else [("letters", whole.letters * weight * unlike)]
    if kind is Kind.SPELLING:
        amounts.append(("spelling by letters", share * unlike))
        amounts.append(("more than two letters", share * max(0, OSA.distance(first, second) - 2)))
    if kind is Kind.LEGAL_FORM:
        amounts.append(("legal form", share * unlike))
    else:
        amounts.append((kind.value, share))
    if kind in _BY_DEGREES:
        amounts.append((f"{kind.value} by letters", share * unlike))
    if kind in _OTHERWISE and unlike > 0:
        amounts.append(("otherwise in a short word", share * max(0.0, 1 - min(len(first), len(second)) / _LONG)))
    if kind in _BY_LETTERS and first[0] != second[0]:
        amounts.append(("other first letter", share))
    if kind is Kind.SLIP and min(len(first), len(second)) <= _SHORT:
        amounts.append(("slip in a short word", share))
    return amounts


def _of_word_alone(word: str, side: int, kind: Kind, whole: _Whole) -> list[Amount]:
    weight = text_weight(word)
    share = weight / whole.sides[side]
    measured = kind.value if kind is Kind.BEYOND else _alone(word, whole.organisation)
    amounts = [(measured, share)]
    if measured != _PATRONYMIC_ALONE:
        amounts.append(("letters", whole.letters * weight))
    both = min(whole.lacking)
    if both > 0 and kind is not Kind.BEYOND and tells(word):
        part = share / whole.lacking[side] / 2
        name = "alone on both sides of an organisation" if whole.organisation else "alone on both sides"
        amounts += [(name, both * part), ("contradiction", part)]
    return amounts


@lru_cache(maxsize=1 << 16)
def _alone(word: str, organisation: bool) -> str:
    """The measure of a word without a partner."""
    if word in LEGAL_FORMS:
        return "legal form alone"
    if word in TITLES:
        return "title alone"
    if not tells(word):
        return "particle alone" if word in PARTICLES else "letter alone"
    if word in COMMON_WORDS:
        return "common word alone"
    if _PATRONYMIC.search(word):
        return _PATRONYMIC_ALONE
    return "alone in an organisation" if organisation else "alone"


class _Told(NamedTuple):
    """What a text that both names have tells: its weight, that of words which many share, that of short words alone."""

    weight: float
    common: float
    short: float


@lru_cache(maxsize=1 << 16)
def _told(text: str) -> _Told:
    heavy, words = text_weight(text), text.split()
    common = sum(text_weight(word) for word in words if word in SHARED_BY_MANY)
    return _Told(heavy, common, heavy if max(map(len, words)) <= _SHORT else 0.0)


def _of_names(pairs: Sequence[Pair], whole: _Whole) -> list[Amount]:
    shared = 0
    heavy = common = short = same = 0.0
    for first, second, kind, _ in pairs:
        if first and second and tells(first):
            told = _told(first)
            shared += 1
            heavy += told.weight
            common += told.common
            short += told.short
            if kind is Kind.SAME:
                same += told.weight
    amounts = [
        ("little in common", max(0.0, 1 - heavy / _PLENTY)),
        ("little of it the same", max(0.0, 1 - same / _PLENTY)),
        ("common words", common / (heavy or 1.0)),
        ("short words", short / (heavy or 1.0)),
    ]
    if shared <= 1 and max(whole.lacking) > 0:
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


_BY_DEGREES = frozenset({Kind.JOINED, Kind.CUT, Kind.SOUND, Kind.SLIP})
_OTHERWISE = _BY_DEGREES | {Kind.SPELLING}
_NOT_BY_LETTERS = frozenset({Kind.NICKNAME, Kind.SHORT_FORM, Kind.INITIAL, Kind.ACRONYM, Kind.VOWELS})  # by nature
_LONG = 8  # letters of a word in which another spelling is little
_PATRONYMIC_ALONE = "patronymic alone"  # many sources leave it out, so that its letters are none that differ
_PATRONYMIC = re.compile("..([oaeiy]v[iy]t?c[hz]|[oe]vna|[iy]chna|avich|ogl[uiy]|[kq][yi]z[yi])$")
_SHORT = 4  # letters of a word in which one slip is much
_BY_LETTERS = frozenset({Kind.SLIP, Kind.SPELLING})
_PLENTY = 16.0  # letters in common beyond which more say nothing
_MISSPELT = frozenset({Kind.SLIP, Kind.SPELLING, Kind.CUT, Kind.INITIAL})
MEASURES = (
    "letters",
    *(f"{kind} by letters" for kind in sorted(_BY_DEGREES)),
    "otherwise in a short word",
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
    "beyond the end",
    "initial",
    "acronym",
    "legal form",
    "legal form alone",
    "title alone",
    "particle alone",
    "letter alone",
    "common word alone",
    _PATRONYMIC_ALONE,
    "alone",
    "alone in an organisation",
    "alone on both sides",
    "alone on both sides of an organisation",
    "contradiction",
    "little in common",
    "little of it the same",
    "common words",
    "short words",
    "one word of several",
    "nothing in common",
    "other numbers",
    "several words spelt otherwise",
)
