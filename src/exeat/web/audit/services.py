"""What an auditor asks for on a page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit import tasks
from exeat.web.audit.models import Verification
from exeat.web.errors import NotPermitted

GIVEN_UP = timedelta(hours=1)
"""A proof that has not ended by then never will: its worker was stopped."""
READERS = (Role.AUDITOR, Role.HEAD)


@transaction.atomic
def ask_for_proof(*, by: User, now: datetime) -> Verification:
    """Have the ledger proved by a worker; one that is under way already is given instead."""
    if not actor_for(by, now).in_any(READERS):
        raise NotPermitted.because("role", "only an auditor or the head of the authority asks for a proof")
    under_way = Verification.objects.filter(finished_at=None, asked_at__gt=now - GIVEN_UP).first()
    if under_way is not None:
        return under_way
    asked = Verification.objects.create(asked_by=by, asked_at=now)
    tasks.prove.defer(verification_id=asked.pk)
    return asked
