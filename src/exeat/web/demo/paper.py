"""The papers that invented exporters hand in: one page of text each, as PDF."""

from __future__ import annotations

import textwrap
from pathlib import Path

DATA = Path(__file__).parent / "data"


def letter(title: str, *paragraphs: str) -> bytes:
    """A page of A4 with a title and paragraphs in Helvetica; characters outside Latin-1 become question marks."""
    lines = [line for paragraph in paragraphs for line in (*textwrap.wrap(paragraph, 85), "")]
    text = ["BT", "/F1 16 Tf", "72 770 Td", f"({_escaped(title)}) Tj", "/F1 11 Tf", "0 -32 Td", "15 TL"]
    text += [f"({_escaped(line)}) Tj T*" for line in lines]
    stream = "\n".join([*text, "ET"]).encode("latin-1", "replace")
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf(*objects: bytes) -> bytes:
    """The objects, numbered from 1, with the table that says where each begins (ISO 32000-1, 7.5)."""
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
