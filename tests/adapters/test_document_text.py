"""The words of documents, whatever their form; a broken one has none and stops nothing."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from exeat.adapters.document_text import MOST_LETTERS, document_text
from exeat.adapters.pdf import Letter, render_letter

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
FORMS = ("application/pdf", DOCX, XLSX, "text/plain", "image/png")


def docx(*paragraphs: str) -> bytes:
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{runs}</w:body></w:document>')
    return written.getvalue()


def xlsx(*cells: str) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.active.append(cells)
    book.save(written)
    return written.getvalue()


def test_the_words_of_each_form_are_read() -> None:
    assert document_text(DOCX, docx("Turbine blades", "for the pump house")) == "Turbine blades\nfor the pump house"
    assert "gyroscope" in document_text(XLSX, xlsx("one", "gyroscope"))
    assert document_text("text/plain", "a résumé".encode()) == "a résumé"


def test_a_pdf_of_ours_is_read() -> None:
    letter = Letter(
        kind="refusal", reference="C-1", date=__import__("datetime").date(2026, 3, 2), authority="An Authority",
        authority_address="", addressee=("Quayside Optics",), subject="Application", paragraphs=("A gyroscope.",),
        signatory_name="H", signatory_title="",
    )  # fmt: skip
    assert "gyroscope" in document_text("application/pdf", render_letter(letter))


def test_a_long_text_is_cut() -> None:
    assert len(document_text("text/plain", b"x" * (MOST_LETTERS + 5))) == MOST_LETTERS


@pytest.mark.parametrize("form", FORMS)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_survived(form: str, content: bytes) -> None:
    assert isinstance(document_text(form, content), str)


@pytest.mark.parametrize("form", [DOCX, XLSX])
def test_a_file_that_was_cut_has_no_words(form: str) -> None:
    whole = docx("words") if form == DOCX else xlsx("words")
    assert document_text(form, whole[: len(whole) // 2]) == ""
