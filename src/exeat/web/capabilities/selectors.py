"""The register of capabilities: as the pages show it, and as planning needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from exeat.adapters.figures import FigureReport, FigureTable
from exeat.domain import capabilities as domain
from exeat.domain.capabilities import Finding, Level, ReportRow, findings, report_rows
from exeat.web.capabilities.models import Capability, Evidence
from exeat.web.people.selectors import STATE
from exeat.web.policy import local_day, policy, short_name


@dataclass(frozen=True)
class Rung:
    """A level of the ladder as a capability's row draws it: reached, only planned, or neither."""

    level: Level
    state: str

    @property
    def x(self) -> int:
        """Where the drawing has it."""
        return 1 + 24 * (self.level - 1)


@dataclass(frozen=True)
class Row:
    """A capability with its ladder, where it falls apart, and the newest evidence."""

    capability: Capability
    value: domain.Capability
    findings: tuple[Finding, ...]
    evidence: Evidence | None

    @property
    def rungs(self) -> list[Rung]:
        """The levels above none."""
        return [Rung(level, _state(level, self.value)) for level in Level if level]

    @property
    def agency(self) -> str:
        """The agency that answers for it, where room is scarce."""
        return short_name(self.capability.agency)

    @property
    def work_days(self) -> int:
        """Person-days still to be done."""
        return sum(work.days for work in self.capability.work.all())


def register() -> list[Row]:
    """Every capability, the widest gap by weight first."""
    found = _all()
    values = {capability.pk: capability.value for capability in found}
    rows = [_row(capability, values) for capability in found]
    return sorted(rows, key=lambda row: (-row.value.weight * row.value.gap, row.value.title))


def row_of(capability: Capability) -> Row:
    """One of them."""
    return _row(capability, {other.pk: other.value for other in _all()})


def work_by_skill(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Person-days still to be done, over all capabilities, the most first."""
    days: dict[str, int] = {}
    for row in rows:
        for work in row.capability.work.all():
            days[work.skill] = days.get(work.skill, 0) + work.days
    return sorted(days.items(), key=lambda item: (-item[1], item[0]))


def report() -> list[ReportRow]:
    """Resolution 1540's paragraphs with the capabilities that serve each."""
    return report_rows((capability.value, capability.paragraphs) for capability in _all())


def report_file(*, now: datetime) -> FigureReport:
    """The report's table, to be written as a file."""
    rows = {row.value.id: row for row in register()}
    head = (
        _("Paragraph"), _("What it asks"), _("Capability"), _("Responsible"), _("Legal basis"), _("In practice"),
        _("Planned"), _("Stands at"), _("Newest evidence"), _("Of"),
    )  # fmt: skip
    table = FigureTable(
        "resolution-1540",
        _("Operative paragraphs and measures"),
        head,
        tuple(_line(each, rows) for each in report()),
    )
    return FigureReport(
        _("Security Council resolution 1540 (2004): what was done"),
        policy().state.name,
        local_day(now),
        (
            _("Legal basis: a law or decree in force. In practice: it is done on real cases, and records show it."),
            _("An empty capability means that the register holds none that serves the paragraph."),
        ),
        (table,),
    )


def capabilities_for_planning() -> list[dict[str, Any]]:
    """The capabilities as a scenario writes them: weight, and the gap in units of which a level has twenty."""
    return [
        {"id": row.id, "state": STATE, "weight": row.weight, "gap": row.gap}
        for row in (capability.value for capability in Capability.objects.prefetch_related("depends_on"))
    ]


def _all() -> list[Capability]:
    found = Capability.objects.select_related("responsible")
    return list(found.prefetch_related("depends_on", "work", "evidence__by"))


def _row(capability: Capability, values: Mapping[str, domain.Capability]) -> Row:
    value = values[capability.pk]
    return Row(capability, value, findings(value, values), next(iter(capability.evidence.all()), None))


def _state(level: Level, value: domain.Capability) -> str:
    if level <= value.implemented:
        return "reached"
    return "planned" if level <= value.planned else "beyond"


def _line(each: ReportRow, rows: Mapping[str, Row]) -> tuple[str, ...]:
    if each.capability is None:
        return (each.paragraph.number, each.paragraph.asks, *[""] * 8)
    row = rows[each.capability.id]
    yes, no = _("yes"), _("no")
    return (
        each.paragraph.number,
        each.paragraph.asks,
        row.value.title,
        row.agency,
        yes if each.law else no,
        yes if each.practice else no,
        row.value.planned.label,
        row.value.implemented.label,
        row.evidence.text if row.evidence else "",
        row.evidence.on.isoformat() if row.evidence else "",
    )
