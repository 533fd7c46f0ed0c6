"""The UK Sanctions List as CSV.

Source: https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv; it replaced the consolidated list of OFSI on 28
January 2026. The first line bears the date of the report, the second the columns. A designation has as many rows as it
takes to write its names and other values; those of one ``Unique ID`` belong together. Given names come in ``Name 1`` to
``Name 5``, the family name, or the name of a company or ship, in ``Name 6``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from exeat.domain.screening.importers import csvrows
from exeat.domain.screening.importers.imported import (
    Count,
    Countries,
    Imported,
    ImportRefused,
    check_counts,
    fingerprints,
    only_file,
    partial_date,
    unique,
)
from exeat.domain.screening.model import Identifier, ListedParty

LIST_ID = "uk-sanctions"
_TYPES = {"individual": "person", "entity": "organisation", "ship": "vessel"}
_NAME = (*(f"Name {number}" for number in range(1, 6)), "Name 6")
_COUNTRIES = ("Nationality(/ies)", "Address Country", "Current believed flag of ship")
_NUMBERS = {
    "Passport number": "passport",
    "National Identifier number": "national_id",
    "Business registration number (s)": "registration",
    "IMO number": "imo",
}
_OTHERS = ("Unique ID", "Alias strength", "Name non-latin script", "Designation Type", "Regime Name", "D.O.B")
_BORN = re.compile(r"(\w\w)/(\w\w)/(\d{4})")


def read(files: Sequence[Path], accept_orphans: bool) -> Imported:
    """The designations of one file, their rows put together. There can be no orphans.

    Raises ImportRefused for a missing date or column, a row that is cut off, a designation without a name, and when a
    row was not read.
    """
    path = only_file(files, "the list as CSV")
    reported = _report_date(path)
    rows = csvrows.named(path, (*_OTHERS, *_NAME, *_COUNTRIES, *_NUMBERS), above=1)
    designations: dict[str, list[csvrows.NamedRow]] = {}
    for number, row in rows:
        if not (designation := row["Unique ID"].strip()):
            raise ImportRefused(path, number, "Unique ID is empty")
        designations.setdefault(designation, []).append((number, row))
    counts = (Count("rows", csvrows.count(path) - 2, len(rows)),)
    check_counts(path, counts)
    countries = Countries()
    parties = tuple(
        _party(path, key, group[0][0], [row for _, row in group], countries) for key, group in designations.items()
    )
    return Imported(
        LIST_ID,
        parties,
        counts,
        sources=fingerprints(files),
        list_date=reported,
        unknown_countries=dict(countries.unknown),
    )


def _report_date(path: Path) -> date:
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        first = lines.readline().strip().strip(",")
    try:
        return datetime.strptime(first, "Report Date: %d-%b-%Y").date()  # noqa: DTZ007 - a day, no moment
    except ValueError as error:
        raise ImportRefused(path, 1, f'expected "Report Date: 31-Jan-2026", found "{first[:40]}"') from error


def _party(path: Path, key: str, line: int, rows: Sequence[Mapping[str, str]], countries: Countries) -> ListedParty:
    names = [(" ".join(row[part] for part in _NAME), "low quality" in row["Alias strength"].lower()) for row in rows]
    strong = unique([*(name for name, weak in names if not weak), *(row["Name non-latin script"] for row in rows)])
    weak = unique(name for name, weak in names if weak)
    if not (strong or weak):
        raise ImportRefused(path, line, f"{key} is without a name")
    return ListedParty(
        id=key,
        list=LIST_ID,
        type=next(
            (_TYPES[kind] for row in rows if (kind := row["Designation Type"].strip().lower()) in _TYPES), "unknown"
        ),
        names=strong or weak,
        weak_names=weak if strong else (),
        born=unique(day for row in rows if (day := _born(row["D.O.B"]))),
        countries=countries.codes(row[column] for row in rows for column in _COUNTRIES),
        identifiers=tuple(dict.fromkeys(_identifiers(rows))),
        programmes=unique(row["Regime Name"] for row in rows),
    )


def _born(written: str) -> str | None:
    """Day/month/year, where "dd", "mm" or "00" stands for a part that is not known."""
    found = _BORN.fullmatch(written.strip())
    return partial_date(found[3], found[2], found[1]) if found else None


def _identifiers(rows: Iterable[Mapping[str, str]]) -> Iterator[Identifier]:
    for row in rows:
        for column, kind in _NUMBERS.items():
            if value := " ".join(row[column].split()):
                yield Identifier(kind, value)
