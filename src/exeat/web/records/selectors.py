"""Which records are kept until when, and what customs systems wait for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from exeat.domain.review import CaseState
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case
from exeat.web.licences.models import Licence
from exeat.web.policy import local_day, policy
from exeat.web.records.models import Disposal, Handover, Hold

_PER_PAGE = 50
_ENDED = [state.value for state in CaseState if state.ended]


def last_day_kept(now: datetime) -> date:
    """Cases that were closed on or before this day have been kept as long as the policy asks."""
    today = local_day(now)
    year = today.year - policy().retention.years
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return today.replace(year=year, day=28)


def due_for_disposal(now: datetime) -> QuerySet[Case]:
    """The ended cases whose time has come: nothing happened to them since, no licence of theirs runs, none is held.

    The time counts from the case's last event, and from the last day of its licence where that is later.
    """
    day = last_day_kept(now)
    events = Event.objects.filter(subject=Concat(Value("case:"), OuterRef("reference"))).exclude(kind="case.hold")
    held = Hold.objects.filter(until__gte=local_day(now)).values("case")
    return (
        Case.objects.filter(state__in=_ENDED, disposal__isnull=True)
        .annotate(closed_at=Subquery(events.order_by("-seq").values("at")[:1]))
        .filter(closed_at__date__lte=day)
        .exclude(pk__in=Licence.objects.filter(valid_until__gt=day).exclude(case=None).values("case"))
        .exclude(pk__in=held)
        .select_related("exporter")
        .order_by("closed_at", "pk")
    )


def due_page(now: datetime, page: Any) -> Page[Case]:
    """A page of the cases that may be disposed of, those closed first at the top."""
    return Paginator(due_for_disposal(now), _PER_PAGE).get_page(page)


def running_holds(now: datetime) -> QuerySet[Hold]:
    """The holds that keep a case today."""
    return Hold.objects.filter(until__gte=local_day(now)).select_related("case", "by")


def disposals() -> QuerySet[Disposal]:
    """What was disposed of, the latest first."""
    return Disposal.objects.select_related("case", "by")[:_PER_PAGE]


def undelivered() -> QuerySet[Handover]:
    """What customs systems were not told yet, the newest of each licence alone."""
    newest = Handover.objects.filter(licence=OuterRef("licence")).order_by("-seq").values("pk")[:1]
    return Handover.objects.filter(delivered_at=None, pk=Subquery(newest)).select_related("licence")
