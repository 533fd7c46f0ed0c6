"""Names made comparable: one spelling, in Latin letters, for what differs in case, marks, punctuation or script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from exeat.domain.screening.phrases import read_phrases
from exeat.domain.screening.scripts import is_persian, latin, parted, unmask
from exeat.domain.screening.word_lists import COMMON_WORDS, LEGAL_FORMS, PARTICLES, TITLES

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"}
)

# Marks that stand inside a word and separate nothing: O'Neil, Fa`ur, S.A., the Arabic tatweel.
_INSIDE_A_WORD = frozenset("'’‘ʼʻ`´.ـ״׳")

_PERCENT = re.compile(r"(?<=\d)\s?%")  # what follows belongs to it: "3%ers"

# Marks that are letters of their script: vowels from Dhivehi and Hindi to Burmese and Khmer, the two dots of Japanese.
_SPELLS = re.compile("[\u07a6-\u07b0\u0900-\u109f\u1780-\u17ff\u3099\u309a]")

_LONGEST_WEIGHED = 10


def words(name: str) -> tuple[str, ...]:
    """The words of a name in their order, folded to a-z and 0-9; empty when the name has no letter or digit.

    >>> words("AL-ṬĀ’Ī, Muḥammad"), words("Иван 李")
    (('al', 'tai', 'muhammad'), ('ivan', 'li'))
    """
    return _words(name)


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    if name.isascii():
        return tuple(_PERCENT.sub(" percent", name.lower()).translate(_KEPT_OF_ASCII).split())
    seen = "".join(one for one in parted(name) if unicodedata.category(one) != "Cf")
    folded = unicodedata.normalize("NFKD", unmask(unicodedata.normalize("NFKC", seen)).casefold())
    folded = _PERCENT.sub(" percent", folded)
    kept = "".join(_kept(one) for one in folded).translate(_UNDECOMPOSED).split()
    persian = is_persian(name)
    return tuple(
        part
        for word in kept
        if word.isascii() or any(map(str.isalnum, word))  # no mark is a word
        for part in latin(unicodedata.normalize("NFC", word), persian).split()
    )


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: as ``words``, but what ``phrases`` reads as one is one.

    >>> name_words("Limited Liability Company Quince")
    ('llc', 'quince')
    """
    return read_phrases(words(name))


def written_otherwise(name: str) -> tuple[str, ...]:
    """The letters of a name as it is written, where it is read otherwise; else nothing.

    >>> written_otherwise("Limited Liability Company Quince"), written_otherwise("Quince")
    (('limitedliabilitycompanyquince',), ())
    """
    as_written = words(name)
    return () if as_written == name_words(name) else ("".join(as_written),)


@lru_cache(maxsize=8192)
def _kept(character: str) -> str:
    """The character itself when it is a letter or digit, nothing when it only decorates, else a space."""
    category = unicodedata.category(character)
    if category[0] in "LN" or (category[0] == "M" and _SPELLS.match(character)):
        return character
    if category[0] == "M" or category == "Cf" or character in _INSIDE_A_WORD:
        return ""
    return " "


_KEPT_OF_ASCII = {code: _kept(chr(code)) for code in range(128)}  # most names are no more than that


@lru_cache(maxsize=1 << 16)
def weight(word: str) -> float:
    """What a word counts for: its length up to ten letters, less where many parties share it."""
    letters = min(len(word), _LONGEST_WEIGHED)
    if word in LEGAL_FORMS or word in PARTICLES or word in TITLES:
        return letters * 0.3
    return letters * (0.7 if word in COMMON_WORDS else 1.0)


@lru_cache(maxsize=1 << 16)
def text_weight(text: str | None) -> float:
    """What the words of a text count for together; nothing for None."""
    return sum(weight(word) for word in text.split()) if text else 0.0


def identifier_key(value: str) -> str:
    """A number without the spaces and signs that people write in it, for comparing; too short to tell is empty."""
    plain = "".join(words(value))
    return plain if len(plain) >= 5 else ""
