"""The tables that are for everybody, and what is withheld in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from exeat.domain.statistics.figures import OTHER, Statistics
from exeat.domain.statistics.table import Cell, Column, Row, Table
from exeat.domain.statistics.withholding import Figure, Key, Sum, withhold

CASES = ("kinds", "destinations")
LINES = ("entries",)
ALONE = ("received", "shipped_to", "general_to", "measures")


@dataclass(frozen=True)
class PublicTables:
    """The tables as published: a withheld figure is a cell without number or references."""

    tables: Mapping[str, Table]
    withheld: int
    least: int


def for_everybody(statistics: Statistics, schemes: Mapping[str, Mapping[str, str]], *, least: int) -> PublicTables:
    """The public tables; `schemes` give each entry's group, `least` is the policy's least number of exporters."""
    counted = [statistics.tables[name] for name in (*CASES, *LINES, *schemes, *ALONE)]
    figures: dict[Key, Figure] = {}
    sums: list[Sum] = []
    for table in counted:
        figures |= {
            _key(table.name, row.key, column.name): Figure(int(cell.number or 0), cell.exporters)
            for row in _rows(table)
            for column, cell in zip(table.columns, row.cells, strict=True)
            if column.kind == "count"
        }
        sums.extend(_column_sums(table))
    sums.extend(_group_sums(statistics, schemes))
    hidden = withhold(figures, sums, least=least)
    shown = {table.name: _without(table, hidden, least) for table in counted}
    shown["quantities"] = _quantities(statistics, hidden, least)
    shown["times"] = _times(statistics, least)
    withheld = sum(cell.number is None for table in shown.values() for row in _rows(table) for cell in row.cells)
    return PublicTables(shown, withheld, least)


def _key(table: str, row: str, column: str) -> Key:
    """Tables of cases share their totals, and so do tables of lines."""
    if row == "" and table not in ALONE:
        return ("cases" if table in CASES else "lines", "", column)
    return (table, row, column)


def _rows(table: Table) -> tuple[Row, ...]:
    return (*table.rows, table.total) if table.total else table.rows


def _column_sums(table: Table) -> list[Sum]:
    """Rows add up to the total. (A row's own outcomes are published without their sum.)"""
    return [
        Sum(tuple(_key(table.name, row.key, column.name) for row in table.rows), _key(table.name, "", column.name))
        for column in table.columns
        if column.kind == "count" and table.rows and table.total
    ]


def _group_sums(statistics: Statistics, schemes: Mapping[str, Mapping[str, str]]) -> list[Sum]:
    """Entries add up to the groups that hold them."""
    entries = statistics.tables["entries"]
    found = []
    for name, group_of in schemes.items():
        for row in statistics.tables[name].rows:
            held = [each.key for each in entries.rows if group_of.get(each.key, OTHER) == row.key]
            for column in entries.columns:
                if column.kind == "count" and held:
                    parts = tuple(_key("entries", key, column.name) for key in held)
                    found.append(Sum(parts, _key(name, row.key, column.name)))
    return found


def _without(table: Table, hidden: frozenset[Key], least: int) -> Table:
    """The table without the figures that are hidden, nor the values of what they count, nor any reference; nor times
    of fewer exporters than the least."""

    def shown(row: Row) -> Row:
        cells = []
        for column, cell in zip(table.columns, row.cells, strict=True):
            key = _key(table.name, row.key, column.counts or column.name)
            cells.append(_bare(cell, hidden=key in hidden or _few(column, cell, least)))
        return Row(row.key, tuple(cells))

    return replace(table, rows=tuple(map(shown, table.rows)), total=table.total and shown(table.total))


def _few(column: Column, cell: Cell, least: int) -> bool:
    """Whether the cell tells a time of too few exporters."""
    return column.kind == "days" and cell.exporters < least


def _bare(cell: Cell, *, hidden: bool) -> Cell:
    return Cell(None) if hidden else Cell(cell.number)


def _quantities(statistics: Statistics, hidden: frozenset[Key], least: int) -> Table:
    """Quantities go with the counts of their entry, and where fewer exporters than the least stand behind them."""
    table = statistics.tables["quantities"]

    def shown(row: Row) -> Row:
        entry = row.key.rpartition(" ")[0]
        cells = []
        for column, cell in zip(table.columns, row.cells, strict=True):
            few = 0 < cell.exporters < least
            cells.append(_bare(cell, hidden=few or ("entries", entry, column.counts) in hidden))
        return Row(row.key, tuple(cells))

    return replace(table, rows=tuple(map(shown, table.rows)))


def _times(statistics: Statistics, least: int) -> Table:
    """Times alone, without the counts that other tables withhold; none from fewer exporters than the least."""
    table = statistics.tables["times"]
    kept = [number for number, column in enumerate(table.columns) if column.kind == "days"]

    def shown(row: Row) -> Row:
        cells = [row.cells[number] for number in kept]
        named = zip(columns, cells, strict=True)
        return Row(row.key, tuple(_bare(cell, hidden=_few(column, cell, least)) for column, cell in named))

    columns = tuple(table.columns[number] for number in kept)
    return Table("times", columns, tuple(map(shown, table.rows)), table.total and shown(table.total))
