"""Names made comparable: one spelling, in Latin letters, for what differs in case, marks, punctuation or script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from exeat.domain.screening.scripts import latin, unmask

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
    aktsionernoe aktsionernoye otkrytoe publichnoe zakrytoe sirketi sti anonim aktiengesellschaft aktiebolag
    mr mrs ms dr eng prof sheikh shaykh haji hajji mullah maulavi general colonel
    the of and for de la el al y i und et
"""
LIGHT_WORDS = frozenset(_LIGHT.split())

# Words that so many parties share that they tell few apart. From knowledge of the field, not counted on any list:
# what a name weighs must not change with the list that it is compared with.
_COMMON = """
    mohammed mohammad muhammad mohamed muhammed mohamad ahmed ahmad ali abdul abd abdullah abdallah hassan hasan hussein
    husain hussain ibrahim khan omar umar yusuf mahmoud mahmud mustafa khalil said sayed syed abu bin ibn
    aleksandr alexander sergey sergei vladimir ivan ivanovich nikolai andrei dmitry aleksei mikhail
    maria jose juan carlos luis john michael wang li zhang liu chen kim lee nguyen
    international trading trade general group holding holdings industrial industries industry engineering technology
    technologies shipping services service investment investments development import export enterprise enterprises
    company center centre institute research university bank national state foundation organization organisation
    factory plant production electronics systems global
"""
COMMON_WORDS = frozenset(_COMMON.split())

_SOUNDS = (
    ("shch", "s"),
    ("sch", "s"),
    ("dzh", "j"),
    ("tch", "k"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("ph", "f"),
    ("ck", "k"),
    ("ch", "k"),
    ("tz", "s"),
    ("ts", "s"),
    ("ks", "x"),
)
_LETTERS = str.maketrans("cqzv", "kksf")
_REPEATED = re.compile(r"(.)\1+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name in their order, folded to a-z and 0-9; empty when the name has no letter or digit.

    >>> words("AL-ṬĀ’Ī, Muḥammad"), words("Иван 李")
    (('al', 'tai', 'muhammad'), ('ivan', 'li'))
    """
    return _words(name)


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> tuple[str, ...]:
    seen = "".join(one for one in name if unicodedata.category(one) != "Cf") if not name.isascii() else name
    folded = unicodedata.normalize("NFKD", unmask(unicodedata.normalize("NFKC", seen)).casefold())
    kept = "".join(_kept(one) for one in folded).translate(_UNDECOMPOSED).split()
    return tuple(part for word in kept for part in latin(unicodedata.normalize("NFC", word)).split())


@lru_cache(maxsize=8192)
def _kept(character: str) -> str:
    """The character itself when it is a letter or digit, nothing when it only decorates, else a space."""
    category = unicodedata.category(character)
    if category[0] == "L" or category[0] == "N":
        return character
    if category[0] == "M" or category == "Cf" or character in _INSIDE_A_WORD:
        return ""
    return " "


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """What a word sounds like without its vowels: one for the transliterations of a name, and for vowels dropped.

    >>> skeleton("mohammed"), skeleton("mhmd"), skeleton("yusuf"), skeleton("youssef")
    ('mhmd', 'mhmd', 'sf', 'sf')
    """
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    word = word.translate(_LETTERS)
    short = re.sub("[aeiouyw]", "", _REPEATED.sub(r"\1", word).removesuffix("h"))
    return _REPEATED.sub(r"\1", short)


def weight(word: str) -> float:
    """What a word counts for: its length, less where many parties share it."""
    if word in LIGHT_WORDS:
        return len(word) * 0.3
    return len(word) * (0.7 if word in COMMON_WORDS else 1.0)


def identifier_key(value: str) -> str:
    """A number without the spaces and signs that people write in it, for comparing; too short to tell is empty."""
    plain = "".join(words(value))
    return plain if len(plain) >= 5 else ""
