"""Who is told what waits for them, and that a second signature costs nobody a decision unawares."""

from __future__ import annotations

from typing import Any

import pytest

from exeat.web.accounts import services
from exeat.web.cases.selectors.case_page import case_page
from exeat.web.cases.services import deciding, referring
from exeat.web.mail.models import Message

NUCLEAR = {"entry": "0X001"}


def told(subject: str) -> set[str]:
    return set(Message.objects.filter(subject__endswith=subject).values_list("to", flat=True))


def page_of(story: Any, case: Any, who: Any) -> Any:
    return case_page(case, viewer=who, now=story.now)


def shown(client: Any, case: Any, who: Any) -> str:
    client.force_login(who)
    return client.get(f"/cases/{case.reference}/").content.decode()


@pytest.fixture
def nuclear(story: Any) -> Any:
    return story.recommended(**NUCLEAR)


def test_the_other_officers_are_asked_for_it_and_the_head_hears_when_it_is_given(story: Any, nuclear: Any) -> None:
    assert told("to be countersigned") == {story.people.colleague.email}
    assert told("ready for decision") == set()

    deciding.countersign(case=nuclear, by=story.people.colleague, now=story.later())
    assert told("ready for decision") == {story.people.head.email}


def test_without_another_officer_the_head_is_asked(story: Any) -> None:
    case = story.agreed(**NUCLEAR)
    services.set_active(user=story.people.colleague, active=False, by=story.people.administrator, now=story.later())
    deciding.recommend(
        case=case, outcome="grant", reasons="all is in order", by=story.people.officer, now=story.later()
    )
    assert told("to be countersigned") == {story.people.head.email}


def test_a_case_that_needs_none_goes_straight_to_the_head(story: Any) -> None:
    story.recommended()
    assert (told("to be countersigned"), told("ready for decision")) == (set(), {story.people.head.email})


def test_it_is_the_next_step_of_another_officer_and_never_of_whoever_decides(story: Any, nuclear: Any) -> None:
    def steps(who: Any) -> tuple[list[str], list[str]]:
        page = page_of(story, nuclear, who)
        return [step.name for step in page.onward], [step.name for step in page.beside]

    assert steps(story.people.colleague)[0] == ["countersign"]
    onward, beside = steps(story.people.head)
    assert onward == [] and beside[0] == "countersign"


def test_the_head_reads_that_a_second_signature_takes_the_decision_away(client: Any, story: Any, nuclear: Any) -> None:
    warning = "Once you have countersigned, you cannot decide this case any more"
    assert warning in shown(client, nuclear, story.people.head)
    assert warning not in shown(client, nuclear, story.people.colleague)


def test_a_case_that_needs_none_says_so(client: Any, story: Any) -> None:
    page = shown(client, story.recommended(), story.people.head)
    assert page.index(">Decide<") < page.index("No second signature is needed here.")


def test_who_recommends_reads_what_stands_against_a_grant(client: Any, story: Any) -> None:
    case = story.agreed()
    heading = "As it stands it cannot be granted:"
    assert heading not in shown(client, case, story.people.officer)

    agency = case.referrals.first().agency
    objecting = story.people.reviewers[agency]
    referring.give_position(case=case, kind="objection", text="We know no such firm.", by=objecting, now=story.later())
    page = shown(client, case, story.people.officer)
    assert heading in page and "Ministry of Foreign Affairs, Non-Proliferation Section objects" in page


def test_the_applicant_hears_that_the_clock_runs_and_the_officer_of_the_decision(story: Any) -> None:
    case = story.registered()
    letter = Message.objects.get(subject=f"{case.reference}: registered", to=story.people.exporter.email)
    assert f"until {case.due.day} {case.due:%B %Y}" in letter.body

    granted = story.granted().case
    told_of = Message.objects.filter(subject=f"{granted.reference}: the decision was made")
    assert [one.to for one in told_of] == [story.people.officer.email]


def test_whoever_reviews_is_led_to_the_review(client: Any, story: Any) -> None:
    from exeat.web.appeals.services import ask_review

    case = story.recommended(outcome="refuse", grounds=("end-user-not-established",))
    given = {"outcome": "refuse", "reasons": "as reviewed", "grounds": ("end-user-not-established",)}
    deciding.decide(case=case, **given, by=story.people.head, now=story.later())
    case.refresh_from_db()
    ask_review(case=case, statement="It is a workshop.", by=story.people.exporter, now=story.later())
    page = shown(client, case, story.people.appeal)
    assert "A review of its decision waits for you" in page and 'href="#review"' in page
    assert "A review of its decision waits for you" not in shown(client, case, story.people.officer)
