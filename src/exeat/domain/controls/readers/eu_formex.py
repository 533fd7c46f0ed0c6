"""Annex I from the Publications Office's Formex XML, one file of an act or of a consolidated act.

Built from the published structure of Formex 4: `ANNEX` with a `TITLE` and `CONTENTS`; `GR.SEQ` groups under a `TITLE`;
a list's item is `NP` with its number in `NO.P` and its words in `TXT`, lists within it in `LIST`; `HT` of type `SUP`
and `SUB` raises and lowers; `QUOT.START` and `QUOT.END` are quotation marks by their code; `TBL` holds rows of cells.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.eu_layout import Annex, Block, imported, with_label
from exeat.domain.controls.readers.markup import line_of, lowered, one_line, parse_xml, raised, without_markup
from exeat.domain.controls.readers.source import Imported, decode, only_file

_INLINE = {"HT", "QUOT.START", "QUOT.END", "DATE", "REF.DOC.OJ", "REF.DOC", "IE", "FT", "NOTE", "FMT.VALUE"}
_TITLE = re.compile(r"ANNEX\s+I")
_RAW_ANNEX = re.compile(r"<ANNEX\b.*?</ANNEX>", re.S)
_RAW_QUOTE = re.compile(r'<QUOT\.(?:START|END)\b[^>]*\bCODE="(?P<code>[0-9A-Fa-f]{4})"[^>]*>')


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or has no Annex I."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    root = parse_xml(path, data.lstrip())
    annexes = list(root.iter("ANNEX"))
    found = next((n for n, annex in enumerate(annexes) if _TITLE.fullmatch(_title(annex))), None)
    if found is None:
        raise SourceError(path, line_of(root), "no ANNEX element with the title 'ANNEX I' is in the file")
    plain = without_markup(_RAW_QUOTE.sub(lambda m: chr(int(m["code"], 16)), _RAW_ANNEX.findall(text)[found]))
    blocks = tuple(_blocks(annexes[found], 0))
    return imported(Annex(path, sha256, blocks, plain, f"formex-{sha256[:12]}"))


def _title(annex: etree._Element) -> str:
    title = annex.find("TITLE/TI")
    return _inline(title) if title is not None else ""


def _blocks(element: etree._Element, depth: int) -> Iterator[Block]:
    """The paragraphs in an element, in order; text that stands between them is a paragraph too."""
    between = element.text or ""
    for child in element:
        if child.tag in _INLINE:
            between += _shifted(child) + (child.tail or "")
            continue
        if between.strip():
            yield Block("", one_line(between), depth, line_of(element))
        yield from _block(child, depth)
        between = child.tail or ""
    if between.strip():
        yield Block("", one_line(between), depth, line_of(element))


def _block(element: etree._Element, depth: int) -> Iterator[Block]:
    number = element.find("NO.P") if element.tag == "NP" else None
    if number is not None:
        label = _inline(number)
        element.remove(number)
        yield from with_label(label, _blocks(element, depth + 1), depth + 1, line_of(element))
    elif element.tag in ("TI", "STI"):
        yield Block("", _inline(element), depth, line_of(element), heading=True)
    elif element.tag == "TBL":
        rows = ("\t".join(_inline(cell) for cell in row.iter("CELL")) for row in element.iter("ROW"))
        title = element.find("TITLE")
        lines = [*([_inline(title)] if title is not None else []), *rows]
        yield Block("", "\n".join(lines), depth, line_of(element))
    else:
        yield from _blocks(element, depth)


def _inline(element: etree._Element) -> str:
    return one_line(_text(element))


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child.tag in _INLINE else " ", _shifted(child), child.tail or ""]
    return "".join(parts)


def _shifted(element: etree._Element) -> str:
    """An inline element's text, raised or lowered as its type says."""
    kind = element.get("TYPE") if element.tag == "HT" else None
    if element.tag in ("QUOT.START", "QUOT.END"):
        return html.unescape(f"&#x{element.get('CODE')};")
    if kind == "SUP":
        return raised(_text(element))
    return lowered(_text(element)) if kind == "SUB" else _text(element)
