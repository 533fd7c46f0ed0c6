"""A sitting as the rules see it, and the voices on a case in force."""

from __future__ import annotations

from datetime import datetime

from exeat.domain.review import SittingStanding, Voice
from exeat.web.committee.models import AgendaItem, Sitting, Spoken
from exeat.web.policy import local_day


def sitting_standing(sitting: Sitting, now: datetime) -> SittingStanding:
    """Everything that a requirement of the table of sittings may look at."""
    items = list(sitting.items.select_related("case"))
    return SittingStanding(
        state=sitting.state,
        day=sitting.day,
        today=local_day(now),
        present=frozenset(row.agency for row in sitting.attendance.all()),
        cases=len(items),
        open_cases=tuple(item.case.reference for item in items if not item.how),
    )


def newest_words(item: AgendaItem) -> dict[str, Spoken]:
    """The newest word of each agency on a case, in the order in which they first spoke."""
    return {one.agency: one for one in item.spoken.all()}


def voices_of(item: AgendaItem) -> dict[str, Voice]:
    """The voices that count."""
    return {agency: Voice(one.voice) for agency, one in newest_words(item).items()}
