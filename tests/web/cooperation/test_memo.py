"""The recommendation memo: figures and reasons, each paragraph marked, in three forms; the plan as a workbook."""

import io
from datetime import date

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from docx import Document

from exeat.domain.offers import Level as Marking
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import ask_for_plan, make_waiting
from exeat.web.people.services import OfficialGiven, add_official
from exeat.web.replies.memo import memo

pytestmark = pytest.mark.django_db
ARABIC = "ورشة عمل حول مراقبة الصادرات"


@pytest.fixture
def run(people, now):
    for name, skills in (("Orsa Lind", ["licensing", "law"]), ("Pell Amadi", ["licensing"])):
        add_official(given=OfficialGiven(name, "mfa", skills, user=None), by=people.head, now=now)
    for title, must, marking in ((ARABIC, True, Marking.UNMARKED), ("*Idle* <talks>", False, Marking.RESTRICTED)):
        start = date(2026, 5, 5) if must else date(2026, 6, 2)
        given = OfferGiven(
            title=title, host="Larkmoor", kind="training", lead_agency="mfa", sessions=[SessionGiven(start, start)],
            seats=[SeatGiven("licensing")], gains=[], funding=[FundingGiven("host")], must=must, marking=marking,
        )  # fmt: skip
        enter(given=given, by=people.officer, now=now)
    asked = ask_for_plan(last=date(2026, 8, 31), by=people.officer, now=now)
    make_waiting(now=now)
    asked.refresh_from_db()
    return asked


def test_the_memo_has_its_parts_and_each_paragraph_its_mark(run, now):
    made = memo(run, now=now)
    assert [part.title[:2] for part in made.sections if part.level == 1] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert made.marking == "RESTRICTED"
    marks = {part.title.split("  ")[-1]: {one.mark for one in part.paragraphs} for part in made.sections}
    assert marks[ARABIC] == {"U"} and marks["*Idle* <talks>"] == {"R"}
    alone = next(one for part in made.sections for one in part.paragraphs if "alone" in one.text)
    assert alone.mark == "R" and "law" in alone.text and "Orsa Lind" not in alone.text
    summary = made.sections[0].paragraphs[0].text
    assert "2 invitations" in summary and "accept 1" in summary and "decline 1" in summary


def test_where_nothing_restricted_may_be_nothing_restricted_is_said(run, now, monkeypatch):
    from exeat.domain.offers import Level
    from exeat.web.replies import memo as module

    monkeypatch.setattr(module, "highest_marking", lambda: Level.UNMARKED)
    assert "alone" not in str(memo(run, now=now))


def test_its_forms_say_the_same(client, people, run):
    client.force_login(people.head)
    page = client.get(reverse("plan_memo", args=[run.pk])).text
    assert "RESTRICTED" in page and ARABIC in page
    pdf = pypdfium2.PdfDocument(io.BytesIO(client.get(reverse("plan_memo_file", args=[run.pk, "pdf"])).content))
    text = pdf[0].get_textpage().get_text_range()
    assert text.count("RESTRICTED") == 2 and "(U) 2 invitations" in text
    whole = "".join(one.get_textpage().get_text_range() for one in pdf)
    assert any(word in whole for word in (ARABIC.split()[-1], ARABIC.split()[-1][::-1]))
    word = Document(io.BytesIO(client.get(reverse("plan_memo_file", args=[run.pk, "docx"])).content))
    assert word.sections[0].header.paragraphs[0].text == word.sections[0].footer.paragraphs[0].text == "RESTRICTED"
    assert any(one.text.startswith("(U) 2 invitations") for one in word.paragraphs)
    markdown = client.get(reverse("plan_memo_file", args=[run.pk, "md"])).text
    assert markdown.startswith("**RESTRICTED**") and "\\*Idle\\* \\<talks\\>" in markdown
    assert client.get(f"/plans/{run.pk}/memo.exe").status_code == 404


def test_the_workbook_has_an_answer_a_row(client, people, run):
    client.force_login(people.officer)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("plan_workbook", args=[run.pk])).content))
    rows = list(book["answers"].iter_rows(min_row=3, values_only=True))
    assert {(row[0], row[3]) for row in rows} == {(ARABIC, "Accept"), ("*Idle* <talks>", "Decline")}
    assert next(row for row in rows if row[3] == "Accept")[7] == 1  # a desk day


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_memo_and_workbook_are_for_those_who_plan(client, people, run, role):
    client.force_login(getattr(people, role))
    for name, args in (("plan_memo", []), ("plan_memo_file", ["pdf"]), ("plan_workbook", [])):
        assert client.get(reverse(name, args=[run.pk, *args])).status_code == 403


def test_a_plan_that_is_none_has_no_memo(client, people, run):
    run.plan = None
    run.save()
    client.force_login(people.head)
    assert client.get(reverse("plan_memo", args=[run.pk])).status_code == 404
