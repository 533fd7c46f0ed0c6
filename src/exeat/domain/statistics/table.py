"""What a statistic is: tables of figures, each of which knows the cases that it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Literal

Kind = Literal["count", "value", "quantity", "days"]
Number = int | Decimal | float | None


@dataclass(frozen=True)
class Column:
    """A column: counts, values in the state's currency, quantities in the row's unit, or working days."""

    name: str
    kind: Kind = "count"
    counts: str = ""
    """For values and quantities: the column that counts the same cases."""


@dataclass(frozen=True)
class Cell:
    """A figure; the references behind it, in order; and the exporters among them, whom a small figure would show."""

    number: Number
    references: tuple[str, ...] = ()
    exporters: int = 0


@dataclass(frozen=True)
class Row:
    """A row: `key` is an id (a kind, a country, an entry), never a text for readers."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Figures by one key. `total` counts everything once; None where rows cannot be added (quantities of two units)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None

    def cell(self, row: str, column: str) -> Cell:
        """A figure; row "" is the total. Raises KeyError where there is none."""
        position = {each.name: number for number, each in enumerate(self.columns)}[column]
        if row == "":
            if self.total is None:
                raise KeyError(row)
            return self.total.cells[position]
        return {each.key: each for each in self.rows}[row].cells[position]


@dataclass(frozen=True)
class Counted:
    """One thing that a table counts (a case, a line, a shipment) in the row `key`, under the columns in `under`."""

    key: str
    reference: str
    exporter: str
    under: frozenset[str]
    numbers: Mapping[str, Decimal | int]
    """By kind of column: `value`, `quantity`, `days`."""


def tabulate(
    name: str, columns: Sequence[Column], things: Iterable[Counted], *, keys: Sequence[str] = (), total: bool = True
) -> Table:
    """The table of `things`; rows in the order of `keys`, then those that only occur, sorted."""
    by_key: dict[str, list[Counted]] = {key: [] for key in keys}
    every = list(things)
    for key in sorted({thing.key for thing in every} - set(keys)):
        by_key[key] = []
    for thing in every:
        by_key[thing.key].append(thing)
    rows = tuple(_row(key, columns, held) for key, held in by_key.items())
    return Table(name, tuple(columns), rows, _row("", columns, every) if total else None)


def _row(key: str, columns: Sequence[Column], things: Sequence[Counted]) -> Row:
    return Row(key, tuple(_cell(column, things) for column in columns))


def _cell(column: Column, things: Sequence[Counted]) -> Cell:
    held = [thing for thing in things if (column.counts or column.name) in thing.under]
    references = tuple(sorted({thing.reference for thing in held}))
    return Cell(_number(column, held), references, len({thing.exporter for thing in held}))


def _number(column: Column, held: Sequence[Counted]) -> Number:
    if column.kind == "count":
        return len(held)
    numbers = [thing.numbers[column.kind] for thing in held if column.kind in thing.numbers]
    if column.kind == "days":
        return _of_days(column.name, numbers) if numbers else None
    return sum(numbers, Decimal(0))


def _of_days(name: str, days: Sequence[Decimal | int]) -> float:
    return float(ninth_decile(days) if name == "ninth_decile_days" else median(map(float, days)))


def ninth_decile(numbers: Sequence[float | Decimal]) -> float | Decimal:
    """The smallest of the numbers that nine in ten do not exceed (nearest rank); at least one is given."""
    return sorted(numbers)[-(-9 * len(numbers) // 10) - 1]
