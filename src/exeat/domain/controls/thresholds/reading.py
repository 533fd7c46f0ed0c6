"""From a provision's words to its thresholds: a figure, the words that compare it, and the quantity they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from exeat.domain.controls.thresholds import comparing
from exeat.domain.controls.thresholds.algebra import dimension
from exeat.domain.controls.thresholds.comparing import Comparator
from exeat.domain.controls.thresholds.figures import Figure, figures, mask
from exeat.domain.controls.thresholds.model import Limit, Reading, Threshold
from exeat.domain.controls.thresholds.numbers import Comma
from exeat.domain.controls.thresholds.quantities import measured_in, nearest_quantity, quantity_after, quantity_before

_TEST = re.compile(
    r"specially designed(?: or (?:prepared|modified))?|designed or modified|designed or rated|designed or optimi[sz]ed|"
    r"specified|rated|capable of|usable|able to be modified|other than|except",
    re.I,
)
_RANGE_OPENS = re.compile(r"(?:between|from|range(?: of)?|in the)\s*[±+]?\s*$", re.I)
_TO = re.compile(r"\s*(?:to|–|—|-)\s*[±+]?\s*")
_AND = re.compile(r"\s*and\s*[±+]?\s*")
_TIMES = re.compile(r"\s*[×x]\s*")
_JOINED = re.compile(
    r"[\s,]*(?:(?:or|and) (?:more|greater|higher|above|less)[\s,]*)?(?:(?:but|and|to|or|with|nor)\b[\s,]*)*",
    re.I,
)
_CONDITION = re.compile(
    r"^[\s,]*(?P<words>(?:at|over|per|when|measured|within|for|under|using|in|after|along)\b[^;]*?)"
    r"(?=;|, and|\.(?:\s|$)|$)"
)
_STANDARD = re.compile(
    r"\b(?:ISO|IEC|IEEE|ASTM|ANSI|EN|DIN|MIL-STD|FIPS|ITU|ABEC)\b[-/ ]*[A-Z]?\d[\w./:-]*(?: \(\d{4}\))?"
)
_JOINS = re.compile(r"\b(and|or)\b(?! (?:more|less|greater|better|higher|lower))")
_PURPOSE = re.compile(
    r"\b(?:usable (?:in|for|as|with)|used (?:in|for|with|by)|for use|intended for|designed (?:or \w+ )?for|"
    r"modified for|for the|for|in (?=rockets|missiles|unmanned))\b(?! operation| function| measur| continu)"
)
_WHERE = re.compile(r"(?<!response )\b(?:at any|at a|for any|in the|within the|over the)\s+(?:[\w-]+\s+){0,3}$")
_QUOTES = re.compile(r"[“”\"‘’']")
_LINKS = frozenset(("a", "an", "the", "of", "at", "any", "in", "with", "having", "and", "than", "to", "maximum"))
_INHERITED, _UNNAMED, _OTHER_THINGS = 0.8, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class _Compared:
    """A figure, its comparator, and where comparator and figure together begin and end."""

    figure: Figure
    sign: Comparator
    start: int
    end: int
    inherited: bool = False


def read(text: str, comma: Comma = "thousands", above: str = "") -> Reading:
    """The thresholds of a text and its qualitative tests. `above` is the text of the paragraph it stands under.

    A text that only gives a value ("0,9 GPa in the solution annealed stage") takes comparator and quantity from `above`
    when that ends in them ("an ultimate tensile strength equal to or greater than:").
    """
    masked = mask(text)
    compared = _compared(masked, figures(masked, comma), above)
    tests = tuple(dict.fromkeys(match[0].casefold() for match in _TEST.finditer(text)))
    return Reading(tuple(_thresholds(text, masked, compared, above)), tests)


def _compared(masked: str, found: list[Figure], above: str) -> list[_Compared]:
    compared: list[_Compared] = []
    at = 0
    for n, figure in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        result = _one(masked, figure, at, following, above)
        for item in result:
            if not compared or item.start >= compared[-1].figure.end:
                compared.append(item)
        at = figure.end
    return compared


def _one(masked: str, figure: Figure, at: int, following: Figure | None, above: str) -> list[_Compared]:
    """The figure as it is compared, and the far end of a range with it; empty when nothing compares it."""
    words = masked[at : figure.start]
    if ends := _range(masked, figure, following, words):
        return ends
    until = masked[figure.end : following.start if following else len(masked)]
    if found := comparing.before(words, figure.unit):
        sign, start = found
        sign = _faster(sign, words[start:], figure)
        return [] if _trivial(figure, sign) else [_Compared(figure, sign, at + start, figure.end)]
    if found := comparing.after(until):
        sign, length = found
        sign = _faster(sign, until[:length], figure)
        return [] if _trivial(figure, sign) else [_Compared(figure, sign, figure.start, figure.end + length)]
    if following and _TIMES.fullmatch(until) and (further := _one(masked, following, figure.end, None, above)):
        return [_Compared(figure, further[0].sign, figure.start, figure.end)]
    if figure.has_unit and not masked[: figure.start].strip(" ±") and (handed := comparing.lead(above)):
        return [_Compared(figure, handed[0], figure.start, figure.end, inherited=True)]
    return []


def _range(masked: str, figure: Figure, following: Figure | None, words: str) -> list[_Compared] | None:
    if following is None or comparing.before(words):
        return None
    gap = masked[figure.end : following.start]
    opened = _RANGE_OPENS.search(words)
    if not ((_TO.fullmatch(gap) and (opened or figure.has_unit)) or (_AND.fullmatch(gap) and opened)):
        return None
    if not following.has_unit and not opened:
        return None
    if figure.has_unit and dimension(figure.unit) != dimension(following.unit):
        return None
    low = figure if figure.has_unit else replace(figure, unit=following.unit, has_unit=following.has_unit)
    start = figure.start - (len(opened[0]) if opened else 0)
    return [_Compared(low, ">=", start, figure.end), _Compared(following, "<=", following.start, following.end)]


def _faster(sign: Comparator, words: str, figure: Figure) -> Comparator:
    """The comparator of "faster": a faster rate is more, a faster time is less."""
    if "faster" in words and dimension(figure.unit) == dimension("s"):
        return "<" if sign == ">" else "<="
    return sign


def _trivial(figure: Figure, sign: Comparator) -> bool:
    """Whether nothing is asked for: "one or more", "at least one"."""
    return figure.in_words and figure.value == 1 and sign == ">="


def _thresholds(text: str, masked: str, compared: list[_Compared], above: str) -> list[Threshold]:
    """Limits of one quantity put together, each with its quantity, condition and standard."""
    result: list[Threshold] = []
    previous_end = 0
    for n, item in enumerate(compared):
        found = item.figure
        limit = Limit(item.sign, found.value, found.unit, found.start, found.end, found.growth)
        gap = masked[previous_end : item.start]
        if result and _same_quantity(result[-1], limit, gap):
            result[-1] = replace(result[-1], limits=(*result[-1].limits, limit), end=item.end)
        else:
            result.append(_threshold(masked, item, limit, previous_end, above))
        previous_end = item.end
        next_start = compared[n + 1].start if n + 1 < len(compared) else len(text)
        result[-1] = _with_condition(result[-1], text[item.end : next_start])
    return result


def _same_quantity(last: Threshold, limit: Limit, gap: str) -> bool:
    first = last.limits[-1]
    opposite = (first.comparator in (">", ">=")) != (limit.comparator in (">", ">="))
    return (
        len(last.limits) == 1
        and opposite
        and dimension(first.unit) == dimension(limit.unit)
        and _JOINED.fullmatch(gap) is not None
    )


def _threshold(masked: str, item: _Compared, limit: Limit, at: int, above: str) -> Threshold:
    quantity, confidence = _quantity(masked[at : item.start], masked[item.figure.end :], item, above)
    if _of_other_things(masked[: item.start], quantity) or _WHERE.search(masked[: item.start]):
        confidence = _OTHER_THINGS
    joins = _JOINS.search(masked[at : item.start])
    scope: Literal["and", "or"] = "or" if at and joins and joins[1] == "or" else "and"
    return Threshold(quantity, (limit,), item.start, item.end, scope=scope, confidence=confidence)


def _of_other_things(words: str, quantity: str) -> bool:
    """Whether the figure is one of what the goods are used for: "usable in rockets capable of a range of 300 km"."""
    purpose = _PURPOSE.search(_QUOTES.sub(" ", words))
    rest = set(re.findall(r"[a-z]+", words[purpose.end() :].casefold())) if purpose else set()
    return bool(rest - set(re.findall(r"[a-z]+", quantity.casefold())) - _LINKS)


def _quantity(words: str, rest: str, item: _Compared, above: str) -> tuple[str, float]:
    """The quantity, and how sure it is: certain where it is printed with its comparison."""
    quantity = quantity_before(words)
    if not item.inherited and (measured_in(rest) or not quantity or not item.figure.has_unit):
        quantity = quantity_after(rest) or quantity
    if quantity:
        return quantity, _INHERITED if item.inherited else 1.0
    if handed := comparing.lead(above):
        return nearest_quantity(above[: handed[1]]), _INHERITED
    return nearest_quantity(words) or nearest_quantity(above.rstrip(" :")), _UNNAMED


def _with_condition(threshold: Threshold, rest: str) -> Threshold:
    standard = _STANDARD.search(rest)
    condition = _CONDITION.match(re.sub(r"^\s*\([^()]*\)", "", rest))
    return replace(
        threshold,
        condition=condition["words"].strip(" ,") if condition else threshold.condition,
        standard=standard[0] if standard else threshold.standard,
    )
