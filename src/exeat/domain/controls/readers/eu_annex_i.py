"""Annex I to Regulation (EU) 2021/821, the EU's list of dual-use items, from its consolidated text as JSON.

The file holds `entries` (each a `verbatim_text`: one printed record a line, the full code in front), an `index` of the
entries' first lines, `docs` (definitions, notes that apply to the whole list or a part), and the general export
authorisations, which are no part of the list and are counted but not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.numbering import codes_in
from exeat.domain.controls.readers.outline import out_of_sequence
from exeat.domain.controls.readers.source import (
    Imported,
    Sheet,
    counted_powers,
    decode,
    first_difference,
    only_file,
    parse_json,
)
from exeat.domain.controls.records import Entry, Kind, Provision, Version
from exeat.domain.controls.repair import repaired

_LINE = re.compile(r"(?P<code>\d[A-E]\d{3}(?:\.[a-z0-9]+)*)(?: (?P<text>.*))?")
_NOTE = re.compile(r"(?P<label>(?:Technical )?Notes?(?: \d+\w?)?\s?:|N\.?B\.?(?: ?\d+)?(?:[.:]|(?= )))\s*(?P<text>.*)")
_KEYS = ("corpus_version", "valid_from", "attribution", "entry_count", "index", "entries", "docs", "geas")
_TEXTS = {
    "index": ("code", "first_line"),
    "entries": ("entry_code", "verbatim_text"),
    "docs": ("title", "verbatim_text"),
    "geas": ("id",),
}
_PARAGRAPHS = ("parameters", "applicable_notes")


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or disagrees with itself."""
    path, data, sha256 = only_file(paths)
    source = _Source(path, decode(path, data))
    order = count()
    entries = tuple(source.entry(row, order) for row in source.rows("entries"))
    general = tuple(record for doc in source.rows("docs") for record in _general(doc, order))
    source.check(entries)
    control_list = ControlList(
        id="eu-annex-i",
        title="EU dual-use list, Annex I to Regulation (EU) 2021/821",
        version=Version(source.data["corpus_version"], source.day("valid_from")),
        numbering="eu",
        source_sha256=sha256,
        rights=source.data["attribution"],
        entries=entries,
        general=general,
    )
    control_list = repaired(control_list)
    records = [p for entry in control_list.entries for p in entry.provisions]
    return Imported(
        control_list,
        {
            "entries": len(entries),
            "lines": len(records),
            "codes": sum(p.kind in ("heading", "provision") and ":" not in p.path for p in records),
            "notes": sum(":" in p.path for p in records),
            "list-wide texts": len(source.rows("docs")),
            **counted_powers(control_list),
            "general authorisations, not part of the list": len(source.rows("geas")),
            "enumerators out of sequence": sum(len(out_of_sequence(entry.provisions)) for entry in entries),
            "references to codes that the list does not have": _dangling(control_list),
        },
    )


class _Source:
    """The parsed file, with the line of the file at hand for every complaint."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.data: dict[str, Any] = parse_json(path, text)
        if not isinstance(self.data, dict):
            raise self.error(1, "an object with the list's fields was expected")
        for key in _KEYS:
            if key not in self.data:
                raise self.error(1, f"the field {key} is missing")
        for key in ("corpus_version", "attribution"):
            if not isinstance(self.data[key], str):
                raise self.error(None, f"the field {key} is not text")

    def error(self, line: int | None, problem: str) -> SourceError:
        return SourceError(self.path, line, problem)

    def line_of(self, code: str) -> int | None:
        at = self.text.find(f'"entry_code": "{code}"')
        return self.text.count("\n", 0, at) + 1 if at >= 0 else None

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The objects of one of the file's lists, their fields found to be text."""
        rows = self.data[key]
        if not isinstance(rows, list):
            raise self.error(None, f"the field {key} is not a list")
        for number, row in enumerate(rows, 1):
            for field in _TEXTS[key]:
                if not isinstance(row, dict) or not isinstance(row.get(field), str):
                    raise self.error(None, f"the field {field} is missing or not text in number {number} of {key}")
            for field in _PARAGRAPHS:
                if not _is_texts(row.get(field, [])):
                    raise self.error(None, f"the field {field} is not a list of texts in number {number} of {key}")
        return rows

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.data[key])
        except (TypeError, ValueError):
            raise self.error(None, f"the field {key} is not a date like 2025-11-15")

    def entry(self, row: dict[str, Any], order: count[int]) -> Entry:
        code, text = row["entry_code"], row["verbatim_text"]
        sheet = Sheet(code, order)
        for number, line in enumerate(text.split("\n"), 1):
            match = _LINE.fullmatch(line)
            if not match or match["code"].split(".")[0] != code:
                raise self.error(self.line_of(code), f"line {number} of entry {code} does not begin with its code")
            self._place(sheet, match["code"], match["text"] or "", number)
        if difference := first_difference(text, "\n".join(p.printed for p in sheet.records)):
            raise self.error(self.line_of(code), f"entry {code} could not be read whole, from {difference!r}")
        return Entry(code, sheet.records[0].text, tuple(sheet.records))

    def _place(self, sheet: Sheet, code: str, text: str, number: int) -> None:
        if not sheet.holds(code):
            parent = code.rpartition(".")[0] or None
            if parent is not None and not sheet.holds(parent):
                raise self.error(self.line_of(sheet.root), f"line {number}: {code} stands before its parent {parent}")
            sheet.put("heading" if parent is None else "provision", code, text, code, parent)
        elif match := _NOTE.fullmatch(text):
            sheet.note(f"{code} {match['label']}", match["text"], code)
        else:
            sheet.beside(_continued(text), code, text, code)

    def check(self, entries: tuple[Entry, ...]) -> None:
        """Compare with what the file says of itself elsewhere: the count, the index, the paragraphs listed apart."""
        codes = [entry.code for entry in entries]
        index = {row["code"]: row["first_line"] for row in self.rows("index")}
        if len(codes) != self.data["entry_count"]:
            raise self.error(None, f"{self.data['entry_count']} entries announced, {len(codes)} found")
        if missing := set(index) ^ set(codes):
            raise self.error(None, f"index and entries disagree about {min(missing)}")
        for field, names in (("entries", codes), ("docs", [row["title"] for row in self.rows("docs")])):
            if len(set(names)) != len(names):
                raise self.error(None, f"one of the {field} is there twice")
        for row, entry in zip(self.rows("entries"), entries, strict=True):
            whole = entry.text
            if not whole.startswith(index[entry.code]):
                raise self.error(self.line_of(entry.code), f"entry {entry.code} does not begin as the index says")
            for part in (part for field in _PARAGRAPHS for part in row.get(field, [])):
                if part not in whole:
                    raise self.error(self.line_of(entry.code), f"entry {entry.code} lacks its paragraph {part[:60]!r}")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _continued(text: str) -> Kind:
    """A second record under one code without a note's label: a technical note that went on, or a paragraph that did."""
    return "technical_note" if text.startswith("For the purposes of") else "provision"


def _general(doc: dict[str, Any], order: count[int]) -> list[Provision]:
    """A list-wide text: its title as a heading, its lines beside it."""
    root = "general/" + re.sub(r"[^a-z0-9]+", "-", doc["title"].casefold()).strip("-")
    sheet = Sheet(root, order)
    sheet.put("heading", "", doc["title"], root, None)
    kind: Kind = "definition" if {"definitions", "acronyms"} & set(re.split("[/-]", root)) else "note"
    for line in doc["verbatim_text"].split("\n"):
        if line.strip():
            sheet.beside(kind, "", line, root)
    return sheet.records


def _dangling(control_list: ControlList) -> int:
    """Codes that the entries refer to and that the file does not have: a measure of what its maker lost."""
    have = {p.path for p in control_list.records}
    written = (code for e in control_list.entries for p in e.provisions for code in codes_in(p.text))
    return len({code for code in written if code not in have})
