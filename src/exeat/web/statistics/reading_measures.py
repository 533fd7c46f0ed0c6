"""A case that ends or rests a licence as statistics see it, read from its events alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from exeat.domain.review.policy.changes import WITHOUT_LICENCE
from exeat.domain.statistics import MeasureRecord
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case
from exeat.web.cases.standing import clock_of
from exeat.web.policy import local_day, policy
from exeat.web.statistics.reading import ENDS, end_of

OPENED = ("case.submit", "case.open_proceeding")


def read_measure(case: Case, events: Sequence[Event], now: datetime) -> MeasureRecord | None:
    """The case from all its events, in order; None for an application, and for a surrender that was never handed in."""
    opened = next((event for event in events if event.kind in OPENED), None)
    if case.change not in WITHOUT_LICENCE or opened is None:
        return None
    end, day = end_of(events), local_day(opened.at)
    ended = end and local_day(end.at)
    return MeasureRecord(
        reference=case.reference,
        how=case.change,
        exporter=str(case.exporter_id),
        opened=day,
        urgent=opened.kind == "case.open_proceeding" and opened.actor_id is None,
        ended=ended,
        outcome=ENDS[end.kind] if end else "",
        grounds=tuple(end.data.get("grounds", ())) if end else (),
        days=policy().calendar.count(day, ended) if ended else None,
        late=end is not None and clock_of(case, now, list(events)).overdue,
    )
