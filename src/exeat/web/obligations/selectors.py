"""Reading obligations: for holders, for the desk, for the party's next case."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from exeat.web.obligations.models import RETURN, Fulfilment, Obligation, UsageLine
from exeat.web.policy import zone
from exeat.web.registers.models import Exporter

UNSETTLED = ("open", "handed_in")
SHOWN = ("open", "handed_in", "overdue", "settled", "all")


def overdue(today: date) -> Q:
    """Open, and past the day; what waits for an officer's acceptance is not the holder's delay."""
    return Q(state="open", due__lt=today)


def late(today: date) -> Q:
    """Overdue, or met by what was handed in after the day; what was sent back meets nothing. What the head released
    counts no more."""
    after = Fulfilment.objects.filter(obligation=OuterRef("pk"), sent_back_at=None)
    after = after.annotate(day=TruncDate("at", tzinfo=zone())).filter(day__gt=OuterRef("due"))
    return overdue(today) | (Q(state__in=("handed_in", "met")) & Exists(after))


def listed(obligations: QuerySet[Obligation], shown: str, today: date) -> QuerySet[Obligation]:
    """A list's rows by the name of a filter, the earliest due first."""
    chosen = {
        "open": Q(state__in=UNSETTLED),
        "handed_in": Q(state="handed_in"),
        "overdue": overdue(today),
        "settled": ~Q(state__in=UNSETTLED),
        "all": Q(),
    }[shown]
    return obligations.filter(chosen).select_related("licence__exporter", "draw__line")


def overdue_of(exporter: Exporter, today: date) -> QuerySet[Obligation]:
    """What an exporter owes and has not handed in in time."""
    return Obligation.objects.filter(overdue(today), licence__exporter=exporter).select_related("licence")


def sentences(obligations: QuerySet[Obligation]) -> tuple[str, ...]:
    """Each as a reason why a grant may not be made."""
    return tuple(
        f"the exporter owes what was due on {one.due:%d %B %Y} under {one.licence.number}: {one.title.lower()}"
        for one in obligations
    )


def last_return(obligation: Obligation) -> Fulfilment | None:
    """The return that was handed in last and not sent back; None for another obligation, or before one was."""
    if obligation.rule != RETURN:
        return None
    return obligation.fulfilments.filter(sent_back_at=None).order_by("at", "pk").last()


def accepted_lines() -> QuerySet[UsageLine]:
    """The lines of returns that an officer accepted, with their obligation and licence."""
    counted = UsageLine.objects.filter(fulfilment__sent_back_at=None, fulfilment__obligation__state="met")
    return counted.select_related("fulfilment__obligation__licence").order_by("pk")
