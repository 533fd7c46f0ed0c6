"""What somebody sends who means harm, or whose program is broken."""

from __future__ import annotations

import pytest
from django.urls import reverse

from exeat.web.cases.services import applying
from exeat.web.errors import NotPermitted

PDF = b"%PDF-1.7 invented"


def add(story, case, name="letter.pdf", kind="correspondence"):
    return applying.add_document(
        case=case, kind=kind, name=name, content=PDF, by=story.people.exporter, now=story.later()
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/letter.pdf", "letter.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("n" * 300 + ".pdf", "n" * 196 + ".pdf"),
    ],
)
def test_a_files_name_is_kept_without_what_misleads(story, given, kept):
    assert add(story, story.draft(), name=given).name == kept


def test_a_misleading_name_supersedes_the_file_that_it_reads_as(story):
    case = story.draft()
    older, newer = add(story, case), add(story, case, name="let\u200bter.pdf")

    older.refresh_from_db()
    assert older.superseded_by == newer


def test_an_applicant_files_no_exemption(story):
    case = story.draft()
    with pytest.raises(NotPermitted) as refused:
        add(story, case, kind="exemption")
    assert refused.value.forbidden
    assert not case.documents.filter(kind="exemption").exists()


def test_a_record_nested_beyond_measure_is_refused_in_a_sentence(story, client):
    client.force_login(story.people.officer)
    nested = "[" * 400 + "]" * 400
    body = (
        '{"format": "exeat-case", "version": 1, "authority": "Elsewhere", "country": "XB",'
        f' "exported_at": "2026-01-01T00:00:00Z", "case": {{"reference": "E-1", "more": {nested}}}}}'
    )

    answer = client.post("/api/foreign-records", body, content_type="application/json")

    assert (answer.status_code, answer.json()) == (422, {"errors": {"case": "is nested too deeply"}})


def test_what_a_signed_in_person_reads_stays_in_no_cache(story, client):
    case = story.submitted()
    client.force_login(story.people.officer)
    for address in (reverse("desk"), reverse("case", args=[case.reference]), f"/api/cases/{case.reference}"):
        assert client.get(address)["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/static/vendor/bootstrap/bootstrap.min.css").get("Cache-Control", "")
