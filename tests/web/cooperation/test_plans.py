"""Plans: asked for, made once, shown with names, released by the head alone."""

import hashlib
import json
from datetime import date

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from exeat.web.audit.verify import verify
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import plan_page
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import TASK, ask_for_plan, make_waiting, release
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import OfficialGiven, add_official

pytestmark = pytest.mark.django_db
LAST = date(2026, 8, 31)


@pytest.fixture
def officials(people, now):
    for name in ("Orsa Lind", "Pell Amadi"):
        add_official(given=OfficialGiven(name, "mfa", ["licensing"]), by=people.head, now=now)


def offer(people, now, title, start, end, **more):
    row = {
        "kind": "training",
        "lead_agency": "mfa",
        "sessions": [SessionGiven(start, end)],
        "seats": [SeatGiven("licensing")],
        "gains": [],
        "funding": [FundingGiven("host")],
    }
    return enter(given=OfferGiven(title=title, host="Larkmoor", **row | more), by=people.officer, now=now)


def made(people, now):
    run = ask_for_plan(last=LAST, by=people.officer, now=now)
    make_waiting(now=now)
    run.refresh_from_db()
    return run


def test_a_plan_is_made_by_a_worker_and_shown_with_names(client, people, officials, now):
    must = offer(people, now, "Must be", date(2026, 5, 5), date(2026, 5, 6), must=True)
    idle = offer(people, now, "Builds nothing", date(2026, 6, 2), date(2026, 6, 5))
    before = ProcrastinateJob.objects.filter(task_name=TASK).count()
    run = ask_for_plan(last=LAST, by=people.officer, now=now)
    assert ProcrastinateJob.objects.filter(task_name=TASK).count() == before + 1
    client.force_login(people.officer)
    assert "is being made" in client.get(reverse("plan", args=[run.pk])).text
    make_waiting(now=now)
    run.refresh_from_db()
    assert run.plan["status"] == "optimal"
    assert {one["offer"]: one["decision"] for one in run.plan["decisions"]} == {
        must.reference: "accept",
        idle.reference: "decline",
    }
    text = client.get(reverse("plan", args=[run.pk])).text
    accepted, declined = plan_page(run).answers
    (goes,) = accepted.who
    assert goes in ("Orsa Lind", "Pell Amadi") and goes in text
    assert declined.who == ()
    assert declined.line == "It takes more than it builds. Takes 3 desk days."
    assert "official-" not in text
    assert "It builds nothing that the state set out to be able to do." in text
    assert "Takes 2 desk days" in text
    assert "beside the rest of the plan" not in text
    answer = client.get(reverse("plan_file", args=[run.pk, "scenario"]))
    assert {one["id"] for one in json.loads(answer.content)["offers"]} == {must.reference, idle.reference}
    assert [fault for fault in verify().faults if fault.where.startswith("cooperation")] == []


def test_prices_settle_with_the_plan_where_casework_is_measured(client, people, story, officials, now):
    """A case was granted, by the officer who is an official, too: a day of that official has a price."""
    story.granted()
    add_official(given=OfficialGiven("Officer", "mfa", ["licensing"], user=people.officer), by=people.head, now=now)
    later = story.later(days=1)
    offer(people, later, "Must be", date(2026, 6, 9), date(2026, 6, 11), must=True)
    run = made(people, later)
    assert run.unpriced == ""
    assert run.workload["outcome"] == "settled"
    assert run.workload["rounds"][run.workload["chosen"]]["accepted"] == [run.plan["decisions"][0]["offer"]]
    assert run.workload["late"]["low"] <= run.workload["late"]["mean"] <= run.workload["late"]["high"] + 1
    rows = json.loads(run.scenario)
    assert {row["official"] for row in rows["desk_prices"]} == {f"official-{people.officer.official.pk}"}
    assert run.plan["scenario_sha256"] == hashlib.sha256(run.scenario.encode()).hexdigest()
    client.force_login(people.officer)
    text = client.get(reverse("plan", args=[run.pk])).text
    assert "on average" in text
    assert "those of the plan&#x27;s own making" in text


def test_offers_that_must_be_and_cannot_are_named(client, people, officials, now):
    for title in ("First", "Second"):
        offer(people, now, title, date(2026, 5, 5), date(2026, 5, 6), must=True)
    run = made(people, now)
    client.force_login(people.head)
    text = client.get(reverse("plan", args=[run.pk])).text
    assert run.plan["status"] == "infeasible"
    assert "First" in text and "Second" in text
    with pytest.raises(NotPermitted, match="no plan to release"):
        release(run=run, by=people.head, now=now)


def test_the_head_releases_and_nobody_else(client, people, officials, now):
    offer(people, now, "Any", date(2026, 5, 5), date(2026, 5, 6))
    run = made(people, now)
    client.force_login(people.officer)
    assert client.post(reverse("plan_release", args=[run.pk])).status_code == 403
    with pytest.raises(NotPermitted):
        release(run=run, by=people.officer, now=now)
    assert release(run=run, by=people.head, now=now).released_by == people.head
    with pytest.raises(NotPermitted, match="already"):
        release(run=run, by=people.head, now=now)


def test_the_calendar_is_of_a_released_plan_and_says_who_goes(client, people, officials, now):
    accepted = offer(people, now, "Must be", date(2026, 5, 5), date(2026, 5, 6), must=True)
    run = made(people, now)
    client.force_login(people.officer)
    address = reverse("plan_calendar", args=[run.pk])
    assert client.get(address).status_code == 404
    release(run=run, by=people.head, now=now)
    text = client.get(address).text
    assert f"UID:{accepted.reference}@exeat" in text
    assert "DTSTART;VALUE=DATE:20260505" in text and "DTEND;VALUE=DATE:20260507" in text
    assert "Orsa Lind" in text or "Pell Amadi" in text


def test_there_is_nothing_to_plan_without_open_offers(people, now):
    for last in (LAST, date(2026, 3, 1), date(2028, 1, 1)):
        with pytest.raises(Invalid):
            ask_for_plan(last=last, by=people.officer, now=now)
    assert not PlanRun.objects.exists()


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_plans_are_for_those_who_plan(client, people, role):
    client.force_login(getattr(people, role))
    assert client.get(reverse("plans")).status_code == 403
    assert client.get(reverse("plan", args=[1])).status_code == 403
