"""Everything that a workbook says anywhere: cells, comments, headers and footers, properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

_LARGEST = 100_000_000  # bytes, unpacked: a workbook of that size is no list
_LAYOUT = re.compile(r'&(?:[LCR]|"[^"]*"|\d+|[A-Z](?![a-z]))')  # "&C&"Arial,Bold"&12" before a header's words


class NoWorkbookError(ValueError):
    """The file is no workbook that can be looked through; says why."""


def texts_of_workbook(content: bytes) -> Iterator[str]:
    """Every text in an .xlsx file, in no particular order. Raises ``NoWorkbookError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise NoWorkbookError(f"unpacked it has more than {_LARGEST // 1_000_000} MB")
            for name in archive.namelist():
                if name.endswith((".xml", ".vml")):
                    yield from _texts(archive.read(name))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError):
        raise NoWorkbookError("it is not a spreadsheet of the type .xlsx") from None


def _texts(xml: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for node in etree.fromstring(xml, parser).iter("*"):
        if node.text and node.text.strip():
            yield node.text
            yield _LAYOUT.sub("\n", node.text)
