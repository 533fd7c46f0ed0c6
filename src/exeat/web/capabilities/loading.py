"""The register of capabilities from a file: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _

from exeat.domain.capabilities import Level
from exeat.web.accounts.models import User
from exeat.web.capabilities.models import Capability
from exeat.web.capabilities.services import CapabilityGiven, change_capability, record_evidence, set_out
from exeat.web.people.loading import Loaded, load_rows, words
from exeat.web.registers.spreadsheet import Column, Row, SheetError

COLUMNS = (
    Column("id", "licensing-review"),
    Column("title", "Licensing review"),
    Column("planned", "operating"),
    Column("agency", "mfa"),
    Column("weight", "3"),
    Column("equipped", "80", optional=True),
    Column("people_needed", "6", optional=True),
    Column("people_trained", "3", optional=True),
    Column("paragraphs", "3 (d), 6", optional=True),
    Column("depends_on", "legal-basis, control-lists", optional=True),
    Column("work", "licensing: 60; law: 8", optional=True),
    Column("level", "staffed and equipped", optional=True),
    Column("evidence", "Officers in post; the system runs.", optional=True),
    Column("on", "2026-06-07", optional=True),
)
_LEVELS = {level.label: level for level in Level}


def load_capabilities(*, rows: Sequence[Row], by: User, now: datetime, dry_run: bool) -> list[Loaded]:
    """Set out or correct a capability a row, and record its evidence where there is some. See `load_rows`.

    The rows may stand in any order: what another depends on is loaded before it.
    """
    return load_rows(_in_order(rows), lambda row: _capability(row, by, now), by=by, now=now, dry_run=dry_run)


def _in_order(rows: Sequence[Row]) -> list[Row]:
    by_id: dict[str, Row] = {}
    for row in rows:
        if row.text("id") in by_id:
            row.fault("id", f"stands in row {by_id[row.text('id')].number} already")
            raise SheetError(row.faults)
        by_id[row.text("id")] = row
    graph = {name: [other for other in words(row, "depends_on") if other in by_id] for name, row in by_id.items()}
    try:
        return [by_id[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        first = by_id[error.args[1][0]]
        first.fault("depends_on", f"they depend on each other in a circle: {' → '.join(error.args[1])}")
        raise SheetError(first.faults) from None


def _capability(row: Row, by: User, now: datetime) -> Loaded | None:
    slug = row.text("id")
    given = CapabilityGiven(
        title=row.text("title"),
        planned=_level(row, "planned"),
        agency=row.text("agency"),
        weight=row.whole("weight"),
        equipped=_count(row, "equipped"),
        people_needed=_count(row, "people_needed"),
        people_trained=_count(row, "people_trained"),
        paragraphs=words(row, "paragraphs"),
        depends_on=words(row, "depends_on"),
        work=_work(row),
    )
    level = _level(row, "level") if row.text("level") else None
    on = row.day("on") if level is not None else None
    if row.faults:
        return None
    known = Capability.objects.filter(pk=slug).first()
    if known is None:
        capability, outcome = set_out(slug=slug, given=given, by=by, now=now), _("is set out")
    else:
        capability, outcome = change_capability(capability=known, given=given, by=by, now=now), _("is corrected")
    if level is not None and on is not None:
        record_evidence(capability=capability, level=level, text=row.text("evidence"), on=on, by=by, now=now)
        outcome = _("%(outcome)s, and stands at %(level)s") % {"outcome": outcome, "level": level.label}
    return Loaded(row.number, given.title, outcome)


def _level(row: Row, column: str) -> Level:
    text = row.text(column).lower()
    if text not in _LEVELS:
        row.fault(column, f"{text!r} is no level: expected one of {', '.join(_LEVELS)}")
    return _LEVELS.get(text, Level.NONE)


def _count(row: Row, column: str) -> int:
    return row.whole(column) if row.text(column) else 0


def _work(row: Row) -> dict[str, int]:
    work = {}
    for part in row.text("work").split(";"):
        skill, _colon, days = part.rpartition(":")
        if skill.strip() and days.strip().isdecimal():
            work[skill.strip()] = int(days)
        elif part.strip():
            row.fault("work", f"{part.strip()!r} is not a skill and its days, such as licensing: 40")
    return work
