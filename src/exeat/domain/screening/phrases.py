"""Words of a name that are read as one, whatever their breaks and slips: legal forms, and Arabic names of two parts.

A legal form spelt out is long, so that a slip in it would weigh more than the name itself: its words are known with a
slip or two, broken by a space, and in another order. Arabic names of two parts are written as one word or as several,
with an article that takes many forms (Abd al-Rahman, Abdurrahman; Nur al-Din, Noureddine; Khair Ullah, Khairullah):
they come out as their parts without it, but God's name stays with the word that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from exeat.domain.screening.sounds import skeleton
from exeat.domain.screening.word_lists import PHRASES

Words = tuple[str, ...]

_IN_ORDER = dict(PHRASES)
_LONG = 12  # letters of a phrase of which the order may differ
_ANY_ORDER = {tuple(sorted(phrase)): short for phrase, short in PHRASES if len("".join(phrase)) >= _LONG}
_MOST_WORDS = max(len(phrase) for phrase, _ in PHRASES)
_LEAST_LETTERS = 5  # of a word that is known with a slip
_TWO_SLIPS = 10  # letters of a word that is known with two
_SPELT_OUT = sorted({word for phrase, _ in PHRASES for word in phrase if len(word) >= _LEAST_LETTERS})
_BY_SOUND = {skeleton(word): word for word in _SPELT_OUT}  # with the vowels left out
_INNER_VOWEL = re.compile(".[aeiouy].")
_LEAST_BEGINNING = 11  # letters and spaces of a phrase that the end of a name cuts off
_BEGINNINGS = {
    text[:size]: short
    for text, short in reversed([(" ".join(phrase), short) for phrase, short in PHRASES])
    for size in range(_LEAST_BEGINNING, len(text))
    if " " in text[: size - 1] and tuple(text[:size].split()) not in _IN_ORDER
}
_EXACT = frozenset(word for phrase, _ in PHRASES for word in phrase)


def read_phrases(words: Words) -> Words:
    """The words with each phrase as one.

    >>> read_phrases(("limi", "ted", "liability", "companv", "quince")), read_phrases(("abd", "al", "rahman"))
    (('llc', 'quince'), ('abd', 'rahman'))
    """
    known = [phrase_word(word) for word in words]
    if any(known) and (cut := _cut_off(words)):
        at, whole = cut
        words, known = (*words[:at], whole), [*known[:at], None]
    if sum(one is not None for one in known) > 1 or (len(words) > 1 and _may_be_broken(words)):
        words = _legal_forms(*_mended(words, known))
    return _compounds(words)


@lru_cache(maxsize=1 << 16)
def phrase_word(word: str) -> str | None:
    """The word of a phrase that a word is, at times with a slip; None when it is none."""
    if word in _EXACT:
        return word
    if len(word) < _LEAST_LETTERS - 2:
        return None
    if not _INNER_VOWEL.search(word) and (len(word) < _TWO_SLIPS or skeleton(word) in _BY_SOUND):
        return _BY_SOUND.get(skeleton(word))
    most = 2 if len(word) >= _TWO_SLIPS else 1
    found = process.extractOne(word, _SPELT_OUT, scorer=OSA.distance, score_cutoff=most)
    return found[0] if found else None


def _cut_off(words: Words) -> tuple[int, str] | None:
    """Where a phrase begins that the end of the name cuts off, and the word for it.

    >>> _cut_off(("quince", "limited", "liability", "com")), _cut_off(("limited", "liability", "company"))
    ((1, 'llc'), None)
    """
    for at in range(max(0, len(words) - _MOST_WORDS), len(words) - 1):
        if short := _BEGINNINGS.get(" ".join(words[at:])):
            return at, short
    return None


_BROKEN = frozenset(word[:cut] for word in _SPELT_OUT for cut in range(1, len(word)))


def _may_be_broken(words: Words) -> bool:
    return any(one in _BROKEN and phrase_word(one + other) for one, other in pairwise(words))


def _mended(words: Words, known: Sequence[str | None]) -> tuple[list[str], list[str | None]]:
    """The words, those of phrases that are broken in two put together, and what each is known as."""
    mended: list[str] = []
    as_known: list[str | None] = []
    at = 0
    while at < len(words):
        whole = None
        if at + 1 < len(words) and words[at] in _BROKEN:
            together = words[at] + words[at + 1]
            whole = phrase_word(together) if None in known[at : at + 2] or together in _EXACT else None
        mended.append(whole or words[at])
        as_known.append(whole or known[at])
        at += 2 if whole else 1
    return mended, as_known


def _legal_forms(words: Sequence[str], known: Sequence[str | None]) -> Words:
    out: list[str] = []
    at = 0
    while at < len(words):
        length, word = next(
            ((size, short) for size in range(_MOST_WORDS, 1, -1) if (short := _phrase(known[at : at + size], size))),
            (1, words[at]),
        )
        out.append(word)
        at += length
    return tuple(out)


def _phrase(known: Sequence[str | None], size: int) -> str | None:
    """What the words are a phrase for."""
    found = tuple(one for one in known if one is not None)
    if len(found) < size:
        return None
    return _IN_ORDER.get(found) or _ANY_ORDER.get(tuple(sorted(found)))


# Servant of …: the article takes on the next letter (Abdurrahman), and Somali has "i" for it.
_SERVANT = re.compile(
    "ab{1,2}d(?:[aeou]{1,2}l|l(?=[b-df-hj-np-tv-z]+$)|[aeou]{1,2}(?=([rsnzdt])\\1)|[aeui](?=r[aeiou][hz]|kad|naz|nas|sal|wah|hak|fat|aziz))"
    "(?!l?[ae]+h?[iu]?$|la[hyiejkux]|a?y?ev|ov)([a-z]{4,}|[b-df-hj-np-tv-z]{3,})"
)
_SERVANT_ALONE = frozenset(["abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus", "abder"])
# … of the faith: din, deen, eddine, uddin.
_FAITH = re.compile("([a-z]{3,}?)(?:[aeu]l?d|[eu]ld|[aeiou]{1,2}d|ou)d(?:ine?|een|yn)|([a-z]{3,}?)[ou]?udine?")
_FAITH_OF_AL = re.compile("([a-z]{2,})ald(?:in|een|yn)")
_FAITH_ALONE = re.compile("(?:[aeou]l|[aeou]d|ou)?d(?:ine?|een|yn)")
_ARTICLES = frozenset(["al", "el", "ul", "ol", "ur", "ar", "us", "as", "ash", "an", "ad", "ed", "ud", "ar", "er"])
_GOD = frozenset(["allah", "ullah", "ollah", "alla", "ulla", "allh", "lh"])


def _compounds(words: Words) -> Words:
    """Arabic names of two parts, without their article."""
    out: list[str] = []
    for word in words:
        if word in _GOD and out:
            out[-1] = "abdullah" if out[-1] == "abd" else out[-1] + "ullah"
            continue
        parts = _parts(word)
        if out and len(out) > 1 and out[-1] in _ARTICLES and (parts == ("din",) or out[-2] == "abd"):
            out.pop()
        out += parts
    return tuple(out)


@lru_cache(maxsize=1 << 16)
def _parts(word: str) -> Words:
    if word in _SERVANT_ALONE:
        return ("abd",)
    if found := _SERVANT.fullmatch(word):
        return "abd", found[2].removeprefix(found[1] or "")
    if word[-1] not in "ne" or "d" not in word:
        return (word,)
    if _FAITH_ALONE.fullmatch(word):
        return ("din",)
    if found := _FAITH.fullmatch(word) or _FAITH_OF_AL.fullmatch(word):
        return found[1] or found[2], "din"
    return (word,)
