"""A memo of the authority, marked paragraph by paragraph, as PDF (Typst), DOCX or Markdown."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from exeat.adapters.pdf import as_set, compile_template


@dataclass(frozen=True)
class Paragraph:
    """A text with its portion mark ("U"; empty where nothing is marked); `strong` stands before it."""

    mark: str
    text: str
    strong: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: its head, and rows of as many texts. All columns but the first `texts` hold figures."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of its column's name and its text."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and a table where there is one; `level` 2 stands within the section before."""

    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    table: Grid | None = None
    level: int = 1


@dataclass(frozen=True)
class Memo:
    """`marking` is the banner at head and foot, empty where there is none; `facts` are pairs under the title."""

    title: str
    authority: str
    day: date
    marking: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    page: str = "page {page} of {pages}"


def render_memo(memo: Memo) -> bytes:
    """The PDF. Raises PdfError for text that cannot be set."""
    content = as_set({**asdict(memo), "day": memo.day.isoformat()})
    return compile_template("memo.typ", {"memo": json.dumps(content)}, memo.day)


def write_markdown(memo: Memo) -> str:
    """The memo as Markdown, its marking first and last."""
    return "\n\n".join(part for part in _markdown(memo) if part) + "\n"


def _markdown(memo: Memo) -> Iterator[str]:
    yield f"**{memo.marking}**" if memo.marking else ""
    yield f"# {_plain(memo.title)}"
    yield "\n".join(f"- {_plain(name)}: {_plain(value)}" for name, value in memo.facts)
    for section in memo.sections:
        yield f"{'#' * (section.level + 1)} {_plain(section.title)}"
        for paragraph in section.paragraphs:
            mark = f"({paragraph.mark}) " if paragraph.mark else ""
            strong = f"**{_plain(paragraph.strong)}** " if paragraph.strong else ""
            yield mark + strong + _plain(paragraph.text)
        if section.table:
            yield _markdown_table(section.table)
    yield f"**{memo.marking}**" if memo.marking else ""


def _markdown_table(table: Grid) -> str:
    rule = ["---" if number < table.texts else "---:" for number in range(len(table.head))]
    lines = [table.head, rule, *table.rows]
    return "\n".join("| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _plain(text: str) -> str:
    """Text that Markdown takes as it stands: nothing that a user wrote is read as markup."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in " ".join(text.split()))
    return escaped if escaped[:2] not in ("- ", "+ ") else f"\\{escaped}"


def write_docx(memo: Memo) -> bytes:
    """The memo for a word processor, its marking at the head and foot of each page."""
    document = Document()
    document.core_properties.title, document.core_properties.author = memo.title, memo.authority
    for part in (document.sections[0].header, document.sections[0].footer):
        line = part.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(memo.marking).bold = True
    document.add_heading(memo.title, 0)
    for name, value in memo.facts:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)
        line.paragraph_format.space_after = Pt(2)
    for section in memo.sections:
        _add_section(document, section)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_section(document: DocumentObject, section: Section) -> None:
    document.add_heading(section.title, section.level)
    for paragraph in section.paragraphs:
        line = document.add_paragraph(f"({paragraph.mark}) " if paragraph.mark else "")
        if paragraph.strong:
            line.add_run(f"{paragraph.strong} ").bold = True
        line.add_run(paragraph.text)
    if section.table is None:
        return
    table = document.add_table(rows=1, cols=len(section.table.head), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, section.table.head, strict=True):
        cell.text = text
    for row in section.table.rows:
        for number, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = text
            if number >= section.table.texts:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
