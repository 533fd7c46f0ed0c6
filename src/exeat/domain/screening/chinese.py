"""Chinese syllables in Wade-Giles beside pinyin: Mao Tse-tung and Mao Zedong.

The syllables of pinyin are those of the standard GB/T 16159, and their spelling in Wade-Giles is that of the tables of
the Library of Congress, without apostrophes and marks, which most lists leave out: "tung" may be "dong" or "tong".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import product

# Initials, and the finals that follow each.
_PINYIN = """
    b p m f: a o ai ei ao ou an en ang eng i ie iao ian in ing u
    d t n l: a e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing u ui uo uan un ue
    g k h: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
    j q x: i ia ie iao iu ian in iang ing iong u ue uan un
    zh ch sh r: a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang
    z c s: a e ai ei ao ou an en ang eng ong i u ui uo uan un
    y: a e ao ou an ang ong i in ing u ue uan un
    w: a o ai ei an en ang eng u
"""
_SYLLABLES = frozenset(
    initial + final
    for line in _PINYIN.strip().splitlines()
    for initial in line.partition(":")[0].split()
    for final in line.partition(":")[2].split()
) | {"a", "ai", "an", "ang", "ao", "e", "en", "er", "ou"}

# In turn: what is written otherwise in Wade-Giles.
_OTHERWISE = tuple(
    (re.compile(pinyin), written)
    for pinyin, written in (
        ("^zi$", "tzu"),
        ("^ci$", "tzu"),
        ("^si$", "ssu"),
        ("^er$", "erh"),
        ("^(zh|ch|sh|r)i$", r"\1ih"),
        ("^yi$", "i"),
        ("^you$", "yu"),
        ("^yan$", "yen"),
        ("ong$", "ung"),
        ("ian$", "ien"),
        ("(?<=[iyu])e$", "eh"),
        ("^([gkh])e$", r"\1o"),
        ("(?<![gkh])uo$", "o"),
        ("^(zh|ch)uo$", r"\1o"),
        ("^([gk])ui$", r"\1uei"),
        ("^(?:j|q|zh)", "ch"),
        ("^x", "hs"),
        ("^r", "j"),
        ("^[zc](?!h)", "ts"),
        ("^b", "p"),
        ("^d", "t"),
        ("^g", "k"),
    )
)
_LONGEST_SYLLABLE = 6
_MOST_SYLLABLES = 3  # of a word


def _wade_giles(syllable: str) -> str:
    for pinyin, written in _OTHERWISE:
        syllable = pinyin.sub(written, syllable)
    return syllable


_WRITTEN = {syllable: _wade_giles(syllable) for syllable in sorted(_SYLLABLES)}
_READINGS: dict[str, set[str]] = {}
for _syllable, _as_written in _WRITTEN.items():
    _READINGS.setdefault(_as_written, set()).add(_syllable)


_NONE: frozenset[str] = frozenset()
_SHAPED = re.compile(
    f"(?:(?:[csz]h|hs|ss|t[sz]|[a-z])?[aeiou]{{1,3}}(?:ng?|r?h?)){{1,{_MOST_SYLLABLES}}}"
)  # soon tells most

_NEVER = re.compile("v|[bdfjklmpqwxy][b-df-hj-np-tv-z]|[^aeioungrh]$")  # what is in no such word, told at once


@lru_cache(maxsize=1 << 16)
def other_romanisations(word: str) -> frozenset[str]:
    """A word of pinyin in Wade-Giles, and one of Wade-Giles in pinyin; nothing where a word may be either.

    >>> sorted(other_romanisations("hsiaoping")), other_romanisations("zedong"), other_romanisations("pan")
    (['xiaobing', 'xiaoping'], frozenset({'tsetung'}), frozenset())
    """
    if _NEVER.search(word) or not _SHAPED.fullmatch(word):
        return _NONE
    found = set()
    for parts in _splits(word, _WRITTEN, _MOST_SYLLABLES):
        written = [_WRITTEN[syllable] for syllable in parts]
        if not _SYLLABLES.issuperset(written):
            found.add("".join(written))
    for parts in _splits(word, _READINGS, _MOST_SYLLABLES):
        if not _SYLLABLES.issuperset(parts):
            found.update(map("".join, product(*[_READINGS[syllable] for syllable in parts])))
    return frozenset(found) if found else _NONE


def _splits(word: str, syllables: Container[str], most: int) -> Iterator[tuple[str, ...]]:
    """The ways to read a word as so many syllables at most."""
    for end in range(1, min(len(word), _LONGEST_SYLLABLE) + 1):
        if word[:end] not in syllables:
            continue
        if end == len(word):
            yield (word,)
        elif most > 1:
            for rest in _splits(word[end:], syllables, most - 1):
                yield word[:end], *rest
