"""The nuclear lists of the United States, appendices A to P of 10 CFR part 110, from the eCFR's XML.

The file is the whole part; the appendices are the lists of what is licensed, the sections before them are rules about
licences and are counted but not read. An appendix is an entry, `10CFR110-B`; its section 1.1 paragraph (a) is
`10CFR110-B.1.1.a`. Enumerators are of every kind and are placed by their sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count
from pathlib import Path

from lxml import etree

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.numbering import CODE
from exeat.domain.controls.readers.cfr_paragraphs import Paragraphs
from exeat.domain.controls.readers.ecfr_text import cells, inline, labelled, parse
from exeat.domain.controls.readers.markup import line_of, without_markup
from exeat.domain.controls.readers.outline import out_of_sequence
from exeat.domain.controls.readers.source import Imported, decode, first_difference, only_file
from exeat.domain.controls.records import Entry, Ref, Version
from exeat.domain.controls.wording import related

_HEAD = re.compile(r"(?P<label>Appendix (?P<letter>[A-Z]) to Part 110\s*—)\s*(?P<title>.*)", re.S)
_RAW_APPENDIX = re.compile(r"<DIV9\b.*?</DIV9>", re.S)
_RAW_LETTER = re.compile(r"<HEAD>\s*Appendix ([A-Z]) to Part 110\b")
_APPENDIX = re.compile(r"\b[Aa]ppendix (?P<letter>[A-P])\b(?! to part (?!110))")
_SECTION = re.compile(r"§ ?(?P<section>\d+\.\d+)(?P<steps>(?:\(\w+\))*)(?= of this appendix)")
_CONTAINERS = {"EXTRACT", "SCOL2", "FTNT", "EFTNT"}


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or not the whole part."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    root = parse(path, data, "DIV5", "110", "10 CFR part 110")
    order = count()
    appendices = [_appendix(path, element, order) for element in root.iter("DIV9")]
    control_list = ControlList(
        id="us-10cfr110",
        title="United States nuclear export lists, appendices to 10 CFR part 110",
        version=Version(f"ecfr-{sha256[:12]}"),
        numbering="own",
        source_sha256=sha256,
        rights="Work of the United States Government, public domain (17 U.S.C. 105).",
        entries=tuple(Entry(a.sheet.root, a.sheet.records[0].text, tuple(a.sheet.records)) for a in appendices),
    )
    _check(path, text, control_list)
    return Imported(control_list, _counts(text, control_list))


def _appendix(path: Path, element: etree._Element, order: count[int]) -> Paragraphs:
    head = element.find("HEAD")
    match = _HEAD.match(inline(head)) if head is not None else None
    if match is None:
        raise SourceError(path, line_of(element), "an appendix without a heading like 'Appendix A to Part 110—…'")
    appendix = Paragraphs(f"10CFR110-{match['letter']}", match["label"], match["title"], order, _references)
    for block in _blocks(element):
        _take(appendix, block)
    return appendix


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _CONTAINERS:
            yield from _blocks(child)
        elif child.tag != "HEAD":
            yield child


def _take(appendix: Paragraphs, element: etree._Element) -> None:
    """One paragraph, heading, note, table or list item. Footnotes and citations stand beside the appendix's heading."""
    tag = str(element.tag)
    text = cells(element) if tag in ("DIV", "TABLE") else inline(element)
    if tag == "NOTE":
        appendix.sheet.note(*labelled(list(element)), appendix.latest)
    elif tag in ("HD2", "HD3"):
        appendix.section(text)
    elif tag == "CITA":
        appendix.sheet.beside("licensing", "", text, appendix.sheet.root)
    elif tag == "P":
        appendix.paragraph(text)
    elif text:
        appendix.beside("provision", text)


def _references(text: str, own: str) -> tuple[Ref, ...]:
    appendix = own.partition(".")[0].partition(":")[0]
    named = [(m.start(), m[1] + m[2]) for m in CODE.finditer(text)]
    named += [(m.start(), f"10CFR110-{m['letter']}") for m in _APPENDIX.finditer(text)]
    for match in _SECTION.finditer(text):
        steps = re.findall(r"\w+", match["steps"])
        named.append((match.start(), ".".join([appendix, match["section"], *steps])))
    return related(text, own, sorted(named))


def _check(path: Path, text: str, control_list: ControlList) -> None:
    """Count and compare by a second pass over the raw text of the appendices."""
    raw = _RAW_APPENDIX.findall(text)
    heads = [f"10CFR110-{letter}" for letter in chain.from_iterable(map(_RAW_LETTER.findall, raw))]
    codes = [entry.code for entry in control_list.entries]
    if heads != codes or len(raw) != len(codes) or len(set(codes)) != len(codes) or not codes:
        raise SourceError(path, None, f"{len(raw)} appendices in the text, {len(codes)} read, or one of them twice")
    for source, entry in zip(raw, control_list.entries, strict=True):
        if difference := first_difference(without_markup(source), entry.text):
            raise SourceError(path, None, f"{entry.code} could not be read whole, from {difference!r}")


def _counts(text: str, control_list: ControlList) -> dict[str, int]:
    records = [p for entry in control_list.entries for p in entry.provisions]
    return {
        "appendices": len(control_list.entries),
        "paragraphs": sum(p.kind == "provision" and ":" not in p.path for p in records),
        "unnumbered paragraphs and list items": sum(p.kind == "provision" and ":" in p.path for p in records),
        "notes": sum(p.kind in ("note", "technical_note", "nb", "exclusion") for p in records),
        "sections, not part of the lists": len(re.findall(r'<DIV8\b[^>]*TYPE="SECTION"', text)),
        "enumerators out of sequence": sum(len(out_of_sequence(e.provisions)) for e in control_list.entries),
    }
