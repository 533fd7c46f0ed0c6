"""What happens as days pass, whoever runs it and how often."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from exeat.web.appeals.services import annul, ask_review
from exeat.web.audit.checkpoints import checkpoint_of_the_day
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.services import by_itself, deciding, referring, reviewing
from exeat.web.cases.standing import risk_standing
from exeat.web.denials.services.registering import DenialGiven, enter
from exeat.web.licences.services.issuing import expire_due
from exeat.web.licences.services.registering import register_for
from exeat.web.mail.models import Message
from exeat.web.obligations.services import release_obligation
from exeat.web.policy import local_day, zone


def on(day, hour=9):
    return datetime.combine(day, time(hour), zone())


@pytest.fixture
def referral(story):
    return story.referred().referrals.get(agency="mfa")


def letters(subject):
    return Message.objects.filter(subject__contains=subject).count()


def test_silence_counts_only_where_the_policy_takes_it_as_no_objection(story, referral):
    after = on(referral.due + timedelta(days=1))
    assert referral.silence == "escalate"
    assert by_itself.let_silence_count(now=after) == 0

    type(referral).objects.update(silence="no_objection")

    assert by_itself.let_silence_count(now=on(referral.due)) == 0  # the last day is still the agency's
    assert by_itself.let_silence_count(now=after) == 1
    assert by_itself.let_silence_count(now=after) == 0
    assert Event.objects.get(kind="case.let_silence_speak").role == "system"


def test_an_agency_that_asked_for_information_was_not_silent(story, referral):
    type(referral).objects.update(silence="no_objection")
    reviewer = story.people.reviewers["mfa"]
    referring.give_position(case=referral.case, kind="needs_information", text="?", by=reviewer, now=story.later())

    assert by_itself.let_silence_count(now=on(referral.due + timedelta(days=1))) == 0


def test_an_agency_is_reminded_once_two_working_days_before(story, referral):
    assert by_itself.remind_agencies(now=story.now) == 0

    assert by_itself.remind_agencies(now=on(referral.due)) == 1
    assert by_itself.remind_agencies(now=on(referral.due, 11)) == 0
    assert letters("your position is due on") == 1


def test_an_agency_that_has_spoken_is_not_reminded(story, referral):
    reviewer = story.people.reviewers["mfa"]
    referring.give_position(case=referral.case, kind="no_objection", text="", by=reviewer, now=story.later())

    assert by_itself.remind_agencies(now=on(referral.due)) == 0


def test_an_applicant_is_reminded_once_of_an_overdue_answer(story):
    case = story.registered()
    asked = reviewing.request_information(case=case, question="Which site?", by=story.people.officer, now=story.later())

    assert by_itself.remind_applicants(now=on(asked.due)) == 0
    assert by_itself.remind_applicants(now=on(asked.due + timedelta(days=1))) == 1
    assert by_itself.remind_applicants(now=on(asked.due + timedelta(days=2))) == 0
    assert letters("your answer is overdue") == 1


def test_a_licence_expires_after_its_last_day_and_once(story):
    licence = story.granted()

    assert expire_due(now=on(licence.valid_until)) == 0
    assert expire_due(now=on(licence.valid_until + timedelta(days=1))) == 1
    assert expire_due(now=on(licence.valid_until + timedelta(days=2))) == 0
    assert verify().faults == ()


def test_a_day_has_a_checkpoint_when_something_happened(story):
    story.submitted()
    day = story.now + timedelta(days=1)

    assert checkpoint_of_the_day(now=day) is not None
    story.submitted()
    assert checkpoint_of_the_day(now=day + timedelta(hours=1)) is None
    assert checkpoint_of_the_day(now=day + timedelta(days=1)) is not None
    assert checkpoint_of_the_day(now=day + timedelta(days=2)) is None


def test_points_of_risk_follow_what_becomes_late_and_what_is_released(story):
    begun = story.now - timedelta(days=200)
    licence = register_for(authorisation="xa-g1", exporter=story.firm, by=story.people.exporter, now=begun)
    owed, case = licence.obligations.first(), story.registered()
    before = case.risk
    assert by_itself.weigh_as_days_pass(now=on(owed.due, 23)) == 0, "its last day is not over"

    assert by_itself.weigh_as_days_pass(now=on(owed.due + timedelta(days=1), 0)) == 1
    case.refresh_from_db()
    assert case.risk > before
    assert (case.weighed_on, case.risk) == (
        owed.due + timedelta(days=1),
        risk_standing(case, on(case.weighed_on)).total,
    )
    assert by_itself.weigh_as_days_pass(now=on(owed.due + timedelta(days=30))) == 0, "nothing more has passed"

    released = on(owed.due + timedelta(days=31))
    release_obligation(obligation=owed, reason="the firm was flooded", by=story.people.head, now=released)
    case.refresh_from_db()
    assert case.risk == before


def test_points_of_risk_go_with_the_last_day_of_a_denial(story):
    case = story.registered()
    given = DenialGiven(
        reference="D-7", authority="Export Office of Quenland", state="QM", denied_on=local_day(story.now),
        entries=["3X001"], parties=["Calm Shores Fire Service"], destination="AE",
    )  # fmt: skip
    denial = enter(given=given, by=story.people.officer, now=story.later())
    case.refresh_from_db()
    weighed = case.risk
    assert by_itself.weigh_as_days_pass(now=on(denial.valid_until)) == 0
    assert by_itself.weigh_as_days_pass(now=on(denial.valid_until + timedelta(days=400))) == 1, "the worker was off"
    case.refresh_from_db()
    assert case.risk < weighed


def test_a_refusal_weighs_in_the_open_cases_of_its_exporter_until_it_is_undone(story):
    people, grounds = story.people, ("end-user-not-established",)
    other = {**story.application["parties"][0], "name": "Undertow Dyeworks"}
    refused = story.recommended(outcome="refuse", grounds=grounds, parties=[other])
    waiting = story.registered()
    before = waiting.risk
    given = {"case": refused, "reasons": "unknown", "by": people.head}
    deciding.decide(**given, outcome="refuse", grounds=grounds, now=story.later())
    waiting.refresh_from_db()
    assert waiting.risk == risk_standing(waiting, story.now).total > before

    ask_review(case=refused, statement="It is known.", by=people.exporter, now=story.later())
    annul(case=refused, reasons="It is.", by=people.appeal, now=story.later())
    waiting.refresh_from_db()
    assert waiting.risk == before
