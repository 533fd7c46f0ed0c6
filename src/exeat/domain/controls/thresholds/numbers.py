"""Numbers as lists print them: decimal commas, thousands, powers of ten raised or flattened, words up to twelve."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

Comma = Literal["decimal", "thousands"]
"""What a comma between digits means: the EU prints `1,5`, the United States `2,100`."""

_DIGITS = r"\d+(?:[.,]\d+)*"
_TEN = r"(?: ?[×x·] ?10 ?(?P<power>\^\{[-−]?\d+\}|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[-−]?\d{1,2})(?![\d.,]\d))?"
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_WORD = rf"(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES)}))?|{'|'.join(_ONES)}"
NUMBER = rf"(?P<sign>[-−+](?=\d))?(?P<digits>{_DIGITS}){_TEN}|\b(?P<word>(?i:{_WORD}))\b"
"""A regular expression for one number, in digits or words; `as_decimal` reads what it found."""


def as_decimal(match: re.Match[str], comma: Comma) -> Decimal | None:
    """The value of a match of NUMBER. None where the digits are no number (`1.2.3`, `3,1-` of a chemical name)."""
    if match["word"]:
        tens, _, ones = match["word"].casefold().partition("-")
        return Decimal(_TENS.get(tens, 0) + _ONES.get(ones or tens, 0))
    digits = match["digits"]
    digits = digits.replace(",", "." if comma == "decimal" else "")
    if digits.count(".") > 1:
        return None
    value = Decimal(digits)
    if match["power"]:
        value *= Decimal(10) ** int(match["power"].strip("^{}").translate(_LEVEL))
    return -value if match["sign"] in ("-", "−") else value
