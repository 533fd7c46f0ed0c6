"""What an applicant states in figures: the text is searched for them and the words beside them, and is nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod

from exeat.domain.controls.judging.intervals import INFINITY, Interval, exactly
from exeat.domain.controls.judging.kinds import FREQUENCY, LENGTH_ERROR, Kind, kind_of
from exeat.domain.controls.judging.showing import shown_values
from exeat.domain.controls.thresholds import comparing
from exeat.domain.controls.thresholds.algebra import Dimension, dimension
from exeat.domain.controls.thresholds.comparing import Comparator
from exeat.domain.controls.thresholds.figures import Figure, figures, mask
from exeat.domain.controls.thresholds.numbers import Comma
from exeat.domain.controls.thresholds.quantities import quantity_after, quantity_before

_CLAUSE = re.compile(r"[;\n|@]|,\s|\.\s|\.$|\(|\)|\b(?:with|plus|at)\b(?=[^,;]*\d)")
_AND_FIGURE = re.compile(r"\band\b(?=[^,;]*\d)")
_GROWS = re.compile(r"\((?=[\d.,]+ ?\+ ?L ?/)([^()]*)\)")
_HYPHEN = re.compile(r"(?<=\d)-(?=\d)")
_TO = re.compile(r"\s*(?:to|–|\.\.\.?|-)\s*")
_AND = re.compile(r"\s*and\s*")
_SIZE = re.compile(r"(?<=\d\d)[x×X](?=\d\d)")  # 640x512
_APART = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.]?\d)")
_BLANK = re.compile(r"[ \u00a0\u2009\u202f]")
_SIGN = re.compile(r"(?P<sign>[<>≤≥]=?)\s*$")
_SIGNS: dict[str, Comparator] = {">": ">", "<": "<", ">=": ">=", "<=": "<=", "≥": ">=", "≤": "<="}
_PIXELS = ("pixel", "kpixel", "Mpixel", "Gpixel")
_TIMES = re.compile(r"\s*(?:[x×*]|by)\s*", re.I)
_IS_THE_MOST = re.compile(r"\b(?:up to(?: and including)?|maximum of|max\.? of)\s*$", re.I)
_SAYS = re.compile(r"\s*[:=]\s*$")  # "tine length: 12 mm"
_DENIED = re.compile(r"\b(?:not|no|without|never|non|isn't|unlike|except|instead of|other than)\b", re.I)
_UNSURE = re.compile(r"\b(?:about|approximately|approx\.?|roughly|circa|ca\.|around|typical(?:ly)?|~|≈)\s*$", re.I)
_COMMA_IS_DECIMAL = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4,}|\b0,\d")
_EITHER = re.compile(r"^[1-9]\d{0,2},(?!000)\d{3}$")


GRID_FROM = 16
"""Rows and columns from which a product is one of a sensor's elements: "3 x 3" and "2 x 4 lanes" are something else."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that was stated or worked out: its values in `unit`, the words beside it, and how it is shown.

    `doubtful` when the value is hedged, denied, or can be read in two ways: then it never rules anything out.
    `working` is the arithmetic of a derived figure. `grid` when its form says that it counts what stands in rows and
    columns, as the elements of a sensor do: "640 x 512", "5 megapixels".
    """

    values: Interval
    unit: str
    words: str
    quantity: str
    shown: str
    kind: Kind | None = None
    doubtful: bool = False
    working: str = ""
    growth: Decimal = Decimal(0)
    grid: bool = False


Figures = Mapping[Dimension, tuple[Stated, ...]]
"""Figures by what they measure: no figure of another dimension can be a threshold's quantity."""


def by_dimension(figures: Iterable[Stated]) -> Figures:
    """The figures of each dimension, in order."""
    found: dict[Dimension, tuple[Stated, ...]] = {}
    for figure in figures:
        measured = dimension(figure.unit)
        found[measured] = (*found.get(measured, ()), figure)
    return found


def stated(*texts: str) -> tuple[Stated, ...]:
    """The figures of an applicant's texts, in order."""
    return tuple(figure for text in texts for figure in _in_text(text))


def _in_text(text: str) -> Iterator[Stated]:
    comma: Comma = "decimal" if _COMMA_IS_DECIMAL.search(text) else "thousands"
    apart = " ".join(_BLANK.sub("", number[0]) for number in _APART.finditer(text))
    for clause in _clauses(text):
        yield from _in_clause(clause, comma, apart)


def _clauses(text: str) -> list[str]:
    plain = _APART.sub(lambda match: _BLANK.sub("", match[0]), _SIZE.sub(" x ", text))
    parts = _CLAUSE.split(_GROWS.sub(r"\1", _HYPHEN.sub("–", plain)))
    apart = (piece for part in parts for piece in ([part] if "between" in part else _AND_FIGURE.split(part)))
    return [piece for piece in apart if piece.strip()]


def _in_clause(clause: str, comma: Comma, apart: str) -> list[Stated]:
    masked = mask(clause)
    found, grids = _multiplied(masked, figures(masked, comma))
    result: list[Stated] = []
    at, n = 0, 0
    while n < len(found):
        first = found[n]
        last = _far_end(masked, found, n)
        n += 1 if last is first else 2
        until = found[n].start if n < len(found) else len(clause)
        figure = _stated(clause, masked, first, last, at, until)
        in_parts = _stood_apart(clause[first.start : last.end], apart)
        grid = first in grids or first.unit in _PIXELS
        result.append(replace(figure, doubtful=figure.doubtful or in_parts, grid=grid))
        at = last.end
    return result


def _stood_apart(printed: str, apart: str) -> bool:
    """Whether a number stood with blanks in it, as those in `apart` did: "2 500 MPa" may be two of 500 MPa."""
    return any(number in apart for number in re.findall(r"\d{4,}", printed))


def _multiplied(masked: str, found: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Counts that are printed as a product made one, and those that are: 640 x 512 elements are 327,680.

    Three that end in a unit of length are the sides of a box.
    """
    result: list[Figure] = []
    products: list[Figure] = []
    for chain in _chains(masked, found):
        last = chain[-1]
        if len(chain) > 1 and not any(f.has_unit for f in chain[:-1]) and last.unit in ("", "pixel"):
            sides = [figure.value for figure in chain]
            product = replace(last, value=prod(sides, start=Decimal(1)), start=chain[0].start, in_words=False)
            result.append(product)
            if len(sides) == 2 and min(sides) >= GRID_FROM:
                products.append(product)
        else:
            result += chain
    return result, products


def _chains(masked: str, found: list[Figure]) -> list[list[Figure]]:
    """The figures, those together between which only a sign of multiplication stands."""
    chains: list[list[Figure]] = []
    for figure in found:
        if chains and _TIMES.fullmatch(masked[chains[-1][-1].end : figure.start]):
            chains[-1].append(figure)
        else:
            chains.append([figure])
    return chains


def _far_end(masked: str, found: list[Figure], n: int) -> Figure:
    """The figure that ends a range begun by figure n, or figure n itself."""
    if n + 1 == len(found):
        return found[n]
    first, second = found[n], found[n + 1]
    gap = masked[first.end : second.start]
    opened = masked[: first.start].rstrip().casefold().endswith("between")
    alike = not first.has_unit or dimension(first.unit) == dimension(second.unit)
    joins = _TO.fullmatch(gap) or (opened and _AND.fullmatch(gap))
    return second if joins and alike and (second.has_unit or not first.has_unit) else first


def _stated(clause: str, masked: str, first: Figure, last: Figure, at: int, until: int) -> Stated:
    before, after = masked[at : first.start], masked[last.end : until]
    named, counted = quantity_before(_SAYS.sub("", before)), quantity_after(after)
    quantity = named or counted if first.has_unit else counted or named
    words = f"{before.strip()} {after.strip()}".strip()
    printed = clause[first.start : first.end]
    doubtful = bool(_DENIED.search(before) or _UNSURE.search(before) or _EITHER.match(printed.split(" ")[0]))
    if last is first:
        values = _one_sided(first, before, after)
    else:
        low = first if first.has_unit else Figure(first.value, last.unit, 0, 0, False, True)
        ends = (exactly(low.value).converted(low.unit, last.unit).low, last.value)
        values = Interval(min(ends), max(ends))
    one = last is first and not last.growth
    shown = shown_values(values, last.unit) if one else clause[first.start : last.end]
    kind = LENGTH_ERROR if last.growth else kind_of(words, last.unit, stated=True)
    if kind is None and last is not first and last.unit.endswith("Hz"):
        kind = FREQUENCY
    return Stated(values, last.unit, words, quantity, shown, kind, doubtful, growth=last.growth)


def _one_sided(figure: Figure, before: str, after: str) -> Interval:
    """A single value, or all above or below it: "9 Hz or less", "below 43 ppm". "Up to 60 Hz" says the most: 60 Hz."""
    if _IS_THE_MOST.search(before):
        return exactly(figure.value)
    sign = _sign(figure, before, after)
    if sign is None:
        return exactly(figure.value)
    if sign in (">", ">="):
        return Interval(figure.value, INFINITY, open_low=sign == ">")
    low = -INFINITY if figure.value < 0 else exactly(figure.value * 0).low
    return Interval(low, figure.value, open_high=sign == "<")


def _sign(figure: Figure, before: str, after: str) -> Comparator | None:
    if printed := _SIGN.search(before):
        return _SIGNS[printed["sign"]]
    handed = comparing.before(before, figure.unit) or comparing.after(after)
    return handed[0] if handed else None
