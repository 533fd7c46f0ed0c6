"""Names of other scripts in Latin letters, and look-alike letters put back.

Arabic, Persian, Urdu and Hebrew write few vowels: their words come out as consonants ("mhmd"), which
``normalise.skeleton`` compares with spelled-out forms. The tables for them are our own and follow the spellings that
passports use (kh, gh, sh), not a library norm; every other script is read by AnyAscii (https://github.com/anyascii).
"""

from __future__ import annotations

import re

from anyascii import anyascii

_ABJAD = str.maketrans(
    dict(zip("ابتجدرزسطفقكلمنهويةىپگکیہںےٹڈڑحصضظ", "abtjdrzstfqklmnhwyaapgkyhnytdrhsdz", strict=True))
    | {"ث": "th", "خ": "kh", "ذ": "dh", "ش": "sh", "غ": "gh", "چ": "ch", "ژ": "zh", "ع": "a", "ء": "", "ئ": "y"}
    | {"ۋ": "v"}
    | dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "abgdhwzhtykklmmnnsappsskrst", strict=True))
)
_ABJAD_WORD = re.compile("[\u0590-\u06ff]")
_ARABIC_ARTICLE = re.compile("^ال(?=..)(?!له$)")  # God's name is one word
_INNER_AYN = re.compile(r"(?<=\S)ع")  # not written in Latin letters, unlike one that begins a word
# Letters that Persian and Urdu have and Arabic has not, and what Persian makes of those that they share.
_PERSIAN = re.compile("[پچژگکیٹڈڑںےہۀ]")
_PERSIAN_SOUNDS = str.maketrans("ضذث", "ززس")
_PERSIAN_V = re.compile("^و(?=.)|(?<=ا)و|و(?=[ای])")
# Between two letters whose Latin ones would be read as one sound (Zuhair, Tahrani, Mutasaddiq) comes a vowel.
_NO_DIGRAPH = re.compile("(?<=[زسصضكکگتدذط])(?=ه.)|(?<=[تكک])(?=[سصزث])")
_V = "\u06cb"  # a letter of its own for the sound, in Kazakh
_JOINER = re.compile("(?<=[\u0600-\u06ff])\u200c(?=[\u0600-\u06ff])")

# Cyrillic and Greek letters that a reader takes for Latin ones, by their looks (Unicode TR 39, "confusables").
_CYRILLIC = ("АВСЕНІЈКМОРЅТХУЗаеіјорсухѕԁһӏвкмнтг", "ABCEHIJKMOPSTXY3aeijopcyxsdhlbkmhtr")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ", "ABEZHIKMNOPTYXaiknopux")
_LOOKS_LIKE = str.maketrans(dict(zip(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1], strict=True)))
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f]")


def unmask(text: str) -> str:
    """Look-alikes put back where a word mixes Latin letters with Cyrillic or Greek ones.

    A name with one such word is disguised: those of its words that are look-alikes throughout are put back as well.
    Where no word is mixed, each stays as it is written.

    >>> unmask("ОRRЕRY Иван Со"), unmask("Orrery Со").isascii()
    ('ORRERY Иван Co', False)
    """
    if text.isascii() or not any(_is_mixed(word) for word in _WORD.findall(text)):
        return text
    return _WORD.sub(lambda word: _unmasked(word[0]), text)


def _is_mixed(word: str) -> bool:
    return bool(_LATIN.search(word) and _OTHER.search(word))


def _unmasked(word: str) -> str:
    plain = word.translate(_LOOKS_LIKE)
    return plain if _LATIN.search(word) or not _OTHER.search(plain) else word


def parted(text: str) -> str:
    """Arabic-script text with a space for each non-joiner, which stands between the parts of a compound name."""
    return text if text.isascii() else _JOINER.sub(" ", text)


def is_persian(text: str) -> bool:
    """Whether a name has a letter that Persian and Urdu write and Arabic does not."""
    return not text.isascii() and bool(_PERSIAN.search(text))


def latin(word: str, persian: bool = False) -> str:
    """A folded word of any script in ASCII letters and digits; a syllable of Chinese or Korean ends in a space.

    >>> latin("путин"), latin("محمد"), latin("الحسن"), latin("李四")
    ('putin', 'mhmd', 'al hsn', 'li si ')
    """
    if word.isascii():
        return word
    if _ABJAD_WORD.search(word):
        if persian:
            word = _PERSIAN_V.sub(_V, word).translate(_PERSIAN_SOUNDS)
        word = _INNER_AYN.sub("", _ARABIC_ARTICLE.sub("al ", _NO_DIGRAPH.sub("ا", word))).translate(_ABJAD)
    text = "".join(_letter(one) for one in word)
    return re.sub(r"[^a-z0-9 ]", "", text)


def _letter(character: str) -> str:
    if character.isascii():
        return character
    read = anyascii(character).lower()
    return f"{read} " if character >= "\u2e80" and read.isalpha() and _is_syllabic(character) else read


def _is_syllabic(character: str) -> bool:
    """Whether one character is a syllable of a name: Chinese characters and Korean blocks, not Japanese kana."""
    return "\u3400" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3"
