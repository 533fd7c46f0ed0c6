"""A state's own control list from a CSV file (UTF-8), one printed record a row.

Columns: `code`, `parent`, `kind`, `text`; and where known `regimes`, `reasons`, `hs` (several apart by a semicolon,
meant on headings only). A heading has a code and no parent and begins an entry; a provision has a code and the code of
the record above it; a note, technical_note, nb, exclusion or definition has a parent and no code.
docs/control-lists.md has an example.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import cast, get_args

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.source import Imported, Sheet, decode, only_file
from exeat.domain.controls.records import Entry, Kind, Version

REQUIRED = ("code", "parent", "kind", "text")
OPTIONAL = ("regimes", "reasons", "hs")
_KINDS = get_args(Kind)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    fields: dict[str, str]

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(filter(None, (part.strip() for part in self.fields.get(column, "").split(";"))))


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when a row is cut off, out of place or of an unknown kind."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    if not text.endswith(("\n", "\r")):
        raise SourceError(path, text.count("\n") + 1, "the file is cut off: its last line has no end")
    order = count()
    sheets: list[tuple[_Row, Sheet]] = []
    for row in _rows(path, text):
        if row.fields["kind"] == "heading":
            sheets.append((row, Sheet(row.fields["code"], order)))
        elif not sheets:
            raise SourceError(path, row.line, "the first row must be a heading")
        _place(path, row, [sheet for _, sheet in sheets])
    if not sheets:
        raise SourceError(path, 1, "the file has column names and no rows")
    entries = tuple(_entry(row, sheet) for row, sheet in sheets)
    control_list = ControlList(
        id=path.stem,
        title=path.stem.replace("-", " ").replace("_", " "),
        version=Version(f"csv-{sha256[:12]}"),
        numbering="own",
        source_sha256=sha256,
        rights="As the state that wrote the list says.",
        entries=entries,
    )
    records = [p for entry in entries for p in entry.provisions]
    return Imported(
        control_list,
        {"entries": len(entries), "rows": len(records), "notes": sum(":" in p.path for p in records)},
    )


def _rows(path: Path, text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        names = [name.strip().casefold() for name in next(reader)]
        _check_names(path, names)
        line = reader.line_num + 1
        for values in reader:
            if any(values):
                yield _row(path, line, names, values)
            line = reader.line_num + 1
    except csv.Error as problem:
        raise SourceError(path, line, f"this row is cut off or its quotation marks do not close ({problem})")


def _check_names(path: Path, names: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name not in REQUIRED + OPTIONAL]
    if missing or unknown:
        what = f"the column {missing[0]} is missing" if missing else f"the column {unknown[0]!r} is not known"
        raise SourceError(path, 1, f"{what}; columns are {', '.join(REQUIRED)} and optionally {', '.join(OPTIONAL)}")


def _row(path: Path, line: int, names: list[str], values: list[str]) -> _Row:
    if len(values) != len(names):
        raise SourceError(path, line, f"{len(names)} values were expected, {len(values)} found")
    row = _Row(line, {name: value.strip() for name, value in zip(names, values, strict=True)})
    kind, code, parent = row.fields["kind"], row.fields["code"], row.fields["parent"]
    if kind not in _KINDS:
        raise SourceError(path, line, f"the kind {kind!r} is not known; kinds are {', '.join(_KINDS)}")
    if not row.fields["text"]:
        raise SourceError(path, line, "the text is empty")
    if bool(code) != (kind in ("heading", "provision")) or bool(parent) != (kind != "heading"):
        raise SourceError(
            path, line, "a heading has a code only, a provision a code and a parent, all else a parent only"
        )
    if ":" in code:
        raise SourceError(path, line, f"the code {code} has a colon, which is kept for notes")
    return row


def _place(path: Path, row: _Row, sheets: list[Sheet]) -> None:
    kind, code, parent = cast(Kind, row.fields["kind"]), row.fields["code"], row.fields["parent"]
    sheet, text = sheets[-1], row.fields["text"]
    if code and any(s.holds(code) for s in sheets):
        raise SourceError(path, row.line, f"the code {code} is there twice")
    if parent and not sheet.holds(parent):
        raise SourceError(path, row.line, f"the parent {parent} is not in the entry above; rows stand in printed order")
    if code:
        sheet.put(kind, code, text, code, parent or None)
    else:
        sheet.beside(kind, "", text, parent)


def _entry(row: _Row, sheet: Sheet) -> Entry:
    return Entry(
        sheet.root,
        row.fields["text"],
        tuple(sheet.records),
        row.several("regimes"),
        row.several("reasons"),
        row.several("hs"),
    )
