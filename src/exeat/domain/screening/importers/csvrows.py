"""Rows of a delimited file, strictly: every record has its fields, and the file ends where it should."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exeat.domain.screening.importers.imported import ImportRefused

CTRL_Z = b"\x1a"

Row = tuple[int, tuple[str, ...]]  # the line on which the record ends, its fields
NamedRow = tuple[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written. ``sentinel`` is what must be its last byte; without one it must end with a line end."""

    delimiter: str = ","
    encoding: str = "utf-8-sig"
    sentinel: bytes = b""


def rows(path: Path, layout: Layout, widths: Sequence[int]) -> Iterator[Row]:
    """The records, each with its line; blank lines are passed over.

    Raises ImportRefused when the end is missing, the text cannot be decoded, a quote stays open, or a record has a
    number of fields that is not in ``widths``.
    """
    text = _text(path, layout)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter, strict=True)
    try:
        for row in reader:
            if row and len(row) not in widths:
                expected = " or ".join(str(width) for width in widths)
                raise ImportRefused(
                    path, reader.line_num, f"{len(row)} fields, expected {expected}; is the file cut off?"
                )
            if row:
                yield reader.line_num, tuple(row)
    except csv.Error as error:
        raise ImportRefused(path, reader.line_num, f"{error}; is the file cut off?") from error


def named(
    path: Path, columns: Sequence[str], *, optional: Sequence[str] = (), delimiter: str = ",", above: int = 0
) -> list[NamedRow]:
    """The records of a file with a header, by column; ``above`` lines stand over the header.

    An optional column that is absent is empty. Raises ImportRefused as ``rows`` does, and when the header lacks one of
    ``columns`` or names one twice.
    """
    header = _header(path, delimiter, above)
    for name in columns:
        if header.count(name) != 1:
            raise ImportRefused(path, above + 1, f'{"two columns" if name in header else "no column"} "{name}"')
    found = rows(path, Layout(delimiter), (len(header), 1) if above else (len(header),))
    body = [(line, row) for line, row in found if line > above + 1]
    if short := [line for line, row in body if len(row) != len(header)]:
        raise ImportRefused(path, short[0], f"one field, expected {len(header)}; is the file cut off?")
    absent = {name: "" for name in optional if name not in header}
    at = {name: header.index(name) for name in (*columns, *optional) if name in header}
    return [(line, {name: row[place] for name, place in at.items()} | absent) for line, row in body]


def _header(path: Path, delimiter: str, above: int) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        for _ in range(above):
            lines.readline()
        return tuple(next(csv.reader(io.StringIO(lines.readline()), delimiter=delimiter), ()))


def count(path: Path) -> int:
    """Records by a simpler count: the lines outside quotes that are not blank."""
    outside = path.read_bytes().split(b'"')[::2]
    return sum(1 for line in b'"'.join(outside).split(b"\n") if line.strip())


def _text(path: Path, layout: Layout) -> str:
    data = path.read_bytes()
    last = data.count(b"\n") + (not data.endswith(b"\n"))
    if layout.sentinel and not data.endswith(layout.sentinel):
        raise ImportRefused(path, last, "the end mark (Ctrl-Z) is missing: the file is cut off, fetch it again")
    data = data.removesuffix(layout.sentinel) if layout.sentinel else data
    if not data.endswith(b"\n"):
        raise ImportRefused(path, last, "the last line has no end: the file is empty or cut off, fetch it again")
    try:
        return data.decode(layout.encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(path, line, f"not {layout.encoding} text: byte {data[error.start]:#04x}") from error
