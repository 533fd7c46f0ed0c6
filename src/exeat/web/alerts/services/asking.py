"""Asking for all stored parties to be screened anew; a worker does it."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from exeat.domain.screening import ENGINE_VERSION
from exeat.web.alerts.models import Rescreening
from exeat.web.audit.record import record

TASK = "alerts.rescreen"


def ask_for_rescreening(
    *, list_id: str, new_version: str, now: datetime, old_version: str = "", old_engine: str = ENGINE_VERSION
) -> Rescreening:
    """Have the stored parties screened against what changed in a list, in the caller's transaction."""
    asked = Rescreening.objects.create(
        list_id=list_id,
        old_version=old_version,
        new_version=new_version,
        old_engine=old_engine,
        new_engine=ENGINE_VERSION,
        asked_at=now,
    )
    record(
        kind="alert.ask",
        subject=f"list:{list_id}",
        by=None,
        now=now,
        data={"old": old_version, "new": new_version, "old_engine": old_engine, "new_engine": ENGINE_VERSION},
        rows=[asked],
    )
    # By its name: the task knows the lists, which ask for it. One lock keeps the order in which lists changed.
    app.configure_task(TASK, lock=TASK, allow_unknown=True).defer()
    return asked
