"""What every reader needs: the one file it is given, a place to put records down, and the comparison at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import ControlListError, SourceError
from exeat.domain.controls.records import Kind, Provision, Ref
from exeat.domain.controls.repair import repaired
from exeat.domain.controls.wording import (
    bare,
    defined_terms,
    logic,
    note_effect,
    note_kind,
    note_scope,
    references,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A list read whole, and what was counted: in the source and in the records, by name of what was counted."""

    control_list: ControlList
    counts: dict[str, int]

    def proven_by(self, twin: ControlList) -> Imported:
        """The same import with its powers of ten proven by another list as well, and counted anew."""
        control_list = repaired(self.control_list, twin)
        return Imported(control_list, {**self.counts, **counted_powers(control_list)})


def counted_powers(control_list: ControlList) -> dict[str, int]:
    """How many powers of ten were set level in the source, and what became of them."""
    return {
        "powers of ten set level, put right": sum(len(p.corrections) for p in control_list.records),
        "powers of ten set level, in doubt": sum(len(p.doubts) for p in control_list.records),
    }


def only_file(paths: Sequence[Path]) -> tuple[Path, bytes, str]:
    """The single file of a format that takes one: its path, bytes and SHA-256. Raises ControlListError."""
    if len(paths) != 1:
        raise ControlListError(f"this format is one file, {len(paths)} were given")
    path = paths[0]
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ControlListError(f"{path}: {problem.strerror}")
    if not data.strip():
        raise SourceError(path, 1, "the file is empty")
    return path, data, hashlib.sha256(data).hexdigest()


def decode(path: Path, data: bytes) -> str:
    """The text of a UTF-8 file. Raises SourceError naming the line of the first byte that is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SourceError(path, data[: problem.start].count(b"\n") + 1, "not UTF-8 text; save the file as UTF-8")


def parse_json(path: Path, text: str) -> Any:
    """The values of a JSON text. Raises SourceError naming the line where it is cut off."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        raise SourceError(path, problem.lineno, f"the file is cut off or is not JSON ({problem.msg})")


@dataclass(slots=True)
class Sheet:
    """Where a reader puts down the records of one entry, or of the text outside entries, as it meets them."""

    root: str
    order: count[int]
    find_references: Callable[[str, str], tuple[Ref, ...]] = references
    """Reads the codes in a text, given the path of its record, in the list's own way of writing them."""
    records: list[Provision] = field(default_factory=list)
    _paths: set[str] = field(default_factory=set)

    def holds(self, path: str) -> bool:
        """Whether a record of that path has been put down."""
        return path in self._paths

    def put(self, kind: Kind, label: str, text: str, path: str, parent: str | None) -> Provision:
        """Put down a record at a path of its own."""
        refs = self.find_references(text, path)
        return self._keep(Provision(path, kind, label, text, parent, next(self.order), logic(text), (), refs))

    def beside(self, kind: Kind, label: str, text: str, parent: str, applies_to: tuple[str, ...] = ()) -> Provision:
        """Put down a record without an enumerator (a note, a continued paragraph) beside the one it belongs to.

        `applies_to` are the paths that a note's label names in the list's own way; else its words are read for codes.
        """
        path = self._free(parent, kind)
        named = label.removeprefix(parent)
        scopes = kind in ("note", "technical_note", "exclusion")
        scope = (applies_to or note_scope(named, text, parent)) if scopes else ()
        refs = self.find_references(f"{named} {text}", parent)
        effect, terms = note_effect(kind, text), defined_terms(kind, text)
        return self._keep(Provision(path, kind, label, text, parent, next(self.order), "", scope, refs, effect, terms))

    def note(self, label: str, text: str, parent: str, applies_to: tuple[str, ...] = ()) -> Provision:
        """Put down a note, its kind told by its label and first sentence."""
        return self.beside(note_kind(label, text), label, text, parent, applies_to)

    def _keep(self, record: Provision) -> Provision:
        self.records.append(record)
        self._paths.add(record.path)
        return record

    def _free(self, parent: str, kind: Kind) -> str:
        name = f"{parent}:{ {'provision': 'text', 'exclusion': 'note'}.get(kind, kind.replace('_', '-')) }"
        if name not in self._paths:
            return name
        return next(f"{name}-{n}" for n in count(2) if f"{name}-{n}" not in self._paths)


def first_difference(source: str, rebuilt: str) -> str | None:
    """The words of the source from where two texts part, white space and raised characters apart; None if nowhere."""
    left, right = bare(source), bare(rebuilt)
    if left == right:
        return None
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return left[at : at + 40]
