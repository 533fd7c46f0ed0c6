"""What a word sounds like: one text for the spellings of a name in other scripts, and for vowels left out."""

from __future__ import annotations

import re
from functools import lru_cache

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
_SOUNDS_WITHOUT_H = tuple(one for one in _SOUNDS if "h" not in one[0])
_LETTERS = str.maketrans("cqzv", "kksf")
_NO_VOWELS = str.maketrans("", "", "aeiouyw")
_ONE_VOWEL = str.maketrans("eyow", "iiuu")
_HALF_VOWEL = str.maketrans("yw", "iu")  # in words so short that another vowel is another word
_FIRST_W = re.compile("^(?:w|ou)(?=[aeiouy])")  # Walid, Oualid; Wahidi, Vahidi
_SOFT_C = re.compile("(?<!s)c(?=[eiy])")
_REPEATED = re.compile(r"(.)(?=\1)")


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """What a word sounds like without its vowels: one for the transliterations of a name, and for vowels dropped.

    >>> skeleton("mohammed"), skeleton("mhmd"), skeleton("yusuf"), skeleton("youssef")
    ('mhmd', 'mhmd', 'sf', 'sf')
    """
    word = _FIRST_W.sub("v", word)
    if "c" in word:
        word = _SOFT_C.sub("s", word)
    for written, sound in _SOUNDS if "h" in word else _SOUNDS_WITHOUT_H:
        word = word.replace(written, sound)
    word = word.translate(_LETTERS)
    return _REPEATED.sub("", _REPEATED.sub("", word).removesuffix("h").translate(_NO_VOWELS))


@lru_cache(maxsize=1 << 16)
def plain_vowels(word: str) -> str:
    """A word with one letter for the vowels that transliterations exchange: one for "Ziaei" and "Zyayy", Omar and Umar.

    >>> plain_vowels("youssef"), plain_vowels("yusif"), plain_vowels("zyayy"), plain_vowels("ziaei")
    ('iusif', 'iusif', 'ziai', 'ziai')
    """
    return _REPEATED.sub("", word.translate(_ONE_VOWEL if len(word) > 3 else _HALF_VOWEL))
