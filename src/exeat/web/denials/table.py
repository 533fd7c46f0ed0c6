"""Denials as a table: what other states send us is read from it, and what we send them is written into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exeat.adapters.figures import FigureTable, write_rows
from exeat.web.denials.models import Denial
from exeat.web.denials.services.registering import DenialGiven
from exeat.web.registers.spreadsheet import Column, Row, SheetError
from exeat.web.registers.tabular import read_table

SHEET = "denials"
COLUMNS = (
    Column("reference", "D-2026-7"),
    Column("authority", "Export Office of Quenland"),
    Column("state", "QM"),
    Column("denied_on", "2026-01-12"),
    Column("valid_until", "2029-01-12", optional=True),
    Column("entries", "6A003.b.4; 6A002"),
    Column("goods", "Thermal cameras", optional=True),
    Column("parties", "Brindle Works; Orrery Trading"),
    Column("destination", "AE"),
    Column("end_use", "Search for people in smoke", optional=True),
    Column("grounds", "Risk of diversion", optional=True),
)


def read_denials(content: bytes, name: str) -> list[DenialGiven]:
    """The denials of a file (.csv, .xlsx or .toml). Raises SheetError naming row and column of everything wrong."""
    rows = read_table(content, name, SHEET, COLUMNS)
    given = [_given(row) for row in rows]
    if faults := [fault for row in rows for fault in row.faults]:
        raise SheetError(faults)
    return given


def _given(row: Row) -> DenialGiven:
    return DenialGiven(
        reference=row.text("reference"),
        authority=row.text("authority"),
        state=row.text("state"),
        denied_on=row.day("denied_on"),
        valid_until=row.day("valid_until") if row.text("valid_until") else None,
        entries=_several(row.text("entries")),
        goods=row.text("goods"),
        parties=_several(row.text("parties")),
        destination=row.text("destination"),
        end_use=row.text("end_use"),
        grounds=row.text("grounds"),
    )


def _several(text: str) -> Sequence[str]:
    """What stands between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def notices(denials: Iterable[Denial]) -> str:
    """The notices of denials as comma-separated values, which another authority's Exeat reads as they are."""
    rows = tuple(
        (
            one.reference,
            one.authority,
            one.state,
            one.denied_on.isoformat(),
            one.valid_until.isoformat(),
            "; ".join(one.entries),
            one.goods,
            "; ".join(one.parties),
            one.destination,
            one.end_use,
            one.grounds,
        )
        for one in denials
    )
    return write_rows(FigureTable(SHEET, "", tuple(column.name for column in COLUMNS), rows))
