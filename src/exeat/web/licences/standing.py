"""A licence as the rules and the ledger's arithmetic see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from exeat.domain.licences import EntryKind, LedgerEntry, LinePosition, position
from exeat.domain.licences import LicenceLine as Line
from exeat.domain.review import CaseStanding
from exeat.web.licences.models import Draw, Licence, LicenceLine


def licence_standing(licence: Licence, now: datetime) -> CaseStanding:
    """What the table of a licence's life looks at."""
    return CaseStanding(state=licence.state, now=now, exporter_id=licence.exporter_id)


def line_value(line: LicenceLine) -> Line:
    """The row as the ledger's arithmetic takes it."""
    return Line(
        number=line.number,
        description=line.description,
        entry=line.entry,
        quantity=line.quantity,
        unit=line.unit,
        value=line.value,
        currency=line.currency,
        ceiling=line.ceiling,
    )


def entries_of(draws: Iterable[Draw]) -> list[LedgerEntry]:
    """The rows as entries, in the order in which they were recorded."""
    return [
        LedgerEntry(
            id=str(draw.pk),
            line=draw.line.number,
            kind=EntryKind(draw.kind),
            quantity=shown(draw.quantity),
            unit=draw.line.unit,
            value=draw.value,
            currency=draw.line.currency,
            declaration=draw.declaration,
            declared_on=draw.declared_on,
            answers=str(draw.answers_id) if draw.answers_id else None,
            recipient=draw.recipient,
            destination=draw.destination,
        )
        for draw in sorted(draws, key=lambda draw: draw.pk)
    ]


def shown(quantity: Decimal) -> Decimal:
    """The quantity without the zeros that the database adds, so that sums and refusals read as people write them."""
    return quantity.quantize(Decimal(1)) if quantity == quantity.to_integral_value() else quantity.normalize()


def ledger_of(licence: Licence) -> list[LedgerEntry]:
    """Every entry of the licence's lines."""
    return entries_of(Draw.objects.filter(line__licence=licence).select_related("line"))


def positions_of(licence: Licence) -> list[tuple[LicenceLine, LinePosition]]:
    """Each line with what is licensed, drawn, provisional and left."""
    entries = ledger_of(licence)
    return [(line, position(line_value(line), entries, line.tolerance)) for line in licence.lines.all()]
