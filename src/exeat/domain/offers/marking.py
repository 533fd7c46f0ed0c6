"""Markings: how far a text may travel, and whether it may be here at all.

The ladder is the common one of four levels; the spellings on it are those that diplomatic posts and international
bodies print in banners ("SECRET", "C O N F I D E N T I A L", "EU RESTRICTED") and before paragraphs ("(S)", "(C/NF)").
Security agreements between states say which of their levels correspond; this table follows the usual ones, for example
Council Decision 2013/488/EU, Appendix B.
"""

from __future__ import annotations

import re
from enum import IntEnum

_BANNERS = {
    "TOP SECRET": 4, "TRES SECRET": 4, "COSMIC TOP SECRET": 4,
    "SECRET": 3,
    "CONFIDENTIAL": 2, "CONFIDENTIEL": 2,
    "RESTRICTED": 1, "RESTREINT": 1, "SENSITIVE BUT UNCLASSIFIED": 1, "SBU": 1, "OFFICIAL-SENSITIVE": 1,
    "OFFICIAL SENSITIVE": 1, "FOR OFFICIAL USE ONLY": 1, "FOUO": 1, "CONTROLLED UNCLASSIFIED INFORMATION": 1, "CUI": 1,
    "UNCLASSIFIED": 0, "UNCLAS": 0, "OFFICIAL": 0, "NON CLASSIFIE": 0,
}  # fmt: skip
_PORTIONS = {"TS": 4, "S": 3, "C": 2, "R": 1, "SBU": 1, "CUI": 1, "FOUO": 1, "O": 0, "U": 0}
_PORTION = re.compile(
    r"^\s*(?:\d+[.)]|[a-z][.)]|[-•*])?\s*\((TS|SBU|FOUO|CUI|S|C|R|O|U)(?:\s*[/-]{1,2}\s*[A-Z/ ,-]+)?\)"
)
_OWNERS = r"(?:(?:NATO|EU|UE|UN|IAEA|COSMIC|UK|US|TRÈS|TRES)[ -])*"
_BANNER = re.compile(
    r"^\W*(?:CLASSIFICATION\s*:\s*|CLASS(?:IF(?:IED)?)?\s*:\s*)?"
    + _OWNERS
    + "("
    + "|".join(re.escape(word) for word in sorted(_BANNERS, key=len, reverse=True))
    + r")\b(?P<rest>.*)$"
)
_SPACED = re.compile(r"\b(?:[A-Z] ){4,}[A-Z]\b")  # "C O N F I D E N T I A L"


class Level(IntEnum):
    """How sensitive a text is marked; each level holds those below it."""

    UNMARKED = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4

    @classmethod
    def named(cls, word: str) -> Level:
        """The level that policies and programs write as a word: "restricted". Raises KeyError for no such word."""
        return cls[word.upper()]

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").lower()


class MarkedAboveCeiling(ValueError):
    """A text marked above what this installation may hold. The message gives the line and level, never the text."""

    def __init__(self, line: int, level: Level, ceiling: Level) -> None:
        super().__init__(
            f"line {line} is marked {level.label}; this installation holds nothing above {ceiling.label}."
            " Nothing was kept. Tell your security officer that it came here."
        )
        self.line, self.level = line, level


def level_of_line(line: str) -> Level | None:
    """The level that a line bears as a banner or a portion mark; None where it bears none.

    A banner stands alone or before control words ("SECRET//NOFORN", "UNCLAS SECTION 01 OF 02"): a sentence that merely
    begins with such a word is no banner.
    """
    if portion := _PORTION.match(line):
        return Level(_PORTIONS[portion[1]])
    joined = _SPACED.sub(lambda match: match[0].replace(" ", ""), line.strip())
    banner = _BANNER.match(joined)
    if banner is None or re.search(r"[a-z]", banner["rest"]):
        return None
    return Level(_BANNERS[banner[1]])


def highest(text: str) -> tuple[Level, int]:
    """The highest level that any line of the text bears, and the number of the first line that bears it (from 1)."""
    found, where = Level.UNMARKED, 0
    for number, line in enumerate(text.splitlines(), start=1):
        level = level_of_line(line)
        if level is not None and (level > found or not where):
            found, where = max(level, found), number
    return found, where


def check_ceiling(text: str, ceiling: Level) -> Level:
    """The text's level; raises ``MarkedAboveCeiling`` above ``ceiling``. Call it before a text is stored or logged."""
    level, line = highest(text)
    if level > ceiling:
        raise MarkedAboveCeiling(line, level, ceiling)
    return level
