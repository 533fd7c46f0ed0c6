"""What Exeat does by itself for the committee as days pass. Each may run at any hour, and again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exeat.web.committee.models import Escalation, Sitting
from exeat.web.committee.services.agenda import pass_on
from exeat.web.committee.services.telling import tell_members, tell_who_decides
from exeat.web.errors import NotPermitted
from exeat.web.policy import local_day, policy

DAYS_BEFORE = 2
"""Working days before a sitting, or the end of a step, on which people are reminded."""


def remind_members(*, now: datetime) -> int:
    """Remind the members of a sitting that is near, once; how many sittings."""
    today = local_day(now)
    near = Sitting.objects.filter(
        state="called", reminded_at=None, day__range=(today, policy().calendar.add(today, DAYS_BEFORE))
    )
    return sum(_remind_members(sitting, now) for sitting in near)


@transaction.atomic
def _remind_members(sitting: Sitting, now: datetime) -> bool:
    if not Sitting.objects.filter(pk=sitting.pk, reminded_at=None).update(reminded_at=now):
        return False
    tell_members(sitting, "sitting_soon", now=now)
    return True


def remind_who_decides(*, now: datetime) -> int:
    """Remind whoever decides after the committee two working days before their time is over, once; how many."""
    last_day = policy().calendar.add(local_day(now), DAYS_BEFORE)
    near = Escalation.objects.filter(at=None, reminded_at=None, due__lte=last_day, since__lt=local_day(now))
    return sum(_remind_who_decides(row, now) for row in near.select_related("item__case"))


@transaction.atomic
def _remind_who_decides(row: Escalation, now: datetime) -> bool:
    if not Escalation.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=now):
        return False
    tell_who_decides(row, "escalated_soon", now=now)
    return True


def hand_on_overdue(*, now: datetime) -> int:
    """Hand on every step that let its time pass, where another follows; how many."""
    late = Escalation.objects.filter(at=None, due__lt=local_day(now)).select_related("item__case")
    return sum(_hands_on(row, now) for row in late)


def _hands_on(row: Escalation, now: datetime) -> bool:
    try:
        pass_on(case=row.item.case, reasons="", by=None, now=now)
    except NotPermitted:
        return False  # the last step, or the case has moved on since we looked
    return True
