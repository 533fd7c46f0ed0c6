"""The words that compare: what stands before a number and what stands after it.

Both lists are written by the regimes in a few set phrases; "(better)" explains the direction and changes nothing.
"""

from __future__ import annotations

import re
from typing import Literal

Comparator = Literal[">", ">=", "<", "<="]

_MORE = r"(?:greater|more|higher|larger|longer|thicker|wider|deeper|faster|heavier|better)"
_LESS = r"(?:less|fewer|lower|smaller|shorter|thinner|narrower|finer|better)"
_REMARK = r"(?: \((?:i\.e\. )?(?:better|worse|faster|i\.e\. better)\))?"
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (">=", rf"(?:equal to|equals),? or {_MORE}{_REMARK} than|{_MORE}{_REMARK} than or equal(?: to)?"),
    (">=", r"equal to or exceed(?:ing|s)|(?:exceed(?:ing|s)|above) or equal to|equal to or above|at or above"),
    (">=", rf"(?:not|no) {_LESS}{_REMARK} than|at least|(?:a )?minimum(?: value)? of|meets? or exceeds?|not below"),
    ("<=", rf"(?:equal to|equals),? or {_LESS}{_REMARK} than|{_LESS}{_REMARK} than or equal(?: to)?"),
    ("<=", r"equal to or below|(?:below|under) or equal to|at or below|up to(?: and including)?|within(?: a)?|at most"),
    ("<=", rf"(?:not|no|nor) {_MORE}{_REMARK} than|not exceed(?:ing)?|(?:a )?maximum of|not above|or {_LESS} than"),
    (">", rf"(?!better){_MORE}{_REMARK} than|exceed(?:ing|s|ed)?|above|in excess of|beyond"),
    ("<", rf"{_LESS}{_REMARK} than|below"),
)  # fmt: skip
_GAP = r"(?: a| an| about| of| by| the| approximately| value of| values of| total of)*(?: ?[±+≥≤])? ?$"
BEFORE = tuple((sign, re.compile(rf"(?<![\w-])(?:{words})(?: or more)?{_GAP}", re.I)) for sign, words in _BEFORE)
_AFTER: tuple[tuple[Comparator, str], ...] = (
    (">=", r"(?:or|and) (?:more|greater|higher|above|larger|longer|thicker|over|faster|heavier|wider|upwards?)"),
    ("<=", r"(?:or|and) (?:less|lower|fewer|below|smaller|shorter|thinner|under|finer|narrower)"),
    ("<=", r"or better"),
)
_WORDS = r"(?:\s*\([^()]*\))?(?:[ -](?!and\b|or\b|but\b|at\b)[\w/²³°.%-]*[\w/²³°%](?<!\d)){0,7},?\s*(?:\([^()]*\))?,? "
AFTER = tuple((sign, re.compile(rf"{_WORDS}{words}\b(?! than)", re.I)) for sign, words in _AFTER)
_LEAD = r"(?: (?:any|either|one|one or more|all|each|both)(?: of)?(?: the)?(?: following)?(?: values?| limits?)?)?"
LEAD = tuple((sign, re.compile(rf"(?<![\w-])(?:{words}){_LEAD}\s*:?\s*$", re.I)) for sign, words in _BEFORE)

_IMPURITIES = ("ppm", "ppb")
"""A purity in these is what else there is: "a purity level better than 5 parts per million" is less."""
_MORE_IS_BETTER = re.compile(r"purity|sensitivity in dB|efficienc|yield|resistance|stabil\w+ better", re.I)


def before(text: str, unit: str = "") -> tuple[Comparator, int] | None:
    """The comparator that a text ends with, and where it begins. `unit`: of the figure that it compares."""
    return _last(BEFORE, text, unit)


def lead(text: str) -> tuple[Comparator, int] | None:
    """The comparator that a paragraph hands down to those under it: "exceeding any of the following:"."""
    return _last(LEAD, text)


def after(text: str) -> tuple[Comparator, int] | None:
    """The comparator that a text begins with (after a few words that belong to the number), and where it ends."""
    for sign, pattern in AFTER:
        if match := pattern.match(text):
            return sign, match.end()
    return None


def _last(
    patterns: tuple[tuple[Comparator, re.Pattern[str]], ...], text: str, unit: str = ""
) -> tuple[Comparator, int] | None:
    found = [(match.start(), sign) for sign, pattern in patterns if (match := pattern.search(text))]
    if not found:
        return None
    at, sign = min(found)
    more_is_better = _MORE_IS_BETTER.search(text[:at]) and unit not in _IMPURITIES
    if sign == "<" and "better" in text[at:] and "(" not in text[at:] and more_is_better:
        sign = ">"
    return sign, at
