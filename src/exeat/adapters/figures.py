"""Tables of figures as files: a workbook, comma-separated values, a chart, a printed report."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Value = str | int | float | Decimal | None
_BAR, _GAP, _LABEL, _WIDTH = 18, 8, 260, 760


@dataclass(frozen=True)
class FigureTable:
    """A table to be written: texts and figures; None where a figure is withheld, or where there is none."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class FigureReport:
    """Tables of one period, with what the reader must know to read them."""

    title: str
    authority: str
    day: date
    notes: tuple[str, ...]
    tables: tuple[FigureTable, ...]


def write_xlsx(report: FigureReport) -> bytes:
    """A workbook: the notes on a first sheet, then a sheet a table. Figures are numbers; a withheld one is empty."""
    book = Workbook()
    about = book.active
    about.title = "about"
    for line in (report.title, report.authority, *report.notes):
        about.append([_plain_text(line)])
    about["A1"].font = Font(bold=True, size=14)
    about.column_dimensions["A"].width = 100
    for table in report.tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.append([_plain_text(table.title)])
        sheet.append([_plain_text(text) for text in table.head])
        for row in table.rows:
            sheet.append([_plain_text(value) if isinstance(value, str) else value for value in row])
        for cell in (sheet["A1"], *sheet[2]):
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=cell.row == 2)
        sheet.column_dimensions["A"].width = 44
        for number in range(2, len(table.head) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 18
        sheet.freeze_panes = "B3"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def write_csv(report: FigureReport) -> str:
    """One figure a line: table, row, column, figure; empty where it is withheld or there is none."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")  # RFC 4180
    lines.writerow(["table", "row", "column", "figure"])
    for table in report.tables:
        for label, *values in table.rows:
            for column, value in zip(table.head[1:], values, strict=True):
                lines.writerow([table.name, _plain_text(str(label)), column, "" if value is None else value])
    return written.getvalue()


def write_rows(table: FigureTable) -> str:
    """A table as comma-separated values as it stands: its head, then a line a row; empty where there is no value."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")  # RFC 4180
    for row in (table.head, *table.rows):
        lines.writerow([_plain_text(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def write_svg(table: FigureTable) -> str:
    """The table's first column of figures as bars, with its title for those who cannot see them."""
    rows = [(str(row[0]), row[1]) for row in table.rows]
    longest = max((float(value) for _label, value in rows if value is not None), default=0.0)
    height = 40 + len(rows) * (_BAR + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{escape(table.title)}</title>'
        f'<text x="0" y="18" font-size="15" font-weight="bold">{escape(table.title)}: {escape(table.head[1])}</text>'
    ]
    for number, (label, value) in enumerate(rows):
        parts.append(_bar(40 + number * (_BAR + _GAP), label, value, longest))
    return "".join([*parts, "</svg>\n"])


def _bar(top: int, label: str, value: Value, longest: float) -> str:
    drawn = float(value) if value is not None and not isinstance(value, str) else 0.0
    width = round(max(drawn, 0) / longest * (_WIDTH - _LABEL - 90), 1) if longest > 0 else 0
    shown = "…" if value is None else f"{value}"
    short = label if len(label) < 40 else f"{label[:38]}…"
    middle = top + _BAR - 5
    return (
        f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{escape(short)}</text>'
        f'<rect x="{_LABEL}" y="{top}" width="{width}" height="{_BAR}" fill="#1f4e79"/>'
        f'<text x="{_LABEL + width + 6}" y="{middle}">{escape(shown)}</text>'
    )


def _plain_text(value: str) -> str:
    """Text that no spreadsheet takes for a formula (a leading = + - @ is put behind an apostrophe)."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value


def shown_rows(table: FigureTable) -> Sequence[Sequence[str]]:
    """The rows as print shows them: digits grouped by threes, a dot for what is withheld or absent."""
    return [[_shown(value) for value in row] for row in table.rows]


def _shown(value: Value) -> str:
    if value is None:
        return "·"
    return value if isinstance(value, str) else f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
