"""The worker's part: the daily checkpoint, and proofs that somebody asked for."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.web.audit import proving
from exeat.web.audit.checkpoints import checkpoint_of_the_day
from exeat.web.audit.models import Verification


@app.periodic(cron="5 * * * *")  # each hour: an office's machine may be off at any given one
@app.task(name="audit.checkpoint")
def sign_checkpoint(timestamp: int) -> None:
    """Sign the ledger's head once a day."""
    checkpoint_of_the_day(now=timezone.now())


@app.task(name="audit.prove")
def prove(verification_id: int) -> None:
    """Prove the ledger for whoever asked."""
    proving.prove(verification=Verification.objects.get(pk=verification_id), now=timezone.now())
