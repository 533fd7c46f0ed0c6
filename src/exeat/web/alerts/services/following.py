"""An alert asks what the match in a case asks: whoever settles the one has answered the other."""

from __future__ import annotations

from datetime import datetime

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.alerts.models import Alert
from exeat.web.audit.record import record
from exeat.web.cases.models import Match


def settle_alerts_of(match: Match, *, by: User, now: datetime) -> None:
    """Settle the open alerts about the same party and listed party as the match of a case was settled."""
    party = match.party
    waiting = Alert.objects.select_for_update(of=("self",)).filter(
        status=Alert.Status.OPEN,
        cases=party.case,
        rescreening__list_id=match.list_id,
        listed_id=match.listed_id,
        name=party.name,
        type=party.type,
        country=party.country,
    )
    for alert in waiting:
        put(alert, status=match.status, reason=match.reason, by=by, now=now)


def put(alert: Alert, *, status: str, reason: str, by: User, now: datetime) -> None:
    """Write a finding down, with its event."""
    alert.status, alert.reason, alert.carried = status, reason, ""
    alert.settled_by, alert.settled_at = by, now
    alert.save()
    record(
        kind="alert.settle",
        subject=alert.subject,
        by=by,
        now=now,
        roles=(Role.OFFICER,),
        data={"listed": alert.listed_id, "status": status},
        rows=[alert],
    )
