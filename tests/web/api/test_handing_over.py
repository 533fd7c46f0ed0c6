"""Applications and exported cases through the API: taken whole, kept as a draft, or refused and leaving nothing."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from exeat.web.cases.models import Case, Document
from exeat.web.registers.models import ForeignRecord

PDF = base64.b64encode(b"%PDF-1.7\nan invented document\n").decode()
KINDS = ("end_user_certificate", "technical_specification")


@pytest.fixture
def hand_in(client: Any, story: Any) -> Any:
    """Hands in the play's application as its exporter, with changes."""
    client.force_login(story.people.exporter)
    exporter = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}

    def send(**changes: Any) -> Any:
        documents = [{"kind": kind, "file": f"{kind}.pdf", "content": PDF} for kind in KINDS]
        body = {**story.application, "exporter": exporter, "documents": documents, **changes}
        return client.post("/api/cases?submit=true", body, content_type="application/json")

    return send


def test_a_complete_application_is_submitted_with_its_documents(hand_in: Any) -> None:
    made = hand_in()

    assert (made.status_code, made.json()["state"], made.json()["refusals"]) == (201, "submitted", [])
    case = Case.objects.get(reference=made.json()["reference"])
    assert sorted(case.documents.values_list("kind", flat=True)) == sorted(KINDS)


def test_an_incomplete_one_stays_a_draft_and_says_what_is_missing(hand_in: Any) -> None:
    made = hand_in(documents=[])

    assert (made.status_code, made.json()["state"]) == (201, "draft")
    assert {reason["code"] for reason in made.json()["refusals"]} == {"complete"}
    assert Case.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"exporter": {"name": "Far Harbour Tools", "country": "XA", "registration": "R-2"}}, "exporter"),
        ({"documents": [{"kind": KINDS[0], "file": "euc.exe", "content": PDF}]}, "documents[0]"),
    ],
    ids=["another's company", "a file of a wrong type"],
)
def test_what_cannot_be_used_is_named_and_leaves_nothing(hand_in: Any, changes: Any, field: str) -> None:
    answer = hand_in(**changes)

    assert answer.status_code == 422
    assert all(name.startswith(field) for name in answer.json()["errors"])
    assert not Case.objects.exists()
    assert not Document.objects.exists()


def test_a_foreign_record_is_filed_once_whatever_the_order_of_its_keys(client: Any, story: Any) -> None:
    client.force_login(story.people.officer)
    exported = client.get(f"/api/cases/{story.submitted().reference}/export").json()
    filed = client.post("/api/foreign-records", exported, content_type="application/json")
    assert filed.status_code == 201

    again = client.post("/api/foreign-records", dict(reversed(exported.items())), content_type="application/json")

    assert again.status_code == 422
    assert f"as number {filed.json()['id']}" in again.json()["errors"]["case"]
    assert ForeignRecord.objects.count() == 1
    assert Case.objects.count() == 1
