"""Who of the committee is told what by mail. The cases themselves stay behind sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from exeat.domain.review import Role
from exeat.web.cases.services.telling import with_role
from exeat.web.committee.models import Escalation, Seat, Sitting
from exeat.web.mail.services import notify
from exeat.web.policy import policy


def tell_members(sitting: Sitting, template: str, *, now: datetime, **context: Any) -> None:
    """Everybody who sits, and their deputies."""
    people = [p for seat in Seat.objects.select_related("member", "deputy") for p in (seat.member, seat.deputy) if p]
    link = settings.EXEAT_URL + reverse("sitting", args=[sitting.number])
    values = {"sitting": sitting, "committee": policy().committee.name, "link": link, **context}
    notify(people, template=template, about=sitting.number, context=values, now=now)


def tell_who_decides(escalation: Escalation, template: str, *, now: datetime) -> None:
    """Those who record what is decided at a step of the escalation."""
    step = policy().committee.step(escalation.step)
    case = escalation.item.case
    link = f"{settings.EXEAT_URL}{reverse('case', args=[case.reference])}#committee"
    values = {"case": case, "step": step, "due": escalation.due, "committee": policy().committee.name, "link": link}
    people = with_role(Role(step.recorded_by))
    notify(people, template=template, about=case.reference, context=values, now=now)
