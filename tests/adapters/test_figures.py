"""Tables of figures as files."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from exeat.adapters.figures import FigureReport, FigureTable, write_csv, write_svg, write_xlsx

TABLE = FigureTable(
    "kinds", "By kind", ("", "Granted", "Value"), (("Export", 12, Decimal("120.50")), ("=1+1", None, None))
)
REPORT = FigureReport("The year", "Authority", date(2026, 12, 31), ("A note.",), (TABLE,))


def test_a_workbook_holds_numbers_and_leaves_withheld_ones_empty():
    sheet = load_workbook(BytesIO(write_xlsx(REPORT)))["kinds"]
    assert [cell.value for cell in sheet[3]] == ["Export", 12, 120.5]
    assert [cell.value for cell in sheet[4]] == ["'=1+1", None, None]


def test_csv_has_one_figure_a_line():
    assert write_csv(REPORT).splitlines()[1:] == [
        "kinds,Export,Granted,12",
        "kinds,Export,Value,120.50",
        "kinds,'=1+1,Granted,",
        "kinds,'=1+1,Value,",
    ]


def test_a_chart_names_its_bars_and_escapes_them():
    drawn = write_svg(FigureTable("x", "A & B", ("", "Granted"), (("<Export>", 3), ("Transit", None))))
    assert "A &amp; B: Granted" in drawn
    assert "&lt;Export&gt;" in drawn
    assert drawn.count("<rect") == 2
