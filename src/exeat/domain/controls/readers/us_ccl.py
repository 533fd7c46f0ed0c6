"""The US Commerce Control List, 15 CFR part 774 supplement no. 1, from the eCFR's XML.

The supplement is one flat row of paragraphs. An entry begins with a paragraph whose bold text begins with an ECCN, and
ends where the next begins or a heading of a category or group stands between. Inside it, what stands before the line
"Items:" is about licences; after it, paragraphs carry their enumerator written out (`a.1.b.`) and notes follow the
paragraph that they belong to. The file names no date: an amendment's date comes from whoever imports it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from lxml import etree

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.ecfr_text import cells, inline, labelled, parse
from exeat.domain.controls.readers.markup import line_of, without_markup
from exeat.domain.controls.readers.outline import out_of_sequence
from exeat.domain.controls.readers.source import Imported, Sheet, decode, first_difference, only_file
from exeat.domain.controls.records import Entry, Kind, Provision, Version
from exeat.domain.controls.wording import note_kind

_HEAD = re.compile(r"(\d[A-E]\d{3})\b[.:]?\s*(.*)", re.S)
_RAW_HEAD = re.compile(r"<(?:FP-2|FP-1)>\s*<B>\s*(\d[A-E]\d{3})\b")
_LIST_HEADING = re.compile(r"Category (?P<category>\d)|(?P<group>[A-E])\. |Part (?P<part>\d)|Annex|[IVX]+\. ")
_OUTSIDE = {"HEAD": "supplement", "HD3": "technical-note", "CITA": "citation", "EDNOTE": "editorial-note"}
_ITEMS = re.compile(r"(Items:|Items$|Items(?= a\.)|List of Items Controlled(?= a\.))(?:\s+(.*))?$", re.S)
_ITEMS_HEADING = "List of Items Controlled"
_STEP = r"[a-z]{1,2}(?:\.(?:[a-z]{1,4}|\d{1,3}))*"
_RESERVED = re.compile(rf"(?P<path>{_STEP})\.?(?:\s*(?:-|–|through|to|and)\s*{_STEP})?\.?(?=\s*\[Reserved\])")
_ENUMERATOR = re.compile(rf"(?P<path>{_STEP})(?:\.{{1,2}}(?=[\s'‘“\"A-Z\[(]|$)|(?<=\d)(?=\s)|(?<=\.[a-z])(?=\s))")
_NAMED = re.compile(r"([A-Z][A-Za-z /()]{1,40}:|(?:[A-Z][\w ]{0,20})?Notes?[^:]{0,40}:)\s*(.*)", re.S)
_REASONS = re.compile(r"\b[A-Z]{2}\b")
_EXCEPTION = re.compile(r"[A-Z]{3}(?:/[A-Z]{3})?:")  # the short names of 15 CFR part 740: LVS, GBS, NAC/ACA


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or not the whole supplement."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    root = parse(path, data, "DIV9", "774", "supplement no. 1 to part 774")
    reader = CclReader(path, codes_with_items(root))
    for element in root:
        reader.take(element)
    reader.close_entry()
    control_list = ControlList(
        id="us-ccl",
        title="US Commerce Control List, 15 CFR part 774 supplement no. 1",
        version=Version(f"ecfr-{sha256[:12]}"),
        numbering="us",
        source_sha256=sha256,
        rights="Work of the United States Government, public domain (17 U.S.C. 105).",
        entries=tuple(reader.entries),
        general=tuple(reader.general.records),
    )
    _check(path, text, control_list)
    return Imported(control_list, _counts(text, control_list))


def codes_with_items(root: etree._Element) -> set[str]:
    """The entries that print the line "Items:", after which provisions begin."""
    found: set[str] = set()
    code = ""
    for element in root:
        text = inline(element) if element.tag in ("P", "FP", "FP-1", "FP-2") else ""
        if element.find("B") is not None and (head := _HEAD.match(text)):
            code = head[1]
        elif _ITEMS.match(text):
            found.add(code)
    return found


class CclReader:
    """Goes through the paragraphs in order, knowing which entry and which part of it each falls into."""

    def __init__(self, path: Path, with_items: set[str]) -> None:
        self.path = path
        self.with_items = with_items
        self.order = count()
        self.entries: list[Entry] = []
        self.general = Sheet("", self.order)
        self.place = ["", "", ""]  # category, part, group
        self.anchor = "supplement"  # the latest heading outside entries
        self.entry: Sheet | None = None
        self.in_items = False
        self.latest = ""  # the provision that a note belongs to
        self.runs: list[str] = []  # the last letters of nested texts with letters of their own; "`" stands before `a`

    def take(self, element: etree._Element) -> None:
        """Put one top-level paragraph, note, table or heading where it belongs."""
        tag, text = str(element.tag), inline(element)
        head = _HEAD.match(text) if tag in ("FP-2", "FP-1") and element.find("B") is not None else None
        if head:
            self._open_entry(head[1], head[2], element)
        elif tag == "HD1" and (match := _LIST_HEADING.match(text)):
            self._list_heading(match, text)
        elif tag in _OUTSIDE or (tag == "FP-2" and text.startswith("EAR99")):
            self.close_entry()
            self._heading(_OUTSIDE.get(tag, f"{self.place[0]}/ear99"), text)
        elif self.entry is None:
            self._outside(element, tag, text)
        else:
            self._inside(self.entry, element, tag, text)

    def close_entry(self) -> None:
        """The entry at hand is complete."""
        if self.entry is not None:
            records = tuple(self.entry.records)
            exceptions = tuple(p.printed for p in records if p.kind == "licensing" and _EXCEPTION.fullmatch(p.label))
            self.entries.append(
                Entry(self.entry.root, records[0].text, records, reasons=_reasons(records), exceptions=exceptions)
            )
        self.entry = None

    def _open_entry(self, code: str, title: str, element: etree._Element) -> None:
        self.close_entry()
        if any(entry.code == code for entry in self.entries):
            raise SourceError(self.path, line_of(element), f"entry {code} is there twice")
        self.entry, self.in_items, self.latest = Sheet(code, self.order), False, code
        self.runs = []
        self.entry.put("heading", code, title, code, None)

    def _list_heading(self, match: re.Match[str], text: str) -> None:
        self.close_entry()
        category, part, group = match["category"], match["part"], match["group"]
        if category:
            self.place = [f"category-{category}", "", ""]
        elif part:
            self.place[1:] = [f"part-{part}", ""]
        elif group:
            self.place[2] = group.lower()
        else:
            self._heading("/".join(filter(None, [*self.place, "section"])), text)
            return
        self._heading("/".join(filter(None, self.place)), text)

    def _heading(self, name: str, text: str) -> None:
        self.anchor = name
        n = 2
        while self.general.holds(self.anchor):
            self.anchor = f"{name}-{n}"
            n += 1
        self.general.put("heading", "", text, self.anchor, None)

    def _outside(self, element: etree._Element, tag: str, text: str) -> None:
        if tag == "NOTE":
            self.general.note(*labelled(list(element)), self.anchor)
        elif text:
            self.general.beside("note", "", cells(element) if tag == "DIV" else text, self.anchor)

    def _inside(self, entry: Sheet, element: etree._Element, tag: str, text: str) -> None:
        items = _ITEMS.match(text) if tag in ("P", "FP", "FP-1") else None
        if tag == "NOTE":
            self._note(entry, element)
        elif tag == "DIV":
            entry.beside("provision" if self.in_items else "licensing", "", cells(element), self.latest)
        elif items and not self.in_items:
            self.in_items = True
            self._item(entry, items[2] or "", f"{items[1]} ")
        elif self._begins_items(entry, text):
            self.in_items = True
            self._item(entry, text)
        elif tag == "HD2":
            entry.beside("heading", "", text, entry.root)
        elif self.in_items:
            self._item(entry, text)
        elif text:
            self._licensing(entry, text)

    def _begins_items(self, entry: Sheet, text: str) -> bool:
        """Whether an entry that prints no line "Items:" begins its items here."""
        return (
            not self.in_items
            and entry.root not in self.with_items
            and text.startswith("a. ")
            and any(record.text == _ITEMS_HEADING for record in entry.records)
        )

    def _note(self, entry: Sheet, element: etree._Element) -> None:
        """A note; where the tagging has swallowed the provisions that follow it, these are items again."""
        parts = list(element)
        swallowed = next(
            (n for n, part in enumerate(parts) if self.in_items and self._goes_on(entry, part)), len(parts)
        )
        entry.note(*labelled(parts[:swallowed]), self.latest if self.in_items else entry.root)
        for part in parts[swallowed:]:
            self._item(entry, inline(part))

    @staticmethod
    def _goes_on(entry: Sheet, part: etree._Element) -> bool:
        """Whether a paragraph inside a note is the entry's next provision: upright type, and the next enumerator."""
        match = _ENUMERATOR.match(inline(part)) if part.tag == "P" and (part.text or "").strip() else None
        if not match or entry.holds(f"{entry.root}.{match['path']}"):
            return False
        above, _, step = f"{entry.root}.{match['path']}".rpartition(".")
        before = str(int(step) - 1) if step.isdigit() else chr(ord(step[-1]) - 1)
        return entry.holds(f"{above}.{before}")

    def _licensing(self, entry: Sheet, text: str) -> None:
        named = _NAMED.match(text)
        label, rest = (named[1], named[2]) if named else ("", text)
        kind: Kind = "licensing"
        if label.startswith("Related Control"):
            kind = "nb"
        elif label.startswith("Related Definition"):
            kind = "definition"
        entry.beside(kind, label, rest, entry.root)

    def _item(self, entry: Sheet, text: str, before: str = "") -> None:
        match = _RESERVED.match(text) or _ENUMERATOR.match(text)
        step = match["path"] if match else ""
        path = f"{entry.root}.{step}"
        if match and not self._runs_on(step) and not entry.holds(path):
            self.latest, self.runs = path, []
            label, rest = before + match[0], text[match.end() :].strip()
            entry.put("provision", label, rest, path, self._parent(entry, path))
        elif before or text:
            self._unnumbered(entry, before.strip(), text)

    def _unnumbered(self, entry: Sheet, before: str, text: str) -> None:
        named = _NAMED.match(text)
        if not text:
            entry.beside("licensing", before, "", entry.root)
        elif (named and "Note" in named[1]) or text.startswith("N.B."):
            label, _, rest = text.partition(":")
            entry.note(f"{before} {label}:".strip(), rest.strip(), self.latest)
        else:
            kind = note_kind("", text)
            entry.beside(kind if kind == "exclusion" else "provision", before, text, self.latest)
        if text.endswith(":"):
            self.runs.append("`")

    def _runs_on(self, step: str) -> bool:
        """Whether a lettered paragraph continues a text that ended in a colon, rather than the entry's own letters.

        Notes and the information that accompanies a table have letters of their own, which begin again at `a`.
        """
        for depth in reversed(range(len(self.runs))):
            if step == chr(ord(self.runs[depth]) + 1):
                self.runs[depth:] = [step]
                return True
        return False

    @staticmethod
    def _parent(entry: Sheet, path: str) -> str:
        """The nearest path above that is printed: an intermediate paragraph may be missing in the source."""
        while "." in path:
            path = path.rpartition(".")[0]
            if entry.holds(path):
                return path
        return entry.root


def _reasons(records: tuple[Provision, ...]) -> tuple[str, ...]:
    line = next((p.text for p in records if p.label.startswith("Reason")), "")
    return tuple(dict.fromkeys(_REASONS.findall(line)))


def _check(path: Path, text: str, control_list: ControlList) -> None:
    """Count and compare by a second pass over the raw text, which knows nothing of the first's tree."""
    heads = _RAW_HEAD.findall(text)
    found = [entry.code for entry in control_list.entries]
    if heads != found:
        odd = sorted(set(heads) ^ set(found)) or ["their order"]
        raise SourceError(
            path, None, f"{len(heads)} entry heads in the text, {len(found)} read; they differ in {odd[0]}"
        )
    if not found:
        raise SourceError(path, None, "no entry was found")
    if difference := first_difference(without_markup(text), "\n".join(p.printed for p in control_list.records)):
        raise SourceError(path, None, f"the text could not be read whole, from {difference!r}")


def _counts(text: str, control_list: ControlList) -> dict[str, int]:
    records = [p for entry in control_list.entries for p in entry.provisions]
    return {
        "entries": len(control_list.entries),
        "entry heads set as headings": len(re.findall(r"<FP-2>\s*<B>\s*\d[A-E]\d{3}\b", text)),
        "entry heads set as body text": len(re.findall(r"<FP-1>\s*<B>\s*\d[A-E]\d{3}\b", text)),
        "provisions": sum(p.kind == "provision" and ":" not in p.path for p in records),
        "unnumbered paragraphs": sum(p.kind == "provision" and ":" in p.path for p in records),
        "notes": sum(p.kind in ("note", "technical_note", "nb", "exclusion") for p in records),
        "licensing paragraphs": sum(p.kind == "licensing" for p in records),
        "superscripts": len(re.findall(r"<SU>|<sup>|<E T=\"5[13]\">", text)),
        "texts outside entries": len(control_list.general),
        "enumerators out of sequence": sum(len(out_of_sequence(e.provisions)) for e in control_list.entries),
    }
