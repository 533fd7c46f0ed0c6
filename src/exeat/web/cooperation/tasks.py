"""The worker's part: make the plans that were asked for."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.cooperation.services.planning import TASK, make_waiting


@app.task(name=TASK)
def make_plans() -> None:
    """Do what was asked for."""
    make_waiting(now=timezone.now())
