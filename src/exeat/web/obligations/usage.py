"""Returns under general authorisations as figures: read from a file, written as one, kept, and compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from decimal import Decimal
from pathlib import PurePath

from exeat.adapters.figures import FigureTable, write_rows
from exeat.domain.licences import Remark, UsageLine, heading, remarks, standing
from exeat.domain.review.policy.general import ReturnPeriod
from exeat.domain.review.policy.rules import COUNTRIES
from exeat.web.errors import Invalid
from exeat.web.licences.models import Draw
from exeat.web.licences.standing import entries_of
from exeat.web.obligations.models import Fulfilment, Obligation
from exeat.web.obligations.models import UsageLine as Row
from exeat.web.policy import policy
from exeat.web.registers.spreadsheet import Column, Fault, SheetError, template
from exeat.web.registers.spreadsheet import Row as SheetRow
from exeat.web.registers.tabular import read_table

SHEET = "return"
COLUMNS = (
    Column("goods", "Thermal camera, uncooled, 80 000 elements"),
    Column("entry", "6A003.b.4", optional=True),
    Column("quantity", "12"),
    Column("unit", "item"),
    Column("value", "48000.00"),
    Column("currency", "USD"),
    Column("destination", "XD"),
    Column("consignee", "Delta Bay Rescue Service"),
)
NAMES = tuple(column.name for column in COLUMNS)
TABLES = (".csv", ".xlsx")
"""How the name of a file ends that is read as figures; any other is a paper that somebody reads."""


def read_return(name: str, content: bytes) -> list[UsageLine]:
    """The lines of a file. Raises Invalid naming row and column of everything that cannot be used."""
    try:
        rows = read_table(content, name, SHEET, COLUMNS)
        lines = [_line(row, number) for number, row in enumerate(rows, start=1)]
        faults = [fault for row in rows for fault in row.faults]
        if not faults:
            faults = [
                Fault(SHEET, row.number, column, message)
                for row, line in zip(rows, lines, strict=True)
                for column, message in line.faults(policy().exchange, COUNTRIES)
            ]
        if faults:
            raise SheetError(faults)
    except SheetError as error:
        raise Invalid({"file": "; ".join(map(str, error.faults[:20]))}) from None
    return lines


def check_lines(lines: Sequence[UsageLine]) -> None:
    """Raises Invalid naming line and field (`lines[1].value`) of everything that cannot be used."""
    faults = {
        f"lines[{position}].{column}": f"line {position + 1}: {column} {message}"
        for position, line in enumerate(lines)
        for column, message in line.faults(policy().exchange, COUNTRIES)
    }
    if faults:
        raise Invalid(faults)


def written(lines: Iterable[UsageLine]) -> bytes:
    """The lines as comma-separated values, which `read_return` reads as they are."""
    rows = tuple(tuple(str(getattr(line, name)) for name in NAMES) for line in lines)
    return write_rows(FigureTable(SHEET, "", NAMES, rows)).encode()


def empty_sheet() -> bytes:
    """A spreadsheet to fill in."""
    return template(SHEET, COLUMNS)


def is_table(name: str) -> bool:
    """Whether a file of that name is read as figures."""
    return PurePath(name).suffix.lower() in TABLES


def keep(fulfilment: Fulfilment, lines: Iterable[UsageLine]) -> list[Row]:
    """Store the lines of a return."""
    names = [field.name for field in fields(UsageLine)]
    return [Row.objects.create(fulfilment=fulfilment, **dict(zip(names, astuple(line), strict=True))) for line in lines]


def lines_of(fulfilment: Fulfilment) -> list[UsageLine]:
    """The lines of a return as values."""
    names = [field.name for field in fields(UsageLine)]
    return [UsageLine(*(getattr(row, name) for name in names)) for row in fulfilment.lines.all()]


def totals(lines: Iterable[UsageLine]) -> list[tuple[str, Decimal]]:
    """The value of the lines, a sum for each currency."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.currency] += line.value
    return sorted(sums.items())


def remarks_on(fulfilment: Fulfilment) -> tuple[Remark, ...]:
    """What an officer should look at before accepting a return."""
    obligation = fulfilment.obligation
    if not fulfilment.figures:
        return (Remark(0, "The return is a paper without figures: nothing of it counts in statistics."),)
    licence = obligation.licence
    return remarks(
        lines_of(fulfilment),
        title=str(licence.content["case_reference"]),
        entries=[line.entry for line in licence.lines.all()],
        destinations=[code for code, _name in licence.content.get("destinations", ())],
        customs=_recorded(obligation),
    )


def period_of(obligation: Obligation) -> ReturnPeriod | None:
    """The months that a return is about; None where the policy has dropped the authorisation, or changed its terms."""
    licence = obligation.licence
    general = policy().general.get(str(licence.content.get("case_reference", "")).lower())
    periods = general.periods(licence.issued) if general else ()
    return next((period for period in periods if period.last == obligation.arose), None)


def _recorded(obligation: Obligation) -> dict[tuple[str, str, str], Decimal]:
    """What the posts recorded in the months of the return, by heading, destination and unit."""
    period, found = period_of(obligation), defaultdict(Decimal)
    draws = Draw.objects.filter(line__licence=obligation.licence).select_related("line").order_by("pk")
    entries = {line.number: line.entry for line in obligation.licence.lines.all()}
    for entry in standing(entries_of(draws)):
        if period and entry.is_departure and period.first <= entry.declared_on <= period.last:
            found[heading(entries[entry.line]), entry.destination, entry.unit] += entry.quantity
    return dict(found)


def _line(row: SheetRow, number: int) -> UsageLine:
    return UsageLine(
        number=number,
        goods=row.text("goods"),
        entry=row.text("entry"),
        quantity=row.decimal("quantity"),
        unit=row.text("unit"),
        value=row.decimal("value"),
        currency=row.text("currency").upper(),
        destination=row.text("destination").upper(),
        consignee=row.text("consignee"),
    )
