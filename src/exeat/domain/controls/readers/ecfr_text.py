"""The eCFR's inline markup as plain text: raised and lowered characters kept, tables as tab-separated rows."""

from __future__ import annotations

import re

from lxml import etree

from exeat.domain.controls.wording import subscript, superscript

# Typefaces of the Government Publishing Office's tagging: 51 and 53 are superior, 52 and 54 inferior characters.
_RAISED = {"51", "53"}
_LOWERED = {"52", "54"}


def inline(element: etree._Element) -> str:
    """An element's text on one line. A line break before a superscript is the tagging's, not the text's."""
    return re.sub(r"\s*\ue000", "", re.sub(r"\s+", " ", _text(element)).strip())


def cells(element: etree._Element) -> str:
    """A table row by row, cells apart by a tab; a caption or a footnote is a row of its own."""
    rows = []
    for part in element.iter("CAPTION", "TR"):
        found = [inline(cell) for cell in part if cell.tag in ("TD", "TH")] if part.tag == "TR" else [inline(part)]
        rows.append("\t".join(found))
    return "\n".join(rows)


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += [_child(child), child.tail or ""]
    return "".join(parts)


def _child(element: etree._Element) -> str:
    """A private-use sign in front of a raised or lowered run marks where the white space before it goes."""
    face = element.get("T")
    if element.tag in ("SU", "sup") or face in _RAISED:
        return f"\ue000{superscript(_text(element))}"
    if face in _LOWERED:
        return f"\ue000{subscript(_text(element))}"
    return " " if element.tag == "br" else _text(element)
