"""Records and tables as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from exeat.domain.statistics import (
    Asked,
    CaseRecord,
    Cell,
    Column,
    GoodsLine,
    MeasureRecord,
    Return,
    Row,
    Stay,
    Table,
)
from exeat.web.audit.chain import plain


def record_data(record: CaseRecord | MeasureRecord) -> dict[str, Any]:
    """A record as JSON."""
    return plain(asdict(record))


def record_of(data: Mapping[str, Any]) -> CaseRecord:
    """The record of an application that `record_data` wrote."""
    dated = {name: _day(data[name]) for name in ("received", "registered", "ended")}
    parts = {
        "grounds": tuple(data["grounds"]),
        "lines": tuple(_line(line) for line in data["lines"]),
        "asked": tuple(_asked(asked) for asked in data["asked"]),
        "returns": tuple(Return(date.fromisoformat(each["day"]), tuple(each["gaps"])) for each in data["returns"]),
        "stays": tuple(Stay(**{**stay, "day": date.fromisoformat(stay["day"])}) for stay in data["stays"]),
    }
    return CaseRecord(**{**data, **dated, **parts})


def measure_of(data: Mapping[str, Any]) -> MeasureRecord:
    """The record of a measure that `record_data` wrote."""
    dated = {"opened": date.fromisoformat(data["opened"]), "ended": _day(data["ended"])}
    return MeasureRecord(**{**data, **dated, "grounds": tuple(data["grounds"])})


def table_data(table: Table) -> dict[str, Any]:
    """A table as JSON: numbers as texts, the cases behind each."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    return {
        "name": table.name,
        "columns": [asdict(column) for column in table.columns],
        "rows": [{"key": row.key, "cells": [_cell_data(cell) for cell in row.cells]} for row in rows],
        "has_total": table.total is not None,
    }


def table_of(data: Mapping[str, Any]) -> Table:
    """The table that `table_data` wrote."""
    columns = tuple(Column(**column) for column in data["columns"])
    rows = [
        Row(row["key"], tuple(_cell(cell, column) for cell, column in zip(row["cells"], columns, strict=True)))
        for row in data["rows"]
    ]
    total = rows.pop() if data["has_total"] else None
    return Table(data["name"], columns, tuple(rows), total)


def _cell_data(cell: Cell) -> dict[str, Any]:
    number = None if cell.number is None else str(cell.number)
    return {"number": number, "references": list(cell.references), "exporters": cell.exporters}


def _cell(data: Mapping[str, Any], column: Column) -> Cell:
    read = {"count": int, "days": float}.get(column.kind, Decimal)
    number = None if data["number"] is None else read(data["number"])
    return Cell(number, tuple(data["references"]), data["exporters"])


def _line(data: Mapping[str, Any]) -> GoodsLine:
    value = None if data["value"] is None else Decimal(data["value"])
    return GoodsLine(data["entry"], Decimal(data["quantity"]), data["unit"], value)


def _asked(data: Mapping[str, Any]) -> Asked:
    return Asked(**{**data, "sent": date.fromisoformat(data["sent"]), "answered": _day(data["answered"])})


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
