"""The lines of a licence, written alike for one that is issued and one that is loaded from paper records."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from exeat.domain.licences import LicenceLine as Line
from exeat.web.licences.models import Licence, LicenceLine
from exeat.web.policy import policy


def tolerances_of(lines: Iterable[Line]) -> tuple[tuple[str, Decimal], ...]:
    """The policy's tolerance in percent for each unit of the lines that has one."""
    terms = policy().licence
    units = sorted({line.unit for line in lines})
    return tuple((unit, terms.tolerance(unit)) for unit in units if terms.tolerance(unit))


def keep_line(licence: Licence, line: Line) -> LicenceLine:
    """Store a line, with the tolerance that the policy grants its unit today."""
    return LicenceLine.objects.create(
        licence=licence,
        number=line.number,
        description=line.description,
        entry=line.entry,
        quantity=line.quantity,
        unit=line.unit,
        value=line.value,
        currency=line.currency,
        tolerance=policy().licence.tolerance(line.unit),
        ceiling=line.ceiling,
    )
