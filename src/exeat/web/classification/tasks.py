"""The worker's part: compare a control list with the version that it replaced."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.classification.services.amending import compare_new_versions
from exeat.web.registers.lists import NEW_VERSION


@app.task(name=NEW_VERSION)
def new_version() -> None:
    """A version came into force."""
    compare_new_versions(now=timezone.now())


@app.periodic(cron="40 * * * *")  # each hour: what a lost job left
@app.task(name="classification.keep_watch", lock=NEW_VERSION)
def keep_watch(timestamp: int) -> None:
    """Compare what is still to be compared."""
    compare_new_versions(now=timezone.now())
