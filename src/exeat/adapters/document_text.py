"""The words of a document that was handed in, for a search to find it by. Not its looks, and nothing is run."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pypdfium2 as pdfium
from lxml import etree
from openpyxl import load_workbook

MOST_LETTERS = 200_000
"""What is read of one document at most: a long report is found by its first hundred pages."""
_MOST_PAGES, _MOST_XML = 200, 50_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "application/vnd.openxmlformats-officedocument"


def document_text(media_type: str, content: bytes) -> str:
    """The text of a PDF, a Word document, a workbook or a plain text, shortened to `MOST_LETTERS`.

    Empty for pictures, and for a file that cannot be read: a search must not fail over one document.
    """
    reader = _READERS.get(media_type)
    if reader is None:
        return ""
    try:
        return reader(content)[:MOST_LETTERS]
    except (pdfium.PdfiumError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, OSError):
        return ""


def _pdf(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    try:
        pages = (
            document[number].get_textpage().get_text_bounded() for number in range(min(len(document), _MOST_PAGES))
        )
        return "\n".join(pages)
    finally:
        document.close()


def _docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = archive.getinfo("word/document.xml")
        if member.file_size > _MOST_XML:
            return ""
        root = etree.fromstring(archive.read(member), etree.XMLParser(resolve_entities=False, no_network=True))
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{_WORD}t")) for paragraph in root.iter(f"{_WORD}p")
    )


def _xlsx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MOST_XML:
            return ""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)
    finally:
        book.close()


def _plain(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


_READERS: dict[str, Callable[[bytes], str]] = {
    "application/pdf": _pdf,
    f"{_OFFICE}.wordprocessingml.document": _docx,
    f"{_OFFICE}.spreadsheetml.sheet": _xlsx,
    "text/plain": _plain,
    "text/csv": _plain,
}
