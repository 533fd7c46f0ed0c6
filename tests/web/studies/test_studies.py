"""Studies of a plan: asked for once, worked out by a worker, shown with names."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from exeat.web.audit.verify import verify
from exeat.web.capabilities.models import Capability
from exeat.web.capabilities.services import CapabilityGiven, set_out
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import ask_for_plan, make_waiting
from exeat.web.errors import NotPermitted
from exeat.web.people.services import OfficialGiven, add_official
from exeat.web.studies import services
from exeat.web.studies.models import Study
from exeat.web.studies.selectors import trials

pytestmark = pytest.mark.django_db
LAST = date(2026, 8, 31)


@pytest.fixture
def plan(people, now):
    """One official who can go to three courses, two of which are on the same days and build nearly the same."""
    add_official(given=OfficialGiven("Orsa Lind", "mfa", ["licensing"]), by=people.head, now=now)
    add_official(given=OfficialGiven("Pell Amadi", "mfa", ["outreach"]), by=people.head, now=now)
    for slug in ("review", "ports"):
        given = CapabilityGiven(
            title=slug.title(), planned=5, weight=2, agency="mfa", responsible=None, paragraphs=["3 (d)"]
        )
        set_out(slug=slug, given=given, by=people.head, now=now)
    for title, day, slug, units in (
        ("Near", date(2026, 5, 5), "review", 8),
        ("Rival", date(2026, 5, 5), "ports", 7),
        ("Alone", date(2026, 6, 9), "review", 10),
    ):
        given = OfferGiven(
            title=title,
            host="Larkmoor",
            kind="training",
            lead_agency="mfa",
            sessions=[SessionGiven(day, day + timedelta(days=1))],
            seats=[SeatGiven("licensing")],
            gains=[(slug, units)],
            funding=[FundingGiven("host")],
        )
        enter(given=given, by=people.officer, now=now)
    run = ask_for_plan(last=LAST, by=people.officer, now=now)
    make_waiting(now=now)
    return PlanRun.objects.get(pk=run.pk)


def test_a_plan_is_tested_once_and_shown_with_names(client, people, plan, now):
    assert Capability.objects.count() == 2
    client.force_login(people.officer)
    page = reverse("plan_tests", args=[plan.pk])
    assert "Test the plan" in client.get(page).text
    assert client.post(reverse("plan_tests_ask", args=[plan.pk])).url == page
    assert ProcrastinateJob.objects.filter(task_name=services.TASK).count() == 1
    assert "Not all is worked out yet" in client.get(page).text
    services.make_waiting(now=now)
    text = client.get(page).text
    assert "Not all is worked out yet" not in text
    assert "accepted in 40 of 40 weightings" in text
    assert "official-" not in text
    assert "<svg" in text
    services.ask_for_studies(run=plan, by=people.officer, now=now)
    assert Study.objects.count() == 3
    assert ProcrastinateJob.objects.filter(task_name=services.TASK).count() == 1
    assert [fault for fault in verify().faults if fault.where.startswith("studies")] == []


def test_the_answer_between_rivals_hangs_on_what_they_build(people, plan, now):
    services.ask_for_studies(run=plan, by=people.officer, now=now)
    services.make_waiting(now=now)
    rows = {row.title: row for row in trials(plan).doubt}
    assert rows["Alone"].survives
    assert rows["Alone"].text == "accepted in 40 of 40 weightings"
    turning = [row for row in rows.values() if not row.survives]
    assert {row.title for row in turning} == {"Near", "Rival"}
    assert any("another answer at" in text for row in turning for text in row.hangs_on)


def test_the_illness_of_the_only_one_who_goes_takes_what_nobody_else_can(people, plan, now):
    services.ask_for_studies(run=plan, by=people.officer, now=now)
    services.make_waiting(now=now)
    (row,) = trials(plan).illness
    assert row.name == "Orsa Lind"
    assert row.falls
    assert set(row.still_falls) == set(row.falls)
    assert row.lost_percent == row.still_lost_percent > 0
    assert row.late_cases is None


def test_the_frontier_marks_the_plan_and_what_a_person_with_a_list_would_make(people, plan, now):
    services.ask_for_studies(run=plan, by=people.officer, now=now)
    services.make_waiting(now=now)
    page = trials(plan)
    assert page.measure == "Desk days"  # no case was ever decided
    labels = "; ".join(row.label for row in page.frontier)
    assert all(text in labels for text in ("this plan", "ranked by score", "whatever comes first", "0 % kept"))
    plan_row = next(row for row in page.frontier if row.mark == "P")
    assert plan_row.best
    assert plan_row.delay == plan_row.days == 4


def test_others_have_no_plan_tested(people, plan, now):
    with pytest.raises(NotPermitted):
        services.ask_for_studies(run=plan, by=people.exporter, now=now)
    plan.plan = None
    with pytest.raises(NotPermitted, match="no plan"):
        services.ask_for_studies(run=plan, by=people.officer, now=now)
    assert not Study.objects.exists()
