"""Two names laid side by side, word by word, and what each difference costs.

The score of two names is one minus the sum of the costs, so that a reader can add them up. It does not depend on the
order of the words nor on which name is asked about, and not on what else is on a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel, JaroWinkler

from exeat.domain.screening.model import WordCost
from exeat.domain.screening.normalise import LIGHT_WORDS, skeleton, weight

LEAST_ALIKE = 0.7  # words less alike than this are different words
INITIAL_ALIKE = 0.75  # "M" beside "Mohammed"
SOUND_ALIKE = 0.85  # the same consonants and other vowels: "Yusuf" beside "Youssef"
VOWELS_LEFT_OUT = 0.9  # the same consonants, and one of the words has no vowel at all: "Mhmd" beside "Mohammed"
FORGIVEN = 0.6  # words that one name alone has cost this share, once two words have found their partners
LIGHT_ALONE = 0.3  # a legal form, title or filler without a partner costs this share of its small weight

_DIGIT = re.compile(r"\d")
_VOWEL = re.compile("[aeiou]")

_Pair = tuple[str | None, str | None, str, float]  # word, word, kind, how alike


def align(asked: Sequence[str], listed: Sequence[str], *, initials: bool = True) -> tuple[float, tuple[WordCost, ...]]:
    """The score of two names, 0..1, and the cost of each of their words.

    ``initials`` says whether a single letter may stand for a word (in people's names it may). A name without words
    is like nothing: the score is 0 and there are no costs to show.
    """
    if not asked or not listed:
        return 0.0, ()
    turned = tuple(asked) > tuple(listed)  # one fixed order, so that both directions give the same floats
    first, second = (listed, asked) if turned else (asked, listed)
    costs = _costs(_pairs(first, second, initials))
    score = max(0.0, 1.0 - sum(cost for _, _, _, cost in costs))
    return score, tuple(_as_asked(pair, turned) for pair in costs)


def _as_asked(pair: _Pair, turned: bool) -> WordCost:
    first, second, kind, cost = pair
    asked, listed = (second, first) if turned else (first, second)
    if kind == "alone":
        kind = "extra" if listed is None else "missing"
    return WordCost(asked, listed, kind, cost)


def _costs(pairs: list[_Pair]) -> list[_Pair]:
    """The pairs with their likeness turned into shares of the whole."""
    total = sum(_weight(first) + _weight(second) for first, second, _, _ in pairs)
    alone = _share_alone(pairs)
    return [
        (first, second, kind, (_weight(first) + _weight(second)) * share / total)
        for first, second, kind, alike in pairs
        for share in [1 - alike if kind != "alone" else alone if _tells(first or second or "") else LIGHT_ALONE]
    ]


def _share_alone(pairs: list[_Pair]) -> float:
    """What share of its weight a telling word without a partner costs.

    A name may leave words out ("Tamsin Orrery" for "Tamsin Beatrix Orrery"); two names that each have a word which the
    other lacks contradict one another, as the names of brothers do.
    """
    telling = sum(1 for first, second, _, _ in pairs if first and second and _tells(first) and _tells(second))
    left = any(first and not second and _tells(first) for first, second, _, _ in pairs)
    right = any(second and not first and _tells(second) for first, second, _, _ in pairs)
    return FORGIVEN if telling > 1 and not (left and right) else 1.0


def _weight(word: str | None) -> float:
    return weight(word) if word else 0.0


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in LIGHT_WORDS


def _pairs(first: Sequence[str], second: Sequence[str], initials: bool) -> list[_Pair]:
    """Each word with its partner, the most alike first; then the words without one."""
    left, joined_left = _joined(first, set(second))
    right, joined_right = _joined(second, set(first))
    joined = joined_left | joined_right
    pairs: list[_Pair] = []
    for word in list(left):
        if word in right:
            left.remove(word)
            right.remove(word)
            pairs.append((word, word, "joined" if word in joined else "same", 1.0))
    alike = [(share, one, other) for one in left for other in right if (share := likeness(one, other, initials)) > 0]
    for share, one, other in sorted(alike, key=lambda found: (-found[0], found[1], found[2])):
        if one in left and other in right:
            left.remove(one)
            right.remove(other)
            pairs.append((one, other, "initial" if min(len(one), len(other)) == 1 else "spelling", share))
    return pairs + [(word, None, "alone", 0.0) for word in left] + [(None, word, "alone", 0.0) for word in right]


def _joined(parts: Sequence[str], whole: set[str]) -> tuple[list[str], set[str]]:
    """The words, with neighbours put together where the other name writes them as one; and which those were."""
    out: list[str] = []
    joined: set[str] = set()
    for part in parts:
        together = out[-1] + part if out else ""
        if together in whole and part not in whole:
            out[-1] = together
            joined.add(together)
        else:
            out.append(part)
    return out, joined


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str, initials: bool) -> float:
    """0 for different words, else how alike they are, by letters or by sound; the same in both directions.

    By letters it is the mean of Indel and Jaro-Winkler similarity.
    """
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if len(short) == 1:
        return INITIAL_ALIKE if initials and long.startswith(short) and short.isalpha() else 0.0
    if _DIGIT.search(short) or _DIGIT.search(long):
        return 0.0  # "13th" is not "14th"
    sound = _by_sound(short, long)
    if len(short) == 2 or (len(short) == 3 < len(long)):
        return sound  # so little text that any other letter is a difference: "Kim" is not "Kimo"
    spelling = (Indel.normalized_similarity(short, long) + JaroWinkler.normalized_similarity(short, long)) / 2
    return max(spelling if spelling >= LEAST_ALIKE else 0.0, sound)


def _by_sound(short: str, long: str) -> float:
    bones = skeleton(short)
    if len(bones) < 2 or bones != skeleton(long):
        return 0.0
    if not (_VOWEL.search(short) and _VOWEL.search(long)):
        return VOWELS_LEFT_OUT
    return SOUND_ALIKE if len(bones) > 2 and len(short) > 3 else 0.0
