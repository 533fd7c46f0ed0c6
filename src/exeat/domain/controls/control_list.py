"""A control list: one version, its entries, and what may be asked of it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from exeat.domain.controls import storage
from exeat.domain.controls.classify import ENGINE_VERSION, Candidate, Index
from exeat.domain.controls.compare import Change, changes
from exeat.domain.controls.errors import ControlListError, NotInForceError, UnknownCodeError
from exeat.domain.controls.numbering import Numbering, Regime, regimes_by_number
from exeat.domain.controls.records import Entry, Provision, Version
from exeat.domain.controls.retrieval.store import index_beside, open_index

_BRACKETED = re.compile(r"\((\w+)\)")


@dataclass(frozen=True)
class ControlList:
    """One version of one control list. Values never change; `classify` builds its index on first use."""

    id: str
    title: str
    version: Version
    numbering: Numbering
    source_sha256: str
    rights: str
    entries: tuple[Entry, ...]
    general: tuple[Provision, ...] = ()
    """What is printed outside the entries: category headings, list-wide notes, definitions."""
    covers: tuple[str, ...] = ()
    """Where the file holds a part of its list: what the codes in it begin with (`3`, `4`); empty for a whole list."""
    index_file: Path | None = field(default=None, compare=False, repr=False)
    """Where its search index is, or would be."""

    @staticmethod
    def load(path: str | Path) -> ControlList:
        """Read a list that `save` wrote. Raises ControlListError naming the file when it is not one."""
        return ControlList(**storage.read(Path(path)), index_file=index_beside(path))

    @staticmethod
    def from_dict(data: Any) -> ControlList:
        """The list that `to_dict` wrote out. Raises ControlListError."""
        return ControlList(**storage.fields(data, "control list"))

    def to_dict(self) -> dict[str, Any]:
        """The list as plain JSON values, for a database or another program."""
        return storage.to_dict(self)

    def save(self, path: str | Path) -> None:
        """Write the list as JSON, whole or not at all; a list already there stays until the new one is complete."""
        storage.write(self, Path(path))

    def entry(self, code: str) -> Entry:
        """The entry of a code, or of the code of any provision in it. Raises UnknownCodeError."""
        found = self._entries.get(code) or self._entries.get(self._owner.get(code, ""))
        if found is None:
            raise UnknownCodeError(f"{self.id} {self.version} has no entry {code}")
        return found

    def provision(self, path: str) -> Provision:
        """The record at a path: `3A001.a.2`, or as laws cite it, `USML-XI(c)(4)`. Raises UnknownCodeError.

        A last dot and letter case do not matter.
        """
        if path in self._records:
            return self._records[path]
        for wanted in (path.strip().rstrip("."), _BRACKETED.sub(r".\1", path.strip()).rstrip(".")):
            found = self._records.get(wanted) or self._records.get(self._folded.get(wanted.casefold(), ""))
            if found is not None:
                return found
        raise UnknownCodeError(f"{self.id} {self.version} has no provision {path}")

    def children(self, path: str) -> tuple[Provision, ...]:
        """The records printed directly under a path, in order."""
        return self._children.get(path, ())

    def ancestors(self, path: str) -> tuple[Provision, ...]:
        """The records above a path, the entry's heading first."""
        line: list[Provision] = []
        parent = self.provision(path).parent
        while parent is not None and parent in self._records:
            line.append(self._records[parent])
            parent = self._records[parent].parent
        return tuple(reversed(line))

    def notes_on(self, path: str) -> tuple[Provision, ...]:
        """The notes that change how a record is to be read: its own, and those on what stands above it, in order.

        A note bears on the paths that it names and all below them; one that names none, on what it is printed under.
        """
        line = {self.provision(path).path, *(p.path for p in self.ancestors(path))}
        return tuple(note for note in self._notes if line.intersection(note.applies_to or (note.parent,)))

    @cached_property
    def _notes(self) -> tuple[Provision, ...]:
        return tuple(p for e in self.entries for p in e.provisions if p.effect)

    @cached_property
    def records(self) -> tuple[Provision, ...]:
        """Every record of the list, entries' and general ones, in the order of the source."""
        return tuple(sorted(self._records.values(), key=lambda p: p.order))

    def regimes(self, entry: Entry | str) -> tuple[Regime, ...]:
        """The regimes an entry comes from, each with the source that says so: the list itself, else its numbering."""
        entry = self.entry(entry) if isinstance(entry, str) else entry
        if entry.regimes:
            return tuple(Regime(name, f"named by {self.title}") for name in entry.regimes)
        return regimes_by_number(self.numbering, entry.code)

    def as_of(self, day: date) -> ControlList:
        """This version, if it was in force on that day. Raises NotInForceError when it was not, or gives no date."""
        begins, ends = self.version.effective_from, self.version.effective_until
        if begins is None:
            raise NotInForceError(f"{self.id} {self.version} does not say from when it applies")
        if day < begins or (ends is not None and day > ends):
            until = f" until {ends}" if ends else ""
            raise NotInForceError(f"{self.id} {self.version} applies from {begins}{until}, not on {day}")
        return self

    def diff(self, other: ControlList) -> tuple[Change, ...]:
        """What a later version changed, paragraph by paragraph, in the order of the lists."""
        return changes(self, other)

    def classify(self, description: str, facts: str = "", hs: str | None = None, top: int = 20) -> list[Candidate]:
        """The entries that an officer should look at, nearest first; see `exeat.domain.controls.classify`."""
        return self.index.classify(description, facts, hs, top)

    @property
    def engine_version(self) -> str:
        """What a decision stores beside the list's version, to say which program suggested."""
        return ENGINE_VERSION

    @cached_property
    def index(self) -> Index:
        """The index that `classify` asks: from its file, else by words alone, made in memory in less than a second."""
        try:
            index = Index(self, open_index(self, self.index_file) if self.index_file else None)
        except ControlListError:  # there is none, or it was made for another version of the list or of Exeat
            index = Index(self)
        gc.collect()  # looks through a whole list, which it would else do in the middle of an answer
        return index

    def with_index(self, path: str | Path) -> ControlList:
        """The same list, asked through a file that `build_index` wrote for it. Raises ControlListError otherwise."""
        open_index(self, Path(path)).db.close()
        return replace(self, index_file=Path(path))

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {e.code: e for e in self.entries}

    @cached_property
    def _owner(self) -> dict[str, str]:
        return {p.path: e.code for e in self.entries for p in e.provisions}

    @cached_property
    def _records(self) -> dict[str, Provision]:
        return {p.path: p for p in (*self.general, *(p for e in self.entries for p in e.provisions))}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {path.casefold(): path for path in self._records}

    @cached_property
    def _children(self) -> dict[str, tuple[Provision, ...]]:
        under: dict[str, list[Provision]] = {}
        for record in self.records:
            if record.parent is not None:
                under.setdefault(record.parent, []).append(record)
        return {path: tuple(children) for path, children in under.items()}


def in_force(versions: Iterable[ControlList], day: date) -> ControlList:
    """Of several versions of one list, the one in force on a day: the latest begun that has not ended.

    Raises NotInForceError when there is none.
    """
    begun = sorted(
        (v for v in versions if v.version.effective_from is not None and v.version.effective_from <= day),
        key=lambda v: v.version.effective_from or day,
    )
    if not begun:
        raise NotInForceError(f"no version of the list was in force on {day}")
    return begun[-1].as_of(day)


def with_dates(control_list: ControlList, begins: date | None, ends: date | None = None) -> ControlList:
    """The same list under other effective dates, for sources that do not print theirs."""
    return replace(control_list, version=replace(control_list.version, effective_from=begins, effective_until=ends))
