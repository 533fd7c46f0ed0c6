"""Two names laid side by side, word by word.

Which words become partners does not depend on the order of the words nor on which name is asked about, and not on what
else is on a list. What the differences cost is learnt: see ``score``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from exeat.domain.screening.chinese import other_romanisations
from exeat.domain.screening.likeness import Kind, likeness
from exeat.domain.screening.normalise import text_weight
from exeat.domain.screening.numerals import number, number_beside_one
from exeat.domain.screening.word_lists import FILIAL, LEGAL_FORMS, PARTICLES, SAME_WORD, TITLES

_ENOUGH_TO_JOIN = 5  # letters that words written as one have together
_MOST_JOINED = 4  # words that may be written as one
_LONGER_JOINED = 2  # letters that they may have more or fewer than that word
_JOINED_ALIKE = 0.12  # how unlike words may be that are also written with other breaks
_JOINED_BY_SOUND = 0.35  # how unlike, where they have the same consonants
SHORTEST_CUT = 12  # letters without spaces of a name that may be the beginning of a longer one
_LONGEST_ACRONYM = 8
_BY_SOUND = frozenset({Kind.VOWELS, Kind.SOUND})
_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Pair(NamedTuple):
    """Words that are partners, or a word alone; ``first`` and ``second`` in the order in which they were aligned."""

    first: str | None
    second: str | None
    kind: Kind
    unlike: float

    @property
    def words(self) -> tuple[str | None, str | None]:
        return self.first, self.second

    @property
    def weight(self) -> float:
        return text_weight(self.first) + text_weight(self.second)


@lru_cache(maxsize=1 << 16)
def tells(word: str) -> bool:
    """Whether a word says who is meant: not a single letter, legal form, title or particle."""
    return len(word) > 1 and word not in LEGAL_FORMS and word not in TITLES and word not in PARTICLES


def align(first: Sequence[str], second: Sequence[str], kind: str, begun: bool = False) -> list[Pair]:
    """Each word of both names once, with its partner or alone. A name without words is like nothing: no pairs.

    ``kind`` is the type of the parties: people's names have no acronyms but for two letters beside other words.
    ``begun``: one name as it is written is the beginning of the other, long enough to be cut off.
    """
    if not first or not second:
        return []
    last = min(len(first), len(second)) - 1
    if (begun or _one_begins_the_other(first[last], second[last])) and (
        cut := _cut(first, second, begun) or [Pair(*pair[1::-1], *pair[2:]) for pair in _cut(second, first, begun)]
    ):
        return cut
    left, right = list(first), list(second)
    pairs: list[Pair] = []
    for word in first:
        if word in right:
            left.remove(word)
            right.remove(word)
            pairs.append(_same(word))
    if len(left) > 1 and right:
        pairs += _joined(left, right, False)
    if len(right) > 1 and left:
        pairs += _joined(right, left, True)
    if left and right:
        lengths = range(2 if pairs else 3, 3 if kind == "person" else _LONGEST_ACRONYM + 1)  # "JC" for "Jean Claude"
        if lengths:
            pairs += _acronym(left, right, False, lengths)
            pairs += _acronym(right, left, True, lengths)
        pairs += _alike(left, right)
        if left and right and any(map(_counts, left)) and any(map(_counts, right)):
            pairs += _numbered(left, right, {first[-1], second[-1]})
    pairs += [_extra(word) for word in left]
    pairs += [_missing(word) for word in right]
    return pairs if FILIAL.isdisjoint(first) else _with_exchanged(pairs, first, second)


# The same few words turn up again and again: what is known of each is kept.


@lru_cache(maxsize=1 << 14)
def _same(word: str) -> Pair:
    return Pair(word, word, Kind.SAME, 0.0)


@lru_cache(maxsize=1 << 14)
def _extra(word: str) -> Pair:
    return Pair(word, None, Kind.EXTRA, 1.0)


@lru_cache(maxsize=1 << 14)
def _missing(word: str) -> Pair:
    return Pair(None, word, Kind.MISSING, 1.0)


def _with_exchanged(pairs: list[Pair], first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    """The pairs, those of words between a son and a father who have changed places marked as such.

    "Ahmad bin Hasan" may be the father of "Hasan bin Ahmad" and is not he.
    """
    partners = {pair.first: pair.second for pair in pairs}
    ours = [(link, partners.get(son), partners.get(father)) for link, son, father in _sons(first)]
    theirs = set(_sons(second))
    exchanged = {one[0] for one in ours if one not in theirs and (one[0], *one[:0:-1]) in theirs}
    return [Pair(*pair.words, Kind.EXCHANGED, 0.0) if pair.first in exchanged else pair for pair in pairs]


def _sons(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each word that says whose son somebody is, with the words before and after it."""
    for son, link, father in zip(words, words[1:], words[2:], strict=False):
        if link in FILIAL:
            yield link, son, father


def _one_begins_the_other(one: str, other: str) -> bool:
    """Whether a word may be another one cut off; "Corp." is "Corporation" and not cut off, and "1" is not "12"."""
    if one == other or not (one.startswith(other) or other.startswith(one)) or number(max(one, other, key=len)):
        return False
    return LEGAL_FORMS.get(one, one) != LEGAL_FORMS.get(other, other)


def _cut(short: Sequence[str], long: Sequence[str], begun: bool) -> list[Pair]:
    """The words of a name that ends within a word beside those of the whole name; nothing where it is no such name.

    A name that is ``begun`` may be no more than legal forms.
    """
    last = len(short) - 1
    if len(long) <= last or tuple(short[:last]) != tuple(long[:last]) or not long[last].startswith(short[last]):
        return []
    if begun and short[last] == long[last] and last < len(long) - 1 and is_form(short):
        end = _same(short[last])
    elif len(short[last]) < len(long[last]) and (begun or is_cut_off("".join(short), "".join(long))):
        end = Pair(short[last], long[last], Kind.CUT, 1 - len(short[last]) / len(long[last]))
    else:
        return []
    return [*map(_same, short[:last]), end, *(Pair(None, word, Kind.BEYOND, 1.0) for word in long[len(short) :])]


def is_form(words: Sequence[str]) -> bool:
    """Whether a name is no more than legal forms, with particles maybe."""
    return not any(tells(word) or len(word) == 1 for word in words)


def is_cut_off(short: str, long: str) -> bool:
    """Whether a name, both given as their letters without spaces, may be the beginning of another that was cut off."""
    return len(short) >= SHORTEST_CUT and len(short) < len(long) and long.startswith(short)


def _alike(left: list[str], right: list[str]) -> list[Pair]:
    """The words that may be one, the most alike first; taken from both sides."""
    found = [(like, one, other) for one in left for other in right if (like := likeness(one, other))]
    if len(found) > 1:
        found.sort(key=lambda pair: (pair[0].unlike, _ORDER[pair[0].kind], *sorted(pair[1:])))
    pairs = []
    for like, one, other in found:
        if one in left and other in right:
            left.remove(one)
            right.remove(other)
            pairs.append(Pair(one, other, like.kind, like.unlike))
    return pairs


def _numbered(left: list[str], right: list[str], last: set[str]) -> list[Pair]:
    """The numbers that stand alone in both names, and single letters, beside one another; taken from both sides.

    Two letters that are particles are no others but where both end their names.
    """
    pairs = []
    for one, other in (
        *zip(_sorted(number, left), _sorted(number, right), strict=False),
        *zip(_sorted(number, left), _sorted(number_beside_one, right), strict=False),
        *zip(_sorted(number_beside_one, left), _sorted(number, right), strict=False),
    ):
        if one in left and other in right:
            left.remove(one)
            right.remove(other)
            same = number_beside_one(one) == number_beside_one(other)
            pairs.append(Pair(one, other, Kind.SHORT_FORM, 0.0) if same else Pair(one, other, Kind.NUMBER, 1.0))
    for one, other in zip(_sorted(_letter, left), _sorted(_letter, right), strict=False):
        if not (one in PARTICLES and other in PARTICLES) or {one, other} <= last:
            left.remove(one)
            right.remove(other)
            pairs.append(Pair(one, other, Kind.NUMBER, 1.0))
    return pairs


@lru_cache(maxsize=1 << 16)
def _counts(word: str) -> bool:
    """Whether a word is a number or a single letter."""
    return len(word) == 1 or number(word) is not None


def _sorted(reading: Callable[[str], str | None], words: Sequence[str]) -> list[str]:
    return sorted(word for word in words if reading(word))


def _letter(word: str) -> str | None:
    return word if len(word) == 1 and word.isalpha() else None


def _joined(parts: list[str], whole: list[str], turned: bool) -> list[Pair]:
    """Neighbouring words that the other name writes as one; taken from both sides."""
    begins, ends = {one[0] for one in parts[:-1]}, {one[-1] for one in parts[1:]}
    long = [one for one in whole if len(one) >= _ENOUGH_TO_JOIN and (one[0] in begins or one[-1] in ends)]
    found: list[Pair] = []
    for word in sorted(long, key=lambda one: (-len(one), one)) if len(long) > 1 else long:
        run = _nearest(parts, word)
        if run is None:
            continue
        unlike, start, end = run
        pieces = " ".join(parts[start:end])
        kind = Kind.ROMANISED if word in other_romanisations("".join(parts[start:end])) else Kind.JOINED
        del parts[start:end]
        whole.remove(word)
        found.append(Pair(word, pieces, kind, unlike) if turned else Pair(pieces, word, kind, unlike))
    return found


def _nearest(parts: Sequence[str], word: str) -> tuple[float, int, int] | None:
    """The neighbours that written as one come closest to a word: how unlike it, and from where to where."""
    best: tuple[float, int, int] | None = None
    least, most = len(word) - _LONGER_JOINED, len(word) + _LONGER_JOINED
    for start in range(len(parts) - 1):
        begins, letters = parts[start][0] == word[0], len(parts[start])
        for end in range(start + 2, min(len(parts), start + _MOST_JOINED) + 1):
            letters += len(parts[end - 1])
            if letters > most:
                break
            if letters < least or (not begins and parts[end - 1][-1] != word[-1]):
                continue
            together = "".join(parts[start:end])
            like = likeness(together, word) if together < word else likeness(word, together)
            if like is None or like.kind is Kind.CUT:
                continue
            if like.unlike > (_JOINED_BY_SOUND if like.kind in _BY_SOUND else _JOINED_ALIKE):
                continue
            if best is None or (like.unlike, start, end) < best:
                best = (like.unlike, start, end)
    return best


def _acronym(short: list[str], long: list[str], turned: bool, lengths: range) -> list[Pair]:
    """A word of the first letters of words of the other name, as many as ``lengths`` allows; taken from both sides.

    A legal form is none ("LLC"), and one that is itself short adds no letter ("SA").
    """
    most = min(len(long), lengths.stop - 1)
    for one in short:
        if lengths.start <= len(one) <= most and one not in LEGAL_FORMS:
            break
    else:
        return []
    spelt = [word for word in long if word not in LEGAL_FORMS or word in SAME_WORD]
    for reading in (spelt, [word for word in spelt if word not in PARTICLES], [one for one in long if tells(one)]):
        letters = "".join(word[0] for word in reading)
        if len(letters) in lengths and letters in short and letters not in LEGAL_FORMS:
            short.remove(letters)
            for word in reading:
                long.remove(word)
            pieces = " ".join(reading)
            return [Pair(pieces, letters, Kind.ACRONYM, 1.0) if turned else Pair(letters, pieces, Kind.ACRONYM, 1.0)]
    return []
