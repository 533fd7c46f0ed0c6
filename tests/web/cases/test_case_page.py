"""The page of a case: what each reader sees, what it offers, and what it says before a step is tried."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.audit.models import ReadRecord
from exeat.web.cases.models import Case, Match
from exeat.web.cases.services import noting, referring, reviewing
from exeat.web.cases.services._step import require
from exeat.web.errors import NotPermitted

PDF = b"%PDF-1.7\nan invented document\n"
LISTED = [{"role": "end_user", "name": "Orlan Vastikar", "type": "person", "address": "here", "country": "QM"}]


def page(client: Any, user: Any, case: Case) -> str:
    client.force_login(user)
    response = client.get(f"/cases/{case.reference}/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def act(client: Any, user: Any, case: Case, step: str, **fields: Any) -> Any:
    client.force_login(user)
    return client.post(f"/cases/{case.reference}/do/{step}/", fields)


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


@pytest.mark.parametrize("stage", ["submitted", "registered", "under_review", "referred", "agreed", "recommended"])
def test_every_reader_opens_the_page_at_every_stage(client, story, stage):
    case = getattr(story, stage)()

    for reader in (story.people.officer, story.people.head, story.people.auditor, story.people.exporter):
        assert case.reference in page(client, reader, case)


def test_a_decided_case_leads_to_its_licence(client, story):
    licence = story.granted()

    for reader in (story.people.officer, story.people.exporter):
        assert licence.number in page(client, reader, licence.case)


def test_another_exporter_and_an_agency_that_was_not_asked_find_nothing(client, story):
    case = story.referred()
    asked = {referral.agency for referral in case.referrals.all()}
    unasked = next(user for agency, user in story.people.reviewers.items() if agency not in asked)

    for stranger in (story.people.outsider, unasked):
        client.force_login(stranger)
        assert client.get(f"/cases/{case.reference}/").status_code == 404
        assert act(client, stranger, case, "recommend").status_code == 404


def test_the_applicant_reads_no_match_suggestion_position_or_official(client, story):
    case = story.submitted(parties=LISTED)
    assert Match.objects.filter(party__case=case).exists()

    text = page(client, story.people.exporter, case)

    for secret in ("UN-1", "un-sc", "binding", "Entries to look at", story.people.officer.name):
        assert secret not in text


def test_suggestions_lead_to_the_panel_of_their_line(client, story):
    case = story.submitted()
    text = page(client, story.people.officer, case)

    assert f"/cases/{case.reference}/goods/1/#3X001" in text
    assert "claimed" in text


def test_a_match_shows_its_sentence_its_words_and_the_effect_of_the_list(client, story):
    text = page(client, story.people.officer, story.submitted(parties=LISTED))

    assert "all 2 words are the same" in text
    assert "binding list" in text


def test_an_earlier_settlement_of_the_same_pair_is_shown(client, story):
    before = story.under_review(parties=LISTED)

    text = page(client, story.people.officer, story.registered(parties=LISTED))

    assert "Settled before" in text
    assert before.reference in text


def test_what_stands_in_the_way_of_a_recommendation_is_said_before_it_is_tried(client, story):
    case = story.referred()

    text = page(client, story.people.officer, case)

    assert "Before you can recommend:" in text
    assert "has not given its position yet" in text


def test_a_refused_step_keeps_what_was_typed_and_changes_nothing(client, story):
    case = story.registered()
    item = case.items.get()

    response = act(client, story.people.officer, case, "classify", target=item.pk, entry="9Z999", reason="my reasons")

    assert response.status_code == 422
    text = unescape(response.content.decode())
    assert "no control list in force has the entry 9Z999" in text
    assert "my reasons" in text
    assert not item.classifications.exists()


def test_the_whole_review_is_walked_on_the_page(client, story):
    case = story.submitted()
    people = story.people

    def done(user: Any, step: str, **fields: Any) -> None:
        response = act(client, user, case, step, **fields)
        assert response.status_code == 302, unescape(response.content.decode())

    done(people.officer, "register")
    done(people.officer, "classify", target=case.items.get().pk, entry="3X001.a", reason="more than 100 000 elements")
    done(people.officer, "begin_review")
    done(people.officer, "refer", end_user_kinds=["government"])
    done(people.officer, "propose_condition", template="no-re-export")
    for referral in case.referrals.all():
        referring.give_position(
            case=case, kind="no_objection", text="", by=people.reviewers[referral.agency], now=story.later()
        )
    done(people.officer, "recommend", outcome="grant_with_conditions", reasons="as reviewed")
    done(people.head, "decide", outcome="grant_with_conditions", reasons="as recommended")

    assert state_of(case) == "granted_with_conditions"


def test_a_question_is_answered_with_its_document_in_one_step(client, story):
    case = story.registered()
    act(client, story.people.officer, case, "request_information", question="Who installs it?")
    asked = case.requests.get()
    file = SimpleUploadedFile("plan.pdf", PDF)

    response = act(
        client,
        story.people.exporter,
        case,
        "answer_request",
        target=asked.pk,
        answer="We do",
        kind="contract",
        file=file,
    )

    assert response.status_code == 302
    assert case.documents.filter(name="plan.pdf", internal=False).exists()
    asked.refresh_from_db()
    assert asked.answer == "We do"


def test_an_answer_with_a_document_that_is_refused_stays_open(client, story):
    case = story.registered()
    act(client, story.people.officer, case, "request_information", question="Who installs it?")
    asked = case.requests.get()
    file = SimpleUploadedFile("plan.exe", b"MZ")

    response = act(
        client,
        story.people.exporter,
        case,
        "answer_request",
        target=asked.pk,
        answer="We do",
        kind="contract",
        file=file,
    )

    assert response.status_code == 422
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_an_exemption_lifts_a_confirmed_hit_on_a_binding_list(client, story):
    case = story.registered(parties=LISTED)
    match = Match.objects.filter(party__case=case).first()
    officer = story.people.officer
    reviewing.settle_match(match=match, confirmed=True, reason="the same person", by=officer, now=story.later())
    assert "What forbids a grant" in page(client, officer, case)
    act(client, officer, case, "add_document", kind="exemption", file=SimpleUploadedFile("exemption.pdf", PDF))
    document = case.documents.get(kind="exemption")

    response = act(
        client,
        officer,
        case,
        "record_exemption",
        lifts=f"match:{match.pk}",
        document=document.pk,
        legal_basis="Resolution 2664, paragraph 1",
    )

    assert response.status_code == 302
    assert "Lifted by an exemption" in page(client, officer, case)


def test_a_part_of_another_case_is_refused(client, story):
    case, other = story.registered(), story.registered()

    response = act(
        client, story.people.officer, case, "classify", target=other.items.get().pk, entry="", reason="none applies"
    )

    assert response.status_code == 422


def test_only_the_people_of_a_case_take_its_steps(client, story):
    case = story.submitted()

    assert act(client, story.people.exporter, case, "register").status_code == 422
    assert act(client, story.people.auditor, case, "register").status_code == 422
    assert state_of(case) == "submitted"


def test_a_document_is_read_safely_and_the_read_is_recorded(client, story):
    case = story.submitted()
    document = case.documents.first()
    client.force_login(story.people.officer)

    response = client.get(f"/documents/{document.pk}/")

    assert response.content == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert ReadRecord.objects.filter(user=story.people.officer, what__contains=document.name).count() == 1
    client.force_login(story.people.outsider)
    assert client.get(f"/documents/{document.pk}/").status_code == 404


def test_an_internal_document_stays_from_the_applicant(client, story):
    case = story.registered()
    act(
        client,
        story.people.officer,
        case,
        "add_document",
        kind="correspondence",
        file=SimpleUploadedFile("memo.pdf", PDF),
    )
    memo = case.documents.get(name="memo.pdf")

    assert "memo.pdf" not in page(client, story.people.exporter, case)
    assert client.get(f"/documents/{memo.pk}/").status_code == 404


def test_a_note_inside_an_agency_shows_itself_to_nobody_else(client, story):
    case = story.referred()
    agency = case.referrals.first().agency
    noting.add_note(case=case, text="between us", by=story.people.reviewers[agency], now=story.later())

    assert "between us" in page(client, story.people.reviewers[agency], case)
    text = page(client, story.people.officer, case)
    assert "between us" not in text
    assert "Note added" not in text


def test_the_number_of_queries_does_not_grow_with_the_case(client, story):
    line = story.application["items"][0]
    lines = [{**line, "line": n} for n in range(1, 9)]
    small = story.referred(parties=LISTED)
    large = story.referred(items=lines, parties=[{**LISTED[0], "address": f"{n} Hill Street"} for n in range(6)])

    def queries(case: Case) -> int:
        page(client, story.people.officer, case)
        with CaptureQueriesContext(connection) as found:
            client.get(f"/cases/{case.reference}/")
        return len(found)

    assert queries(large) == queries(small)


def test_a_measure_shows_what_fits_it_and_speaks_of_its_holder(client, story):
    case = story.proceeding()
    people = story.people
    shown = {who: page(client, getattr(people, who), case) for who in ("officer", "head", "exporter")}
    assert "Ask the holder" in shown["officer"]
    assert "Questions to the holder" in shown["officer"]
    for who, text in shown.items():
        assert "pplicant" not in text.replace("applicant_reference", ""), who
        assert text.index('id="hearing"') < text.index('id="licensed"'), who
        for form in ("classify", "weigh_flags", "answer_flags", "settle_denial", "record_exemption"):
            assert f"/do/{form}/" not in text, (who, form)
    assert "Questions on end use" not in shown["officer"]


def test_nothing_is_classified_or_exempted_where_a_measure_is_weighed(story):
    case = story.proceeding()
    for step in ("classify", "record_exemption", "weigh_flags", "settle_denial"):
        with pytest.raises(NotPermitted) as refused:
            require(step, case, by=story.people.officer, now=story.later())
        assert [one.code for one in refused.value.refusals] == ["applied_for"]
