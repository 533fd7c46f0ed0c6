"""The authority's documents as PDF, set by Typst: licences, letters and reports.

Pages are tagged (PDF/UA-1) and made to last (PDF/A-3a). The same input gives the same bytes: fonts are those in the
Typst wheel and in `typst/fonts` (Latin, Greek, Cyrillic, Hebrew, Arabic; the machine's for any other script), and the
only time in the file is the document's own date. Text is handed to the templates as data; nothing that a user wrote is
ever read as markup, and templates see no file outside their folder.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from exeat.domain.licences import FILE_NAME, IssuedLicence, load_labels, read_record, without_pointing

from . import qr
from .figures import FigureReport, shown_rows

_TEMPLATES = Path(__file__).parent / "typst"
_FONTS = _TEMPLATES / "fonts"
_NO_GLYPH = "could not be displayed"  # Typst on text that none of its fonts has
_LONG_WORD = re.compile(r"[^\s\u200b]{25}(?=[^\s\u200b])")


class PdfError(ValueError):
    """A document that cannot be set as a PDF; says why."""


@dataclass(frozen=True)
class Letter:
    """A letter of the authority.

    `kind` is refusal, no_licence_required, request_for_information or decision_file; `grounds` pairs of provision and
    wording; `appeal` the paragraph on legal remedy, empty where there is none; `addressee` one text a line. A
    `draft` says so at its head and across each page.
    """

    kind: str
    reference: str
    date: date
    authority: str
    addressee: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    signatory_name: str
    signatory_title: str
    authority_address: str = ""
    grounds: tuple[tuple[str, str], ...] = ()
    appeal: str = ""
    language: str = "en"
    draft: bool = False


def render_licence(issued: IssuedLicence) -> bytes:
    """The PDF of a signed licence: its printed blocks, the token as a QR code, the record as an attachment."""
    record = read_record(issued.record)
    blocks = [asdict(block) for block in record.blocks]
    inputs = {
        "languages": json.dumps(record.document.languages),
        "blocks": json.dumps(as_set(blocks)),
        "number": record.document.number,
        "code": qr.write_svg(issued.token),
        "record": issued.record.decode(),
        "record-name": FILE_NAME,
    }
    return compile_template("licence.typ", inputs, record.document.issued)


def render_letter(letter: Letter) -> bytes:
    """The PDF of a letter."""
    words = load_labels(letter.language)["letter"]
    labels = {
        "title": words[letter.kind],
        "page": words["page"].replace("{reference}", letter.reference),
        **{name: words[name] for name in ("reference", "date", "subject", "grounds", "appeal", "draft")},
    }
    content = as_set({**asdict(letter), "date": letter.date.isoformat()})
    return compile_template("letter.typ", {"letter": json.dumps({**content, "labels": labels})}, letter.date)


def render_report(report: FigureReport, *, language: str, page: str) -> bytes:
    """The PDF of tables of figures; `page` is the footer, with {page} and {pages} to be filled in."""
    tables = [{"title": each.title, "head": each.head, "rows": shown_rows(each)} for each in report.tables]
    content = as_set({"title": report.title, "authority": report.authority, "notes": report.notes, "tables": tables})
    return compile_template(
        "report.typ", {"report": json.dumps({**content, "language": language, "page": page})}, report.day
    )


def compile_template(template: str, inputs: Mapping[str, str], day: date) -> bytes:
    """Set `template`, with our own fonts; only text in a script that they lack borrows the machine's."""
    try:
        return _set(template, inputs, day, own_fonts_only=True)
    except typst.TypstError as fault:
        if _NO_GLYPH not in fault.message:
            raise PdfError(f"the document cannot be set as a PDF: {fault.message}") from fault
    try:
        return _set(template, inputs, day, own_fonts_only=False)
    except typst.TypstError as fault:
        raise PdfError(f"install a font for its script on this machine: {fault.message}") from fault


def _set(template: str, inputs: Mapping[str, str], day: date, own_fonts_only: bool) -> bytes:
    return typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        format="pdf",
        font_paths=[_FONTS],
        ignore_system_fonts=own_fonts_only,
        sys_inputs=dict(inputs),
        pdf_standards=["a-3a", "ua-1"],
        timestamp=datetime.combine(day, time(), UTC),
    )


def as_set(value: Any) -> Any:
    """`value` as it is set: no vowel signs, and an invisible break after each 25 characters of a word, so that none
    runs out of its column."""
    if isinstance(value, str):
        return _LONG_WORD.sub("\\g<0>\u200b", without_pointing(value))
    if isinstance(value, dict):
        return {name: as_set(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [as_set(member) for member in value]
    return value
