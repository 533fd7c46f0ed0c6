"""The United States Munitions List, 22 CFR part 121, from the eCFR's XML.

Section 121.1 holds the list: a heading a category, then paragraphs `(a)(1)(i)(A)` whose depth only their sequence
tells, an asterisk before those that are significant military equipment, and notes that name the paragraph they belong
to. A category is an entry, `USML-XI`; its paragraph (c)(4) is `USML-XI.c.4`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from lxml import etree

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.numbering import CODE
from exeat.domain.controls.readers.cfr_paragraphs import Paragraphs
from exeat.domain.controls.readers.ecfr_text import inline, labelled, parse
from exeat.domain.controls.readers.markup import line_of, without_markup
from exeat.domain.controls.readers.outline import out_of_sequence
from exeat.domain.controls.readers.source import Imported, Sheet, decode, first_difference, only_file
from exeat.domain.controls.records import Entry, Kind, Ref, Version
from exeat.domain.controls.wording import related

_CATEGORY = re.compile(r"(Category (?P<number>[IVX]+))\s*—\s*(?P<title>.*)", re.S)
_RAW_CATEGORY = re.compile(r"<HD1>\s*Category ([IVX]+)\b")
_STEPS = r"(?:\(\w{1,7}\))+"
_PARAGRAPHS = re.compile(rf"\bparagraphs? ?(?P<list>{_STEPS}(?:(?:-|(?:,? (?:and|or|through)|,) ){_STEPS})*)")
_ELSEWHERE = re.compile(rf"\bCategor(?:y|ies) (?P<number>[IVX]+)\b(?P<steps>{_STEPS})?")
_CONTAINERS = {"DIV5", "DIV7", "DIV8", "EXTRACT", "AUTH", "SOURCE"}
_DEFINITIONS = "121.0"


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or not the whole part."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    reader = _Reader(path)
    for section, element in _blocks(parse(path, data, "DIV5", "121", "22 CFR part 121"), ""):
        reader.take(section, element)
    control_list = ControlList(
        id="us-usml",
        title="United States Munitions List, 22 CFR part 121",
        version=Version(f"ecfr-{sha256[:12]}"),
        numbering="own",
        source_sha256=sha256,
        rights="Work of the United States Government, public domain (17 U.S.C. 105).",
        entries=tuple(_entry(category.sheet) for category in reader.categories),
        general=tuple(reader.general.records),
    )
    _check(path, text, control_list)
    return Imported(control_list, _counts(text, control_list))


def _blocks(element: etree._Element, section: str) -> Iterator[tuple[str, etree._Element]]:
    """The paragraphs, headings and notes in order, each with the number of its section."""
    for child in element:
        if child.tag in _CONTAINERS:
            yield from _blocks(child, (child.get("N") or "") if child.tag == "DIV8" else section)
        else:
            yield section, child


class _Reader:
    """Goes through the blocks in order, knowing which category each falls into."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.order = count()
        self.general = Sheet("", self.order, _references)
        self.categories: list[Paragraphs] = []
        self._anchor = "part-121"
        self._category: Paragraphs | None = None

    def take(self, section: str, element: etree._Element) -> None:
        tag, text = str(element.tag), inline(element)
        category = _CATEGORY.match(text) if tag == "HD1" else None
        if category:
            code = f"USML-{category['number']}"
            if any(known.sheet.root == code for known in self.categories):
                raise SourceError(self.path, line_of(element), f"category {category['number']} is there twice")
            self._category = Paragraphs(code, f"{category[1]}—", category["title"], self.order, _references)
            self.categories.append(self._category)
        elif tag in ("HEAD", "CITA", "EDNOTE", "EFFDNOT"):
            self._category = None
            self._outside(section, tag, text)
        elif self._category is None:
            self._outside(section, tag, text)
        elif tag == "NOTE":
            self._note(self._category, element)
        elif tag == "P":
            self._category.paragraph(text)
        elif text:
            self._category.beside("provision", text)

    def _outside(self, section: str, tag: str, text: str) -> None:
        if tag == "HEAD":
            self._anchor = f"section-{section}" if section else "part-121" if not self.general.records else "group"
            self.general.put("heading", "", text, self._anchor, None)
        elif text:
            kind: Kind = "definition" if section == _DEFINITIONS and tag == "P" else "note"
            self.general.beside(kind, "", text, self._anchor)

    @staticmethod
    def _note(category: Paragraphs, element: etree._Element) -> None:
        """A note stands beside the paragraph that its label names, and applies to all that it names."""
        label, text = labelled(list(element))
        sheet = category.sheet
        if "Category" in label:
            sheet.note(label, text, sheet.root, (sheet.root,))
            return
        named = tuple(path for _, path in _of_category(label, sheet.root) if sheet.holds(path))
        sheet.note(label, text, named[0] if named else category.latest, named)


def _of_category(text: str, category: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of this category that a text names, as (offset, path): `(a), (b) and (d)`, `(g)(3)-(6)`.

    A number alone takes the letter before it; a range of numbers is every one of them.
    """
    for match in _PARAGRAPHS.finditer(text):
        before: list[str] = []
        for part in re.finditer(rf"(?P<dash>-)?(?P<steps>{_STEPS})", match["list"]):
            steps = re.findall(r"\w+", part["steps"])
            if steps[0].isdigit():
                if not before:
                    continue
                if part["dash"] and before[-1].isdigit():
                    for between in range(int(before[-1]) + 1, int(steps[0])):
                        yield match.start(), ".".join([category, *before[:-1], str(between)])
                steps = [*before[:1], *steps]
            before = steps
            yield match.start(), ".".join([category, *steps])


def _references(text: str, own: str) -> tuple[Ref, ...]:
    category = own.partition(".")[0].partition(":")[0]
    named = [(match.start(), match[1] + match[2]) for match in CODE.finditer(text)]
    for match in _ELSEWHERE.finditer(text):
        steps = re.findall(r"\w+", match["steps"] or "")
        named.append((match.start(), ".".join([f"USML-{match['number']}", *steps])))
    if category.startswith("USML-"):
        named += _of_category(text, category)
    return related(text, own, sorted(named))


def _entry(sheet: Sheet) -> Entry:
    """A category; the list marks significant military equipment with an asterisk, missile technology with (MT)."""
    records = tuple(sheet.records)
    missile = any("(MT" in record.text for record in records)
    significant = any(record.label.startswith("*") for record in records)
    reasons = (*(("MT",) if missile else ()), *(("SME",) if significant else ()))
    return Entry(sheet.root, records[0].text, records, reasons=reasons)


def _check(path: Path, text: str, control_list: ControlList) -> None:
    """Count and compare by a second pass over the raw text, which knows nothing of the first's tree."""
    heads = [f"USML-{number}" for number in _RAW_CATEGORY.findall(text)]
    if heads != [entry.code for entry in control_list.entries] or not heads:
        raise SourceError(
            path, None, f"{len(heads)} categories in the text, {len(control_list.entries)} read, or not in one order"
        )
    if difference := first_difference(without_markup(text), "\n".join(p.printed for p in control_list.records)):
        raise SourceError(path, None, f"the text could not be read whole, from {difference!r}")


def _counts(text: str, control_list: ControlList) -> dict[str, int]:
    records = [p for entry in control_list.entries for p in entry.provisions]
    return {
        "categories": len(control_list.entries),
        "paragraphs": sum(p.kind == "provision" and ":" not in p.path for p in records),
        "unnumbered paragraphs": sum(p.kind == "provision" and ":" in p.path for p in records),
        "notes": sum(p.kind in ("note", "technical_note", "nb", "exclusion") for p in records),
        "superscripts": len(re.findall(r"<SU>|<sup>|<E T=\"5[13]\">", text)),
        "texts outside categories": len(control_list.general),
        "enumerators out of sequence": sum(len(out_of_sequence(e.provisions)) for e in control_list.entries),
    }
