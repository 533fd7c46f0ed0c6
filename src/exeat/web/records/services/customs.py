"""Telling customs systems how each licence stands, by files in a folder or by HTTP. They need not ask.

Whatever happens to a licence is an event of the ledger, so what is still to be told is read from there: nothing that
changes a licence needs to know of it. A statement is signed with the authority's key, names the licence whole, and may
come twice: the one with the higher `seq` counts.
"""

from __future__ import annotations

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from exeat.domain.licences import sign
from exeat.web.audit.chain import plain
from exeat.web.audit.keys import authority_key
from exeat.web.audit.models import Event
from exeat.web.licences.models import Licence
from exeat.web.records.models import Handover
from exeat.web.records.statements import licence_data

FORM = "customs-licence-1"
MEDIA_TYPE = "application/jose"
_LONGEST_PAUSE = timedelta(hours=1)
_WAIT = httpx.Timeout(30, connect=10)


def told() -> bool:
    """Whether this installation tells a customs system at all."""
    return bool(settings.CUSTOMS_FOLDER or settings.CUSTOMS_URL)


@transaction.atomic
def note_changes(*, now: datetime) -> int:
    """Make a handover for each licence that something happened to since the last look; how many there are."""
    seen = Handover.objects.aggregate(last=Max("seq"))["last"] or 0
    fresh = Event.objects.filter(seq__gt=seen, subject__startswith="licence:")
    latest = dict(fresh.order_by("seq").values_list("subject", "seq"))
    numbers = [subject.removeprefix("licence:") for subject in latest]
    licences = Licence.objects.filter(number__in=numbers)
    made = [Handover(licence=licence, seq=latest[licence.subject], made_at=now) for licence in licences]
    Handover.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def deliver(*, now: datetime) -> int:
    """Deliver what waits, the newest of each licence alone; how many arrived. What fails is tried again, ever later."""
    newest = Handover.objects.filter(licence=OuterRef("licence")).order_by("-seq").values("pk")[:1]
    waiting = Handover.objects.filter(delivered_at=None, pk=Subquery(newest)).select_related("licence").order_by("seq")
    return sum(_delivered(handover, now) for handover in waiting if _is_time(handover, now))


def statement(handover: Handover) -> dict[str, Any]:
    """What customs are told: the licence as it stands now, and the event up to which that is so."""
    data = plain({"v": FORM, "seq": handover.seq, "at": handover.made_at, **licence_data(handover.licence)})
    return dict(data)


def _is_time(handover: Handover, now: datetime) -> bool:
    if handover.tried_at is None:
        return True
    pause = min(_LONGEST_PAUSE, timedelta(minutes=2 ** min(handover.attempts - 1, 6)))
    return now - handover.tried_at >= pause


def _delivered(handover: Handover, now: datetime) -> bool:
    token = sign(statement(handover), authority_key())
    handover.attempts, handover.tried_at, handover.error = handover.attempts + 1, now, ""
    try:
        if settings.CUSTOMS_FOLDER:
            _drop(token, handover.licence.number)
        if settings.CUSTOMS_URL:
            answer = httpx.post(
                settings.CUSTOMS_URL, content=token, headers={"Content-Type": MEDIA_TYPE}, timeout=_WAIT
            )
            answer.raise_for_status()
    except (OSError, httpx.HTTPError, httpx.InvalidURL) as problem:
        handover.error = str(problem)[:300] or type(problem).__name__
    else:
        handover.delivered_at = now
    handover.save(update_fields=["attempts", "tried_at", "error", "delivered_at"])
    return not handover.error


def _drop(token: str, number: str) -> None:
    """Write the statement whole under its own name, for a reader never to see half of one."""
    folder = Path(settings.CUSTOMS_FOLDER)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(token)
        Path(temporary).chmod(0o640)
        Path(temporary).replace(folder / f"{number.replace('/', '-')}.jws")
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
