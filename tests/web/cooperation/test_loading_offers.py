"""Tables of offers: all of a file or nothing, nothing of a marked one kept; and the dates that bite."""

import io
import logging
import tempfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exeat.domain.offers import MarkedAboveCeiling
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cooperation import loading
from exeat.web.cooperation.models import Host, Offer
from exeat.web.cooperation.selectors import bites, offer_rows
from exeat.web.cooperation.services.offers import meet_date
from exeat.web.cooperation.services.reading import bring_in
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.registers.spreadsheet import SheetError, template

pytestmark = pytest.mark.django_db
HEAD = (
    "title,host,kind,lead_agency,start,end,where,seats,payer,own_cost,if_asked_host_pays,other_dates,reply_by,"
    "nomination_by,visa_by,marking\n"
)
COURSE = (
    "Course on licensing,Larkmoor,training,mfa,2026-05-04,2026-05-08,abroad,2 Licensing + English; 1 law,own,"
    "2400.00,2300,2026-06-01/2026-06-03 in_country ask,2026-03-20,2026-03-10,2026-02-20,restricted\n"
)
TALKS = "Talks,Brindle,meeting,mfa,2026-05-11,2026-05-11,online,1 policy,host,,,,,,,\n"


def workbook(*rows, sheet="offers", header=""):
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.oddHeader.center.text = header
    page.append([column.name for column in loading.COLUMNS])
    for row in rows:
        page.append([row.get(column.name) for column in loading.COLUMNS])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


ROW = {
    "title": "Course", "host": "Larkmoor", "kind": "training", "lead_agency": "mfa", "start": date(2026, 5, 4),
    "end": "2026-05-08", "seats": "1 law", "payer": "host", "travel_days": 1,
}  # fmt: skip


def test_a_table_enters_offers_with_all_that_belongs_to_them(people, now):
    loaded = bring_in(content=(HEAD + COURSE + TALKS).encode(), name="a.csv", by=people.officer, now=now)
    assert [(one.row, one.outcome) for one in loaded] == [(2, "is entered"), (3, "is entered")]
    course = Offer.objects.get(title="Course on licensing")
    assert [(s.start, s.end, s.mode, s.ask_to_move) for s in course.sessions.all()] == [
        (date(2026, 5, 4), date(2026, 5, 8), "abroad", False),
        (date(2026, 6, 1), date(2026, 6, 3), "in_country", True),
    ]
    assert [(s.skill, s.also, s.count) for s in course.seats.all()] == [("licensing", ["english"], 2), ("law", [], 1)]
    assert [(f.payer, f.own_cost, f.host_cost, f.ask) for f in course.funding.all()] == [
        ("own", Decimal(2400), 0, False),
        ("host", 0, Decimal(2300), True),
    ]
    assert (course.state, course.get_marking_display()) == ("open", "restricted")
    assert [fault for fault in verify().faults if fault.where.startswith("cooperation")] == []


def test_the_same_table_again_corrects_and_a_workbook_reads_alike(people, now):
    bring_in(content=workbook(ROW), name="a.xlsx", by=people.officer, now=now)
    (again,) = bring_in(content=workbook(ROW | {"seats": "3 law"}), name="a.xlsx", by=people.officer, now=now)
    assert again.outcome == "is corrected"
    assert Offer.objects.get().seats.get().count == 3


def test_the_template_of_the_page_is_a_table_that_is_read():
    rows = loading.read_offer_table(template("offers", loading.COLUMNS), "offers.xlsx")
    assert rows[0].text("title") == "Workshop on end-use checks"


def test_every_fault_is_named_with_its_row_and_column_and_nothing_is_loaded(people, now):
    faulty = [
        ROW,
        ROW | {"title": "B", "seats": "law", "start": "soon"},
        ROW | {"title": "C", "lead_agency": "nowhere", "builds": "law"},
        ROW | {"title": "D", "other_dates": "2026-09-31", "payer": "they", "own_cost": "much"},
        ROW | {"title": "E", "lead_agency": "nowhere"},
    ]
    with pytest.raises(SheetError) as refusal:
        bring_in(content=workbook(*faulty), name="a.xlsx", by=people.officer, now=now)
    assert {(fault.row, fault.column) for fault in refusal.value.faults} == {
        (3, "seats"),
        (3, "start"),
        (4, "builds"),
        (5, "other_dates"),
        (5, "payer"),
        (5, "own_cost"),
        (6, "lead_agency"),
    }
    assert not Offer.objects.exists()


def test_a_trial_leaves_everything_as_it_was(people, now):
    bring_in(content=workbook(ROW), name="a.xlsx", by=people.officer, now=now, dry_run=True)
    assert not Offer.objects.exists() and not Host.objects.exists()


PLUM = ROW | {"title": "plumtree"}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ((HEAD + TALKS.replace("Talks", "(C/NF) plumtree")).encode(), "a.csv"),
        (f"SECRET,,,\n{(HEAD + TALKS)}".encode(), "a.csv"),
        ((HEAD + COURSE.replace("restricted", "secret").replace("Course", "plumtree")).encode(), "a.csv"),
        (b'[[offers]]\ntitle = "(S) plumtree"\n', "a.toml"),
        (workbook(PLUM | {"programme": "CONFIDENTIAL"}), "a.xlsx"),
        (workbook(PLUM, header="SECRET"), "a.xlsx"),
        (workbook(PLUM | {"marking": "secret"}), "a.xlsx"),
    ],
)
def test_nothing_of_a_table_marked_too_high_is_kept_logged_or_shown(people, now, caplog, content, name):
    caplog.set_level(logging.DEBUG)
    events = Event.objects.count()
    with pytest.raises(MarkedAboveCeiling) as refusal:
        bring_in(content=content, name=name, by=people.officer, now=now)
    assert "plumtree" not in str(refusal.value) + caplog.text
    assert (Offer.objects.count(), Host.objects.count(), Event.objects.count()) == (0, 0, events)
    client = Client()
    client.force_login(people.officer)
    sent = {"what": "offers", "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("import_register"), sent)
    assert answer.status_code == 422 and "Nothing was kept" in answer.text
    assert "plumtree" not in answer.text


@pytest.mark.parametrize("page", ["offers_read", "import_register"])
def test_an_upload_never_lies_on_the_disk(people, monkeypatch, page):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    client = Client()
    client.force_login(people.officer)
    for size in (3_000_000, 12_000_000):
        file = SimpleUploadedFile("a.eml", b"SECRET\n" + b"x" * size)
        assert client.post(reverse(page), {"what": "offers", "file": file}).status_code == 422


@pytest.mark.parametrize("page", ["offers_read", "import_register"])
def test_a_page_with_files_asks_for_the_token_like_any_other(people, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.officer)
    assert client.post(reverse(page), {"text": "SUBJECT: A"}).status_code == 403


def test_a_table_is_tried_on_the_page_and_then_loaded(client, people):
    client.force_login(people.officer)
    content = workbook(ROW | {"start": "2099-05-04", "end": "2099-05-08"})  # once: a workbook tells its second
    send = {"what": "offers", "file": SimpleUploadedFile("a.xlsx", content)}
    tried = client.post(reverse("import_register"), send)
    assert tried.status_code == 200 and not Offer.objects.exists()
    again = {"tried": tried.context["form"].initial["tried"], "file": SimpleUploadedFile("a.xlsx", content)}
    client.post(reverse("import_register"), send | again)
    assert Offer.objects.count() == 1


def test_offers_stand_by_what_bites_next_and_what_is_done_bites_no_more(client, people, now):
    bring_in(content=(HEAD + TALKS + COURSE).encode(), name="a.csv", by=people.officer, now=now)
    today = date(2026, 3, 2)
    rows = offer_rows(today=today)
    assert [row.offer.title for row in rows] == ["Course on licensing", "Talks"]
    course = rows[0].offer
    assert [(bite.kind, bite.overdue, bite.tone) for bite in bites(course, today)] == [
        ("visa", True, "bad"),
        ("nomination", False, "attention"),
        ("reply", False, "neutral"),
    ]
    meet_date(offer=course, kind="visa", by=people.officer, now=now)
    client.force_login(people.officer)
    assert "nomination" in client.get(reverse("offer", args=[course.reference])).text
    client.post(reverse("offer_meet", args=[course.reference, "nomination"]))
    course.refresh_from_db()
    assert [one.kind for one in course.deadlines] == ["reply"]
    with pytest.raises(Invalid):
        meet_date(offer=course, kind="lunch", by=people.officer, now=now)
    with pytest.raises(NotPermitted):
        meet_date(offer=course, kind="reply", by=people.auditor, now=now)
    assert [fault for fault in verify().faults if fault.where.startswith("cooperation")] == []
