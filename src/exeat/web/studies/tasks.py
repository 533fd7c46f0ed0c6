"""The worker's part: work out the studies that were asked for."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.studies.services import TASK, make_waiting


@app.task(name=TASK)
def make_studies() -> None:
    """Do what was asked for."""
    make_waiting(now=timezone.now())
