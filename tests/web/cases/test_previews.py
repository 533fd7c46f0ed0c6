"""The letter that a step would send, looked at before: a draft, of which nothing stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from exeat.adapters.document_text import document_text
from exeat.web.audit.models import Event
from exeat.web.cases.models import Document
from exeat.web.mail.models import Message

GROUND = "end-user-not-established"
REASONS = "Nobody knows the buyer.\n\n[internal] A partner's report."
REFUSAL = {"outcome": "refuse", "reasons": REASONS, "grounds": [GROUND]}
SENT = {
    "request_information": ("officer", {"question": "What is the mast for?"}, "mast"),
    "intend_refusal": ("officer", {"reasons": REASONS, "grounds": [GROUND]}, "Nobody knows the buyer"),
    "decide": ("head", REFUSAL, "Nobody knows the buyer"),
}


def preview(client: Any, user: Any, case: Any, step: str, given: dict[str, Any]) -> Any:
    client.force_login(user)
    return client.post(reverse("case_preview", args=[case.reference, step]), given)


@pytest.fixture
def case(story: Any, request: Any) -> Any:
    """Under review, or recommended for refusal where the head is to decide."""
    step = getattr(request, "param", "decide")
    return story.referred() if step == "request_information" else story.recommended(outcome="refuse", grounds=(GROUND,))


@pytest.mark.parametrize(("case", "step"), [(step, step) for step in SENT], indirect=["case"])
def test_the_draft_says_what_would_be_sent_and_nothing_is_kept(client: Any, story: Any, case: Any, step: str) -> None:
    who, given, words = SENT[step]
    before = [model.objects.count() for model in (Document, Event, Message)]

    answer = preview(client, getattr(story.people, who), case, step, given)

    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    text = document_text("application/pdf", answer.content)
    assert "Draft" in text
    assert words in text
    assert "partner" not in text, "marked reasons stay inside, in a draft too"
    assert [model.objects.count() for model in (Document, Event, Message)] == before


def test_the_letter_that_is_sent_is_no_draft(client: Any, story: Any) -> None:
    case = story.referred()
    client.force_login(story.people.officer)
    client.post(reverse("case_act", args=[case.reference, "request_information"]), {"question": "What for?"})

    letter = case.requests.get().letter
    assert "Draft" not in document_text("application/pdf", client.get(f"/documents/{letter.pk}/").content)


def test_only_those_to_whom_the_step_is_offered_see_its_letter(client: Any, story: Any, case: Any) -> None:
    for part, status in (("officer", 200), ("auditor", 422), ("exporter", 422), ("outsider", 404)):
        assert preview(client, getattr(story.people, part), case, "decide", REFUSAL).status_code == status, part


API = {
    "request_information": "requests/preview", "intend_refusal": "intended-refusal/preview", "decide": "decide/preview",
}  # fmt: skip


@pytest.mark.parametrize(("case", "step"), [(step, step) for step in SENT], indirect=["case"])
def test_a_program_has_the_same_draft(client: Any, story: Any, case: Any, step: str) -> None:
    who, given, words = SENT[step]
    before = [model.objects.count() for model in (Document, Event, Message)]
    client.force_login(getattr(story.people, who))

    answer = client.post(f"/api/cases/{case.reference}/{API[step]}", given, "application/json")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:300]
    text = document_text("application/pdf", answer.content)
    assert ("Draft" in text, words in text, "partner" in text) == (True, True, False)
    assert [model.objects.count() for model in (Document, Event, Message)] == before
    client.force_login(story.people.exporter)
    refused = client.post(f"/api/cases/{case.reference}/{API[step]}", given, "application/json")
    assert refused.status_code in (403, 409)


def test_a_program_is_told_where_no_letter_goes_with_the_outcome(client: Any, story: Any, case: Any) -> None:
    client.force_login(story.people.head)
    address = f"/api/cases/{case.reference}/decide/preview"
    answer = client.post(address, {"outcome": "grant", "reasons": "Fine."}, "application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["outcome"])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"outcome": "grant", "reasons": "Fine."}, "no letter"),
        ({"outcome": "refuse", "reasons": "No."}, "at least one ground"),
        ({"outcome": "refuse", "reasons": ""}, "This field is required"),
    ],
)
def test_what_no_letter_goes_with_is_said_in_its_place(
    client: Any, story: Any, case: Any, given: dict[str, str], reason: str
) -> None:
    answer = preview(client, story.people.head, case, "decide", given)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_a_step_without_a_letter_has_no_preview(client: Any, story: Any, case: Any) -> None:
    assert preview(client, story.people.officer, case, "register", {}).status_code == 404
    assert preview(client, story.people.officer, case, "nonsense", {}).status_code == 404
    client.force_login(story.people.head)
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert page.count("Look at the letter first") == 2  # of the decision, and of an intended refusal
