"""What a review makes of a measure: letter, licence, revocation list, ledger, and the page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from exeat.adapters.document_text import document_text
from exeat.domain.licences import PublicKeys, Status, read_revocations
from exeat.web.appeals.services import annul, ask_review, vary_measure
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases import documents
from exeat.web.cases.models import Case, Decision
from exeat.web.cases.services import ending
from exeat.web.errors import Invalid
from exeat.web.licences.models import Licence
from exeat.web.licences.services.issuing import change_state, lift_ended_suspensions

UNTIL = date(2026, 6, 30)


@pytest.fixture
def reviewed(story: Any) -> Case:
    """A revocation of which the review is asked."""
    case = story.revoked()
    ask_review(case=case, statement="It was lent for a day.", by=story.people.exporter, now=story.later())
    return case


def vary(story: Any, case: Case, outcome: str, until: date | None = None) -> Any:
    by, now = story.people.appeal, story.later()
    return vary_measure(case=case, outcome=outcome, until=until, reasons="It was lent once.", by=by, now=now)


def licence_of(case: Case) -> Licence:
    return Licence.objects.get(pk=case.changes_id)


def letter(review: Any) -> str:
    return " ".join(document_text("application/pdf", documents.read(review.letter)).split())


def listed(client: Any, licence: Licence) -> Status | None:
    keys = PublicKeys.from_json(client.get("/verify/keys.json").json())
    found = read_revocations(client.get("/verify/revocations.jws").content.decode(), keys).find(licence.number)
    return found.status if found else None


def test_it_becomes_a_suspension_for_a_time(client: Any, story: Any, reviewed: Case) -> None:
    assert listed(client, licence_of(reviewed)) is Status.REVOKED
    review = vary(story, reviewed, "suspend_licence", UNTIL)

    assert licence_of(reviewed).state == "suspended"
    assert listed(client, licence_of(reviewed)) is Status.SUSPENDED
    assert "30 June 2026" in licence_of(reviewed).state_reason
    first, second = Decision.objects.filter(case=reviewed)
    assert (second.supersedes, second.until, second.grounds) == (first, UNTIL, ["misuse"])
    text = letter(review)
    assert "is varied" in text
    assert "is suspended from" in text
    assert "until the end of 30 June 2026" in text
    assert "application is granted" not in text
    event = Event.objects.get(kind="case.vary_to_suspend_licence")
    assert event.data == {"grounds": ["misuse"], "until": "2026-06-30"}
    assert verify().faults == ()


def test_it_ends_with_its_last_day_and_only_while_it_rests_on_the_review(story: Any, reviewed: Case) -> None:
    vary(story, reviewed, "suspend_licence", UNTIL)
    story.now = story.now.replace(month=7, day=1)
    assert lift_ended_suspensions(now=story.now) == 1
    assert licence_of(reviewed).state == "active"
    assert lift_ended_suspensions(now=story.later()) == 0
    ending.suspend_at_once(licence=licence_of(reviewed), reason="A report.", by=story.people.head, now=story.later())
    assert lift_ended_suspensions(now=story.later()) == 0, "that one is another suspension"
    assert verify().faults == ()


def test_no_measure_at_all_leaves_the_licence_in_use(client: Any, story: Any, reviewed: Case) -> None:
    review = vary(story, reviewed, "leave_licence")
    reviewed.refresh_from_db()
    assert (reviewed.state, licence_of(reviewed).state) == ("no_measure", "active")
    assert listed(client, licence_of(reviewed)) is None
    assert "may be used" in letter(review)


@pytest.mark.parametrize("how", ["leave", "annul"])
def test_what_came_after_the_decision_stays_and_the_letter_says_so(story: Any, how: str) -> None:
    case = story.revoked()
    review_of = licence_of(case)
    ask_review(case=case, statement="No.", by=story.people.exporter, now=story.later())
    # As where another case has revoked it since: the licence stands as it does by a later moment.
    Licence.objects.filter(pk=review_of.pk).update(state="suspended")
    change_state(licence=review_of, action="revoke", reason="decided elsewhere", by=None, now=story.later())
    if how == "leave":
        review = vary(story, case, "leave_licence")
    else:
        review = annul(case=case, reasons="It was lent once.", by=story.people.appeal, now=story.later())
    assert licence_of(case).state == "revoked"
    assert "is revoked all the same" in letter(review)


def test_a_grant_is_no_measure_and_a_revocation_no_milder_one(story: Any, reviewed: Case) -> None:
    for outcome in ("revoke_licence", "grant"):
        with pytest.raises(Invalid):
            vary(story, reviewed, outcome)
    assert licence_of(reviewed).state == "revoked"


def test_the_reviewer_does_it_on_the_page(client: Any, story: Any, reviewed: Case) -> None:
    client.force_login(story.people.appeal)
    page = client.get(f"/cases/{reviewed.reference}/").content.decode()
    assert "Vary: a milder measure, or none" in page
    assert "Vary: grant, or grant with other conditions" not in page
    address = f"/cases/{reviewed.reference}/do/vary_measure/"
    given = {"outcome": "suspend_licence", "until": "2020-01-01", "reasons": "It was lent once."}
    refused = client.post(address, given)
    assert (refused.status_code, "has passed" in refused.content.decode()) == (422, True)
    assert client.post(address, given | {"until": "2099-12-31"}).status_code == 422
    assert client.post(address, given | {"until": ""}).status_code == 302
    assert licence_of(reviewed).state == "suspended"
    client.force_login(story.people.exporter)
    assert "Ask for a review" not in client.get(f"/cases/{reviewed.reference}/").content.decode()
