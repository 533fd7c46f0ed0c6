"""The register's pages and what a case shows: who reads them, and what a file must look like."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.denials.models import Denial, Resemblance
from exeat.web.denials.services import registering
from exeat.web.denials.table import COLUMNS

HEAD = ",".join(column.name for column in COLUMNS)
ROW = "D-9,Export Office of Quenland,QM,2026-01-12,,3X001; 0X001,Cameras,Calm Shores Fire Service,AE,Smoke,Diversion"


def get(client: Any, user: Any, path: str, status: int = 200) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == status
    return unescape(response.content.decode("utf-8-sig"))


def load(client: Any, user: Any, text: str) -> Any:
    client.force_login(user)
    return client.post("/denials/load/", {"file": SimpleUploadedFile("notified.csv", text.encode())})


@pytest.fixture
def denial(story: Any) -> Denial:
    given = registering.DenialGiven(
        reference="D-7", authority="Export Office of Quenland", state="QM", denied_on=story.now.date(),
        entries=["3X001"], parties=["Calm Shores Fire Service"], destination="AE",
    )  # fmt: skip
    return registering.enter(given=given, by=story.people.officer, now=story.later())


@pytest.mark.parametrize("who", ["officer", "head", "auditor"])
def test_the_authority_reads_the_register(client: Any, story: Any, denial: Denial, who: str) -> None:
    reader = getattr(story.people, who)
    assert "QM D-7" in get(client, reader, "/denials/")
    assert "Calm Shores Fire Service" in get(client, reader, f"/denials/{denial.pk}/")


def test_nobody_else_does(client: Any, story: Any, denial: Denial) -> None:
    for user in (story.people.exporter, story.people.customs, story.people.reviewers["mfa"]):
        for path in ("/denials/", f"/denials/{denial.pk}/", "/denials/notices.csv"):
            get(client, user, path, 403)


def test_an_auditor_changes_nothing(client: Any, story: Any, denial: Denial) -> None:
    get(client, story.people.auditor, "/denials/add/", 403)
    client.force_login(story.people.auditor)
    assert client.post(f"/denials/{denial.pk}/do/revoke/", {"note": "x"}).status_code == 403


def test_the_case_shows_it_to_officers_who_take_the_steps_there(client: Any, story: Any, denial: Denial) -> None:
    case = story.under_review()
    address = f"/cases/{case.reference}/"
    shown = get(client, story.people.officer, address)
    assert "Denials that it resembles" in shown
    assert "essentially identical" in shown
    row = Resemblance.objects.get(case=case)
    client.post(f"{address}do/consult_on_denial/", {"target": row.pk})
    early = client.post(f"{address}do/record_consultation/", {"target": row.pk, "answer": "silent"})
    assert "may still answer" in unescape(early.content.decode())
    client.post(f"{address}do/record_consultation/", {"target": row.pk, "answer": "agrees", "text": "Note 3"})
    row.refresh_from_db()
    assert (row.status, row.answer_text) == ("consulted", "Note 3")
    assert "Denials that it resembles" not in get(client, story.people.exporter, address)


def test_the_queries_of_a_case_do_not_grow_with_its_denials(client: Any, story: Any, denial: Denial) -> None:
    case = story.under_review()

    def count() -> int:
        client.force_login(story.people.officer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/cases/{case.reference}/")
        return len(queries)

    before = count()
    for number in range(3):
        given = registering.DenialGiven(
            f"D-{number}0", "Office", "QN", denial.denied_on, ["3X001"], ["Calm Shores Fire Service"], "AE"
        )
        registering.enter(given=given, by=story.people.officer, now=story.later())
    assert count() == before


def test_a_file_of_denials_is_loaded_and_our_notices_have_its_form(client: Any, story: Any) -> None:
    assert load(client, story.people.officer, f"{HEAD}\r\n{ROW}\r\n").status_code == 302
    made = Denial.objects.get()
    assert (made.entries, made.grounds) == (["3X001", "0X001"], "Diversion")
    notices = get(client, story.people.officer, "/denials/notices.csv")
    assert notices.splitlines() == [HEAD], "none of them is ours"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reference,authority\r\nD-1,Office\r\n", "is missing"),
        (f"{HEAD}\r\n{ROW.replace('2026-01-12', 'soon')}\r\n", "'soon' is not a date"),
        (f"{HEAD}\r\n{ROW}\r\n{ROW.replace('QM', 'Quenland')}\r\n", "row 2, state"),
        ("", "no rows"),
    ],
)
def test_a_file_with_a_fault_loads_nothing(client: Any, story: Any, text: str, said: str) -> None:
    answer = load(client, story.people.officer, text or HEAD)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert not Denial.objects.exists()


def test_what_was_refused_is_said_beside_its_field(client: Any, story: Any, denial: Denial) -> None:
    client.force_login(story.people.officer)
    answer = client.post(f"/denials/{denial.pk}/do/renew/", {"valid_until": "2020-01-01", "note": "x"})
    assert answer.status_code == 422
    assert "it counts until" in unescape(answer.content.decode())


def test_the_notice_of_our_refusal_goes_out_when_the_head_releases_it(client: Any, story: Any) -> None:
    from exeat.web.cases.services import deciding

    grounds = ["end-user-not-established"]
    case = story.recommended(outcome="refuse", grounds=tuple(grounds))
    deciding.decide(
        case=case, outcome="refuse", reasons="unknown", grounds=grounds, by=story.people.head, now=story.later()
    )
    ours = Denial.objects.get(case=case)
    officer, head = story.people.officer, story.people.head
    assert get(client, officer, "/denials/notices.csv").splitlines() == [HEAD], "drafted, not released"
    client.force_login(officer)
    assert client.get(f"/denials/{ours.pk}/draft.pdf").content.startswith(b"%PDF")
    assert client.post(f"/denials/{ours.pk}/release/").status_code == 403
    client.force_login(head)
    assert client.post(f"/denials/{ours.pk}/release/").status_code == 302
    ours.refresh_from_db()
    assert client.get(f"/documents/{ours.notice_id}/").status_code == 200
    assert len(get(client, officer, "/denials/notices.csv").splitlines()) == 2
    client.force_login(story.people.exporter)
    assert client.get(f"/documents/{ours.notice_id}/").status_code == 404
