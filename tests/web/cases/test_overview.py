"""The overview's figures say what happened, and lead to the cases behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exeat.web.cases.selectors.overview import cases_of, overview
from exeat.web.cases.selectors.throughput import Year
from exeat.web.cases.services import deciding, intake, reviewing


def counts(figures):
    return {figure.name: figure.count for figure in figures}


def listed(story, name, of=""):
    shown = cases_of(name, of, story.people.head, page=None, now=story.now)
    return {case.reference for case in shown.page.object_list}


def test_open_cases_are_counted_by_whom_they_wait_for(story):
    new, referred, recommended = story.submitted(), story.referred(), story.recommended()
    asked = story.registered()
    reviewing.request_information(case=asked, question="Which site?", by=story.people.officer, now=story.later())

    waiting = counts(overview(story.people.head, now=story.now).waiting)

    assert {name: n for name, n in waiting.items() if n} == {
        "officer": 1,
        "applicant": 1,
        "agency-mfa": 1,
        "decision": 1,
    }
    assert listed(story, "officer") == {new.reference}
    assert listed(story, "applicant") == {asked.reference}
    assert listed(story, "agency-mfa") == {referred.reference}
    assert listed(story, "decision") == {recommended.reference}


def test_a_case_is_late_when_its_clock_has_run_past_the_due_day(story):
    case = story.registered()
    assert listed(story, "late") == set()

    story.later(days=120)

    assert listed(story, "late") == {case.reference}


def test_an_agency_past_its_deadline_is_late(story):
    case = story.referred()
    story.later(days=60)

    assert listed(story, "agency-mfa-late") == {case.reference}
    [mfa] = [row for row in overview(story.people.head, now=story.now).agencies if row.pace.agency == "mfa"]
    assert (mfa.waiting, mfa.late, mfa.pace.given) == (1, 1, 0)


def test_months_count_first_submissions_and_decisions(story):
    licence = story.granted()
    month = f"{story.now:%Y-%m}"

    last = Year(story.now).months[-1]

    assert (last.name, last.arrived, last.decided) == (month, (licence.case.reference,), (licence.case.reference,))
    assert listed(story, "arrived", month) == listed(story, "decided", month) == {licence.case.reference}


def test_time_to_decision_is_what_the_clock_showed(story):
    case = story.recommended()
    asked_at = story.now
    deciding.decide(
        case=case, outcome="grant", reasons="as recommended", by=story.people.head, now=story.later(days=14)
    )

    [decided] = Year(story.now).decided

    assert (story.now - asked_at).days == 14
    assert decided.days == 10  # two weeks without holidays, registered and recommended on one day
    assert decided.late == (decided.days > 20)
    assert listed(story, "days-6") == {case.reference}


def test_what_was_missing_from_returned_applications_is_counted(story):
    case = story.submitted()
    intake.return_for_completion(case=case, message="Sign page 2", by=story.people.officer, now=story.later())

    year = Year(story.now)

    assert year.returns == {"": [case.reference]}
    assert listed(story, "returned") == listed(story, "returned", "-") == {case.reference}


def test_a_figure_that_does_not_exist_is_not_found(story, client):
    client.force_login(story.people.head)

    assert client.get(reverse("overview_cases", args=["nonsense"])).status_code == 404
    assert client.get(reverse("overview_cases", args=["arrived"]), {"of": "1999-01"}).status_code == 404


@pytest.mark.parametrize("reader", ["head", "officer", "auditor"])
def test_every_figure_of_the_page_leads_to_a_list(story, client, reader):
    story.now = timezone.now() - timedelta(hours=30)
    story.granted()
    story.referred()
    client.force_login(getattr(story.people, reader))

    page = client.get(reverse("overview")).content.decode()
    links = {part.split('"')[0] for part in page.split('href="')[1:] if part.startswith(reverse("overview"))}

    assert len(links) > 6
    assert {client.get(link).status_code for link in links} == {200}


def test_the_year_takes_no_more_queries_when_more_was_decided(story, django_assert_num_queries):
    story.granted()
    Year(story.now).decided  # noqa: B018 - what is read once is read
    for _ in range(2):
        with django_assert_num_queries(3):
            assert Year(story.now).decided
        story.granted()
