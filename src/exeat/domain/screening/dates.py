"""Dates of birth as the lists write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_RANGE = 30  # years; a longer range says nothing about a person

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_WRITTEN = re.compile(r"(?:(\d{1,2}) )?(?:([A-Za-z]{3,9})\.? )?(\d{4})")


def iso_date(text: str) -> str | None:
    """A whole or partial date: ``1960-03-01``, ``01 Mar 1960``, ``March 1960``, ``1960``; None for anything else.

    >>> iso_date("01 Mar 1960"), iso_date("Mar 1960"), iso_date("31 Feb 1960")
    ('1960-03-01', '1960-03', None)
    """
    tidy = " ".join(text.split()).removeprefix("circa ")
    if found := _ISO.fullmatch(tidy):
        return _checked(found[1], found[2], found[3])
    if not (found := _WRITTEN.fullmatch(tidy)):
        return None
    day, month, year = found.groups()
    if month is None:
        return None if day else _checked(year, None, None)
    number = next((at for at, name in enumerate(_MONTHS, start=1) if month.lower().startswith(name)), None)
    return _checked(year, f"{number:02}", f"{int(day):02}" if day else None) if number else None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)


def years(first: str, last: str) -> tuple[str, ...]:
    """Every year of a range, both ends included; nothing for a range that is turned round or too long to tell."""
    start, end = int(first), int(last)
    return tuple(str(year) for year in range(start, end + 1)) if 0 <= end - start <= _LONGEST_RANGE else ()
