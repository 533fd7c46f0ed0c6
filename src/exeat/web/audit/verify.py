"""Proves the ledger: every link, every signed checkpoint, and every current row against what the events say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from exeat.domain.licences import PublicKeys, UnknownKeyError, UnsignedError, open_signed
from exeat.web.audit.chain import GENESIS, event_hash, private_digest, row_key, snapshots
from exeat.web.audit.checkpoints import VERSION
from exeat.web.audit.keys import public_keys
from exeat.web.audit.models import Checkpoint, Event, EventPrivate
from exeat.web.audit.triggers import GUARDS


@dataclass(frozen=True)
class Fault:
    """Something that is not as the ledger says: a code, the place, a sentence."""

    code: str
    where: str
    message: str


@dataclass(frozen=True)
class Report:
    """What was checked, and every fault found."""

    events: int
    checkpoints: int
    rows: int
    faults: tuple[Fault, ...]


def audited_models() -> list[type[models.Model]]:
    """The models whose rows the events explain."""
    return [model for model in apps.get_models() if hasattr(model, "AUDITED")]


Progress = Callable[[int, int], None]
"""Told how many events and rows have been looked at, and of how many."""
STEP = 500


def verify(
    checkpoint_files: Iterable[Path] = (),
    keys: PublicKeys | None = None,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Recompute the chain, check the checkpoints (rows, exported files, and those given), replay the rows.

    Reads one snapshot of the database. Raises OSError or ValueError for a checkpoint file that cannot be read.
    """
    with _one_snapshot():
        return _verify(checkpoint_files, keys or public_keys(), _Counter(progress))


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """What is written meanwhile is not seen: a row must not be newer than the events that it is compared with."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class _Counter:
    """Counts what was looked at, and tells every so often."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._done, self._of = progress, 0, 0

    def expect(self, of: int) -> None:
        self._of = of

    def one_more(self) -> None:
        self._done += 1
        if self._done % STEP == 0 or self._done == self._of:
            self._progress(self._done, self._of)


def _verify(files: Iterable[Path], keys: PublicKeys, counter: _Counter) -> Report:
    hashes: dict[int, str] = {}
    latest: dict[str, dict[str, Any]] = {}
    erased: set[str] = set()
    tokens = list(_checkpoints(files))
    rows = sum(model._base_manager.count() for model in audited_models())
    counter.expect(Event.objects.count() + rows)
    faults = list(_chain(hashes, latest, erased, counter))
    faults += _check_checkpoints(tokens, hashes, keys)
    faults += _check_guards()
    for model in audited_models():
        for row in model._base_manager.iterator(chunk_size=STEP):
            counter.one_more()
            faults += _check_row(row, latest.pop(row_key(row), None), erased)
    faults += (Fault("row_missing", key, f"{key} was recorded, and its row is gone") for key in latest)
    return Report(events=len(hashes), checkpoints=len(tokens), rows=rows, faults=tuple(faults))


def _chain(
    hashes: dict[int, str], latest: dict[str, dict[str, Any]], erased: set[str], counter: _Counter
) -> Iterator[Fault]:
    """Walk the events in order; fills the hashes by number and each row's last recorded fields."""
    expected, previous = 1, GENESIS
    for event in Event.objects.select_related("private").order_by("seq").iterator(chunk_size=STEP):
        counter.one_more()
        where = f"event {event.seq}"
        if event.seq != expected:
            yield Fault("gap", where, f"events {expected} to {event.seq - 1} are missing")
        elif event.previous != previous:
            yield Fault(
                "link", where, "does not follow from the event before it: history was rewritten before this point"
            )
        if event_hash(event) != event.hash:
            yield Fault("event_changed", where, f"({event.kind} of {event.subject}) was changed after it was recorded")
        private = getattr(event, "private", None)
        if event.private_digest and private is None:
            yield Fault("private_missing", where, "its private part is gone")
        elif _private_changed(event, private):
            yield Fault("private_changed", where, f"the texts of {event.kind} of {event.subject} were changed")
        _replay(event, private, latest, erased)
        hashes[event.seq] = event.hash
        expected, previous = event.seq + 1, event.hash


def _check_guards() -> Iterator[Fault]:
    """Whether the triggers that refuse changes still stand: one that was switched off let somebody through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
        standing = set(cursor.fetchall())
    for table, triggers in GUARDS.items():
        for trigger in triggers:
            if (table, trigger) not in standing:
                yield Fault("unguarded", table, f"its trigger {trigger} is gone or switched off: rows can be changed")


def _private_changed(event: Event, private: EventPrivate | None) -> bool:
    """Whether texts that stand beside the event are not those that it digested; erased ones are no fault."""
    if private is None or private.content is None:
        return False
    return private_digest(private.salt, private.content) != event.private_digest


def _replay(event: Event, private: Any, latest: dict[str, dict[str, Any]], erased: set[str]) -> None:
    for key, fields in _rows(event.rows).items():
        if fields is None:
            latest.pop(key, None)
        else:
            latest.setdefault(key, {}).update(fields)
    if private is None:
        return
    if private.content is None:
        erased.update(_rows(event.rows))
        return
    for key, fields in _rows(_rows(private.content).get("rows")).items():
        latest.setdefault(key, {}).update(fields or {})


def _rows(content: Any) -> dict[str, dict[str, Any] | None]:
    """The rows that an event tells of; of one that somebody gave another shape, those that still have theirs."""
    if not isinstance(content, dict):
        return {}
    return {key: fields for key, fields in content.items() if fields is None or isinstance(fields, dict)}


def _checkpoints(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Where each signed checkpoint stands, and its token."""
    for row in Checkpoint.objects.all():
        yield f"checkpoint {row.seq}", row.token
    exported = sorted((settings.EXEAT_HOME / "checkpoints").glob("*.jsonl"))
    for path in [*exported, *files]:
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            try:
                token = json.loads(line)["token"]
            except (ValueError, KeyError, TypeError, RecursionError):
                token = None
            if not isinstance(token, str):
                raise ValueError(f"{path} line {number}: is not an exported checkpoint")
            yield f"{path} line {number}", token


def _check_checkpoints(tokens: Iterable[tuple[str, str]], hashes: dict[int, str], keys: PublicKeys) -> Iterator[Fault]:
    count = max(hashes, default=0)
    for where, token in tokens:
        try:
            statement = open_signed(token, keys)
        except (UnknownKeyError, UnsignedError) as error:
            yield Fault("checkpoint", where, f"does not hold: {error}")
            continue
        if statement.get("v") != VERSION:
            yield Fault("checkpoint", where, "is signed, but it is no checkpoint")
        elif statement["count"] > count:
            yield Fault(
                "tail_cut",
                where,
                f"counts {statement['count']} events, and the ledger has {count}: its tail was cut off",
            )
        elif hashes.get(statement["count"]) != statement["head"]:
            yield Fault(
                "rewritten",
                where,
                f"knew event {statement['count']} differently: history was rewritten at or before it",
            )


def _check_row(row: models.Model, recorded: dict[str, Any] | None, erased: set[str]) -> Iterator[Fault]:
    key = row_key(row)
    if recorded is None:
        yield Fault("row_unexplained", key, f"no event explains {key} ({row})")
        return
    now = {**snapshots([row]).get(key, {})}
    if key not in erased:
        now |= snapshots([row], "AUDITED_PRIVATE").get(key, {})
    for name, value in now.items():
        if name in recorded and recorded[name] != value:
            yield Fault(
                "row_changed", key, f"{name} of {key} ({row}) is {value!r}, and its events say {recorded[name]!r}"
            )
