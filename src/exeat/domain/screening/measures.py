"""What an alignment says, as amounts of named measures: the input of the calibrated score.

Each measure belongs to a pair of words, so that what it costs can be shown there, or to the names as a whole. All are
the same in both directions. More of a measure never means closer names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Indel

from exeat.domain.screening.alignment import Pair, tells
from exeat.domain.screening.likeness import Kind
from exeat.domain.screening.normalise import weight
from exeat.domain.screening.word_lists import COMMON_WORDS, LEGAL_FORMS, PARTICLES, TITLES

Amount = tuple[str, float]  # the measure, and how much of it


@dataclass(frozen=True, slots=True)
class Measured:
    """The amounts of each pair, in the order of the pairs, and those of the names as a whole."""

    of_pairs: tuple[tuple[Amount, ...], ...]
    of_names: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the measures of one pair need to know of all."""

    organisation: bool
    weight: float  # of all words of both names
    sides: tuple[float, float]  # of each name
    lacking: tuple[float, float]  # the share of each name that tells and found no partner
    letters: float  # the share of letters that differ, the words sorted
    unlike: float  # the weight of pairs that are not the same


def measure(pairs: Sequence[Pair], kind: str) -> Measured:
    """The amounts of an alignment of at least one pair; ``kind`` is the type of the parties."""
    sides = _weight_of(pairs, 0), _weight_of(pairs, 1)
    alone = [[pair.words[side] or "" for pair in pairs if pair.words[1 - side] is None] for side in (0, 1)]
    lacking = tuple(
        sum(weight(word) for word in words if tells(word)) / (side or 1.0)
        for words, side in zip(alone, sides, strict=True)
    )
    unlike = sum(pair.weight for pair in pairs if pair.kind is not Kind.SAME)
    whole = _Whole(kind == "organisation", sum(sides), sides, (lacking[0], lacking[1]), _letters(pairs), unlike or 1.0)
    return Measured(tuple(tuple(_of_pair(pair, whole)) for pair in pairs), tuple(_of_names(pairs, alone, whole)))


def _weight_of(pairs: Sequence[Pair], side: int) -> float:
    return sum(weight(word) for pair in pairs if (text := pair.words[side]) for word in text.split())


def _letters(pairs: Sequence[Pair]) -> float:
    sides = (" ".join(sorted(one for pair in pairs if (one := pair.words[side]))) for side in (0, 1))
    return 1 - Indel.normalized_similarity(*sides)


def _of_pair(pair: Pair, whole: _Whole) -> Iterator[Amount]:
    if pair.kind is Kind.SAME:
        return
    yield "letters", whole.letters * pair.weight / whole.unlike
    if pair.first is None or pair.second is None:
        yield from _of_word_alone(pair, whole)
    else:
        yield from _OF_KIND[pair.kind](pair, pair.weight / whole.weight)


def _of_word_alone(pair: Pair, whole: _Whole) -> Iterator[Amount]:
    side = 0 if pair.second is None else 1
    word = pair.words[side] or ""
    share = weight(word) / whole.sides[side]
    if word in LEGAL_FORMS:
        yield "legal form alone", share
    elif word in TITLES:
        yield "title alone", share
    elif word in PARTICLES:
        yield "particle alone", share
    elif not tells(word):
        yield "letter alone", share
    else:
        both = min(whole.lacking)
        yield "alone in an organisation" if whole.organisation else "alone", share
        if both > 0:
            part = share / whole.lacking[side] / 2
            yield "alone on both sides of an organisation" if whole.organisation else "alone on both sides", both * part
            yield "contradiction", part


def _slip(pair: Pair, share: float) -> Iterator[Amount]:
    yield "slip", share
    one, other = str(pair.first), str(pair.second)
    if one[0] != other[0]:
        yield "other first letter", share
    if min(len(one), len(other)) <= 4:
        yield "slip in a short word", share


def _spelling(pair: Pair, share: float) -> Iterator[Amount]:
    yield "spelling", share
    yield "spelling by letters", share * pair.unlike
    one, other = str(pair.first), str(pair.second)
    yield "more than two letters", share * max(0, OSA.distance(one, other) - 2)
    if one[0] != other[0]:
        yield "other first letter", share


def _plain(name: str) -> Callable[[Pair, float], Iterator[Amount]]:
    return lambda pair, share: iter([(name, share * (pair.unlike if name == "legal form" else 1.0))])


_OF_KIND: dict[Kind, Callable[[Pair, float], Iterator[Amount]]] = {
    Kind.SLIP: _slip,
    Kind.SPELLING: _spelling,
    **{
        kind: _plain(kind.value)
        for kind in Kind
        if kind not in (Kind.SAME, Kind.SLIP, Kind.SPELLING, Kind.MISSING, Kind.EXTRA)
    },
}


def _of_names(pairs: Sequence[Pair], alone: Sequence[Sequence[str]], whole: _Whole) -> Iterator[Amount]:
    shared = [str(pair.first) for pair in pairs if pair.first and pair.second and tells(pair.first)]
    heavy = sum(weight(word) for text in shared for word in text.split())
    yield "little in common", max(0.0, 1 - heavy / _PLENTY)
    yield "common words", sum(weight(word) for word in shared if word in COMMON_WORDS) / (heavy or 1.0)
    if len(shared) <= 1 and max(whole.lacking) > 0:
        yield "one word of several", 1.0
    if not shared:
        yield "nothing in common", 1.0
    if all(any(word.isdigit() for word in words) for words in alone):
        yield "other numbers", 1.0
    if (differing := sum(1 for pair in pairs if pair.kind in _MISSPELT)) > 1:
        yield "several words spelt otherwise", differing - 1.0


_PLENTY = 16.0  # letters in common beyond which more say nothing
_MISSPELT = frozenset({Kind.SLIP, Kind.SPELLING, Kind.CUT, Kind.INITIAL})
MEASURES = (
    "letters",
    "slip",
    "slip in a short word",
    "spelling",
    "spelling by letters",
    "more than two letters",
    "other first letter",
    "sound",
    "vowels left out",
    "nickname",
    "abbreviation",
    "joined",
    "cut off",
    "initial",
    "acronym",
    "legal form",
    "legal form alone",
    "title alone",
    "particle alone",
    "letter alone",
    "alone",
    "alone in an organisation",
    "alone on both sides",
    "alone on both sides of an organisation",
    "contradiction",
    "little in common",
    "common words",
    "one word of several",
    "nothing in common",
    "other numbers",
    "several words spelt otherwise",
)
