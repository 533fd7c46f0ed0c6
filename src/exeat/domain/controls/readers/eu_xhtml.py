"""Annex I from EUR-Lex's XHTML, of the consolidated text or of the Official Journal.

Built from the published structure of both: a consolidated text sets a list's item as `div.grid-container.grid-list` of
`div.grid-list-column-1` (label) and `-2`; the Official Journal as a table's row of two cells. Annexes begin with
`p.title-annex-1` and `p.oj-doc-ti`; `span.superscript` and `oj-super` raise characters; `modref` and `arrow` are marks
of the consolidation (`▼M2`), counted as no text. Another annex's text is not read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from lxml import etree

from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.eu_layout import Annex, Block, imported, with_label
from exeat.domain.controls.readers.markup import line_of, lowered, one_line, parse_xml, raised, without_markup
from exeat.domain.controls.readers.source import Imported, decode, only_file

_MARKS = {"modref", "arrow"}
_RAISED = {"superscript", "oj-super", "super"}
_LOWERED = {"subscript", "oj-sub", "sub"}
_HEADINGS = re.compile(r"(?:oj-)?(?:ti-grseq|ti-section|doc-ti)(?:-\d)?|title-gr-seq-level-\d|title-annex-[12]")
_BLOCKS = {"p", "div", "table", "ul", "ol", "li", "hr", "h1", "h2", "h3"}
_LABEL = re.compile(
    r"\d[A-E]\d{3}\.?|(?:[a-z]{1,2}|\d{1,2})[.)]|\((?:[a-z]{1,4}|\d{1,2})\)|[—–-]"
    r"|(?:Technical )?Notes?(?: \d+)?\s?[:.]?|N\.?\s?B\.?(?: ?\d+)?\s?[:.]?"
)
_ANNEX = re.compile(r"ANNEX\s+[IVX]+")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_CELEX = re.compile(r"\b0?2021R0821-(\d{4})(\d{2})(\d{2})\b")
_RAW_TITLE = re.compile(
    r'<p[^>]*class="(?:title-annex-1|(?:oj-)?doc-ti)"[^>]*>(?:\s|<[^>]+>)*ANNEX\s+(?P<number>[IVX]+)\s*<', re.S
)
_RAW_MARKS = re.compile(r'<(p|a|span)\b[^>]*class="(?:modref|arrow)"[^>]*>.*?</\1>', re.S)


def read(paths: Sequence[Path]) -> Imported:
    """Read the file. Raises SourceError naming the line when it is cut off, malformed or has no Annex I."""
    path, data, sha256 = only_file(paths)
    text = decode(path, data)
    body = _parse(path, text)
    celex = _CELEX.search(text)
    begins = date(*(int(part) for part in celex.groups())) if celex else None
    version = f"02021R0821-{begins:%Y%m%d}" if begins else f"xhtml-{sha256[:12]}"
    return imported(Annex(path, sha256, tuple(_annex_i(body)), _plain(path, text), version, begins))


def _parse(path: Path, text: str) -> etree._Element:
    known = _ENTITY.sub(lambda match: html.unescape(match[0]), re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    root = parse_xml(path, known, "XHTML")
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    body = root.find("body")
    if body is None:
        raise SourceError(path, line_of(root), "not a page of EUR-Lex: it has no body")
    return body


def _annex_i(body: etree._Element) -> Iterator[Block]:
    """The blocks from the title of Annex I to that of the next annex or the end."""
    inside = False
    for block in _blocks(body, 0):
        if block.heading and _ANNEX.fullmatch(block.text):
            inside = block.text.split() == ["ANNEX", "I"]
        if inside:
            yield block


def _blocks(element: etree._Element, depth: int) -> Iterator[Block]:
    """The paragraphs in an element, in order; text that stands between them is a paragraph too."""
    line = line_of(element)
    heading = any(_HEADINGS.fullmatch(name) for name in _classes(element))
    between = element.text or ""
    for child in element:
        if _classes(child) & _MARKS:
            between += child.tail or ""
            continue
        if child.tag not in _BLOCKS:
            between += _shifted(child) + (child.tail or "")
            continue
        if between.strip():
            yield Block("", one_line(between), depth, line, heading)
        yield from _table(child, depth) if child.tag == "table" else _block(child, depth)
        between = child.tail or ""
    if between.strip():
        yield Block("", one_line(between), depth, line, heading)


def _block(element: etree._Element, depth: int) -> Iterator[Block]:
    """A paragraph or division; one that is an item of a list as a grid gives its label to what it holds."""
    label = element.find("div[1]") if "grid-list" in _classes(element) else None
    content = element.find("div[2]") if label is not None else None
    if label is None or content is None:
        yield from _blocks(element, depth)
    else:
        yield from with_label(_inline(label), _blocks(content, depth + 1), depth + 1, line_of(element))


def _table(table: etree._Element, depth: int) -> Iterator[Block]:
    """A table whose rows are items of a list (a label and its text, perhaps behind empty cells), or one of figures."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr") if _owner(row) is table]
    items = [_item(cells) for cells in rows]
    if any(item is None for item in items):
        lines = ("\t".join(_inline(cell) for cell in cells) for cells in rows)
        yield Block("", "\n".join(lines), depth, line_of(table))
        return
    for item in items:
        if item is not None:
            label, content, empty = item
            inner = depth + 1 + empty
            yield from with_label(_inline(label), _blocks(content, inner), inner, line_of(content))


def _item(cells: list[etree._Element]) -> tuple[etree._Element, etree._Element, int] | None:
    """The label's cell, the text's, and how many empty ones stand before them; None for a row of figures."""
    empty = next((n for n, cell in enumerate(cells) if _inline(cell)), len(cells))
    filled = cells[empty:]
    if len(filled) != 2 or not _LABEL.fullmatch(_inline(filled[0])):
        return None
    return filled[0], filled[1], empty


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _inline(element: etree._Element) -> str:
    return one_line(_text(element))


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if not _classes(child) & _MARKS:
            parts += [" " if child.tag in _BLOCKS else "", _shifted(child)]
        parts.append(child.tail or "")
    return "".join(parts)


def _shifted(element: etree._Element) -> str:
    """An inline element's text, raised or lowered as its class says."""
    classes, text = _classes(element), _text(element)
    if classes & _RAISED or element.tag == "sup":
        return raised(text)
    return lowered(text) if classes & _LOWERED or element.tag == "sub" else text


def _plain(path: Path, text: str) -> str:
    """The annex by a second pass: the raw text from its title to the next annex's, without marks and markup."""
    titles = list(_RAW_TITLE.finditer(text))
    first = next((n for n, match in enumerate(titles) if match["number"] == "I"), None)
    if first is None:
        raise SourceError(path, None, "Annex I was not found: no paragraph of class title-annex-1 or oj-doc-ti says so")
    end = titles[first + 1].start() if first + 1 < len(titles) else text.rfind("</body>")
    return without_markup(_RAW_MARKS.sub("", text[titles[first].start() : end]))
