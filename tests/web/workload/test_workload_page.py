"""The office's time as the ledger tells it, and what an absence would cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exeat.web.workload.history import desk_days, first_day, officers, past_cases
from exeat.web.workload.selectors import workload

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday


def test_a_decided_case_is_a_row_of_visits(story, people):
    story.granted()
    now = story.later()
    (case,) = past_cases(desk_days(first_day(now)), now=now)
    assert [visit.stage for visit in case.visits] == ["intake", "assessment", "recommendation", "decision"]
    assert [visit.officer for visit in case.visits] == [str(people.officer.pk)] * 3 + [str(people.head.pk)]
    assert case.closed
    assert case.limit > 0


def test_a_case_with_an_agency_is_at_no_desk_and_one_that_waits_for_us_is(story):
    story.referred()
    story.submitted()
    now = story.later()
    with_agency, with_us = past_cases(desk_days(first_day(now)), now=now)
    assert all(visit.done is not None for visit in with_agency.visits)
    assert [(visit.stage, visit.done) for visit in with_us.visits] == [("intake", None)]


def test_the_past_is_told_as_it_stood(story):
    """Asked about a moment before the second application, only the first is there."""
    story.submitted()
    then = story.later()
    story.later(days=3)
    story.submitted()
    assert len(past_cases(desk_days(first_day(then)), now=then)) == 1


def test_the_time_until_an_applicant_answers_does_not_count(story, people):
    from exeat.web.cases.services import reviewing

    case = story.under_review()
    reviewing.request_information(case=case, question="How many?", by=people.officer, now=story.later())
    asked = story.now
    reviewing.answer_request(request=case.requests.get(), answer="Four.", by=people.exporter, now=story.later(days=7))
    (told,) = past_cases(desk_days(first_day(story.now)), now=story.now)
    days = desk_days(first_day(story.now))
    assert told.paused() == pytest.approx(days.until(story.now.date()) - days.until(asked.date()), abs=1)
    assert told.paused() >= 4


def test_officers_work_on_cases_and_the_head_decides(people):
    skills = {officer.id: officer.skills for officer in officers(desk_days(NOW.date()))}
    assert skills[str(people.officer.pk)] == {"licensing"}
    assert skills[str(people.head.pk)] == {"decision"}
    assert str(people.customs.pk) not in skills


def test_leave_is_an_absence_of_the_officer(people):
    from exeat.web.people.models import Leave, Official

    official = Official.objects.create(name="Officer", agency="mfa", skills=["licensing"], user=people.officer)
    monday = NOW.date()
    Leave.objects.create(official=official, first=monday, last=monday + timedelta(days=3))
    Leave.objects.create(
        official=official, first=monday + timedelta(days=4), last=monday + timedelta(days=5)
    )  # weekend
    absences = {officer.id: officer.absences for officer in officers(desk_days(monday))}
    assert absences[str(people.officer.pk)] == ((0.0, 4.0),)
    assert absences[str(people.colleague.pk)] == ()


def test_the_page_says_what_it_does_not_know_yet(client, people):
    client.force_login(people.head)
    page = client.get(reverse("workload"))
    assert page.status_code == 200
    assert "There is no forecast yet" in page.content.decode()


def test_the_page_reckons_with_an_absence(client, story, people):
    for _ in range(3):
        story.granted()
    seen = workload(now=story.later())
    assert seen.forecast is not None
    assert all(row.effort <= row.effort_high and row.waiting <= row.waiting_high for row in seen.stages)
    client.force_login(people.head)
    day = timezone.localdate() + timedelta(days=14)
    asked = {"people": [people.officer.pk], "first": day.isoformat(), "last": day.isoformat()}
    page = client.get(reverse("workload"), asked)
    assert page.status_code == 200
    assert "Officer away" in page.content.decode()
    backwards = {**asked, "last": (day - timedelta(days=1)).isoformat()}
    refused = client.get(reverse("workload"), backwards)
    assert refused.status_code == 422
    assert "The last day is before the first." in refused.content.decode()


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_the_page_is_for_the_authority_alone(client, people, role):
    client.force_login(getattr(people, role))
    assert client.get(reverse("workload")).status_code == 403
