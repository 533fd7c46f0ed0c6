"""Signed checkpoints: how long the ledger was and what its head was, at each decision and every day.

They are kept as rows and exported as files; whoever holds a copy can show a cut tail or a rewritten history.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from exeat.domain.licences import sign
from exeat.web.audit.keys import authority_key
from exeat.web.audit.models import Checkpoint, Event
from exeat.web.policy import local_day

VERSION = "C1"


def checkpoint(*, now: datetime) -> Checkpoint | None:
    """Sign the head as it is now; None when nothing has happened since the last."""
    head = Event.objects.order_by("-seq").first()
    if head is None or Checkpoint.objects.filter(seq=head.seq).exists():
        return None
    statement = {
        "v": VERSION,
        "count": head.seq,
        "head": head.hash,
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    row = Checkpoint.objects.create(seq=head.seq, at=now, token=sign(statement, authority_key()))
    transaction.on_commit(partial(_export, row))  # what is rolled back never was, and no file may say otherwise
    return row


def checkpoint_of_the_day(*, now: datetime) -> Checkpoint | None:
    """Sign the head once a day at least; None when today's is there already, or nothing has happened since."""
    last = Checkpoint.objects.order_by("-seq").first()
    if last is not None and local_day(last.at) == local_day(now):
        return None
    with transaction.atomic():
        return checkpoint(now=now)


def exported() -> Iterator[str]:
    """Every checkpoint as a line of a file, the oldest first."""
    return map(_line, Checkpoint.objects.order_by("seq"))


def _export(row: Checkpoint) -> None:
    """Append to the month's file: one line a checkpoint, to be copied somewhere else by whoever keeps backups."""
    folder = settings.EXEAT_HOME / "checkpoints"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{row.at:%Y-%m}.jsonl").open("a") as file:
        file.write(_line(row))


def _line(row: Checkpoint) -> str:
    return json.dumps({"count": row.seq, "at": row.at.isoformat(timespec="seconds"), "token": row.token}) + "\n"
