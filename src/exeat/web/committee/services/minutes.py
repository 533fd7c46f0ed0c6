"""The minutes of a sitting, drawn up from what was recorded, and kept as a document."""

from __future__ import annotations

from datetime import datetime

from exeat.adapters.minutes import Minutes, MinutesItem, render_minutes
from exeat.domain.review import quorum_lacks
from exeat.web.accounts.models import User
from exeat.web.cases.documents import keep
from exeat.web.cases.models import Document
from exeat.web.committee.models import AgendaItem, Sitting
from exeat.web.committee.standing import newest_words
from exeat.web.policy import policy
from exeat.web.printing import printing


def draw_up(sitting: Sitting, *, by: User, now: datetime) -> Document:
    """The PDF of the minutes as the sitting stands; for members and the authority, not for applicants."""
    with printing("minutes"):
        content = render_minutes(_minutes(sitting, by))
    name = f"{sitting.number}-minutes.pdf"
    kept = {"kind": "minutes", "name": name, "media_type": "application/pdf", "content": content, "internal": True}
    return keep(case=None, by=by, now=now, **kept)


def _minutes(sitting: Sitting, by: User) -> Minutes:
    rules, state = policy().committee, policy().state
    rows = {row.agency: row for row in sitting.attendance.select_related("user")}
    present = tuple(
        (policy().agencies[agency].name, f"{row.user.name}, deputy" if row.deputy else row.user.name)
        for agency in rules.agencies
        if (row := rows.get(agency))
    )
    lacks = quorum_lacks(rows, policy())
    return Minutes(
        number=sitting.number,
        day=sitting.day,
        time=f"{sitting.time:%H:%M}",
        place=sitting.place,
        committee=rules.name,
        authority=state.authority_name,
        provision=rules.provision,
        present=present,
        absent=tuple(policy().agencies[agency].name for agency in rules.agencies if agency not in rows),
        quorum="There was no quorum: " + "; ".join(lacks) + "." if lacks else "The sitting was quorate.",
        items=tuple(_item(item) for item in sitting.items.select_related("case__exporter")),
        ending=_ending(sitting),
        secretary_name=by.name,
        secretary_title=by.title,
    )


def _item(item: AgendaItem) -> MinutesItem:
    return MinutesItem(
        title=f"{item.case.reference}, {item.case.exporter.name}",
        why=tuple(item.why),
        voices=tuple(
            (policy().agencies[agency].name, one.get_voice_display(), one.text)
            for agency, one in newest_words(item).items()
        ),
        outcome=_outcome(item),
        minute=item.minute,
    )


def _outcome(item: AgendaItem) -> str:
    if item.how == AgendaItem.How.MOVED:
        return "Not concluded; moved to another sitting."
    if item.how == AgendaItem.How.ESCALATED:
        first = policy().committee.escalation[0]
        return f"No conclusion ({item.count}). The {first.title} decides within {first.working_days} working days."
    return f"Concluded {item.get_how_display()}: {item.advice.replace('_', ' ')} ({item.count})."


def _ending(sitting: Sitting) -> str:
    if sitting.adjourned_to is None:
        return "The sitting was closed."
    return f"The sitting was adjourned to {sitting.adjourned_to.day:%d %B %Y}. {sitting.reason}"
