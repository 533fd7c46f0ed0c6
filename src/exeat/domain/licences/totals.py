"""Sums over a licence's lines."""

from collections.abc import Iterable
from decimal import Decimal

from .document import LicenceLine


def totals(lines: Iterable[LicenceLine]) -> tuple[tuple[str, Decimal], ...]:
    """Quantity by unit, then value by currency, each in order of appearance; of lines that set a limit."""
    quantities: dict[str, Decimal] = {}
    values: dict[str, Decimal] = {}
    for line in (each for each in lines if each.ceiling):
        quantities[line.unit] = quantities.get(line.unit, Decimal(0)) + line.quantity
        values[line.currency] = values.get(line.currency, Decimal(0)) + line.value
    return (*quantities.items(), *values.items())
