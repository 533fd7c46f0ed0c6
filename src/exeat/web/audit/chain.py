"""The arithmetic of the ledger: canonical form, digests, and the row snapshots that a replay compares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from exeat.web.audit.models import Event

GENESIS = "0" * 64


class _Encoder(DjangoJSONEncoder):
    """One form for what is one value, before and after the database: 4 and 4.000000, a moment in any time zone."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Decimal):
            return format(o.normalize() + 0, "f")
        if isinstance(o, datetime) and o.tzinfo is not None:
            return super().default(o.astimezone(UTC))
        return super().default(o)


def plain(value: Any) -> Any:
    """The value as it comes back from the database: dates and decimals as strings, no floats."""
    return _without_floats(json.loads(json.dumps(value, cls=_Encoder)))


def _without_floats(value: Any) -> Any:
    if isinstance(value, float):
        return format(value, ".6g")
    if isinstance(value, dict):
        return {key: _without_floats(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_floats(inner) for inner in value]
    return value


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def private_digest(salt: str, content: Any) -> str:
    """What stands in the chain for content that the law may have erased one day."""
    return digest([salt, content])


def event_hash(event: Event) -> str:
    """The hash of an event: everything in it but the hash itself."""
    return digest(
        {
            "seq": event.seq,
            "at": event.at.isoformat(timespec="microseconds"),
            "kind": event.kind,
            "subject": event.subject,
            "actor": event.actor_id,
            "role": event.role,
            "for": list(event.for_users),
            "data": event.data,
            "rows": event.rows,
            "private": event.private_digest,
            "previous": event.previous,
        }
    )


def row_key(row: models.Model) -> str:
    """How events name a row: `cases.case:12`."""
    return f"{row._meta.label_lower}:{row.pk}"


def snapshots(rows: Iterable[models.Model], attribute: str = "AUDITED") -> dict[str, dict[str, Any]]:
    """The audited fields of the rows as they are now."""
    found = {row_key(row): {name: getattr(row, name) for name in getattr(row, attribute, ())} for row in rows}
    return {key: plain(fields) for key, fields in found.items() if fields}
