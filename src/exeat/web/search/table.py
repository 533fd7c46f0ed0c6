"""The cases of a search as a table to take along."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from exeat.adapters.figures import FigureTable
from exeat.web.cases.models import Case

MOST_ROWS = 10_000


def case_table(cases: Iterable[Case]) -> FigureTable:
    """One row a case."""
    head = ("reference", "kind", "state", "exporter", "officer", "submitted", "due")
    rows = tuple(
        (
            case.reference,
            case.kind,
            case.state,
            case.exporter.name,
            case.officer.name if case.officer else "",
            case.submitted_at.date().isoformat() if case.submitted_at else "",
            case.due.isoformat() if case.due else "",
        )
        for case in cases
    )
    return FigureTable("cases", _("Cases"), head, rows)
