"""The names that are to be screened: one from the command line, or a CSV file of any length, read line by line.

In a file each line is one party, so that a quote left open spoils its own line and not the rest of the file. (A name
with a line break in it, which CSV would allow, is therefore two lines that cannot be read.)
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from exeat.cli._common import Refused
from exeat.domain.screening import PARTY_TYPES, Party, country_code, iso_date

COLUMNS = ("name", "type", "born", "country")
_LONGEST_LINE = 65_536  # bytes; a name has at most 1,000 characters
_FOREIGN_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK\x03\x04": "a spreadsheet or an archive"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its party, or what is wrong with it. ``end`` is where it ends, in bytes."""

    number: int
    end: int
    party: Party | None = None
    problem: str = ""


def party_of(fields: Mapping[str, str]) -> Party:
    """A party from text fields under COLUMNS; raises ValueError saying which does not fit and what was expected."""
    name, type_, born, country = (fields.get(column, "").strip() for column in COLUMNS)
    if not name:
        raise ValueError("the name is empty")
    if type_ and type_ not in PARTY_TYPES:
        raise ValueError(f'type is "{type_}", expected one of {", ".join(PARTY_TYPES)}')
    date, code = iso_date(born), country_code(country)
    if born and date is None:
        raise ValueError(f'born is "{born}", expected a date such as 1960-03-01 or 1960')
    if country and code is None:
        raise ValueError(f'country is "{country}", expected a two-letter code or a country\'s English name')
    return Party(name, type_ or "unknown", date, (code,) if code else ())


def read_names(path: Path) -> Iterator[Line]:
    """The lines of a CSV file with a header, blank ones left out; none is kept in memory.

    Raises Refused, at once, for a file that is not one of names: no such header, not UTF-8.
    """
    file = path.open("rb")
    try:
        return _lines(file, _header(path, file))
    except BaseException:
        file.close()
        raise


def _lines(file: BufferedReader, header: list[str]) -> Iterator[Line]:
    with file:
        number = 1
        while raw := file.readline(_LONGEST_LINE):
            number += 1
            whole = len(raw) < _LONGEST_LINE or raw.endswith(b"\n")
            if not whole:
                _skip_line(file)
            if not raw.strip():
                continue
            try:
                if not whole:
                    raise ValueError(f"longer than {_LONGEST_LINE:,} bytes, expected one name")
                yield Line(number, file.tell(), party_of(_fields(header, raw)))
            except ValueError as problem:
                yield Line(number, file.tell(), problem=str(problem))


def _header(path: Path, file: BufferedReader) -> list[str]:
    raw = file.readline(_LONGEST_LINE)
    for mark, what in _FOREIGN_MARKS.items():
        if raw.startswith(mark):
            raise Refused(f"{path}: this is {what}, expected a CSV in UTF-8")
    try:
        header = [name.strip() for name in _cells(raw.removeprefix(b"\xef\xbb\xbf"))]
    except ValueError as problem:
        raise Refused(f"{path}, line 1: {problem}")
    if "name" not in header or set(header) - set(COLUMNS) or len(set(header)) != len(header):
        raise Refused(
            f"{path}, line 1: expected a header with the column name, and of {', '.join(COLUMNS[1:])}, "
            "separated by commas"
        )
    return header


def _fields(header: list[str], raw: bytes) -> dict[str, str]:
    cells = _cells(raw)
    if len(cells) > len(header):
        raise ValueError("more fields than the header has; a name with a comma must stand in quotes")
    return dict(zip(header, cells, strict=False))


def _cells(raw: bytes) -> list[str]:
    """The fields of one line; raises ValueError for what is not one line of CSV in UTF-8."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text at byte {error.start + 1} of the line") from error
    if "\0" in text:
        raise ValueError("holds a NUL character, which no name does")
    try:
        return next(csv.reader([text.rstrip("\r\n")], strict=True), [])
    except csv.Error as error:
        raise ValueError(f"not a line of CSV ({error}); a quote within a name is written twice") from error


def _skip_line(file: BufferedReader) -> None:
    while (raw := file.readline(_LONGEST_LINE)) and not raw.endswith(b"\n"):
        pass
