"""Trying to cheat as real users through the services: each attempt is refused, and nothing changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exeat.domain.review import Role
from exeat.web.accounts.services import change_roles, delegate
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.services import applying, deciding, intake, noting, referring, reviewing
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.permissions import visible_cases, visible_notes
from exeat.web.policy import local_day


def refused(step, *, code):
    """The attempt is refused for this reason, and leaves no event."""
    before = Event.objects.count()
    with pytest.raises(NotPermitted) as refusal:
        step()
    assert code in {reason.code for reason in refusal.value.refusals}
    assert Event.objects.count() == before
    assert verify().faults == ()


def stand_in(story, *, deputy, principal, role):
    today = local_day(story.now)
    delegate(
        principal=principal, deputy=deputy, role=role, start=today, end=today + timedelta(days=5),
        reason="leave", by=story.people.administrator, now=story.now,
    )  # fmt: skip


def decide(story, case, by):
    return deciding.decide(case=case, outcome="grant", reasons="fine", by=by, now=story.later())


def test_a_head_who_is_an_officer_too_does_not_decide_what_they_recommended(story):
    both = story.people.officer
    change_roles(user=both, roles=["officer", "head"], agency="", by=story.people.administrator, now=story.now)
    both.refresh_from_db()
    case = story.recommended()

    refused(lambda: decide(story, case, both), code="never_recommender")


def test_the_heads_deputy_does_not_decide_what_they_recommended(story):
    stand_in(story, deputy=story.people.officer, principal=story.people.head, role=Role.HEAD)
    case = story.recommended()

    refused(lambda: decide(story, case, story.people.officer), code="never_recommender")


def test_a_head_does_not_decide_what_a_deputy_recommended_in_their_name(story):
    head = story.people.head
    change_roles(user=head, roles=["officer", "head"], agency="", by=story.people.administrator, now=story.now)
    stand_in(story, deputy=story.people.customs, principal=head, role=Role.OFFICER)
    story.people.customs.refresh_from_db()
    case = story.agreed()
    deciding.recommend(case=case, outcome="grant", reasons="fine", by=story.people.customs, now=story.later())
    head.refresh_from_db()

    refused(lambda: decide(story, case, head), code="never_recommender")


def test_no_override_lets_one_person_recommend_and_decide(story):
    case = story.recommended()

    refused(
        lambda: deciding.record_override(
            case=case, steps=["recommend", "decide"], reason="short of staff", expires=story.now + timedelta(days=9),
            by=story.people.head, now=story.later(),
        ),
        code="separate",
    )  # fmt: skip


def test_a_recommendation_sent_back_still_binds_who_made_it(story):
    both = story.people.officer
    case = story.recommended()
    deciding.reopen(case=case, reason="look again", by=story.people.head, now=story.later())
    deciding.recommend(case=case, outcome="grant", reasons="fine", by=story.people.colleague, now=story.later())
    change_roles(user=both, roles=["officer", "head"], agency="", by=story.people.administrator, now=story.now)
    both.refresh_from_db()

    refused(lambda: decide(story, case, both), code="never_recommender")


def test_nobody_countersigns_their_own_recommendation(story):
    case = story.recommended(entry="0X001")

    refused(lambda: deciding.countersign(case=case, by=story.people.officer, now=story.later()), code="separate")


def test_an_override_lets_one_countersign_once_and_ends(story):
    case = story.recommended(entry="0X001")
    ends = story.now + timedelta(hours=3)
    deciding.record_override(
        case=case,
        steps=["recommend", "countersign"],
        reason="leave",
        expires=ends,
        by=story.people.head,
        now=story.later(),
    )
    refused(
        lambda: deciding.countersign(case=case, by=story.people.officer, now=ends + timedelta(hours=1)), code="separate"
    )

    deciding.countersign(case=case, by=story.people.officer, now=story.later())

    case.refresh_from_db()
    assert case.state == "countersigned"


def test_a_step_is_not_taken_twice(story):
    case = story.recommended()
    people, later = story.people, story.later
    stale = [
        lambda: applying.submit(case=case, by=people.exporter, now=later()),
        lambda: intake.register(case=case, by=people.officer, now=later()),
        lambda: deciding.recommend(case=case, outcome="grant", reasons="again", by=people.officer, now=later()),
    ]
    for step in stale:
        refused(step, code="state")

    decide(story, case, people.head)

    for outcome, grounds in (("grant", ()), ("refuse", ("wmd-risk",))):
        refused(
            lambda outcome=outcome, grounds=grounds: deciding.decide(
                case=case, outcome=outcome, reasons="again", grounds=grounds, by=people.head, now=later()
            ),
            code="state",
        )


def test_another_exporter_touches_nothing(story):
    outsider, later = story.people.outsider, story.later
    draft = story.draft()
    asked = reviewing.request_information(
        case=story.registered(), question="Which site?", by=story.people.officer, now=later()
    )
    attempts = [
        lambda: applying.save_draft(case=draft, application=story.application, by=outsider, now=later()),
        lambda: applying.add_document(
            case=draft, kind="other", name="a.pdf", content=b"%PDF-1.7", by=outsider, now=later()
        ),
        lambda: applying.submit(case=draft, by=outsider, now=later()),
        lambda: applying.withdraw(case=draft, reason="", by=outsider, now=later()),
        lambda: reviewing.answer_request(request=asked, answer="here", by=outsider, now=later()),
        lambda: applying.create_draft(exporter=story.firm, application={}, by=outsider, now=later()),
    ]
    for attempt in attempts:
        refused(attempt, code="own_case")
    assert not visible_cases(outsider).exists()


@pytest.mark.parametrize("who", ["exporter", "customs", "auditor", "administrator", "head"])
def test_only_officers_review(story, who):
    case, by = story.registered(), getattr(story.people, who)

    refused(lambda: intake.begin_review(case=case, by=by, now=story.later()), code="role")
    refused(
        lambda: reviewing.classify(item=case.items.get(), entry="3X001.a", reason="so", by=by, now=story.later()),
        code="role",
    )


def test_an_agency_that_was_not_asked_gives_no_position_and_reads_nothing(story):
    case, aec = story.referred(), story.people.reviewers["aec"]

    refused(
        lambda: referring.give_position(case=case, kind="no_objection", text="", by=aec, now=story.later()),
        code="own_agency_asked",
    )
    refused(lambda: noting.add_note(case=case, text="mine", by=aec, now=story.later()), code="own_agency_asked")
    assert not visible_cases(aec).exists()


def test_a_reviewer_does_not_read_another_agencys_unreleased_note(story):
    case = story.referred(entry="0X001")
    note = noting.add_note(case=case, text="ours", by=story.people.reviewers["nra"], now=story.later())

    assert list(visible_notes(story.people.reviewers["nra"], case)) == [note]
    assert list(visible_notes(story.people.reviewers["aec"], case)) == []
    refused(
        lambda: noting.release_note(note=note, by=story.people.reviewers["aec"], now=story.later()),
        code="own_agency_asked",
    )


def test_a_condition_goes_only_with_the_consent_of_whoever_asked(story):
    case = story.referred()
    mfa = story.people.reviewers["mfa"]
    referring.give_position(
        case=case, kind="no_objection_with_conditions", text="", by=mfa, now=story.later(),
        condition_text="Report each shipment",
    )  # fmt: skip
    condition = case.conditions.get()

    for by in (story.people.officer, story.people.reviewers["nra"]):
        refused(
            lambda by=by: referring.drop_condition(condition=condition, reason="late", by=by, now=story.later()),
            code="consent",
        )

    referring.drop_condition(condition=condition, reason="not needed", by=mfa, now=story.later())
    condition.refresh_from_db()
    assert condition.dropped_by == mfa


def test_nuclear_goods_are_not_granted_over_silence(story):
    case = story.referred(entry="0X001")
    silent = case.referrals.get(agency="nra")

    refused(
        lambda: referring.let_silence_speak(
            case=case, referral=silent, by=story.people.officer, now=story.now + timedelta(days=90)
        ),
        code="silence",
    )


def test_a_refusal_without_ground_and_an_unknown_outcome_are_invalid(story):
    case = story.recommended()
    for outcome in ("refuse", "approve"):
        with pytest.raises(Invalid):
            deciding.decide(case=case, outcome=outcome, reasons="so", by=story.people.head, now=story.later())
    case.refresh_from_db()
    assert case.state == "recommended"
