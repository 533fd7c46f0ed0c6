"""Numbers in names: what tells one ship, unit or branch from the next."""

from __future__ import annotations

import re
from functools import lru_cache

from exeat.domain.screening.word_lists import NUMBERS

_DIGITS = re.compile("0*([0-9]+?)(?:st|nd|rd|th)?")
_SCANNED = str.maketrans("oil", "011")  # what a scanner makes of digits
_OR_LETTERS = {"i": "1", "l": "1", "o": "0", "v": "5", "x": "10"}  # beside a number


@lru_cache(maxsize=1 << 16)
def number(word: str) -> str | None:
    """The number that a word is, in digits; None when it is none.

    >>> number("007"), number("3rd"), number("three"), number("iii"), number("2o16"), number("c")
    ('7', '3', '3', '3', '2016', None)
    """
    if word in NUMBERS:
        return NUMBERS[word]
    if 2 * sum(map(str.isdigit, word)) > len(word):
        word = word.translate(_SCANNED)
    found = _DIGITS.fullmatch(word)
    return found[1] if found else None


def number_beside_one(word: str) -> str | None:
    """The number that a word is where the other name has one: there a letter may be one as well."""
    return _OR_LETTERS.get(word) or number(word)


def is_roman(word: str) -> bool:
    """Whether a word is a Roman numeral of several letters."""
    return word in NUMBERS and not word.strip("ivx")
