"""Reading licences: for their holders, for customs, for anyone who verifies one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from exeat.domain.licences import LinePosition, Revocation, Status, position, sign_revocations
from exeat.web.audit.keys import authority_key, public_key_set
from exeat.web.licences.models import Draw, Licence, LicenceLine
from exeat.web.licences.standing import entries_of, line_value
from exeat.web.policy import local_day

STOPPED = {
    "suspended": Status.SUSPENDED,
    "revoked": Status.REVOKED,
    "surrendered": Status.REVOKED,
    "superseded": Status.REVOKED,
}
"""The states in which a licence may not be used though it is signed and in time, and how the list tells of each."""


def public_keys() -> dict[str, Any]:
    """The JWK set that licences are checked with."""
    return public_key_set()


def revocation_list(now: datetime | None = None) -> str:
    """The signed list of the licences that are signed and may not be used at this moment.

    One that was given up, or replaced by another, stands on it as revoked: its paper is still in somebody's drawer.
    """
    stopped = Licence.objects.filter(state__in=STOPPED).order_by("number")
    rows = (Revocation(one.number, STOPPED[one.state], local_day(one.state_since)) for one in stopped)
    return sign_revocations(rows, now or timezone.now(), authority_key())


def overdrawn_lines() -> list[tuple[LicenceLine, LinePosition]]:
    """The lines from which more has left than the licence and its tolerance allow, by licence and line.

    Only shipments that a post recorded afterwards can overdraw a line, so only lines that have such an entry are read.
    """
    recorded_late = Draw.objects.filter(kind="provisional").values("line")
    lines = LicenceLine.objects.filter(pk__in=recorded_late).select_related("licence").order_by("licence", "number")
    found = []
    for line in lines.prefetch_related(Prefetch("draws", Draw.objects.select_related("line"))):
        where = position(line_value(line), entries_of(line.draws.all()), line.tolerance)
        if where.overdrawn > 0:
            found.append((line, where))
    return found
