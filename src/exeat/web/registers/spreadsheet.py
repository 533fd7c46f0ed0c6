"""Rows of a spreadsheet as typed values. A fault names sheet, row and column, and all faults are gathered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS = 5000
MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class Column:
    """A column by its heading; an example of what stands in it; whether a row may leave it empty."""

    name: str
    example: Any
    optional: bool = False


@dataclass(frozen=True)
class Fault:
    """Something that cannot be used: where (`row` 0: the sheet as a whole; `column` empty: the row) and why."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"sheet {self.sheet}{row}{column}: {self.message}"


class SheetError(ValueError):
    """A spreadsheet that cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(map(str, self.faults)))


@dataclass
class Row:
    """One row. Each reading takes a column's value as one type; what does not fit goes to `faults`."""

    sheet: str
    number: int
    values: dict[str, Any]
    optional: frozenset[str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, message: str) -> None:
        """Record what is wrong in this row."""
        self.faults.append(Fault(self.sheet, self.number, column, message))

    def text(self, column: str) -> str:
        """A text; a whole number typed into the cell reads without its point."""
        value = self.values.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = "" if value is None else str(value).strip()
        if not text and column not in self.optional:
            self.fault(column, "is empty")
        return text

    def decimal(self, column: str) -> Decimal:
        """A decimal number, as a number or as a text with a point; empty where the column is optional reads as zero."""
        text = self.text(column)
        if not text:
            return Decimal(0)
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fault(column, f"{text!r} is not a number such as 1250.5")
            return Decimal(0)
        return number

    def whole(self, column: str) -> int:
        """A whole number."""
        text = self.text(column)
        if not text.isdecimal():
            self.fault(column, f"{text!r} is not a whole number")
            return 0
        return int(text)

    def day(self, column: str) -> date:
        """A date, as the cell's own or as a text such as 2026-03-01."""
        value = self.values.get(column)
        if isinstance(value, datetime):
            return value.date()
        text = self.text(column)
        try:
            return date.fromisoformat(text)
        except ValueError:
            if text:
                self.fault(column, f"{text!r} is not a date such as 2026-03-01")
            return date.min


def read_rows(content: bytes, sheet: str, columns: Sequence[Column]) -> list[Row]:
    """The rows of one sheet under its headings, empty rows left out. Raises SheetError for a file that has none."""
    if len(content) > MOST_BYTES:
        raise SheetError([Fault(sheet, 0, "", f"the file is larger than {MOST_BYTES // 1_000_000} MB")])
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise SheetError([Fault(sheet, 0, "", "the file is not a spreadsheet of the type .xlsx")]) from None
    if sheet not in book.sheetnames:
        found = ", ".join(book.sheetnames)
        raise SheetError([Fault(sheet, 0, "", f"there is no sheet of this name, only {found}")])
    return rows_of(book[sheet].iter_rows(values_only=True), sheet, columns)


def rows_of(lines: Iterator[Sequence[Any]], sheet: str, columns: Sequence[Column]) -> list[Row]:
    """The rows of a table whose first line holds the headings. Raises SheetError where they are not those asked for."""
    headings = _headings(next(lines, ()), sheet, columns)
    optional = frozenset(column.name for column in columns if column.optional)
    rows = list(_rows(lines, sheet, headings, optional))
    if not rows:
        raise SheetError([Fault(sheet, 0, "", "has no rows under its headings")])
    return rows


def _headings(first: Sequence[Any], sheet: str, columns: Sequence[Column]) -> list[str]:
    headings = ["" if value is None else str(value).strip().lower() for value in first]
    known = [column.name for column in columns]
    needed = [column.name for column in columns if not column.optional]
    faults = [Fault(sheet, 1, name, "is missing") for name in needed if name not in headings]
    faults += [
        Fault(sheet, 1, name, "is not a column of this sheet") for name in headings if name and name not in known
    ]
    if faults:
        raise SheetError(faults)
    return headings


def _rows(lines: Iterator[Sequence[Any]], sheet: str, headings: list[str], optional: frozenset[str]) -> Iterator[Row]:
    for number, values in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise SheetError([Fault(sheet, number, "", f"at most {MOST_ROWS} rows are taken at once")])
        if any(value not in (None, "") for value in values):
            yield Row(sheet, number, dict(zip(headings, values, strict=False)), optional)


def template(sheet: str, columns: Sequence[Column]) -> bytes:
    """An empty spreadsheet with the headings, and one row of examples to be written over."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append([column.name for column in columns])
    page.append([column.example for column in columns])
    for cell in page[1]:
        cell.font = openpyxl.styles.Font(bold=True)
        page.column_dimensions[cell.column_letter].width = max(14, len(str(cell.value)) + 2)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
