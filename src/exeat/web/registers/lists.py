"""The lists in force: stored version by version, loaded once a process."""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from exeat.domain.controls import ENGINE_VERSION, ControlList
from exeat.domain.controls import Imported as ImportedControls
from exeat.domain.screening import Watchlist, write_parties
from exeat.domain.screening.importers import Imported as ImportedWatchlist
from exeat.web.accounts.models import User
from exeat.web.alerts.services.asking import ask_for_rescreening
from exeat.web.audit.record import record
from exeat.web.registers.models import ControlListVersion, ListVersion, WatchlistVersion
from exeat.web.registers.proving import proven_best

NEW_VERSION = "classification.new_version"
"""The task that prepares a control list's new version, by its name: the task knows the lists."""
Version = TypeVar("Version", bound=ListVersion)


@transaction.atomic
def store_watchlist(
    imported: ImportedWatchlist,
    *,
    list_id: str = "",
    title: str = "",
    by: User | None = None,
    now: datetime | None = None,
) -> WatchlistVersion:
    """Make an import the version in force of that watchlist, and have the stored parties screened against what changed.

    The same content again changes nothing.
    """
    list_id = list_id or imported.list_id
    parties = [replace(party, list=list_id) for party in imported.parties]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.jsonl"
        write_parties(path, parties)
        content = path.read_bytes()
    fields = {
        "title": title or list_id,
        "list_date": imported.list_date,
        "source_sha256": _of_sources(imported.sources),
        "counts": {count.what: count.read for count in imported.counts} | {"orphans": len(imported.orphans)},
        "content": gzip.compress(content, mtime=0),
    }
    moment = now or timezone.now()
    before = _in_force(WatchlistVersion, list_id)
    stored = _store(WatchlistVersion, list_id, Watchlist(parties).version, fields, by, moment)
    if before is None or before.version != stored.version:
        old_version = before.version if before else ""
        ask_for_rescreening(list_id=list_id, old_version=old_version, new_version=stored.version, now=moment)
    return stored


@transaction.atomic
def store_control_list(
    imported: ImportedControls, *, by: User | None = None, now: datetime | None = None
) -> ControlListVersion:
    """Make a control list the version in force of its id, and have it compared with the version that it replaces.

    Its damaged figures are proven by the other lists in force, and theirs by it. The same content again changes
    nothing; a publication that now reads otherwise, by such a proof or a better reader, is a version of its own.
    """
    moment = now or timezone.now()
    others = [one for one in load_control_lists() if one.id != imported.control_list.id]
    stored = _store_control_list(proven_best(imported, others), by, moment)
    for version in versions_in_force(ControlListVersion):
        if version.list_id != imported.control_list.id:
            known = ImportedControls(read_control_list(version), version.counts)
            proven = proven_best(known, [imported.control_list])
            if proven is not known:
                _store_control_list(proven, by, moment)
    return stored


def _store_control_list(imported: ImportedControls, by: User | None, now: datetime) -> ControlListVersion:
    control_list, content = _labelled(imported.control_list)
    fields = {
        "title": control_list.title,
        "list_date": control_list.version.effective_from,
        "source_sha256": control_list.source_sha256,
        "counts": imported.counts,
        "content": gzip.compress(content, mtime=0),
    }
    before = _in_force(ControlListVersion, control_list.id)
    stored = _store(ControlListVersion, control_list.id, str(control_list.version), fields, by, now)
    if before is None or before.version != stored.version:
        app.configure_task(NEW_VERSION, lock=NEW_VERSION, allow_unknown=True).defer()
    return stored


def _labelled(control_list: ControlList) -> tuple[ControlList, bytes]:
    """The list and its bytes, under a label that no other content has: `2025-11-15`, read anew `2025-11-15+3fa91c22`.

    Decisions cite versions, so the text behind a label never changes.
    """
    label = str(control_list.version).partition("+")[0]
    plain = replace(control_list, version=replace(control_list.version, label=label))
    known = ControlListVersion.objects.filter(list_id=control_list.id, version=label).first()
    if known is None or gzip.decompress(bytes(known.content)) == _as_bytes(plain):
        return plain, _as_bytes(plain)
    digest = hashlib.sha256(_as_bytes(plain)).hexdigest()[:8]
    own = replace(plain, version=replace(plain.version, label=f"{label}+{digest}"))
    return own, _as_bytes(own)


def _as_bytes(control_list: ControlList) -> bytes:
    return json.dumps(control_list.to_dict(), ensure_ascii=False).encode()


def _of_sources(sources: Mapping[str, str]) -> str:
    """The digest of the one source file, or of the list of several files' digests."""
    if len(sources) == 1:
        return next(iter(sources.values()))
    return hashlib.sha256(
        "\n".join(f"{digest}  {name}" for name, digest in sorted(sources.items())).encode()
    ).hexdigest()


def _store(
    model: type[Version], list_id: str, version: str, fields: dict[str, Any], by: User | None, now: datetime
) -> Version:
    """Add the version and its event. One that is in force already is left as it is."""
    latest = _in_force(model, list_id)
    if latest is not None and latest.version == version:
        return latest
    row, created = model.objects.get_or_create(
        list_id=list_id, version=version, defaults={**fields, "imported_at": now, "imported_by": by}
    )
    if not created:  # an earlier version comes back into force
        row.imported_at = now
        row.save(update_fields=["imported_at"])
    record(
        kind="list.in_force",
        subject=f"list:{list_id}",
        by=by,
        now=now,
        data={"version": version, "source_sha256": row.source_sha256, "counts": row.counts},
        rows=[row],
    )
    return row


def _in_force(model: type[Version], list_id: str) -> Version | None:
    return model.objects.filter(list_id=list_id).defer("content").order_by("-imported_at", "-pk").first()


def versions_in_force(model: type[Version]) -> list[Version]:
    """The newest version of each list, without its content."""
    return list(model.objects.order_by("list_id", "-imported_at", "-pk").distinct("list_id").defer("content"))


def load_watchlists() -> list[Watchlist]:
    """The watchlists in force, ready to screen."""
    return [_watchlist(version.pk, version.version) for version in versions_in_force(WatchlistVersion)]


def read_watchlist(version: WatchlistVersion) -> Watchlist:
    """A version of a watchlist, in force or not, ready to screen."""
    return _watchlist(version.pk, version.version)


def load_control_lists() -> list[ControlList]:
    """The control lists in force, ready to classify."""
    return [read_control_list(version) for version in versions_in_force(ControlListVersion)]


def read_control_list(version: ControlListVersion) -> ControlList:
    """A version of a control list, in force or not: decisions cite the old ones."""
    index = index_path(version.list_id, version.version)
    return _control_list(version.pk, version.version, index if index.exists() else None)


def index_path(list_id: str, version: str) -> Path:
    """Where the index of a control list's version is kept, for the engine of today."""
    name = hashlib.sha256(f"{list_id} {version}".encode()).hexdigest()[:32]
    return settings.EXEAT_HOME / "indexes" / "controls" / f"{name}-{ENGINE_VERSION}.index"


@lru_cache(maxsize=16)
def _watchlist(pk: int, version: str) -> Watchlist:
    """A version's index: saved beside the other files the first time, loaded from there afterwards."""
    folder = settings.EXEAT_HOME / "indexes" / "watchlists" / f"{version}-{Watchlist.engine_version}"
    if not folder.exists():
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / "list.jsonl"
            path.write_bytes(_content(WatchlistVersion, pk))
            Watchlist.from_jsonl(path).save(folder)
    return Watchlist.load(folder)


@lru_cache(maxsize=8)
def _control_list(pk: int, version: str, index: Path | None) -> ControlList:
    """A version, read once a process, and once more when its index is there."""
    return replace(ControlList.from_dict(json.loads(_content(ControlListVersion, pk))), index_file=index)


def _content(model: type[ListVersion], pk: int) -> bytes:
    return gzip.decompress(bytes(model.objects.values_list("content", flat=True).get(pk=pk)))
