"""The worker's part: index a control list's new version, and compare it with the one that it replaced."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.classification.services.amending import compare_new_versions
from exeat.web.registers.indexing import index_control_lists
from exeat.web.registers.lists import NEW_VERSION


@app.task(name=NEW_VERSION)
def new_version() -> None:
    """A version came into force."""
    _prepare()


@app.periodic(cron="40 * * * *")  # each hour: what a lost job left
@app.task(name="classification.keep_watch", lock=NEW_VERSION)
def keep_watch(timestamp: int) -> None:
    """Do what is still to be done, after an update of Exeat too."""
    _prepare()


def _prepare() -> None:
    index_control_lists()
    compare_new_versions(now=timezone.now())
