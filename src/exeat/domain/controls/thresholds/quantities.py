"""Which quantity a comparison speaks of: the noun phrase before it; for counts and shares, the noun after it."""

from __future__ import annotations

import re

_QUOTES = re.compile(r"[“”\"‘’']")
_CLAUSE = re.compile(
    r"[;:()]|,(?! or )|\.\s|\b(?:and|or|having|with|without|of which|in which|that|which|whose|where|while|but|if|by|"
    r"when|at|within|for|capable of(?: \w+ing)?|contain(?:s|ing)?|constitut(?:es|ing)|measured|"
    r"comprising|allowing|providing)\b",
    re.I,
)
_LEADING = re.compile(
    r"^(?:an?|the|any|all|each|its|their|of|is|are|to|be|maximum|minimum|specified|designed|operate|rated|for|"
    r"operation|operating|in|over|use|function|producing|achieving|been|both|either|than|less|more)\b\s*",
    re.I,
)
_TRAILING = re.compile(
    r"\s*(?:\b(?:of|is|are|being|values?|levels?|equal|at|an?|the|to|have|has|over|from|between|in|not|than|by|through|"
    r"was|can|be|any)\b|\([^()]*\)|[,±+≥≤])\s*$",
    re.I,
)
_MORE = r"(?:more|greater|less|fewer|higher|better|lower|larger|smaller|below|above)"
_AFTER = re.compile(
    rf"^[\s,]*(?:\([^()]*\)\s*)?(?:(?:or|and) {_MORE}\b[\s,]*)?(?:by (?:weight|mass|volume)\s*)?"
    rf"(?:(?:or|and) {_MORE}\b\s*)?"
    r"(?:of\s+)?(?:the\s+|combined\s+|any\s+)?"
    r"(?P<words>(?!(?:or|and|to|by|than|in|for|at|on|of|per|is|are|see|when|with|if|as|but|along|over|under)\b)"
    r"[A-Za-z][\w/-]*"
    r"(?: (?!(?:or|and|of|in|by|that|which|for|with|at|to|per|is|are|used|designed)\b)[A-Za-z][\w/-]*){0,3})"
)
_MEASURED_IN = re.compile(
    rf"^[\s,]*(?:(?:or|and) {_MORE} )?(?:in (?P<noun>length|width|diameter|size|thickness|depth|height|mass)"
    r"|(?P<adjective>wide|thick|long|deep|high))\b"
)
_NOUN = {"wide": "width", "thick": "thickness", "long": "length", "deep": "depth", "high": "height"}
_OF_DECIBELS = re.compile(r"\b\d+ ?dB (?=[a-z])")  # "3 dB bandwidth" is a bandwidth
_DIGIT = re.compile(r"\d")
_LONGEST = 7


def quantity_before(words: str) -> str:
    """The noun phrase that a text ends with, without articles; "" when it ends without one."""
    phrases = _phrases(words)
    return nearest_quantity(words) if phrases and _DIGIT.search(phrases[-1]) else phrases[-1] if phrases else ""


def nearest_quantity(words: str) -> str:
    """The last noun phrase of a text, also when a verb or a condition of measurement stands after it."""
    return next((phrase for phrase in reversed(_phrases(words)) if phrase and not _DIGIT.search(phrase)), "")


def quantity_after(words: str) -> str:
    """The noun that follows a count or a share: "axes", "nickel"; or what a length is the length of."""
    if match := _MEASURED_IN.match(words):
        return match["noun"] or _NOUN[match["adjective"]]
    found = _AFTER.match(_QUOTES.sub("", words))
    return found["words"] if found else ""


def measured_in(words: str) -> bool:
    """Whether a text goes on to say what the figure before it measures: "in length", "wide"."""
    return _MEASURED_IN.match(words) is not None


def _phrases(words: str) -> list[str]:
    plain = _OF_DECIBELS.sub("", _QUOTES.sub("", words)).strip(" ,±+\n")
    while (shorter := _TRAILING.sub("", plain)) != plain:
        plain = shorter
    return [_without_articles(part.strip()) for part in _CLAUSE.split(plain)]


def _without_articles(phrase: str) -> str:
    while (shorter := _LEADING.sub("", phrase)) != phrase and shorter:
        phrase = shorter
    return " ".join(phrase.split()[-_LONGEST:])
