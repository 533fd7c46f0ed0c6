"""What a licence's PDF holds, for whoever checks it: text, attached record, codes. Needs no server part."""

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from . import qr

_MOST_PAGES = 200


class UnreadablePdfError(ValueError):
    """A file that is not a PDF, is locked, or has too many pages."""


@dataclass(frozen=True)
class PaperContent:
    """`pages`: the extracted text of each page. `codes`: what the QR codes say. `attachments`: files by name."""

    pages: tuple[str, ...]
    codes: tuple[str, ...]
    attachments: dict[str, bytes]


def read_pdf(data: bytes) -> PaperContent:
    """Read a PDF given as bytes. Raises UnreadablePdfError with a plain sentence."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        raise UnreadablePdfError("it is not a PDF that can be opened without a password") from fault
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadablePdfError(f"it has {len(document)} pages; a licence has at most {_MOST_PAGES}")
        pages = tuple(_text(page) for page in document)
        return PaperContent(pages, tuple(qr.read_pdf(document)), _attachments(document))
    finally:
        document.close()


def _text(page: pdfium.PdfPage) -> str:
    """The page's text, one drawn run a line, in drawing order.

    PDFium's own text is rearranged line by line where a line holds right-to-left letters, and tears codes such as
    6A003 apart there. The runs as drawn are whole; each is read in its own direction.
    """
    drawn = [_address(raw.FPDFPage_GetObject(page, index)) for index in range(raw.FPDFPage_CountObjects(page))]
    runs: dict[int, list[tuple[float, str]]] = {address: [] for address in drawn}
    for run, x, character in _characters(page.get_textpage()):
        runs.setdefault(run, []).append((x, character))
    return "\n".join(_read_run(run) for run in runs.values() if run)


def _read_run(run: list[tuple[float, str]]) -> str:
    rightwards = not any(unicodedata.bidirectional(character) in ("R", "AL") for _, character in run)
    return "".join(character for _, character in sorted(run, key=lambda place: place[0] if rightwards else -place[0]))


def _characters(textpage: Any) -> Iterator[tuple[int, float, str]]:
    """Each character with the run that draws it and its place from the left, in points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(textpage)):
        drawn_by = raw.FPDFText_GetTextObject(textpage, index)
        if drawn_by:  # spaces and line ends that PDFium adds are drawn by nothing
            raw.FPDFText_GetCharOrigin(textpage, index, x, y)
            yield _address(drawn_by), x.value, chr(raw.FPDFText_GetUnicode(textpage, index))


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _attachments(document: pdfium.PdfDocument) -> dict[str, bytes]:
    files = (document.get_attachment(index) for index in range(document.count_attachments()))
    return {file.get_name(): bytes(file.get_data()) for file in files}
