"""The statistics of a period, table by table.

What is asked for abroad: numbers and values of authorisations and denials by types of items and by destination
(Regulation (EU) 2021/821, Article 26(2), and Commission Recommendation (EU) 2024/214); authorised and actual exports of
conventional arms by category and destination (Arms Trade Treaty, Article 13(3)). What the head of the authority asks
besides: where cases wait, how agencies answer, what came back incomplete and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from exeat.domain.statistics.measures import MeasureRecord, measure_tables
from exeat.domain.statistics.record import (
    ANSWERED,
    GRANTED,
    NOT_REQUIRED,
    REFUSED,
    WITHDRAWN,
    CaseRecord,
    GoodsLine,
    Period,
    Shipment,
)
from exeat.domain.statistics.table import Column, Counted, Table, tabulate

OUTCOME = {
    **dict.fromkeys(GRANTED, "granted"),
    REFUSED: "refused",
    NOT_REQUIRED: "not_required",
    ANSWERED: "answered",
    WITHDRAWN: "withdrawn",
}
DECIDED = ("granted", "refused", "not_required", "answered")
ENDED = tuple(Column(name) for name in (*DECIDED, "withdrawn"))
WORTH = (Column("value_granted", "value", "granted"), Column("value_refused", "value", "refused"))
GOODS = (Column("granted"), Column("refused"), *WORTH)
TIMES = (
    Column("decided"),
    Column("late"),
    Column("median_days", "days", "decided"),
    Column("ninth_decile_days", "days", "decided"),
)
ANSWERS = (
    Column("asked"),
    Column("answered"),
    Column("no_objection"),
    Column("no_objection_with_conditions"),
    Column("objection"),
    Column("no_view"),
    Column("needs_information"),
    Column("silent"),
    Column("late"),
    Column("median_days", "days", "answered"),
    Column("ninth_decile_days", "days", "answered"),
)
WAITS = (Column("stays"), Column("median_days", "days", "stays"), Column("ninth_decile_days", "days", "stays"))
ACTUAL = (Column("entries"), Column("value", "value", "entries"))
SAID = (Column("lines"), Column("value", "value", "lines"))
SAID_OF_GOODS = (*SAID, Column("quantity", "quantity", "lines"))
SHIPPED = (*ACTUAL, Column("quantity", "quantity", "entries"))
OTHER = "other"
UNCLASSIFIED = "unclassified"
NOT_LISTED = "not_listed"


@dataclass(frozen=True)
class Statistics:
    """Every table of a period, by name, and the lines that no table of values holds for want of a rate."""

    period: Period
    tables: Mapping[str, Table]
    unvalued: int


def compute(
    cases: Iterable[CaseRecord],
    shipments: Iterable[Shipment],
    period: Period,
    *,
    group_of: Mapping[str, Mapping[str, str]],
    agencies: Sequence[str] = (),
    kinds: Sequence[str] = (),
    returned: Iterable[Shipment] = (),
    measures: Iterable[MeasureRecord] = (),
    measure_kinds: Sequence[str] = (),
) -> Statistics:
    """The statistics of `period`.

    `group_of` gives for each scheme the group of every entry that occurs; `agencies` and `kinds` are rows that stand
    even when they count nothing, and so are `measure_kinds` of `measures`, on licences in force. `returned` is what
    holders said left under general authorisations, dated with the last day of the months that they spoke of.
    """
    every = list(cases)
    ended = [case for case in every if period.holds(case.ended) and case.outcome in OUTCOME]
    decided = [case for case in ended if OUTCOME[case.outcome] in DECIDED]
    said = [line for line in returned if period.holds(line.day)]
    left = [shipment for shipment in shipments if period.holds(shipment.day)]
    tables = [
        tabulate("received", (Column("received"), Column("returned")), _received(every, period), keys=kinds),
        tabulate("kinds", (*ENDED, *WORTH), (_whole(case, case.kind) for case in ended), keys=kinds),
        tabulate("destinations", (*ENDED, *WORTH), (_whole(case, case.destination) for case in ended)),
        tabulate("entries", GOODS, _lines(decided, {})),
        *(tabulate(name, GOODS, _lines(decided, groups)) for name, groups in group_of.items()),
        tabulate("quantities", _QUANTITIES, _quantities(decided), total=False),
        tabulate("grounds", (Column("refused"),), _grounds(decided), total=False),
        tabulate("times", TIMES, (_time(case) for case in decided if case.days is not None), keys=kinds),
        tabulate("agencies", ANSWERS, _answers(every, period), keys=agencies, total=False),
        tabulate("waits", WAITS, _waits(every, period), total=False),
        tabulate("gaps", (Column("returned"),), _gaps(every, period), total=False),
        tabulate("shipped_to", ACTUAL, (_shipped(each, each.destination) for each in left)),
        tabulate("shipped_goods", SHIPPED, _shipped_goods(left), total=False),
        tabulate("general_to", SAID, (_shipped(each, each.destination, "lines") for each in said)),
        tabulate("general_goods", SAID_OF_GOODS, _shipped_goods(said, "lines"), total=False),
        *measure_tables(measures, period, kinds=measure_kinds),
    ]
    unvalued = sum(line.value is None for case in decided for line in case.licensable)
    return Statistics(period, {table.name: table for table in tables}, unvalued)


_QUANTITIES = (Column("quantity_granted", "quantity", "granted"), Column("quantity_refused", "quantity", "refused"))


def _whole(case: CaseRecord, key: str) -> Counted:
    return Counted(key, case.reference, case.exporter, frozenset({OUTCOME[case.outcome]}), {"value": case.value})


def _received(cases: Iterable[CaseRecord], period: Period) -> Iterable[Counted]:
    """Applications first handed in during the period; those of them that were ever returned."""
    for case in cases:
        if period.holds(case.received):
            under = frozenset({"received", "returned"} if case.returns else {"received"})
            yield Counted(case.kind, case.reference, case.exporter, under, {})


def _lines(cases: Iterable[CaseRecord], groups: Mapping[str, str]) -> Iterable[Counted]:
    """The lines of decided cases by entry, or by group where `groups` sorts them."""
    for case in cases:
        for line in case.licensable:
            key = _entry(line)
            yield _line(case, line, groups.get(key, OTHER) if groups else key)


def _entry(line: GoodsLine) -> str:
    return UNCLASSIFIED if line.entry is None else line.entry or NOT_LISTED


def _line(case: CaseRecord, line: GoodsLine, key: str) -> Counted:
    numbers: dict[str, Decimal | int] = {"quantity": line.quantity}
    if line.value is not None:
        numbers["value"] = line.value
    return Counted(key, case.reference, case.exporter, frozenset({OUTCOME[case.outcome]}), numbers)


def _quantities(cases: Iterable[CaseRecord]) -> Iterable[Counted]:
    for case in cases:
        for line in case.licensable:
            if OUTCOME[case.outcome] in ("granted", "refused"):
                yield _line(case, line, f"{_entry(line)} {line.unit}")


def _grounds(cases: Iterable[CaseRecord]) -> Iterable[Counted]:
    """Refusals by the grounds that they cite; one that cites two counts under both."""
    for case in cases:
        for ground in case.grounds:
            yield Counted(ground, case.reference, case.exporter, frozenset({"refused"}), {})


def _time(case: CaseRecord) -> Counted:
    under = frozenset({"decided", "late"} if case.late else {"decided"})
    return Counted(case.kind, case.reference, case.exporter, under, {"days": case.days or 0})


def _answers(cases: Iterable[CaseRecord], period: Period) -> Iterable[Counted]:
    """What agencies were asked in the period, and what they said to it, whenever they did."""
    for case in cases:
        for asked in case.asked:
            if not period.holds(asked.sent):
                continue
            under = {"asked", asked.position} - {""}
            under |= {"answered"} if asked.days is not None else set()
            under |= {"late"} if asked.late else set()
            under |= {"silent"} if asked.silent else set()
            numbers = {} if asked.days is None else {"days": asked.days}
            yield Counted(asked.agency, case.reference, case.exporter, frozenset(under), numbers)


def _waits(cases: Iterable[CaseRecord], period: Period) -> Iterable[Counted]:
    """The times that cases spent in one place and that ended in the period."""
    for case in cases:
        for stay in case.stays:
            if period.holds(stay.day):
                yield Counted(stay.where, case.reference, case.exporter, frozenset({"stays"}), {"days": stay.days})


def _gaps(cases: Iterable[CaseRecord], period: Period) -> Iterable[Counted]:
    """Applications returned in the period by what was missing; each reason counts a case once."""
    for case in cases:
        gaps = {gap for each in case.returns if period.holds(each.day) for gap in each.gaps or (OTHER,)}
        for gap in gaps:
            yield Counted(gap, case.reference, case.exporter, frozenset({"returned"}), {})


def _shipped(shipment: Shipment, key: str, under: str = "entries") -> Counted:
    numbers: dict[str, Decimal | int] = {"quantity": shipment.quantity}
    if shipment.value is not None:
        numbers["value"] = shipment.value
    return Counted(key, shipment.licence, shipment.exporter, frozenset({under}), numbers)


def _shipped_goods(shipments: Iterable[Shipment], under: str = "entries") -> Iterable[Counted]:
    for shipment in shipments:
        yield _shipped(shipment, f"{shipment.entry or NOT_LISTED} {shipment.unit}", under)
