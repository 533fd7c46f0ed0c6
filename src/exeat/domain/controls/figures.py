"""The figures in a list's text as decimal values, however the list writes them.

Annex I writes `1,95` and `10000`, the Commerce Control List `1.95` and `10,000`; both write powers as `5 × 10³`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from exeat.domain.controls.numbering import CODE, Numbering
from exeat.domain.controls.wording import bare

_POWER = r"10(?P<exponent>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{[-−+]?\d+\})"
_COMMA_DECIMALS = r"\d+(?:,\d+)?"
_POINT_DECIMALS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PATTERNS = {
    style: re.compile(
        rf"(?<![\w.,^_{{])(?:{_POWER}|(?P<number>{number})(?:\s?[×x]\s?{_POWER.replace('exponent', 'power')})?)"
    )
    for style, number in (("comma", _COMMA_DECIMALS), ("point", _POINT_DECIMALS))
}
_NO_FIGURES = re.compile(
    rf"{CODE.pattern}"
    r"|\b(?:ISO|IEC|ANSI|ASTM|NIJ|RTCA|DO|CAS|Notes?|N\.B\.|Category|[Pp]arts?|§§?)[ -]*[\d.:/-]+"
    r"(?: (?:through|and) \d+)?"
    r"|\b\d+ CFR\b|\b\d(?:,\d)*'?-[A-Za-z(]|\b\d{1,7}-\d\d-\d\b"  # parts of the Code, places in a molecule, CAS numbers
    r"|(?:^|[\n:;.] ?)\(?\d{1,2}[.)] ",
    re.M,
)
"""Digits that count or name something: codes, standards, substances, sections, the numbers of a list's points."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure where it stands in a text: its value without its unit."""

    start: int
    text: str
    value: Decimal


def figures(text: str, numbering: Numbering) -> Iterator[Figure]:
    """The figures of a text in order, with decimal commas where the list's numbering is the EU's."""
    style = "comma" if numbering == "eu" else "point"
    silent = _NO_FIGURES.sub(lambda match: " " * len(match[0]), text)
    for match in _PATTERNS[style].finditer(silent):
        exponent = match["exponent"] or match["power"]
        value = decimal(match["number"] or "1", numbering)
        yield Figure(match.start(), match[0], value.scaleb(int(bare(exponent))) if exponent else value)


def decimal(number: str, numbering: Numbering) -> Decimal:
    """A printed number without its power: `1,95` of the EU list, `10,000.5` of the others."""
    return Decimal(number.replace(",", "." if numbering == "eu" else ""))
