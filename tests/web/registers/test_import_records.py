"""Starting from paper: what a spreadsheet loads, what a dry run leaves, and how a fault is named."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.models import Case
from exeat.web.errors import NotPermitted
from exeat.web.licences.models import Draw, Licence
from exeat.web.licences.standing import positions_of
from exeat.web.registers.loading import COLUMNS, load
from exeat.web.registers.spreadsheet import SheetError, template

EXAMPLE = {
    "exporter_country": "XA",
    "exporter_registration": "R-1",
    "issued": "2026-01-15",
    "valid_from": "2026-01-15",
    "valid_until": "2027-01-14",
}


def sheet(what: str, *rows: dict[str, Any]) -> bytes:
    """A spreadsheet of that kind; each row is the template's example with these changes."""
    book = openpyxl.load_workbook(io.BytesIO(template(what, COLUMNS[what])))
    page = book[what]
    page.delete_rows(2)
    for row in rows:
        page.append([{**EXAMPLE, **row}.get(column.name, column.example) for column in COLUMNS[what]])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def taken(story: Any, what: str, *rows: dict[str, Any], dry_run: bool = False) -> list[Any]:
    return load(what=what, content=sheet(what, *rows), by=story.people.officer, now=story.now, dry_run=dry_run)


def faults(story: Any, what: str, *rows: dict[str, Any]) -> list[str]:
    with pytest.raises(SheetError) as refused:
        taken(story, what, *rows)
    return [str(fault) for fault in refused.value.faults]


def test_a_licence_is_loaded_with_what_has_left_so_far(story):
    taken(story, "licences", {"line": 1, "quantity": 4, "drawn_quantity": 1.5}, {"line": 2, "drawn_quantity": None})

    licence = Licence.objects.get(number="2025/117")
    assert licence.exporter == story.firm
    assert licence.state == "active"
    assert [where.remaining for _line, where in positions_of(licence)] == [Decimal("2.5"), Decimal(4)]
    assert verify().faults == ()


def test_an_open_case_becomes_a_draft_from_a_letter(story):
    taken(story, "cases", {}, {"description": "A second line of goods"})

    case = Case.objects.get()
    assert (case.state, case.on_paper) == ("draft", True)
    assert len(case.application["items"]) == 2
    assert case.application["applicant_reference"] == "Letter of 3 March"


@pytest.mark.parametrize("what", ["licences", "cases"])
def test_a_dry_run_says_the_same_and_leaves_everything_as_it_was(story, what):
    events = Event.objects.count()

    tried = taken(story, what, {}, dry_run=True)

    assert (Licence.objects.count(), Case.objects.count(), Draw.objects.count()) == (0, 0, 0)
    assert Event.objects.count() == events
    assert tried[0].rows == taken(story, what, {})[0].rows


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"valid_until": "2025-12-31", "valid_from": "2025-01-01"}, "column valid_until: has passed"),
        ({"valid_until": "next year"}, "column valid_until: 'next year' is not a date"),
        ({"quantity": "four"}, "column quantity: 'four' is not a number"),
        ({"quantity": 0}, "column quantity: is not over zero"),
        ({"drawn_quantity": 5}, "column drawn_quantity: is not between zero and the quantity licensed"),
        ({"exporter_registration": "R-9"}, "column exporter_registration: not in the register"),
        ({"currency": "euros"}, "'euros' is not an ISO 4217 code"),
        ({"description": None}, "column description: is empty"),
    ],
)
def test_a_fault_names_sheet_row_and_column_and_nothing_is_loaded(story, change, fault):
    found = faults(story, "licences", {}, {"number": "2025/118", **change})

    assert any(text.startswith("sheet licences, row 3") and fault in text for text in found), found
    assert not Licence.objects.exists()


def test_a_number_that_is_there_already_is_refused(story):
    taken(story, "licences", {})

    assert "a licence of this number is there already" in faults(story, "licences", {})[0]


def test_a_file_that_is_no_spreadsheet_is_refused(story):
    for content in (b"", b"PK\x03\x04 not a book", sheet("cases", {})):
        with pytest.raises(SheetError):
            load(what="licences", content=content, by=story.people.officer, now=story.now, dry_run=True)


def test_only_an_officer_loads_records(story):
    with pytest.raises(NotPermitted):
        load(what="cases", content=sheet("cases", {}), by=story.people.exporter, now=story.now, dry_run=True)


def test_the_page_tries_a_file_and_then_loads_the_same_one(client, story):
    client.force_login(story.people.officer)
    content = sheet("cases", {})

    def send(file: bytes, **fields: str) -> Any:
        return client.post("/import/", {"what": "cases", "file": SimpleUploadedFile("c.xlsx", file), **fields})

    tried = send(content)
    assert tried.status_code == 200
    assert not Case.objects.exists()
    digest = tried.context["form"].initial["tried"]

    assert send(sheet("cases", {"kind": "transit"}), tried=digest).status_code == 422
    assert not Case.objects.exists()

    assert send(content, tried=digest).status_code == 200
    assert Case.objects.count() == 1


def test_the_page_hands_out_templates_and_names_faults(client, story):
    client.force_login(story.people.officer)

    assert client.get("/import/").status_code == 200
    assert client.get("/import/licences.xlsx").content.startswith(b"PK")
    assert client.get("/import/people.xlsx").status_code == 404
    bad = SimpleUploadedFile("c.xlsx", sheet("cases", {"nature": "things"}))
    refused = client.post("/import/", {"what": "cases", "file": bad})
    assert refused.status_code == 422
    assert "column nature" in refused.content.decode()
