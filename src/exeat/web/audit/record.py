"""Writing to the ledger. Called by services, inside their transaction; nothing else writes here."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.chain import GENESIS, event_hash, plain, private_digest, snapshots
from exeat.web.audit.models import Event, EventPrivate, ReadRecord

_LOCK = 0x45584541  # "EXEA": one writer at a time from here to the end of the transaction


def record(
    *,
    kind: str,
    subject: str,
    by: User | None,
    now: datetime,
    roles: Collection[Role] = (),
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
    rows: Sequence[models.Model] = (),
    gone: Sequence[str] = (),
) -> Event:
    """Append one event.

    `by` None is Exeat itself. `roles` are those that allow the step: when the person holds none of them but deputises
    in one, the event names the principals. `data` is kept for ever and hashed; names, texts and other personal data go
    into `private`. The audited fields of `rows` are stored as they are now, for the replay to compare; `gone` are keys
    of rows (`chain.row_key`) that the change replaced by others.
    """
    hold_ledger()
    head = Event.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
    role, principals = _capacity(by, now, roles)
    content = plain({**(private or {}), "rows": snapshots(rows, "AUDITED_PRIVATE")})
    if not content["rows"]:
        del content["rows"]
    salt = secrets.token_hex(16) if content else ""
    event = Event(
        seq=head[0] + 1,
        at=now.astimezone(UTC),
        kind=kind,
        subject=subject,
        actor=by,
        role=role,
        for_users=principals,
        data=plain(dict(data or {})),
        rows={**dict.fromkeys(gone), **snapshots(rows)},
        private_digest=private_digest(salt, content) if content else "",
        previous=head[1],
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    if content:
        EventPrivate.objects.create(event=event, salt=salt, content=content)
    return event


def hold_ledger() -> None:
    """Let nobody else write to the ledger until the caller's transaction ends. Rows of cases are locked before it."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of the change that it tells of")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _capacity(by: User | None, now: datetime, roles: Collection[Role]) -> tuple[str, list[int]]:
    """The role in which the step was taken, and the principals when it was taken as a deputy."""
    if by is None:
        return Role.SYSTEM.value, []
    if by.is_active and (own := [role for role in roles if role.value in by.roles]):
        return own[0].value, []
    actor = actor_for(by, now)
    for role in roles:
        if role in actor.deputising:
            return role.value, sorted(actor.deputising[role])
    return "", []


def record_read(*, user: User, subject: str, what: str, now: datetime) -> None:
    """Note that the user opened a document or dossier."""
    ReadRecord.objects.create(user=user, subject=subject, what=what, at=now)
