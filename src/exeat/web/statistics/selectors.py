"""Statistics of any period, and the cases behind each figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q, QuerySet

from exeat.domain.licences import heading, standing
from exeat.domain.review.policy.changes import WITHOUT_LICENCE
from exeat.domain.statistics import CaseRecord, MeasureRecord, Period, Shipment, Statistics, Table, compute
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.licences.models import Draw, Licence
from exeat.web.licences.standing import entries_of
from exeat.web.obligations.selectors import accepted_lines
from exeat.web.permissions import visible_cases, visible_licences
from exeat.web.policy import policy
from exeat.web.statistics.models import CaseReading, Report
from exeat.web.statistics.stored import measure_of, record_of, table_of

OF_LICENCES = ("shipped_to", "shipped_goods", "general_to", "general_goods")
"""Tables whose figures lead to licences."""


class Head(NamedTuple):
    """How far the ledger went when cases were read: number and hash of its last event."""

    seq: int
    hash: str


@lru_cache(maxsize=8)
def statistics_of(period: Period, *, head: Head) -> Statistics:
    """The statistics of a period as the ledger stood at `head`, which `services.catch_up` gives."""
    records = tuple(_records())
    entries = {line.entry for record in records for line in record.lines if line.entry}
    group_of = {
        name: {entry: scheme.group_of(entry) for entry in entries}
        for name, scheme in policy().reporting.schemes.items()
    }
    return compute(
        records,
        _shipments(period),
        period,
        group_of=group_of,
        agencies=tuple(policy().agencies),
        kinds=tuple(policy().kinds),
        returned=_returned(),
        measures=tuple(_measures()),
        measure_kinds=tuple(how for how in WITHOUT_LICENCE if how in policy().changes),
    )


def groups(statistics: Statistics) -> dict[str, Mapping[str, str]]:
    """For each scheme of the policy, the group of every entry that the statistics name."""
    entries = [row.key for row in statistics.tables["entries"].rows]
    return {
        name: {entry: scheme.group_of(entry) for entry in entries}
        for name, scheme in policy().reporting.schemes.items()
    }


def behind(table: Table, row: str, column: str, viewer: User) -> QuerySet[Case] | QuerySet[Licence]:
    """The cases (or licences) that a figure counts, those that the viewer may open. Raises KeyError."""
    references = table.cell(row, column).references
    if table.name in OF_LICENCES:
        return visible_licences(viewer).filter(number__in=references).select_related("exporter").order_by("number")
    return visible_cases(viewer).filter(reference__in=references).select_related("exporter").order_by("reference")


def report_tables(report: Report, *, whole: bool) -> dict[str, Table]:
    """The tables of a report: for everybody, or `whole` with the cases behind each figure."""
    return {name: table_of(data) for name, data in (report.content if whole else report.public).items()}


def suggested_period(today: date) -> Period:
    """The year so far, or in January the year before."""
    if today.month == 1:
        return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    return Period(date(today.year, 1, 1), today)


_OF_MEASURES = Q(case__change__in=WITHOUT_LICENCE)


def _records() -> Iterator[CaseRecord]:
    readings = CaseReading.objects.exclude(_OF_MEASURES).order_by("pk")
    return map(record_of, readings.values_list("record", flat=True))


def _measures() -> Iterator[MeasureRecord]:
    readings = CaseReading.objects.filter(_OF_MEASURES).order_by("pk")
    return map(measure_of, readings.values_list("record", flat=True))


def _returned() -> Iterator[Shipment]:
    """What holders said left under general authorisations, in returns that were accepted."""
    for line in accepted_lines():
        owed = line.fulfilment.obligation
        yield Shipment(
            licence=owed.licence.number,
            exporter=str(owed.licence.exporter_id),
            destination=line.destination,
            entry=heading(line.entry),
            day=owed.arose,
            quantity=line.quantity,
            unit=line.unit,
            value=_worth(line.value, line.currency),
        )


def _worth(value: Decimal, currency: str) -> Decimal | None:
    """The value in the state's currency; None without a rate."""
    worth = policy().in_own_currency(value, currency)
    return worth.quantize(Decimal("0.01")) if worth.is_finite() else None


def _shipments(period: Period) -> Iterator[Shipment]:
    """What left in the period, as the ledger of each line counts it: nothing that was undone or settled otherwise."""
    lines: dict[int, list[Draw]] = defaultdict(list)
    for draw in Draw.objects.select_related("line__licence").order_by("pk"):
        lines[draw.line_id].append(draw)
    for draws in lines.values():
        line = draws[0].line
        for entry in standing(entries_of(draws)):
            if period.holds(entry.declared_on) and entry.is_departure:
                yield Shipment(
                    licence=line.licence.number,
                    exporter=str(line.licence.exporter_id),
                    destination=entry.destination or line.licence.content.get("destination", ""),
                    entry=heading(line.entry),
                    day=entry.declared_on,
                    quantity=entry.quantity,
                    unit=entry.unit,
                    value=_worth(entry.value, entry.currency),
                )
