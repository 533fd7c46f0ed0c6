"""Names made comparable: one spelling for what differs only in case, marks, punctuation or invisible characters.

Letters of every script are kept as they are; nothing is transliterated here.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"}
)

# Marks that stand inside a word and separate nothing: O'Neil, Fa`ur, S.A., the Arabic tatweel.
_INSIDE_A_WORD = frozenset("'’‘ʼʻ`´.ـ״׳")

# Legal forms, titles and filler: they help little in telling two parties apart, so that they weigh little.
_LIGHT = """
    ab ag ao as bv co company corp corporation doo eood fze fzc fzco fzllc gmbh inc incorporated jsc kg kk limited
    liability llc llp lp ltd ltda nv oao obshchestvo ogranichennoi ogranichennoy ojsc ooo otvetstvennostyu oy pao pjsc
    plc private psc public pt pte pty pvt sa sal sarl sas sdn bhd sl spa sro srl joint stock open closed zao
    aktsionernoe aktsionernoye otkrytoe publichnoe zakrytoe sirketi sti anonim
    mr mrs ms dr eng prof sheikh shaykh haji hajji mullah maulavi general colonel
    the of and for de la el al y i und et
"""
LIGHT_WORDS = frozenset(_LIGHT.split())


def words(name: str) -> tuple[str, ...]:
    """The words of a name in their order, folded; empty when the name has no letter or digit.

    >>> words("AL-ṬĀ’Ī, Muḥammad")
    ('al', 'tai', 'muhammad')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return tuple("".join(_kept(one) for one in folded).translate(_UNDECOMPOSED).split())


@lru_cache(maxsize=8192)
def _kept(character: str) -> str:
    """The character itself when it is a letter or digit, nothing when it only decorates, else a space."""
    category = unicodedata.category(character)
    if category[0] == "L" or category[0] == "N":
        return character
    if category[0] == "M" or category == "Cf" or character in _INSIDE_A_WORD:
        return ""
    return " "


def key(name_words: tuple[str, ...]) -> str:
    """The words that matter, sorted: what candidates are found by. Light words count only where there are no others."""
    return " ".join(sorted(word for word in name_words if word not in LIGHT_WORDS) or sorted(name_words))


def identifier_key(value: str) -> str:
    """A number without the spaces and signs that people write in it, for comparing; too short to tell is empty."""
    plain = "".join(words(value))
    return plain if len(plain) >= 5 else ""
