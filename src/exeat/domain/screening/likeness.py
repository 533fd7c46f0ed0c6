"""Two words of names: whether they may be one word, and in what way they differ. The same in both directions.

What kind a pair is and how unlike its words are depends on these two words alone.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel, JaroWinkler

from exeat.domain.screening.chinese import other_romanisations
from exeat.domain.screening.numerals import is_roman, number
from exeat.domain.screening.sounds import plain_vowels, skeleton
from exeat.domain.screening.word_lists import LEGAL_FORMS, NICKNAMES, SAME_WORD

LEAST_ALIKE = 0.7  # words less alike than this are different words


class Kind(StrEnum):
    """How two words laid side by side differ, or that a word stands alone."""

    __hash__ = str.__hash__  # they are looked up often, and an enumeration's own is slow

    SAME = "same"
    JOINED = "joined"  # written with other word breaks
    LEGAL_FORM = "legal form"  # one legal form for another
    SHORT_FORM = "abbreviation"  # "intl" beside "international"
    NICKNAME = "nickname"  # "Bill" beside "William"
    ROMANISED = "romanised"  # Wade-Giles beside pinyin
    SLIP = "slip"  # one letter more, less, other, or two letters exchanged
    SOUND = "sound"  # the same consonants, other vowels
    VOWELS = "vowels left out"  # the same consonants, one of the words has next to no vowels
    SPELLING = "spelling"
    CUT = "cut off"  # the beginning of the other word
    BEYOND = "beyond the end"  # a word alone, after the place where the other name is cut off
    INITIAL = "initial"
    ACRONYM = "acronym"  # a word of first letters
    NUMBER = "other number"  # or another letter: what tells one ship or unit from the next
    EXCHANGED = "exchanged"  # the same word, between names that have changed places: father and son
    MISSING = "missing"  # only in the listed name
    EXTRA = "extra"  # only in the name asked about


class Likeness(NamedTuple):
    """``unlike`` is the share of the letters that differ, 0..1."""

    kind: Kind
    unlike: float


_VOWEL = re.compile("[aeiou]")
_READ_AS_LETTERS = str.maketrans("01258", "olzsb")  # what a scanner makes of letters


@lru_cache(maxsize=1 << 18)
def likeness(one: str, other: str) -> Likeness | None:
    """How two words differ, or None when they are different words.

    >>> likeness("yusuf", "youssef").kind, likeness("orchard", "orchart").kind, likeness("orchard", "meadow")
    (<Kind.NICKNAME: 'nickname'>, <Kind.SLIP: 'slip'>, None)
    """
    bones, vowels, spelt, letters, romanised = _traits(one)
    other_bones, other_vowels, other_spelt, other_letters, _ = _traits(other)
    if other in romanised:
        return Likeness(Kind.ROMANISED, 0.0)
    short, long = (one, other) if (len(one), one) < (len(other), other) else (other, one)
    if bones != other_bones and vowels != other_vowels and letters and other_letters and (spelt or other_spelt):
        by_order = Indel.normalized_similarity(one, other)
        if by_order < _LEAST_BY_ORDER and not long.startswith(short):
            return None  # different ones at first sight, as most are
        if spelt and other_spelt:
            return _spelt(short, long, by_order, None, False)
    if one == other:
        return Likeness(Kind.SAME, 0.0)
    if SAME_WORD.get(short, short) == SAME_WORD.get(long, long):
        return Likeness(Kind.SHORT_FORM, 0.0)
    if (counted := number(short)) and (other_counted := number(long)):
        return Likeness(Kind.SHORT_FORM, 0.0) if counted == other_counted else None  # "13th" is not "14th"
    if short in LEGAL_FORMS and long in LEGAL_FORMS:
        return Likeness(Kind.LEGAL_FORM, 0.0 if LEGAL_FORMS[short] == LEGAL_FORMS[long] else 1.0)
    if len(short) == 1:
        initial = long.startswith(short) and short.isalpha() and len(long) > 1 and not is_roman(long)
        return Likeness(Kind.INITIAL, 1.0) if initial else None
    if not (short.isalpha() and long.isalpha()):
        short, long = (_letters(word) for word in (short, long))
        if not (short.isalpha() and long.isalpha()):
            return None
        if short == long:
            return Likeness(Kind.SLIP, 0.0)
    if NICKNAMES.get(short, _NONE) & NICKNAMES.get(long, _NONE):
        return Likeness(Kind.NICKNAME, 0.0)
    by_order = Indel.normalized_similarity(short, long)
    same_vowels = len(short) > 2 and plain_vowels(short) == plain_vowels(long)
    bones = skeleton(short)
    sound = by_sound(bones, short, long) if bones == skeleton(long) else None
    return _spelt(short, long, by_order, sound, same_vowels)


_LEAST_BY_ORDER = 2 * LEAST_ALIKE - 1 - 1e-9  # for the other similarity is 1 at most; of a slip it is more
_NONE: frozenset[int] = frozenset()


class _Traits(NamedTuple):
    """What of a word alone decides, in most cases, that another is a different one."""

    bones: str
    vowels: str
    spelt: bool  # whether only its spelling and sound can make it another word's form
    letters: bool
    romanised: frozenset[str]


@lru_cache(maxsize=1 << 16)
def _traits(word: str) -> _Traits:
    listed = word in SAME_WORD or word in LEGAL_FORMS or word in NICKNAMES
    letters = word.isalpha() and len(word) > 1
    return _Traits(skeleton(word), plain_vowels(word), not listed, letters, other_romanisations(word))


def _letters(word: str) -> str:
    """Digits among letters that a scanner may have made of letters, put back."""
    digits = sum(1 for one in word if one.isdigit())
    return word.translate(_READ_AS_LETTERS) if 2 * digits < len(word) else word


def _spelt(short: str, long: str, by_order: float, sound: Kind | None, same_vowels: bool) -> Likeness | None:
    """How words differ that nothing but their spelling and sound makes one: ``by_order`` is how alike their letters are
    in their order, ``sound`` by what they sound alike.
    """
    if sound is None and not same_vowels and by_order < _LEAST_BY_ORDER and not long.startswith(short):
        return None  # what is not in the same order by so much is neither a slip nor a spelling
    unlike = 1 - (by_order + JaroWinkler.normalized_similarity(short, long)) / 2
    if sound is not None:
        return Likeness(sound, unlike)
    edits = OSA.distance(short, long, score_cutoff=1)
    if edits == 1 and len(short) > 3:
        return Likeness(Kind.SLIP, unlike)
    if same_vowels:
        return Likeness(Kind.SOUND, unlike)
    if len(short) == 2 or (len(short) == 3 < len(long)):
        return None  # so little text that any other letter is a difference: "Kim" is not "Kimo"
    if len(short) >= 4 and long.startswith(short):
        return Likeness(Kind.CUT, unlike)
    return Likeness(Kind.SPELLING, unlike) if 1 - unlike >= LEAST_ALIKE else None


def by_sound(bones: str, one: str, other: str) -> Kind | None:
    """How two words with these consonants may be one by what they sound like; None where they are too short for it."""
    if len(bones) < 2:
        return None
    if is_bare(one) != is_bare(other):
        return Kind.VOWELS
    return Kind.SOUND if len(bones) > 2 and min(len(one), len(other)) > 3 else None


@lru_cache(maxsize=1 << 16)
def is_bare(word: str) -> bool:
    """Whether a word has no vowel inside: those are left out, not the first and last letter."""
    return not _VOWEL.search(word, 1, max(1, len(word) - 1))
