"""The rows of a table from whichever file people have: a spreadsheet, comma-separated values, or TOML."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from exeat.web.registers.spreadsheet import MOST_BYTES, Column, Fault, Row, SheetError, read_rows, rows_of

FORMS = (".xlsx", ".csv", ".toml")


def read_table(content: bytes, name: str, sheet: str, columns: Sequence[Column]) -> list[Row]:
    """The rows of `sheet` in a file of one of `FORMS`, told by the end of its name. Raises SheetError for others.

    In TOML each row is a table `[[sheet]]` whose keys are the columns; a list is read as its words between commas, a
    table as `key: value` between semicolons.
    """
    form = PurePath(name).suffix.lower()
    if form == ".xlsx":
        return read_rows(content, sheet, columns)
    if form not in FORMS:
        raise _refused(sheet, f"{name} is not of a type that is read: {', '.join(FORMS)}")
    if len(content) > MOST_BYTES:
        raise _refused(sheet, f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(sheet, f"byte {error.start} of {name} is not UTF-8") from None
    if form == ".csv":
        rows = rows_of(_lines_of_csv(text, sheet), sheet, columns)
    else:
        rows = rows_of(_lines_of_toml(text, sheet), sheet, columns)
        for row in rows:
            row.number -= 1  # no headings stand above the first table
    for row in rows:
        for column, value in row.values.items():
            if "\0" in str(value):  # PostgreSQL keeps no such text
                raise SheetError([Fault(sheet, row.number, column, "holds a null character")])
    return rows


def _lines_of_csv(text: str, sheet: str) -> Iterator[Sequence[Any]]:
    try:
        yield from csv.reader(io.StringIO(text), strict=True)
    except csv.Error as error:
        raise _refused(sheet, f"is not comma-separated: {error}") from None


def _lines_of_toml(text: str, sheet: str) -> Iterator[Sequence[Any]]:
    """A line of headings, and a line a table."""
    try:
        tables = tomllib.loads(text).get(sheet)
    except tomllib.TOMLDecodeError as error:
        raise _refused(sheet, f"is not TOML: {error}") from None
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _refused(sheet, f"there is no table [[{sheet}]] in it")
    headings = list(dict.fromkeys(key for table in tables for key in table))
    yield headings
    for table in tables:
        yield [_plain(table.get(key)) for key in headings]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {inner}" for key, inner in value.items())
    return value


def _refused(sheet: str, message: str) -> SheetError:
    return SheetError([Fault(sheet, 0, "", message)])
