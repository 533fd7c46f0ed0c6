"""What counts until it is revoked or its last day has passed, as denials and notices do: asked of a row, or of many."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.db.models import Q


class Dated(Protocol):
    """A row with its last day, and the day on which it was revoked, if it was."""

    valid_until: date
    revoked_on: date | None


def counts_on(row: Dated, day: date) -> bool:
    """Whether the row is in force on the day."""
    return row.revoked_on is None and row.valid_until >= day


def counting_on(day: date) -> Q:
    """The condition for rows that are in force on the day."""
    return Q(revoked_on=None, valid_until__gte=day)
