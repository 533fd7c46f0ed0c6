"""The worker's part: screen the stored parties anew when a list or the engine has changed."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.alerts.services.asking import TASK
from exeat.web.alerts.services.rescreening import ask_for_new_engine, run_waiting


@app.task(name=TASK)
def rescreen() -> None:
    """Do what was asked for."""
    run_waiting(now=timezone.now())


@app.periodic(cron="20 * * * *")  # each hour: an office's machine may be off at any given one
@app.task(name="alerts.keep_watch", lock=TASK)
def keep_watch(timestamp: int) -> None:
    """See whether the engine is another than the one that screened last, and do what a lost job left."""
    now = timezone.now()
    ask_for_new_engine(now=now)
    run_waiting(now=now)
