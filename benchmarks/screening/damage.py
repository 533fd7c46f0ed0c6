"""Names damaged as people and machines damage them, and names that only look like a listed one, to learn from.

Our own generator, for learning alone: what is reported is measured on others' cases and on parties that were not learnt
from (``split.py``).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Words = list[str]
Damage = Callable[[Words, random.Random], Words]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_RESPELT = "kh h|gh g|q k|c k|ph f|y i|s z|ou u|ei ey|dh d|ee i|oo u|v w|j y|iy y|sh ch"
_SOUNDS = [(left, right) for pair in _RESPELT.split("|") for left, _, right in [pair.partition(" ")]]
_SCANNED = (("l", "1"), ("o", "0"), ("s", "5"), ("b", "8"), ("rn", "m"), ("m", "rn"), ("cl", "d"), ("i", "l"))
_TITLES = ("dr", "sheikh", "mr", "eng", "gen", "haji", "col", "prof")
_FORMS = ("ltd", "llc", "co", "inc", "gmbh", "sa", "jsc")
_VOWELS = frozenset("aeiou")


def _longest(words: Words, dice: random.Random) -> int:
    """The place of a word, a longer one more likely."""
    return dice.choices(range(len(words)), [len(word) ** 2 for word in words])[0]


def _in_a_word(change: Callable[[str, random.Random], str]) -> Damage:
    def damage(words: Words, dice: random.Random) -> Words:
        at = _longest(words, dice)
        return [*words[:at], change(words[at], dice), *words[at + 1 :]]

    return damage


def _other_letter(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + dice.choice(_LETTERS) + word[at + 1 :]


def _letter_gone(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 3 else word


def _letter_more(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) + 1)
    return word[:at] + dice.choice(_LETTERS) + word[at:]


def _letters_exchanged(word: str, dice: random.Random) -> str:
    if len(word) < 3:
        return word
    at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _letter_doubled(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _replaced(table: Sequence[tuple[str, str]]) -> Callable[[str, random.Random], str]:
    def change(word: str, dice: random.Random) -> str:
        fitting = [pair for pair in table if pair[0] in word]
        return word.replace(*dice.choice(fitting), 1) if fitting else word

    return change


def _without_vowels(words: Words, _: random.Random) -> Words:
    return [
        word[0] + "".join(one for one in word[1:-1] if one not in _VOWELS) + word[-1] if len(word) > 3 else word
        for word in words
    ]


def _word_gone(words: Words, dice: random.Random) -> Words:
    if len(words) < 3:
        return words
    at = dice.randrange(len(words))
    return words[:at] + words[at + 1 :]


def _turned(words: Words, dice: random.Random) -> Words:
    at = dice.randrange(len(words))
    return dice.choice([words[::-1], words[at:] + words[:at]])


def _initials(words: Words, dice: random.Random) -> Words:
    upto = dice.randint(1, max(1, len(words) - 1))
    return [word[0] if at < upto else word for at, word in enumerate(words)]


def _titled(words: Words, dice: random.Random) -> Words:
    return dice.choice([[dice.choice(_TITLES), *words], [*words, "jr"]])


def _other_form(words: Words, dice: random.Random) -> Words:
    bare = [word for word in words if word not in _FORMS] or words
    return dice.choice([bare, [*bare, dice.choice(_FORMS)]])


def _joined(words: Words, dice: random.Random) -> Words:
    if len(words) < 2:
        return words
    at = dice.randrange(len(words) - 1)
    return dice.choice([[*words[:at], words[at] + words[at + 1], *words[at + 2 :]], ["".join(words)]])


def _split(words: Words, dice: random.Random) -> Words:
    at = _longest(words, dice)
    if len(words[at]) < 6:
        return words
    cut = dice.randrange(2, len(words[at]) - 2)
    return [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]]


def _cut_off(words: Words, dice: random.Random) -> Words:
    text = " ".join(words)
    return text[: max(10, int(len(text) * dice.uniform(0.6, 0.95)))].split()


STILL_THE_SAME: tuple[Damage, ...] = (
    _in_a_word(_other_letter),
    _in_a_word(_letter_gone),
    _in_a_word(_letter_more),
    _in_a_word(_letters_exchanged),
    _in_a_word(_letters_exchanged),
    _in_a_word(_letter_doubled),
    _in_a_word(_replaced(_SOUNDS)),
    _in_a_word(_replaced(_SOUNDS)),
    _in_a_word(_replaced(_SCANNED)),
    _without_vowels,
    _without_vowels,
    _word_gone,
    _word_gone,
    _turned,
    _initials,
    _initials,
    _titled,
    _joined,
    _split,
    _cut_off,
)
OF_ORGANISATIONS: tuple[Damage, ...] = (
    *(one for one in STILL_THE_SAME if one is not _titled),
    _other_form,
    _other_form,
)


def damaged(name: Words, organisation: bool, dice: random.Random) -> Words:
    """The same party's name after one accident, at times two."""
    kinds = OF_ORGANISATIONS if organisation else STILL_THE_SAME
    for _ in range(2 if dice.random() < 0.1 else 1):
        name = dice.choice(kinds)(name, dice)
    return name


def somebody_else(name: Words, others: Sequence[Words], dice: random.Random) -> Words:
    """A name that shares words with a listed one and is not its party's."""
    other = dice.choice(others)
    match dice.randrange(4):
        case 0:
            return [name[0], other[-1]]
        case 1:
            return [*name[:-1], other[0]]
        case 2:
            at = dice.randrange(len(name))
            return [*name[:at], dice.choice(other), *name[at + 1 :]]
        case _:
            at = _longest(name, dice)
            return [*name[:at], name[at][0] + "".join(dice.choices(_LETTERS, k=2)) + name[at][-1], *name[at + 1 :]]
