"""The eCFR's XML: read safely, its inline markup as plain text, raised and lowered characters kept, tables as rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.readers.markup import line_of, lowered, one_line, parse_xml, raised

# Typefaces of the Government Publishing Office's tagging: 51 and 53 are superior, 52 and 54 inferior characters.
_RAISED = {"51", "53"}
_LOWERED = {"52", "54"}


def parse(path: Path, data: bytes, tag: str, number: str, name: str) -> etree._Element:
    """The root of the file, if it is the element that is meant. Raises SourceError naming the line where it is not.

    `tag` and `number` are those of the element (`DIV5`, `121`), `name` is what to call it.
    """
    root = parse_xml(path, data.lstrip())
    if root.tag != tag or number not in (root.get("N") or ""):
        raise SourceError(path, line_of(root), f"not {name} as the eCFR gives it ({tag})")
    return root


def inline(element: etree._Element) -> str:
    """An element's text on one line. A line break before a superscript is the tagging's, not the text's."""
    return one_line(_text(element))


def cells(element: etree._Element) -> str:
    """A table row by row, cells apart by a tab; a caption or a footnote is a row of its own."""
    rows = []
    for part in element.iter("CAPTION", "TR"):
        found = [inline(cell) for cell in part if cell.tag in ("TD", "TH")] if part.tag == "TR" else [inline(part)]
        rows.append("\t".join(found))
    return "\n".join(rows)


def labelled(parts: Iterable[etree._Element]) -> tuple[str, str]:
    """A note's printed label and its paragraphs, a line each, from the elements inside it."""
    texts = [(str(part.tag), cells(part) if part.tag == "DIV" else inline(part)) for part in parts]
    label = " ".join(text for tag, text in texts if tag == "HED")
    return label, "\n".join(text for tag, text in texts if tag != "HED")


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_child(child), child.tail or ""]
    return "".join(parts)


def _child(element: etree._Element) -> str:
    face = element.get("T")
    if element.tag in ("SU", "sup") or face in _RAISED:
        return raised(_text(element))
    if face in _LOWERED:
        return lowered(_text(element))
    return " " if element.tag == "br" else _text(element)
