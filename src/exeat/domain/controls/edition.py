"""One edition of a control list: what it says, and where in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from exeat.domain.controls.errors import NotInForceError, UnknownCodeError
from exeat.domain.controls.numbering import Numbering, Regime, regimes_by_number
from exeat.domain.controls.records import Entry, Provision, Version

_BRACKETED = re.compile(r"\((\w+)\)")


@dataclass(frozen=True)
class Edition:
    """One version of one control list, to be read. Values never change."""

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

    def as_of(self, day: date) -> Self:
        """This version, if it was in force on that day. Raises NotInForceError when it was not, or gives no date."""
        begins, ends = self.version.effective_from, self.version.effective_until
        if begins is None:
            raise NotInForceError(f"{self.id} {self.version} does not say from when it applies")
        if day < begins or (ends is not None and day > ends):
            until = f" until {ends}" if ends else ""
            raise NotInForceError(f"{self.id} {self.version} applies from {begins}{until}, not on {day}")
        return self

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
