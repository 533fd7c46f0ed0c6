"""The page that says what an installation lacks before a case can go its way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.procrastinate_app import current_app

from exeat.web.accounts import services
from exeat.web.committee.models import Seat
from exeat.web.mail.models import Message
from exeat.web.setup.selectors import Point, points


def states(now: datetime) -> dict[str, str]:
    return {point.title: point.state for point in points(now=now)}


def point(title: str, now: datetime) -> Point:
    return next(one for one in points(now=now) if one.title == title)


def test_an_empty_installation_lacks_everybody_and_every_list(db, now) -> None:
    found = states(now)
    lacking = {"Licensing officer", "Head of the authority", "Customs officer", "Auditor", "Agency reviewers"}
    assert {title for title in found if found[title] == "missing"} >= {
        *lacking,
        "Control lists",
        "Watchlists",
        "Worker",
    }


def test_with_people_and_lists_what_is_left_is_the_committee_and_the_server(people, lists, now) -> None:
    found = states(now)
    assert {title for title in found if found[title] == "missing"} == {"Committee", "Worker"}
    assert point("Licensing officer", now).said == "Officer, Colleague"
    assert found["Policy"] == "to_look_at"  # that of the model state


def test_a_state_s_own_policy_is_in_place(db, now, settings) -> None:
    settings.EXEAT_POLICY = "/srv/policy"
    assert point("Policy", now).state == "in_place"


def test_an_agency_without_a_reviewer_is_named(people, now) -> None:
    services.set_active(user=people.reviewers["nra"], active=False, by=people.administrator, now=now)
    asked = point("Agency reviewers", now)
    assert (asked.state, asked.said) == ("missing", "Nobody answers for: Nuclear Regulatory Authority.")


def test_one_person_alone_cannot_recommend_and_decide(db, now) -> None:
    services.create_user(email="one@example.org", name="One", roles=["officer", "head"], by=None, now=now)
    assert states(now)["Two pairs of eyes"] == "missing"

    services.create_user(email="two@example.org", name="Two", roles=["officer"], by=None, now=now)
    assert "Two pairs of eyes" not in states(now)


def test_a_second_signature_takes_a_third_person(db, now) -> None:
    services.create_user(email="one@example.org", name="One", roles=["head"], by=None, now=now)
    services.create_user(email="two@example.org", name="Two", roles=["officer"], by=None, now=now)
    assert states(now)["Second signature"] == "missing"

    services.create_user(email="three@example.org", name="Three", roles=["officer"], by=None, now=now)
    assert "Second signature" not in states(now)


def test_a_committee_with_its_members_is_no_longer_mentioned(people, now) -> None:
    for agency, reviewer in people.reviewers.items():
        Seat.objects.create(agency=agency, member=reviewer)
    assert "Committee" not in states(now)


def test_a_binding_list_that_is_not_in_force_is_named(people, lists, now) -> None:
    said = [one.said for one in points(now=now) if one.title == "Watchlists"]
    assert said[1] == (
        "The policy names lists that are not in force: model-un. Import them, or take them out of its watchlists.toml."
    )


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("http://localhost:8000", "to_look_at"),
        ("http://exeat.authority.example", "to_look_at"),
        ("https://exeat.authority.example", "in_place"),
    ],
)
def test_an_address_opens_elsewhere_and_is_protected(db, now, settings, url, state) -> None:
    settings.EXEAT_URL = url
    assert point("Address", now).state == state


def test_letters_that_wait_are_told_with_the_reason(db, now, settings) -> None:
    settings.EMAIL_HOST = "mail.authority.example"
    assert point("Mail", now).state == "in_place"

    written = {"to": "a@example.org", "subject": "A", "body": "B", "error": "connection refused"}
    Message.objects.create(created_at=now - timedelta(minutes=1), **written)
    assert point("Mail", now).state == "in_place", "a minute is no fault"

    Message.objects.create(created_at=now - timedelta(hours=1), **written)
    assert (point("Mail", now).state, point("Mail", now).said) == ("missing", "1 letter waits: connection refused")


def test_a_worker_that_lives_is_seen(transactional_db, clearing_ledger) -> None:
    now = datetime.now(UTC)
    assert states(now)["Worker"] == "missing"
    worker = current_app.job_manager.connector.get_sync_connector().execute_query_one(
        "SELECT worker_id FROM procrastinate_register_worker_v1()"
    )
    assert worker
    assert states(now)["Worker"] == "in_place"
    assert states(now + timedelta(minutes=5))["Worker"] == "missing", "one that told nothing for minutes is gone"


def test_an_administrator_begins_the_day_there(client, people) -> None:
    client.force_login(people.administrator)
    page = client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/setup/"
    assert "things are missing before a case can go its whole way" in page.content.decode()


@pytest.mark.parametrize("who", ["officer", "head", "auditor", "exporter"])
def test_it_is_nobody_else_s_page(client, people, who) -> None:
    client.force_login(getattr(people, who))
    assert client.get("/setup/").status_code == 403
