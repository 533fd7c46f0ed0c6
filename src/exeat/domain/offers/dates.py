"""Dates as people write them in invitations: "15-17 June 2027", "from 28 June to 2 July", "June 15, 2027"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBER = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_MONTH = r"(?P<{0}>(?:" + "|".join(f"{name[:3]}(?:{name[3:]}|\\.)?" for name in MONTHS) + r"|sept\.?)(?![a-z]))"
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|—|to|until|through|and)\s*"
_YEAR = r"(?:,?\s*(?P<year>(?:19|20)\d\d))?"
_OF = r"\s*(?:of\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:" + _TO + r"(?P<iso2>(?:19|20)\d\d-[01]\d-[0-3]\d))?\b",
        r"\b" + _DAY.format("d1") + _OF + _MONTH.format("m1") + r"(?:,?\s*(?P<y1>(?:19|20)\d\d))?" + _TO
        + _DAY.format("d2") + _OF + _MONTH.format("m2") + _YEAR,
        r"\b" + _MONTH.format("m1") + r"\s+" + _DAY.format("d1") + r"(?:,?\s*(?P<y1>(?:19|20)\d\d))?" + _TO
        + _MONTH.format("m2") + r"\s+" + _DAY.format("d2") + r"\b" + _YEAR,
        r"\b" + _DAY.format("d1") + _TO + _DAY.format("d2") + _OF + _MONTH.format("m1") + _YEAR,
        r"\b" + _MONTH.format("m1") + r"\s+" + _DAY.format("d1") + _TO + _DAY.format("d2") + r"\b" + _YEAR,
        r"\b" + _DAY.format("d1") + _OF + _MONTH.format("m1") + _YEAR,
        r"\b" + _MONTH.format("m1") + r"\s+" + _DAY.format("d1") + r"\b" + _YEAR,
    )
)  # fmt: skip


@dataclass(frozen=True)
class FoundDates:
    """A range of dates in a text, both inclusive, and the span (from, to) of characters that says so.

    ``year_assumed``: the text gives no year, and the first such date on or after ``on`` was taken.
    """

    start: date
    end: date
    span: tuple[int, int]
    year_assumed: bool


def find_dates(text: str, on: date) -> list[FoundDates]:
    """Every range of dates in ``text``, in order; a date that does not exist (31 June) is passed over.

    A number-only date such as 06/07/2027 is not read: half of the world reads it as June, half as July.
    """
    found: list[FoundDates] = []
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(match.start() < last and first < match.end() for first, last in taken):
                taken.append(match.span())
                found.extend(_read(match, on))
    return sorted(found, key=lambda dates: dates.span)


def _read(match: re.Match[str], on: date) -> Iterator[FoundDates]:
    parts = {name: text for name, text in match.groupdict().items() if text}
    try:
        if "iso" in parts:
            start, assumed = date.fromisoformat(parts["iso"]), False
            end = date.fromisoformat(parts.get("iso2", parts["iso"]))
        else:
            start, end, assumed = _in_words(parts, on)
    except ValueError:
        return
    if start <= end:
        yield FoundDates(start, end, match.span(), assumed)


def _in_words(parts: dict[str, str], on: date) -> tuple[date, date, bool]:
    first = _NUMBER[parts["m1"][:3].lower()]
    last = _NUMBER[parts.get("m2", parts["m1"])[:3].lower()]
    day, end_day = int(parts["d1"]), int(parts.get("d2", parts["d1"]))
    if "year" not in parts and "y1" not in parts:
        year = on.year if (first, day) >= (on.month, on.day) else on.year + 1
        return date(year, first, day), date(year + (last < first), last, end_day), True
    end_year = int(parts.get("year", parts.get("y1", "")))
    start_year = int(parts.get("y1", end_year - (last < first)))
    return date(start_year, first, day), date(end_year, last, end_day), False
