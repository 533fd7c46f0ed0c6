"""What readers of XML share: lines of the file, raised and lowered characters, the text without its markup."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import cast

from lxml import etree

from exeat.domain.controls.errors import SourceError
from exeat.domain.controls.wording import subscript, superscript

_TIGHT = "\ue000"  # stands where white space before a raised or lowered character is the markup's, not the text's


def parse_xml(path: Path, data: bytes | str, kind: str = "XML") -> etree._Element:
    """The root of a file, without comments and processing instructions; nothing outside the file is looked up.

    Raises SourceError naming the line where it is cut off or malformed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise SourceError(path, problem.lineno, f"the file is cut off or is not {kind} ({problem.msg})")


def line_of(element: etree._Element) -> int | None:
    """The line of the file on which an element begins."""
    return cast("int | None", element.sourceline)


def raised(text: str) -> str:
    """A superscript's text for `one_line`."""
    return _TIGHT + superscript(text)


def lowered(text: str) -> str:
    """A subscript's text for `one_line`."""
    return _TIGHT + subscript(text)


def one_line(text: str) -> str:
    """A text with its white space as single spaces, and none before what `raised` and `lowered` gave."""
    return re.sub(rf"\s*{_TIGHT}", "", re.sub(r"\s+", " ", text).strip())


def without_markup(text: str) -> str:
    """The text of a file by deletion of everything between angle brackets: what a reader's records must add up to."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<!--.*?-->|<[?!][^>]*>", "", text, flags=re.S)))
