"""The worker's part: cases are found by what happened to them within a minute."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.search.services.indexing import catch_up


@app.periodic(cron="* * * * *")
@app.task(name="search.catch_up", queueing_lock="search.catch_up")
def read_new_words(timestamp: int) -> None:
    """Read the words of cases that changed."""
    catch_up(now=timezone.now())
