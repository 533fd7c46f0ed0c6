"""The figures in a text: numbers with their units, less the numbers that measure nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from exeat.domain.controls.numbering import CODE
from exeat.domain.controls.thresholds.numbers import NUMBER, Comma, as_decimal
from exeat.domain.controls.thresholds.units import PRINTED, canonical

_FIGURE = re.compile(rf"(?<![\w.,:^{{/-])(?:{NUMBER})(?P<gap>[ \u00a0-]?)(?P<unit>{PRINTED})?(?![\w{{]|\.\d|,\d)")
_GROWING = re.compile(rf"\(?(?<![\d.,])(?P<base>[\d.,]+) ?\+ ?L ?/ ?(?P<divisor>[\d.,]+)\)? ?(?P<unit>{PRINTED})")
_PLAIN = rf"{NUMBER}".replace("(?P<", "(?P<x_")
_RESTATED = re.compile(rf"\((?:[≈=~] ?|i\.e\.,? ?|about )?(?:{_PLAIN})[ \u00a0-]?(?:{PRINTED})\)")
_MEASURES_NOTHING = tuple(
    re.compile(pattern)
    for pattern in (
        CODE.pattern + r"\.?",
        r"\(?(?:CAS|C\.A\.S\.)[^()]*\)?",
        r"\b\d{2,7}-\d{2}-\d\b",
        r"\b\d+ (?:CFR|U\.S\.C\.)[^;)]*",
        r"§+ ?[\d.()a-z]+",
        r"\b(?:Notes?|Category|Categories|Parts?|Schedules?|Supplement(?: No\.)?|Sections?|Articles?|Annex|paragraphs?|"
        r"Tables?|Figures?|Layer|Type|Class|Grade|Group|Step|Title|Regulation|Directive|No\.?|Nos\.?)"
        r"(?: \(?[\dIVXa-z]+(?:[./][\da-z]+)*\)?\b[.,]?(?: (?:and|or|to|through)(?= [\d(]))?)+",
        r"\b(?:ISO|IEC|IEEE|ASTM|ANSI|EN|DIN|MIL|STD|MIL-STD|VDI|JIS|NIST|FIPS|SAE|AMS|ITU|ABEC)\b[-/A-Z ]*[A-Z]?"
        r"\d[\w./:-]*(?: \((?:19|20)\d\d\))?",
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}",
        r"\b(?:before|after|since|in|of|from|as of) (?:19|20)\d\d\b(?! ?[A-Za-zµμ%°])",
        r"(?:^|(?<=[\s:;,]))\(?\d{1,2}[.)](?= [A-Z‘“'\"])",
        r"\bchanged?s?(?: is)? from \S+ \S+ to \S+ \S+",
        r"\b(?:typically|approximately|nominally|e\.g\.,?) [\d.,]+ ?\S* (?:to|-) [\d.,]+ ?\S*",
        r"\b\d+ series\b",
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit (a pint expression), and where both are printed.

    `growth` is what an error grows by with each millimetre of the measured length L: "(1.7 + L/1000) µm".
    """

    value: Decimal
    unit: str
    start: int
    end: int
    in_words: bool
    has_unit: bool
    growth: Decimal = Decimal(0)


def mask(text: str) -> str:
    """The text with blanks for numbers that measure nothing and for values given again in another unit.

    Characters keep their places.
    """
    for pattern in _MEASURES_NOTHING:
        text = pattern.sub(_blank, text)
    return _RESTATED.sub(_blank, text)


def figures(masked: str, comma: Comma) -> list[Figure]:
    """The figures of a masked text, in order."""
    growing = [_growing(match, comma) for match in _GROWING.finditer(masked)]
    plain = _plain(_GROWING.sub(_blank, masked), comma)
    return sorted((*growing, *plain), key=lambda figure: figure.start)


def _growing(match: re.Match[str], comma: Comma) -> Figure:
    base, divisor = (
        Decimal(match[part].replace(",", "." if comma == "decimal" else "")) for part in ("base", "divisor")
    )
    return Figure(base, canonical(match["unit"]), match.start(), match.end(), False, True, 1 / divisor)


def _plain(masked: str, comma: Comma) -> list[Figure]:
    found = []
    for match in _FIGURE.finditer(masked):
        value = as_decimal(match, comma)
        if value is None:
            continue
        printed = match["unit"]
        end = match.end("unit") if printed else match.start("gap")
        unit = canonical(printed, masked[max(0, match.start() - 160) : match.end() + 40]) if printed else ""
        found.append(Figure(value, unit, match.start(), end, bool(match["word"]), bool(printed)))
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
