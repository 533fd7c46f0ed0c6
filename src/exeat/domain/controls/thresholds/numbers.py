"""Numbers as lists print them: decimal commas, thousands, ratios, powers of ten raised or flattened, small words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

Comma = Literal["decimal", "thousands"]
"""What a comma between digits means: the EU prints `1,5`, the United States `2,100`."""

_DIGITS = r"\d+(?:[.,]\d+)*"
_RAISED = r"\^\{[-−]?\d+\}|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_TEN = rf"(?: ?[×x·] ?10(?P<power>{_RAISED}| ?(?<=× 10)[-−]?\d{{1,2}}(?!\d)))?"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_WORD = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES)}))?|{'|'.join(_ONES)}"
NUMBER = rf"(?P<sign>[-−+](?=\d))?(?P<digits>{_DIGITS}(?::{_DIGITS})?){_TEN}|\b(?P<word>(?i:{_WORD}))\b"
"""A regular expression for one number, in digits or words; `as_decimal` reads what it found."""


def as_decimal(match: re.Match[str], comma: Comma) -> Decimal | None:
    """The value of a match of NUMBER. None where the digits are no number (`1.2.3`, `3,1-` of a chemical name)."""
    if match["word"]:
        tens, _, ones = match["word"].casefold().partition("-")
        return Decimal(_TENS.get(tens, 0) + _ONES.get(ones or tens, 0))
    parts = [part.replace(",", "." if comma == "decimal" else "") for part in match["digits"].split(":")]
    if any(part.count(".") > 1 for part in parts) or (len(parts) > 1 and not Decimal(parts[1])):
        return None
    value = Decimal(parts[0]) if len(parts) == 1 else Decimal(parts[0]) / Decimal(parts[1])
    if match["power"]:
        value *= Decimal(10) ** int(match["power"].strip("^{}").translate(_LEVEL))
    return -value if match["sign"] in ("-", "−") else value
