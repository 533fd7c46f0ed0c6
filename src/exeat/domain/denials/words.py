"""Words that two texts have in common: what a person would put a finger on, not what the texts mean.

Figures are left out: whether 60 mm is 2.4 inches is for an officer to see.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{4,}")
_EVERYWHERE = frozenset((
    "about", "also", "been", "between", "both", "each", "from", "have", "having", "into", "less", "more", "most",
    "only", "other", "others", "over", "such", "than", "that", "their", "them", "then", "there", "these", "they",
    "this", "those", "through", "type", "types", "under", "used", "using", "when", "which", "with", "within", "without",
))  # fmt: skip


def words_in_common(one: str, other: str) -> tuple[str, ...]:
    """The words of `one` that `other` has, too, in alphabetical order; singular and plural count as one word."""
    theirs = _words(other)
    return tuple(sorted(word for stem, word in _words(one).items() if stem in theirs))


def _words(text: str) -> dict[str, str]:
    """Words of four letters or more by their singular, without those that stand in any text."""
    found = (word.casefold() for word in _WORD.findall(text))
    return {_singular(word): word for word in found if word not in _EVERYWHERE}


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
