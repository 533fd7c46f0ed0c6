"""The frame of every step of a sitting: lock it, ask the table, record the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from exeat.domain.review import sitting_action, sitting_refusals
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.committee.models import Sitting
from exeat.web.committee.standing import sitting_standing
from exeat.web.errors import NotPermitted
from exeat.web.policy import policy


def locked(sitting: Sitting) -> Sitting:
    """The sitting, read again and locked until the transaction ends."""
    return Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)


def require(name: str, sitting: Sitting, *, by: User, now: datetime) -> None:
    """Ask the table of sittings; raise NotPermitted with every reason when it refuses."""
    standing = sitting_standing(sitting, now)
    if found := sitting_refusals(sitting_action(name), standing, actor_for(by, now), policy()):
        raise NotPermitted(found)


def take(
    name: str,
    sitting: Sitting,
    *,
    by: User,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    rows: Sequence[models.Model] = (),
    gone: Sequence[str] = (),
) -> None:
    """Move the sitting as the table says and record the step. The caller has asked `require` before."""
    action = sitting_action(name)
    if action.target is not None:
        sitting.state = action.target
    sitting.save()
    record(
        kind=f"sitting.{name}",
        subject=sitting.subject,
        by=by,
        now=now,
        roles=action.roles,
        data=data,
        rows=[sitting, *rows],
        gone=gone,
    )
