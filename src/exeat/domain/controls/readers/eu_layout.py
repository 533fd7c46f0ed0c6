"""Annex I as the Official Journal lays it out: labelled paragraphs in nested lists, in whatever markup they come.

A reader of a markup turns the annex into blocks: each a label (`6A003`, `b.`, `Note 1:`), a text, and how deep in lists
it stands. Here the blocks become entries. Where the markup does not nest its lists, the sequence of the enumerators
tells the depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.outline import following, out_of_sequence
from exeat.domain.controls.readers.source import Imported, Sheet, counted_powers, first_difference
from exeat.domain.controls.records import Entry, Kind, Version
from exeat.domain.controls.repair import repaired

_ENTRY = re.compile(r"(?P<code>\d[A-E]\d{3})\.?(?:\s+(?P<text>.*))?$", re.S)
_STEP = re.compile(r"(?P<step>[a-z]{1,2}|\d{1,2})[.)]$")
_RUN_IN_STEP = re.compile(r"(?P<label>(?:[a-z]|\d{1,2})\.)\s+(?P<text>.*)", re.S)
_NOTE = re.compile(r"(?P<label>(?:Technical )?Notes?(?: \d+)?\s*[:.]|N\.?\s?B\.?(?: ?\d+)?[:.]?)\s*(?P<text>.*)$", re.S)
_HEADING = re.compile(r"(?:CATEGORY|Category) \d\b|\d[A-E]\b(?!\d)|PART [IVX]+\b")
_DEFINITIONS = re.compile(r"\b(?:definitions?|acronyms|abbreviations)\b", re.I)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the annex: what is printed in front, the words, how deep in lists, and the file's line."""

    label: str
    text: str
    depth: int
    line: int | None
    heading: bool = False


def with_label(label: str, blocks: Iterable[Block], depth: int, line: int | None) -> Iterator[Block]:
    """The blocks of a list's item, the first carrying the item's label; a label alone where none can carry it."""
    rest = iter(blocks)
    first = next(rest, None)
    if first is None or first.label or first.depth != depth:
        yield Block(label, "", depth, line)
        yield from () if first is None else (first,)
    else:
        yield replace(first, label=label)
    yield from rest


@dataclass(frozen=True, slots=True)
class Annex:
    """What a markup's reader found: the blocks, the text by a second pass, and what the file says of its date."""

    path: Path
    sha256: str
    blocks: tuple[Block, ...]
    plain: str
    version: str
    effective_from: date | None = None


def imported(annex: Annex) -> Imported:
    """The annex as a control list. Raises SourceError naming the line of what has no place in it."""
    reader = _Reader(annex.path)
    for block in annex.blocks:
        reader.take(block)
    reader.close()
    if not reader.entries:
        raise SourceError(annex.path, None, "no entry such as 6A003 was found in Annex I")
    control_list = ControlList(
        id="eu-annex-i",
        title="EU dual-use list, Annex I to Regulation (EU) 2021/821",
        version=Version(annex.version, annex.effective_from),
        numbering="eu",
        source_sha256=annex.sha256,
        rights="© European Union, eur-lex.europa.eu; reuse with the source acknowledged (Decision 2011/833/EU).",
        entries=tuple(reader.entries),
        general=tuple(reader.general.records),
    )
    if difference := first_difference(annex.plain, "\n".join(p.printed for p in control_list.records)):
        raise SourceError(annex.path, None, f"the annex could not be read whole, from {difference!r}")
    control_list = repaired(control_list)
    records = [p for entry in control_list.entries for p in entry.provisions]
    return Imported(
        control_list,
        {
            "entries": len(control_list.entries),
            "codes": sum(p.kind in ("heading", "provision") and ":" not in p.path for p in records),
            "unnumbered paragraphs": sum(p.kind == "provision" and ":" in p.path for p in records),
            "notes": sum(p.kind in ("note", "technical_note", "nb", "exclusion") for p in records),
            "texts outside entries": len(control_list.general),
            "enumerators out of sequence": sum(len(out_of_sequence(e.provisions)) for e in control_list.entries),
            **counted_powers(control_list),
        },
    )


@dataclass(slots=True)
class _Note:
    """A note being read: the paragraphs of lists inside it are its own, with their labels.

    A note whose label is set as one holds all that is set deeper. One that is set as a paragraph holds the list that
    its colon opens, as far as the sequence goes: what follows may be the entry's.
    """

    label: str
    lines: list[str]
    parent: str
    depth: int
    set_apart: bool
    _list: tuple[int, str] | None = None  # how deep its list is set, and the latest enumerator in it

    def takes(self, block: Block) -> bool:
        """Whether the block is the note's; if so, it is taken down."""
        if block.depth <= self.depth or not (self.set_apart or self._goes_on(block)):
            return False
        self.lines.append(f"{block.label} {block.text}".strip())
        return True

    def _goes_on(self, block: Block) -> bool:
        step = _STEP.match(block.label)
        if self._list is None:
            begins = step is not None and step["step"] in ("a", "1") and self.lines[-1].endswith(":")
        else:
            at, latest = self._list
            begins = step is not None and block.depth == at and step["step"] in following(latest)
            if block.depth > at:
                return True
        if begins and step is not None:
            self._list = (block.depth, step["step"])
        return begins


class _Reader:
    """Goes through the blocks in order, knowing the entry, the open provisions and the note each falls into."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.order = count()
        self.general = Sheet("", self.order)
        self.entries: list[Entry] = []
        self._anchor, self._kind = "annex", "note"
        self._sheet: Sheet | None = None
        self._steps: list[tuple[int, str]] = []  # the open provisions of the entry: how deep, and which enumerator
        self._note: _Note | None = None
        self._opened = False

    def take(self, block: Block) -> None:
        """Put one block where it belongs."""
        entry = _ENTRY.fullmatch(block.label or block.text) if not block.heading else None
        if entry and (entry["text"] or block.label or not block.text[5:].strip()):
            self._open(entry["code"], (entry["text"] or "") if not block.label else block.text, block)
        elif block.heading or (not block.label and _HEADING.match(block.text)):
            self.close()
            self._heading(block)
        elif self._sheet is None:
            kind: Kind = "definition" if self._kind == "definition" else "note"
            self.general.beside(kind, block.label, block.text, self._anchor)
        else:
            self._inside(self._sheet, block)

    def close(self) -> None:
        """The entry at hand is complete."""
        if self._sheet is not None:
            self._close_note(self._sheet)
            records = tuple(self._sheet.records)
            self.entries.append(Entry(self._sheet.root, records[0].text, records))
        self._sheet, self._steps = None, []

    def _open(self, code: str, title: str, block: Block) -> None:
        self.close()
        if any(entry.code == code for entry in self.entries):
            raise SourceError(self.path, block.line, f"entry {code} is there twice")
        self._sheet = Sheet(code, self.order)
        self._sheet.put("heading", code, title, code, None)
        self._opened = title.endswith(":")

    def _heading(self, block: Block) -> None:
        text = f"{block.label} {block.text}".strip()
        name = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40] or "annex"
        self._anchor = next(n for n in (name, *(f"{name}-{k}" for k in range(2, 999))) if not self.general.holds(n))
        self._kind = "definition" if _DEFINITIONS.search(text) else "note"
        self.general.put("heading", "", text, self._anchor, None)

    def _inside(self, sheet: Sheet, block: Block) -> None:
        if self._note and self._note.takes(block):
            return
        self._close_note(sheet)
        if note := _NOTE.match(f"{block.label} {block.text}".strip()):
            parent, apart = self._latest(sheet, block.depth), bool(block.label)
            self._note = _Note(note["label"].strip(), [note["text"]], parent, block.depth, apart)
            return
        run_in = None if block.label else _RUN_IN_STEP.match(block.text)
        label, text = (run_in["label"], run_in["text"]) if run_in else (block.label, block.text)
        step = _STEP.match(label)
        path = self._place(sheet, step["step"], block.depth) if step else ""
        if path and not sheet.holds(path):
            sheet.put("provision", label, text, path, path.rpartition(".")[0])
        else:
            sheet.beside("provision", label, text, self._latest(sheet, block.depth))
        self._opened = text.rstrip().endswith(":")

    def _place(self, sheet: Sheet, step: str, depth: int) -> str:
        """The path of an enumerator: below what stands less deep, or where the sequence says if all stand alike."""
        above = [n for n, (at, _) in enumerate(self._steps) if at < depth]
        kept = above[-1] + 1 if above else 0
        beside = self._steps[kept:]
        follows = [kept + n for n, (_, name) in enumerate(beside) if step in following(name)]
        if beside and not follows and step in ("a", "1") and self._opened:
            kept = len(self._steps)  # a list that the markup did not set deeper
        elif follows:
            kept = next((n for n in follows if self._steps[n][0] == depth), follows[-1])
        self._steps[kept:] = [(depth, step)]
        return ".".join([sheet.root, *(name for _, name in self._steps)])

    def _latest(self, sheet: Sheet, depth: int) -> str:
        """The provision that a note or an unnumbered paragraph at some depth belongs to."""
        open_there = [name for at, name in self._steps if at <= depth]
        path = ".".join([sheet.root, *open_there])
        return path if sheet.holds(path) else sheet.root

    def _close_note(self, sheet: Sheet) -> None:
        if self._note is not None:
            sheet.note(self._note.label, "\n".join(filter(None, self._note.lines)), self._note.parent)
        self._note = None
