"""The worker's part: customs systems are told within a minute."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.records.services import customs


@app.periodic(cron="* * * * *")
@app.task(name="records.customs", queueing_lock="records.customs")
def tell_customs(timestamp: int) -> None:
    """Hand over what happened to licences, where a customs system is to be told."""
    if customs.told():
        customs.note_changes(now=timezone.now())
        customs.deliver(now=timezone.now())
