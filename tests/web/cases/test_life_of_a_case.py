"""A case from draft to licence, and where the rules stop it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.selectors import case_data
from exeat.web.cases.services import applying, deciding, intake, referring, reviewing
from exeat.web.cases.standing import clock_of
from exeat.web.errors import Invalid, NotPermitted


def codes(refused: pytest.ExceptionInfo[NotPermitted]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def test_a_granted_case_has_a_signed_licence_and_a_whole_ledger(story):
    licence = story.granted()

    assert licence.state == "active"
    assert len(licence.token) <= 600
    assert [line.entry for line in licence.lines.all()] == ["3X001.a"]
    assert verify().faults == ()


def test_a_submission_without_a_match_still_cites_the_lists_that_it_was_screened_against(story):
    case = story.submitted()
    event = Event.objects.get(subject=case.subject, kind="case.submit")

    assert list(event.data["watchlists"]) == ["un-sc"]
    assert event.data["control_lists"]


def test_a_party_that_is_changed_after_screening_is_named(story):
    case = story.submitted()
    party = case.parties.get(role="end_user")
    type(party).objects.filter(pk=party.pk).update(name="Somebody Else")

    assert [fault.where for fault in verify().faults] == [f"cases.caseparty:{party.pk}"]


def test_submission_suggests_entries_and_screens_every_party(story):
    case = story.submitted(
        parties=[{"role": "end_user", "name": "Orlan Vastikar", "type": "person", "address": "here", "country": "QM"}]
    )

    data = case_data(case, viewer=story.people.officer, now=story.now)
    assert data["items"][0]["candidates"][0]["entry"] == "3X001"
    assert data["parties"][1]["matches"][0]["id"] == "UN-1"


def test_the_applicant_sees_neither_candidates_nor_matches_nor_positions(story):
    case = story.recommended()

    data = case_data(case, viewer=story.people.exporter, now=story.now)
    assert data["items"][0]["candidates"] == []
    assert all(party["matches"] == [] for party in data["parties"])
    assert data["referrals"] == []
    assert not {"conditions", "recommendations", "notes"} & set(data)


def test_an_incomplete_application_is_not_submitted(story):
    case = applying.create_draft(
        exporter=story.firm, application=story.application, by=story.people.exporter, now=story.now
    )

    with pytest.raises(NotPermitted) as refused:
        applying.submit(case=case, by=story.people.exporter, now=story.now)

    assert codes(refused) == {"complete"}


def test_a_draft_with_a_wrong_field_names_it(story):
    case = story.draft(items=[{**story.application["items"][0], "quantity": "0"}])

    with pytest.raises(Invalid) as refused:
        applying.submit(case=case, by=story.people.exporter, now=story.now)

    assert list(refused.value.errors) == ["items[0].quantity"]


def test_a_returned_application_is_corrected_and_submitted_again(story):
    case = story.submitted()
    intake.return_for_completion(case=case, message="which camera?", by=story.people.officer, now=story.later())
    items = [{**story.application["items"][0], "description": "Thermal camera, type two"}]
    applying.save_draft(
        case=case, application={**story.application, "items": items}, by=story.people.exporter, now=story.later()
    )

    case = applying.submit(case=case, by=story.people.exporter, now=story.later())

    assert case.application_number == 2
    assert [item.description for item in case.items.all()] == ["Thermal camera, type two"]
    assert verify().faults == ()


def test_a_question_stops_the_clock_until_it_is_answered(story):
    case = story.under_review()
    request = reviewing.request_information(case=case, question="how many?", by=story.people.officer, now=story.now)
    story.later(days=7)
    waiting = clock_of(case, story.now)
    reviewing.answer_request(request=request, answer="four", by=story.people.exporter, now=story.now)
    answered = clock_of(case, story.now)

    assert waiting.paused_by is not None
    assert waiting.days_used <= 1
    assert answered.running


def test_an_unclassified_line_stops_the_recommendation(story):
    case = intake.begin_review(case=story.registered(), by=story.people.officer, now=story.later())

    with pytest.raises(NotPermitted) as refused:
        deciding.recommend(case=case, outcome="grant", reasons="fine", by=story.people.officer, now=story.now)

    assert "classified" in codes(refused)


def test_a_confirmed_hit_on_a_binding_list_blocks_a_grant_until_an_exemption_is_recorded(story):
    case = story.under_review(
        parties=[{"role": "end_user", "name": "Orlan Vastikar", "type": "person", "address": "here", "country": "QM"}]
    )
    match = case.parties.get(role="end_user").matches.get()
    reviewing.settle_match(
        match=match, confirmed=True, reason="same person", by=story.people.officer, now=story.later()
    )
    referring.refer(case=case, by=story.people.officer, now=story.later(), end_user_kinds=[])
    for referral in case.referrals.all():
        reviewer = story.people.reviewers[referral.agency]
        referring.give_position(case=case, kind="no_objection", text="", by=reviewer, now=story.later())
    deciding.recommend(case=case, outcome="grant", reasons="exempt", by=story.people.officer, now=story.later())
    deciding.countersign(case=case, by=story.people.colleague, now=story.later())

    def grant() -> None:
        deciding.decide(case=case, outcome="grant", reasons="exempt", by=story.people.head, now=story.later())

    with pytest.raises(NotPermitted) as refused:
        grant()
    assert codes(refused) == {"unblocked"}

    deciding.reopen(case=case, reason="exemption arrived", by=story.people.head, now=story.later())
    letter = applying.add_document(
        case=case,
        kind="exemption",
        name="letter.pdf",
        content=b"%PDF-1.7 letter",
        by=story.people.officer,
        now=story.later(),
    )
    reviewing.record_exemption(
        case=case, match=match, document=letter, legal_basis="paragraph 9", by=story.people.officer, now=story.later()
    )
    deciding.recommend(case=case, outcome="grant", reasons="exempt", by=story.people.officer, now=story.later())
    deciding.countersign(case=case, by=story.people.colleague, now=story.later())
    grant()
    case.refresh_from_db()
    assert case.state == "granted"


def test_silence_of_a_nuclear_agency_is_never_consent(story):
    case = story.referred(entry="0X001")
    referral = case.referrals.get(agency="nra")

    with pytest.raises(NotPermitted) as refused:
        referring.let_silence_speak(
            case=case, referral=referral, by=story.people.officer, now=story.now + timedelta(days=90)
        )

    assert codes(refused) == {"silence"}


def test_a_condition_goes_only_with_the_consent_of_the_agency_that_asked_for_it(story):
    case = story.referred()
    agency = case.referrals.first().agency
    referring.give_position(
        case=case,
        kind="no_objection_with_conditions",
        text="",
        condition_text="Report each use within a month.",
        by=story.people.reviewers[agency],
        now=story.later(),
    )
    condition = case.conditions.get()

    with pytest.raises(NotPermitted) as refused:
        referring.drop_condition(condition=condition, reason="too strict", by=story.people.officer, now=story.later())
    assert codes(refused) == {"consent"}

    referring.drop_condition(condition=condition, reason="agreed", by=story.people.reviewers[agency], now=story.later())
    condition.refresh_from_db()
    assert condition.dropped_at is not None


def test_a_refusal_cites_a_ground_and_brings_a_letter(story):
    case = story.recommended(outcome="refuse", grounds=("wmd-risk",))
    decision = deciding.decide(
        case=case,
        outcome="refuse",
        reasons="as recommended",
        grounds=["wmd-risk"],
        by=story.people.head,
        now=story.later(),
    )

    assert decision.letter.media_type == "application/pdf"
    assert verify().faults == ()


def test_a_refusal_without_a_ground_is_not_made(story):
    case = story.recommended(outcome="grant")

    with pytest.raises(Invalid):
        deciding.decide(case=case, outcome="refuse", reasons="no", by=story.people.head, now=story.now)
