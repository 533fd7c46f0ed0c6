"""XML sources: parsed without network, entities or document types, with the line of every complaint.

Namespaces are left out: publishers change theirs with the address of the day, and no list mixes two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from lxml import etree

from exeat.domain.screening.importers.imported import ImportRefused

_QUALIFIED = re.compile(r"\{[^}]*\}")


def root(path: Path, tag: str) -> etree._Element:
    """The root element of a file; raises ImportRefused when the XML is cut off or malformed, or the root another."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    data = path.read_bytes()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ImportRefused(path, 1, "a document type is declared, expected plain XML")
    try:
        top = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ImportRefused(path, error.lineno, f"not whole XML ({error.msg}); is the file cut off?") from error
    if _QUALIFIED.match(str(top.tag)):
        for element in top.iter(etree.Element):
            element.tag = _QUALIFIED.sub("", str(element.tag))
    if top.tag != tag:
        raise ImportRefused(path, line(top), f"the root is <{top.tag}>, expected <{tag}>")
    return top


def count(path: Path, tag: str) -> int:
    """How often an element begins in the raw text of a file, whatever parses it."""
    return len(re.findall(rb"<(?:\w+:)?%s[\s>/]" % tag.encode(), path.read_bytes()))


def line(element: etree._Element) -> int | None:
    """The line of the file where an element begins."""
    return cast("int | None", element.sourceline)


def text(element: etree._Element, tag: str) -> str:
    """The text of a child, white space tidied; empty when there is none."""
    return " ".join((element.findtext(tag) or "").split())


def texts(element: etree._Element, path: str) -> Iterator[str]:
    """The texts of all descendants at a path, white space tidied, without the empty ones."""
    for found in element.findall(path):
        if tidy := " ".join((found.text or "").split()):
            yield tidy


def required(path: Path, element: etree._Element, tag: str) -> str:
    """The text of a child; raises ImportRefused when it is missing or empty."""
    if not (value := text(element, tag)):
        raise ImportRefused(path, line(element), f"<{element.tag}> without <{tag}>")
    return value
