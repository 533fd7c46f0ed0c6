"""The US Commerce Control List, or a part of it, from JSON that holds each entry's text as Markdown.

The file is a list of categories (`name`, `product_groups`), of groups (`name`, `eccn`), of entries (`code`,
`description`, `details`). Its Markdown is turned back into the elements of the eCFR's XML and read by the same reader,
so that two versions from different files have the same paths. Raised characters are level in the file, as `10−14`.
Rows with a provision's code (`5A991.b`) are extracts that the file's maker added, and some lists of points were printed
twice over: both are counted, extracts are not read and such lists are read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.outline import out_of_sequence
from exeat.domain.controls.readers.source import Imported, decode, first_difference, only_file, parse_json
from exeat.domain.controls.readers.us_ccl import CclReader, codes_with_items
from exeat.domain.controls.records import Version

_CATEGORY = re.compile(r"Category (\d)")
_PART_AND_GROUP = re.compile(r"(?P<part>Part \d.*?) (?P<group>[A-E]\. .*)", re.S)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")  # of an image only the brackets, which are empty
_MARK = re.compile(r"\\(.)|\*")
_NOTE_LABEL = re.compile(r"\*?(?P<label>(?:[A-Z][\w ,.\-]*)?(?:Notes?|N\.B\.)[^:*\n]{0,60}\*?:?)\*?:?(?=\n|$)")
_LICENSING_LABEL = re.compile(r"\*[A-Z][\w /()]{1,40}:\*")
_POINTS = re.compile(r"(?P<once>(?:\n\n(?:-\*|•)[^\n]*){2,})(?P=once)(?=\n\n(?!-\*|•)|$)")
_RULE = re.compile(r"\|?[\s:|-]+\|?")


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or could not be read whole."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    rows = _rows(path, parse_json(path, text))
    twice = sum(len(_POINTS.findall(row.get("details", ""))) for row in rows)
    entries = [_once(row) for row in rows if "." not in row.get("code", "")]
    root = etree.Element("DIV9")
    for row in entries:
        root.extend(_elements(row))
    reader = CclReader(path, codes_with_items(root))
    for element in root:
        reader.take(element)
    reader.close_entry()
    control_list = ControlList(
        id="us-ccl",
        title="US Commerce Control List, 15 CFR part 774 supplement no. 1",
        version=Version(f"json-{sha256[:12]}"),
        numbering="us",
        source_sha256=sha256,
        rights="Work of the United States Government, public domain (17 U.S.C. 105).",
        entries=tuple(reader.entries),
        general=tuple(reader.general.records),
        covers=_categories(rows),
    )
    _check(path, text, entries, control_list)
    return Imported(control_list, _counts(control_list, len(rows) - len(entries), twice))


def _rows(path: Path, data: Any) -> list[dict[str, str]]:
    """The file's entries and headings flat, in order: `heading`, or `code`, `description` and `details`."""
    rows: list[dict[str, str]] = []
    try:
        for category in data:
            rows.append({"heading": category["name"]})
            for group in category["product_groups"]:
                rows.append({"heading": group["name"]})
                rows += [{key: e[key] for key in ("code", "description", "details")} for e in group["eccn"]]
    except (KeyError, TypeError) as problem:
        raise SourceError(path, None, f"categories, product groups and entries were expected; one lacks {problem}")
    if any(not isinstance(value, str) for row in rows for value in row.values()):
        raise SourceError(path, None, "a heading, code, description or details is not text")
    return rows


def _categories(rows: list[dict[str, str]]) -> tuple[str, ...]:
    found = [match[1] for row in rows if (match := _CATEGORY.match(row.get("heading", "")))]
    return () if len(set(found)) == 10 else tuple(sorted(set(found)))


def _elements(row: dict[str, str]) -> Iterator[etree._Element]:
    if "heading" in row:
        split = _PART_AND_GROUP.fullmatch(row["heading"])
        for text in split.groups() if split else (row["heading"],):
            yield _element("HD1", text)
        return
    head = _element("FP-2", "")
    etree.SubElement(head, "B").text = f"{row['code']} {_plain(row['description'])}"
    yield head
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n", row["details"]) if block.strip()]
    note: etree._Element | None = None
    for block in blocks:
        if note is not None and _goes_on(block):
            note.append(_italic(block))
            continue
        if note is not None:
            yield note
        label = _NOTE_LABEL.match(block)
        note = _note(label["label"], block[label.end() :]) if label else None
        if note is None:
            yield _table(block) if block.startswith("|") else _element("P", _plain(block))
    if note is not None:
        yield note


def _once(row: dict[str, str]) -> dict[str, str]:
    """The row with each list of points that stands in its details twice over only once."""
    return {key: _POINTS.sub(lambda run: run["once"], value) for key, value in row.items()}


def _goes_on(block: str) -> bool:
    """Whether a paragraph is in the italics of the note above it, and begins none of its own."""
    in_italics = re.match(r"[-•]?\s?\*(?!\*)", block) is not None
    return in_italics and not _NOTE_LABEL.match(block) and not _LICENSING_LABEL.match(block)


def _note(label: str, rest: str) -> etree._Element:
    note = etree.Element("NOTE")
    note.append(_element("HED", _plain(label)))
    note.extend(_italic(line) for line in rest.split("\n") if line.strip())
    return note


def _italic(text: str) -> etree._Element:
    """A note's paragraph: the reader of the XML tells by the italics that it is none of the entry's provisions."""
    paragraph = etree.Element("P")
    etree.SubElement(paragraph, "I").text = _plain(text)
    return paragraph


def _table(block: str) -> etree._Element:
    table = _element("DIV", "")
    for line in block.split("\n"):
        if _RULE.fullmatch(line.strip()):
            continue
        row = etree.SubElement(table, "TR")
        for cell in line.strip().strip("|").split("|"):
            etree.SubElement(row, "TD").text = _plain(cell.strip())
    return table


def _element(tag: str, text: str) -> etree._Element:
    element = etree.Element(tag)
    element.text = text
    return element


def _plain(markdown: str) -> str:
    """The words without Markdown's marks; a backslash keeps the sign behind it."""
    text = re.sub(r"<br ?/?>", " ", _LINK.sub(r"\1", markdown))
    return _MARK.sub(lambda match: match[1] or "", text)


def _check(path: Path, text: str, rows: list[dict[str, str]], control_list: ControlList) -> None:
    """Compare every entry with its row, by a second pass that knows nothing of notes and tables."""
    source = [row for row in rows if "code" in row]
    if [row["code"] for row in source] != [entry.code for entry in control_list.entries] or not source:
        raise SourceError(path, None, f"{len(source)} entries in the file, {len(control_list.entries)} read")
    for row, entry in zip(source, control_list.entries, strict=True):
        words = re.sub(r"(?m)^\|[\s:|-]+\|$|\|", " ", f"{row['code']} {row['description']}\n{row['details']}")
        if difference := first_difference(_plain(words), entry.text):
            line = text.count("\n", 0, text.find(f'"{entry.code}"')) + 1
            raise SourceError(path, line, f"entry {entry.code} could not be read whole, from {difference!r}")


def _counts(control_list: ControlList, extracts: int, twice: int) -> dict[str, int]:
    records = [p for entry in control_list.entries for p in entry.provisions]
    return {
        "entries": len(control_list.entries),
        "provisions": sum(p.kind == "provision" and ":" not in p.path for p in records),
        "unnumbered paragraphs": sum(p.kind == "provision" and ":" in p.path for p in records),
        "notes": sum(p.kind in ("note", "technical_note", "nb", "exclusion") for p in records),
        "licensing paragraphs": sum(p.kind == "licensing" for p in records),
        "extracts of entries, not read": extracts,
        "lists of points printed twice, read once": twice,
        "enumerators out of sequence": sum(len(out_of_sequence(e.provisions)) for e in control_list.entries),
    }
