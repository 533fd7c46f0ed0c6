"""A control list: one version of it, kept in a file, and what may be asked of it."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from exeat.domain.controls import storage
from exeat.domain.controls.classify import ENGINE_VERSION, Candidate, Index
from exeat.domain.controls.compare import Change, changes
from exeat.domain.controls.edition import Edition
from exeat.domain.controls.errors import ControlListError, NotInForceError
from exeat.domain.controls.retrieval.store import index_beside, open_index


@dataclass(frozen=True)
class ControlList(Edition):
    """One version of one control list. Values never change; `classify` builds its index on first use."""

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
