"""What happens as days pass, whoever runs it and how often."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from exeat.web.audit.checkpoints import checkpoint_of_the_day
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.services import by_itself, referring, reviewing
from exeat.web.licences.services.issuing import expire_due
from exeat.web.mail.models import Message
from exeat.web.policy import zone


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
