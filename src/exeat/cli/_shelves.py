"""Where `exeat watchlists update` keeps lists: a folder of watchlist files, or the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from exeat.cli._common import Refused, server_side
from exeat.cli._imported import write_list
from exeat.domain.screening import write_lines
from exeat.domain.screening.importers import Imported, digest_of_sources


@dataclass(frozen=True, slots=True)
class Last:
    """The version in force: how many parties it lists, and the SHA-256 of its source."""

    parties: int
    source: str


class Shelf(Protocol):
    def last(self, list_id: str) -> Last | None:
        """The version in force, if there is one."""

    def put(self, imported: Imported) -> Path | None:
        """Brings an import into force; gives the place of rows kept aside, when there are any."""


@dataclass(frozen=True, slots=True)
class Folder:
    """``LIST.jsonl`` for each list, and beside it ``LIST.source.json``, which says what it was made from."""

    home: Path

    def last(self, list_id: str) -> Last | None:
        about = self._about(list_id)
        if not about.exists() or not self._list(list_id).exists():
            return None
        try:
            told = json.loads(about.read_text(encoding="utf-8"))
            return Last(int(told["parties"]), digest_of_sources(dict(told["sources"])))
        except (OSError, ValueError, KeyError, TypeError):
            raise Refused(f"{about}: not what an update wrote; remove it, and the next update takes the list as new")

    def put(self, imported: Imported) -> Path | None:
        self.home.mkdir(parents=True, exist_ok=True)
        kept = write_list(imported, self._list(imported.list_id))
        told = {"parties": len(imported.parties), "sources": dict(imported.sources)}
        write_lines(self._about(imported.list_id), [json.dumps(told, ensure_ascii=False, indent=1)])
        return kept

    def _list(self, list_id: str) -> Path:
        return self.home / f"{list_id}.jsonl"

    def _about(self, list_id: str) -> Path:
        return self.home / f"{list_id}.source.json"


class Database:
    """The lists in force in the database; each import is a version and an event."""

    def last(self, list_id: str) -> Last | None:
        from exeat.web.registers.last_import import last_import

        found = last_import(list_id)
        return Last(*found) if found else None

    def put(self, imported: Imported) -> Path | None:
        from exeat.web.registers.lists import store_watchlist

        store_watchlist(imported)
        return None


@contextmanager
def shelf(folder: Path | None) -> Iterator[Shelf]:
    """The folder, or the database where there is none given. Raises Refused when that cannot be reached."""
    if folder is not None:
        yield Folder(folder)
        return
    with server_side():
        yield Database()
