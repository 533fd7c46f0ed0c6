"""What an alignment says, as amounts of named measures: the input of the calibrated score.

Each measure belongs to a pair of words, so that what it costs can be shown there, or to the names as a whole. All are
the same in both directions. More of a measure never means closer names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from exeat.domain.screening.alignment import Pair, tells
from exeat.domain.screening.likeness import Kind
from exeat.domain.screening.normalise import text_weight
from exeat.domain.screening.sounds import skeleton
from exeat.domain.screening.word_lists import COMMON_WORDS, LEGAL_FORMS, PARTICLES, SHARED_BY_MANY, TITLES

Amount = tuple[str, float]  # the measure, and how much of it
Term = tuple[str, int, float]  # a measure, its unit, and how many of that unit

LETTERS = 0
"""The unit of a term that counts in letters; the others are shares of a name's weight or of both names', or one."""
_ONCE, _BOTH, _OURS, _THEIRS = range(1, 5)
# Of names that contradict: half of each; of those whose words alone are common.
_OURS_AGAINST, _THEIRS_AGAINST, _OURS_COMMON, _THEIRS_COMMON = range(5, 9)
_DIFFERENT = 9  # a share of the letters by which names differ that are no slip or two apart


class Measured:
    """The amounts of an alignment of at least one pair.

    A pair has terms of its own, which are kept (``terms``); what one unit of them amounts to depends on the names as a
    whole (``units``). ``kind`` is the type of the parties.
    """

    __slots__ = ("_pairs", "lacking", "organisation", "units", "unlike")

    def __init__(self, pairs: Sequence[Pair], kind: str) -> None:
        self._pairs, self.organisation = pairs, kind == "organisation"
        ours = theirs = our_lack = their_lack = rare = unlike = 0.0
        different = shared = 0
        our_words: list[str] = []
        their_words: list[str] = []
        for pair in pairs:
            one, other, apart, one_lacks, other_lacks, one_rare, letters, both_tell = _part(pair)
            ours += one
            theirs += other
            unlike += apart
            our_lack += one_lacks
            their_lack += other_lacks
            rare += one_rare
            different += letters
            shared += both_tell
            if one_lacks:
                our_words.append(pair[0] or "")
            elif other_lacks:
                their_words.append(pair[1] or "")
        self.unlike = unlike
        ours, theirs = ours or 1.0, theirs or 1.0
        self.lacking = max(our_lack / ours, their_lack / theirs)
        told_apart = different > _FEW and (not shared or _more_than_few(pairs, different, our_words, their_words))
        against = told_apart and our_lack > 0 and their_lack > 0
        our_half, their_half = (0.5 / our_lack, 0.5 / their_lack) if against else (0.0, 0.0)
        common = 0.0 if rare else 1.0
        self.units = (
            0.0,  # of letters: measured last
            1.0,
            1 / (ours + theirs),
            1 / ours,
            1 / theirs,
            our_half,
            their_half,
            common * our_half,
            common * their_half,
            1 / different if told_apart else 0.0,
        )

    def letters(self) -> float:
        """What one unit of letters amounts to: the share of letters that differ, the words sorted, for each unlike."""
        if not self.unlike:
            return 0.0
        ours = " ".join(sorted([one[0] for one in self._pairs if one[0]]))
        theirs = " ".join(sorted([one[1] for one in self._pairs if one[1]]))
        return (1 - Indel.normalized_similarity(ours, theirs)) / self.unlike

    def of_pair(self, pair: Pair) -> list[Amount]:
        """The amounts of one of the pairs."""
        units = (self.letters(), *self.units[1:])
        return [(name, number * units[unit]) for name, unit, number in terms(pair, self.organisation)]

    def of_names(self) -> list[Amount]:
        """Those of the names as a whole."""
        return _of_names(self._pairs, self.lacking)


@lru_cache(maxsize=1 << 16)
def _part(pair: Pair) -> tuple[float, float, float, float, float, float, int, bool]:
    """What a pair adds to the weight of each name, to what is unlike, to what tells and is alone in each name, to what
    of this few parties share, to the letters by which the names differ, and to the words that both have and that tell.
    """
    first, second, kind, apart = pair
    ours, theirs = text_weight(first), text_weight(second)
    unlike = 0.0 if kind is Kind.SAME else (ours + theirs) * (1.0 if kind in _NOT_BY_LETTERS else apart)
    lacks = kind is not Kind.BEYOND
    our_lack = ours if lacks and second is None and tells(first or "") else 0.0
    their_lack = theirs if lacks and first is None and tells(second or "") else 0.0
    rare = 0.0 if (first or second) in COMMON_WORDS else our_lack + their_lack
    both_tell = first is not None and second is not None and tells(first)
    return ours, theirs, unlike, our_lack, their_lack, rare, _different(pair), both_tell


def _different(pair: Pair) -> int:
    """The letters by which two partners differ, or those of a word alone that tells who is meant.

    Vowels that are left out are more than few, and so is another number. What stands for another word by its nature, as
    an initial does, differs by none; nor does a known form of a name that sounds the same.
    """
    first, second, kind, _ = pair
    if first is None or second is None:
        word = first or second or ""
        return len(word) if kind is not Kind.BEYOND and tells(word) else 0
    if kind in _NEVER_FEW:
        return _FEW + 1
    if kind not in _LETTERS_COUNT or (kind is Kind.NICKNAME and skeleton(first) == skeleton(second)):
        return 0
    return OSA.distance(first.replace(" ", ""), second.replace(" ", ""))


def _more_than_few(pairs: Sequence[Pair], different: int, ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether names that seem to differ in more than few letters do, given the words that each has alone.

    These are held against one another, and more than half of them is never few. One number is no slip of another; a
    patronymic that only one name has is left out, and so are vowels where that alone is the difference.
    """
    spelt = different - sum(map(len, ours)) - sum(map(len, theirs))
    if not ours and not theirs:
        return any(pair.kind is not Kind.VOWELS and _different(pair) for pair in pairs)
    if not (ours and theirs):
        return spelt + sum([len(word) for word in ours or theirs if not _PATRONYMIC.search(word)]) > _FEW
    if any(map(str.isdigit, ours)) and any(map(str.isdigit, theirs)):
        return True
    one, other = " ".join(sorted(ours)), " ".join(sorted(theirs))
    apart = OSA.distance(one, other, score_cutoff=_FEW)
    return spelt + apart > _FEW or 2 * apart > min(len(one), len(other))


def terms(pair: Pair, organisation: bool) -> list[Term]:
    """What a pair amounts to, whatever the other pairs are: each measure in units of the names as a whole."""
    first, second, kind, unlike = pair
    if kind is Kind.SAME:
        return []
    if first is None or second is None:
        return _of_word_alone(first or second or "", second is None, kind, organisation)
    if kind is Kind.EXCHANGED:
        return [(kind.value, _ONCE, 1.0)]
    weight = pair.weight
    found = [] if kind in _NOT_BY_LETTERS else [("letters", LETTERS, weight * unlike)]

    def add(measure: str, share: float) -> None:
        found.append((measure, _BOTH, weight * share))

    if letters := _different(pair):
        found.append((_MORE_IN_ALL, _DIFFERENT, letters))
    if kind in _FURTHER_APART:
        add("more than two letters", max(0, letters - _FEW))
    if kind is Kind.NUMBER:
        return [*found, (kind.value, _ONCE, 1.0)]
    add(kind.value, unlike if kind is Kind.LEGAL_FORM else 1.0)
    if kind in _OTHERWISE and unlike > 0:
        add("otherwise in a short word", max(0.0, 1 - min(len(first), len(second)) / _LONG))
    if kind in _BY_LETTERS and first[0] != second[0]:
        add("other first letter", 1.0)
    return found


def _of_word_alone(word: str, ours: bool, kind: Kind, organisation: bool) -> list[Term]:
    weight = text_weight(word)
    measured = kind.value if kind is Kind.BEYOND else _alone(word, organisation)
    found = [(measured, _OURS if ours else _THEIRS, weight)]
    if measured != _PATRONYMIC_ALONE:
        found.append(("letters", LETTERS, weight))
    if kind is not Kind.BEYOND and tells(word):
        found.append((_MORE_IN_ALL, _DIFFERENT, len(word)))
        found.append(("contradiction", _OURS_AGAINST if ours else _THEIRS_AGAINST, weight))
        found.append(("contradiction of common words", _OURS_COMMON if ours else _THEIRS_COMMON, weight))
    return found


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


def _of_names(pairs: Sequence[Pair], lacking: float) -> list[Amount]:
    shared = 0
    heavy = common = short = 0.0
    for first, second, _, _ in pairs:
        if first and second and tells(first):
            told = _told(first)
            shared += 1
            heavy += told.weight
            common += told.common
            short += told.short
    amounts = [
        ("little in common", max(0.0, 1 - heavy / _PLENTY)),
        ("common words", common / (heavy or 1.0)),
        ("short words", short / (heavy or 1.0)),
    ]
    if shared <= 1 and lacking > 0:
        amounts.append(("one word of several", 1.0))
    return amounts


_OTHERWISE = frozenset({Kind.JOINED, Kind.CUT, Kind.SOUND, Kind.SLIP, Kind.SPELLING})
_LETTERS_COUNT = _OTHERWISE | {Kind.NICKNAME}
_NOT_BY_LETTERS = frozenset(  # by nature
    {Kind.NICKNAME, Kind.ROMANISED, Kind.SHORT_FORM, Kind.INITIAL, Kind.ACRONYM, Kind.VOWELS}
)
_NEVER_FEW = frozenset({Kind.VOWELS, Kind.NUMBER})
_FURTHER_APART = frozenset({Kind.SOUND, Kind.SPELLING})
_MORE_IN_ALL = "more than two letters in all"
_FEW = 2  # letters by which names differ that a slip or two explain
_LONG = 8  # letters of a word in which another spelling is little
_PATRONYMIC_ALONE = "patronymic alone"  # many sources leave it out, so that its letters are none that differ
_PATRONYMIC = re.compile("..([oaeiy]v[iy]t?c[hz]|[oe]vna|[iy]chna|avich|ogl[uiy]|[kq][yi]z[yi])$")
_SHORT = 4  # letters of a word that tells little
_BY_LETTERS = frozenset({Kind.SLIP, Kind.SPELLING})
_PLENTY = 16.0  # letters in common beyond which more say nothing
MEASURES = (
    "letters",
    "otherwise in a short word",
    "slip",
    "spelling",
    "more than two letters",
    _MORE_IN_ALL,
    "other first letter",
    "sound",
    "vowels left out",
    "nickname",
    "romanised",
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
    "contradiction",
    "contradiction of common words",
    "other number",
    "exchanged",
    "little in common",
    "common words",
    "short words",
    "one word of several",
)
