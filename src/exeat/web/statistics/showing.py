"""Tables as pages and files show them: labels, figures, and which of them lead to cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exeat.adapters.figures import FigureReport, FigureTable, Value
from exeat.domain.statistics import Cell, Column, Period, Row, Table
from exeat.web.policy import policy
from exeat.web.statistics.labels import COLUMNS, row_label, table_title


@dataclass(frozen=True)
class Shown:
    """A figure on a page; `leads` where there are cases behind it."""

    column: str
    heading: str
    kind: str
    number: Value
    leads: bool


@dataclass(frozen=True)
class ShownRow:
    """A row on a page."""

    key: str
    label: str
    figures: tuple[Shown, ...]

    @property
    def empty(self) -> bool:
        """Whether every figure is zero, and none withheld; days are not, where nothing was counted."""
        return all(figure.number == 0 or (figure.number is None and figure.kind == "days") for figure in self.figures)


@dataclass(frozen=True)
class ShownTable:
    """A table on a page; `source` is what asks for it, where the policy says so."""

    name: str
    title: str
    source: str
    headings: tuple[Shown, ...]
    rows: tuple[ShownRow, ...]
    total: ShownRow | None

    @property
    def filled(self) -> list[ShownRow]:
        """The rows that count something; what is withheld may be something."""
        return [row for row in self.rows if not row.empty]

    @property
    def empty(self) -> list[ShownRow]:
        """The rows for which there was nothing to count."""
        return [row for row in self.rows if row.empty]


def shown(tables: Iterable[Table]) -> list[ShownTable]:
    """The tables with their words; those without rows are left out."""
    return [_table(table) for table in tables if table.rows]


def files(title: str, tables: Iterable[Table], notes: Sequence[str], day: date) -> FigureReport:
    """The tables as files take them."""
    return FigureReport(
        title=title,
        authority=policy().state.authority_name,
        day=day,
        notes=tuple(notes),
        tables=tuple(_file_table(table) for table in shown(tables)),
    )


def period_text(period: Period) -> str:
    """The period as a person reads it."""
    ends = {"first": date_format(period.first, "j F Y"), "last": date_format(period.last, "j F Y")}
    return _("%(first)s to %(last)s") % ends


def notes(*, unvalued: int = 0, public: bool = False) -> list[str]:
    """What the reader of any of the tables must know."""
    said = [
        _("Values are in %(currency)s, at the rates of the policy; a case counts where it ended in the period.")
        % {"currency": policy().state.currency}
    ]
    if unvalued:
        said.append(_("Lines without a rate, in no value: %(count)s.") % {"count": unvalued})
    if public:
        said.append(
            _("A dot stands for a figure behind which fewer than %(least)s exporters stand, or that would tell one.")
            % {"least": policy().reporting.least_exporters}
        )
    return said


def _table(table: Table) -> ShownTable:
    scheme = policy().reporting.schemes.get(table.name)
    headings = tuple(Shown(c.name, str(COLUMNS[c.name]), c.kind, None, leads=False) for c in table.columns)
    rows = tuple(_row(table, row) for row in table.rows)
    total = _row(table, table.total, _("Total")) if table.total else None
    return ShownTable(table.name, table_title(table.name), scheme.source if scheme else "", headings, rows, total)


def _row(table: Table, row: Row, label: str = "") -> ShownRow:
    figures = (_figure(column, cell) for column, cell in zip(table.columns, row.cells, strict=True))
    return ShownRow(row.key, label or row_label(table.name, row.key), tuple(figures))


def _figure(column: Column, cell: Cell) -> Shown:
    number = cell.number
    if isinstance(number, Decimal) and column.kind == "quantity":
        number = number.normalize() + 0
    leads = bool(cell.references) and column.kind == "count"
    return Shown(column.name, str(COLUMNS[column.name]), column.kind, number, leads)


def _file_table(table: ShownTable) -> FigureTable:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return FigureTable(
        name=table.name,
        title=table.title,
        head=("", *(heading.heading for heading in table.headings)),
        rows=tuple((row.label, *(figure.number for figure in row.figures)) for row in rows),
    )


def figure_title(table: str, row: str, column: str) -> str:
    """What a figure is of: table, row and column in words."""
    label = row_label(table, row) if row else _("Total")
    return f"{table_title(table)}: {label}, {COLUMNS[column]}"
