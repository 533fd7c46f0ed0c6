"""The worker's part: plan the offers that somebody asked to have planned."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.programme.services import TASK, make_waiting


@app.task(name=TASK)
def make_invitations() -> None:
    """Do what was asked for."""
    make_waiting(now=timezone.now())
