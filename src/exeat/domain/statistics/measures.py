"""What becomes of licences in force: those given up, and the measures that the authority weighed against them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from exeat.domain.statistics.record import WITHDRAWN, Period
from exeat.domain.statistics.table import Column, Counted, Table, tabulate

OUTCOME = {
    "acknowledge_surrender": "acknowledged",
    "revoke_licence": "revoked",
    "suspend_licence": "suspended",
    "leave_licence": "left",
    WITHDRAWN: "withdrawn",
}
TAKEN = ("revoked", "suspended")
MEASURES = (
    Column("opened"),
    Column("urgent"),
    *(Column(name) for name in OUTCOME.values()),
    Column("late"),
    Column("median_days", "days", "decided"),
    Column("ninth_decile_days", "days", "decided"),
)


@dataclass(frozen=True)
class MeasureRecord:
    """A case in which a licence is given up or a measure against it is weighed; `how` is which of them.

    `urgent` when the licence was suspended before its holder was heard. `outcome` is that of the decision in force,
    on review where there was one, and `grounds` are those that it cites; `days` are working days from its opening.
    """

    reference: str
    how: str
    exporter: str
    opened: date
    urgent: bool
    ended: date | None
    outcome: str
    grounds: tuple[str, ...]
    days: int | None
    late: bool


def measure_tables(measures: Iterable[MeasureRecord], period: Period, *, kinds: Sequence[str]) -> list[Table]:
    """The tables by kind and by ground. What was opened counts on its day, all else on the day on which it ended."""
    every = list(measures)
    taken = [one for one in every if period.holds(one.ended) and OUTCOME[one.outcome] in TAKEN]
    return [
        tabulate("measures", MEASURES, _by_kind(every, period), keys=kinds),
        tabulate("measure_grounds", tuple(map(Column, TAKEN)), _by_ground(taken), total=False),
    ]


def _by_kind(measures: Iterable[MeasureRecord], period: Period) -> Iterator[Counted]:
    for one in measures:
        under = set()
        if period.holds(one.opened):
            under |= {"opened", "urgent"} if one.urgent else {"opened"}
        if period.holds(one.ended):
            under |= {OUTCOME[one.outcome]} | ({"late"} if one.late else set())
            under |= set() if one.outcome == WITHDRAWN else {"decided"}
        if under:
            numbers = {} if one.days is None else {"days": one.days}
            yield Counted(one.how, one.reference, one.exporter, frozenset(under), numbers)


def _by_ground(taken: Iterable[MeasureRecord]) -> Iterator[Counted]:
    """Measures by the grounds that they cite; one that cites two counts under both."""
    for one in taken:
        for ground in one.grounds:
            yield Counted(ground, one.reference, one.exporter, frozenset({OUTCOME[one.outcome]}), {})
