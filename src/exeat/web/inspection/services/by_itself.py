"""What Exeat does by itself about corrective actions as days pass. May run at any hour, and again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exeat.web.inspection.models import Action
from exeat.web.inspection.services.telling import tell_inspectors, tell_site
from exeat.web.policy import local_day, policy

DAYS_BEFORE = 5
"""Working days before an action is due on which its operator is reminded, and its inspectors where it has none here."""


def remind_of_actions(*, now: datetime) -> int:
    """Remind of the corrective actions that fall due, each once; how many."""
    last_day = policy().calendar.add(local_day(now), DAYS_BEFORE)
    near = Action.objects.filter(reported_at=None, verified_at=None, reminded_at=None, due__lte=last_day)
    return sum(_remind(action, now) for action in near.select_related("finding__site__exporter"))


@transaction.atomic
def _remind(action: Action, now: datetime) -> bool:
    if not Action.objects.filter(pk=action.pk, reminded_at=None).update(reminded_at=now):
        return False
    site = action.finding.site
    tell = tell_site if site.exporter_id else tell_inspectors
    tell(site, "action_due", now=now, action=action)
    return True
