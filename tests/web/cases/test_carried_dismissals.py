"""A dismissal of the same two parties stands while nothing relevant has changed, where the policy says so."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from exeat.web.audit.verify import verify
from exeat.web.cases.models import Match
from exeat.web.cases.selectors import earlier
from exeat.web.cases.services import reviewing
from exeat.web.policy import policy

VASTIKAR = {"role": "end_user", "name": "Orlan Vastikar", "type": "person", "address": "here", "country": "QM"}


@pytest.fixture
def every_match_is_settled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = replace(policy(), dismissals_stand=False)
    monkeypatch.setattr(earlier, "policy", lambda: rules)


def match_of(case: Any) -> Match:
    return Match.objects.get(party__case=case)


def page(client: Any, user: Any, case: Any) -> str:
    client.force_login(user)
    return unescape(client.get(f"/cases/{case.reference}/").content.decode())


def test_an_earlier_dismissal_stands_and_is_shown_with_who_when_and_why(client, story):
    before = story.under_review(parties=[VASTIKAR])

    case = story.registered(parties=[VASTIKAR])

    match = match_of(case)
    assert (match.status, match.carried, match.reason) == ("dismissed", before.reference, "another person")
    assert match.settled_by == story.people.officer
    text = page(client, story.people.officer, case)
    assert "An earlier dismissal stands" in text
    assert before.reference in text
    assert "Settle anew" in text
    assert verify().faults == ()


def test_a_dismissal_that_stands_may_be_settled_anew(story):
    story.under_review(parties=[VASTIKAR])
    case = story.registered(parties=[VASTIKAR])

    reviewing.settle_match(
        match=match_of(case), confirmed=True, reason="now certain", by=story.people.colleague, now=story.later()
    )

    assert (match_of(case).status, match_of(case).carried) == ("confirmed", "")


def test_a_confirmed_hit_never_stands_by_itself_and_ends_what_stood(story):
    story.under_review(parties=[VASTIKAR])
    confirmed = story.registered(parties=[VASTIKAR])
    reviewing.settle_match(
        match=match_of(confirmed), confirmed=True, reason="the same", by=story.people.officer, now=story.later()
    )

    assert match_of(story.registered(parties=[VASTIKAR])).status == "open"


def test_the_party_of_another_country_is_asked_about_again_and_what_changed_is_said(client, story):
    story.under_review(parties=[VASTIKAR])

    case = story.registered(parties=[{**VASTIKAR, "country": "AE"}])

    assert match_of(case).status == "open"
    text = page(client, story.people.officer, case)
    assert "Since then the party's countries changed" in text
    assert "became United Arab Emirates" in text
    assert "Dismiss as before" not in text


@pytest.mark.usefixtures("every_match_is_settled_anew")
def test_where_the_policy_wants_every_match_settled_the_earlier_dismissal_is_offered(client, story):
    story.under_review(parties=[VASTIKAR])

    case = story.registered(parties=[VASTIKAR])

    assert match_of(case).status == "open"
    assert "Dismiss as before" in page(client, story.people.officer, case)
    sent = {"target": match_of(case).pk, "finding": "dismissed", "reason": "another person"}
    client.post(f"/cases/{case.reference}/do/settle_match/", sent)
    assert match_of(case).status == "dismissed"


def test_a_dismissal_that_was_carried_is_told_once(client, story):
    first = story.under_review(parties=[VASTIKAR])
    second = story.registered(parties=[VASTIKAR])

    text = page(client, story.people.officer, story.registered(parties=[VASTIKAR]))

    matches, _, _ = text.partition('id="related"')  # which names it for another reason
    assert first.reference in matches
    assert second.reference not in matches
