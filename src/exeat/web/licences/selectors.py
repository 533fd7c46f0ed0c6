"""Reading licences: for their holders, for customs, for anyone who verifies one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from exeat.domain.licences import Revocation, Status, sign_revocations
from exeat.web.audit.keys import authority_key, public_key_set
from exeat.web.licences.models import Licence
from exeat.web.policy import local_day


def public_keys() -> dict[str, Any]:
    """The JWK set that licences are checked with."""
    return public_key_set()


def revocation_list(now: datetime | None = None) -> str:
    """The signed list of licences suspended or revoked at this moment."""
    stopped = Licence.objects.filter(state__in=("suspended", "revoked")).order_by("number")
    rows = (Revocation(licence.number, Status(licence.state), local_day(licence.state_since)) for licence in stopped)
    return sign_revocations(rows, now or timezone.now(), authority_key())
