"""Alerts on the desk: who sees which, what an officer does about them, and what follows in cases and licences."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.alerts.models import Alert, SuspensionProposal
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.models import InformationRequest, Match
from exeat.web.cases.services import reviewing
from exeat.web.mail.models import Message

CALM_SHORES = {"id": "UN-3", "list": "un-sc", "type": "organisation", "names": ["Calm Shores Fire Services"]}
OTHERS = [
    {"id": "UN-1", "list": "un-sc", "type": "person", "names": ["Orlan Vastikar"], "countries": ["qm"]},
    {"id": "UN-2", "list": "un-sc", "type": "organisation", "names": ["Brindlemoor Trading Works"]},
]
REASON = "another founder, another address"


@pytest.fixture
def case(story: Any) -> Any:
    return story.referred()


@pytest.fixture
def licence(story: Any, case: Any) -> Any:
    return story.granted()


@pytest.fixture
def alert(story: Any, case: Any, licence: Any, bring: Any) -> Alert:
    """A party of an open case and of an active licence is listed."""
    [found] = bring(*OTHERS, CALM_SHORES)
    return found


def page(client: Any, user: Any, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def act(client: Any, user: Any, alert: Alert, step: str, **fields: Any) -> Any:
    client.force_login(user)
    return client.post(f"/alerts/{alert.pk}/do/{step}/", fields)


def match_in(case: Any) -> Match:
    return Match.objects.get(party__case=case, listed_id="UN-3")


def test_the_desk_counts_what_waits(client, story, alert):
    text = page(client, story.people.officer, "/desk/")

    assert "Alerts to settle" in text
    assert 'href="/alerts/"' in text


def test_an_alert_shows_why_both_versions_and_what_it_touches(client, story, alert, case, licence):
    text = page(client, story.people.officer, f"/alerts/{alert.pk}/")

    for shown in ("<mark>shores</mark>", case.reference, licence.number, "binding list", "United Arab Emirates"):
        assert shown in text
    for version in (alert.rescreening.old_version, alert.rescreening.new_version):
        assert version[:12] in text


def test_the_list_is_narrowed_by_kind_and_by_version(client, story, alert):
    officer = story.people.officer

    assert alert.name in page(client, officer, "/alerts/")
    assert alert.name in page(client, officer, f"/alerts/?show=new&version={alert.rescreening.pk}")
    assert "No alert here" in page(client, officer, "/alerts/?show=changed")
    assert "No alert here" in page(client, officer, f"/alerts/?version={alert.rescreening.pk - 1}")
    assert client.get("/alerts/?show=everything").status_code == 404


def test_a_dismissal_settles_the_match_of_the_open_case_with_it(client, story, alert, case):
    act(client, story.people.officer, alert, "settle", finding="dismissed", reason=REASON)

    alert.refresh_from_db()
    assert (alert.status, alert.settled_by, alert.reason) == ("dismissed", story.people.officer, REASON)
    assert (match_in(case).status, match_in(case).reason) == ("dismissed", REASON)
    assert Event.objects.filter(kind="alert.settle", subject=alert.subject).count() == 1
    assert verify().faults == ()


def test_a_match_that_is_settled_in_its_case_settles_the_alert(story, alert, case):
    reviewing.settle_match(
        match=match_in(case), confirmed=True, reason="the same", by=story.people.officer, now=story.later()
    )

    alert.refresh_from_db()
    assert (alert.status, alert.reason) == ("confirmed", "the same")
    assert verify().faults == ()


def test_a_settled_alert_may_be_settled_anew(client, story, alert, case):
    act(client, story.people.officer, alert, "settle", finding="dismissed", reason=REASON)
    act(client, story.people.colleague, alert, "settle", finding="confirmed", reason="the papers came")

    alert.refresh_from_db()
    assert alert.status == match_in(case).status == "confirmed"


def test_a_finding_without_a_reason_is_refused_on_the_page(client, story, alert):
    response = act(client, story.people.officer, alert, "settle", finding="dismissed", reason=" ")

    assert response.status_code == 422
    assert Alert.objects.get(pk=alert.pk).status == "open"


def test_the_applicant_of_an_open_case_is_asked_about_it(client, story, alert, case):
    act(client, story.people.officer, alert, "ask", case=case.pk, question="Who founded it?")

    asked = InformationRequest.objects.get(case=case)
    assert asked.question == "Who founded it?"
    assert match_in(case).status == "asked"


def test_a_suspension_is_proposed_to_the_head_who_alone_suspends(client, story, alert, licence):
    act(client, story.people.officer, alert, "settle", finding="confirmed", reason="the same")
    assert alert.name in page(client, story.people.officer, "/alerts/?show=hits")
    act(client, story.people.officer, alert, "propose", licence=licence.pk, reason="a listed end user")

    made = SuspensionProposal.objects.get()
    assert (made.licence, made.alert) == (licence, alert)
    assert Message.objects.filter(to=story.people.head.email, about=licence.number).exists()
    licence.refresh_from_db()
    assert licence.state == "active"
    assert "a listed end user" in page(client, story.people.head, f"/alerts/{alert.pk}/")
    assert "No alert here" in page(client, story.people.officer, "/alerts/?show=hits")
    again = act(client, story.people.officer, alert, "propose", licence=licence.pk, reason="again")
    assert again.status_code == 422


def test_the_head_and_the_auditor_read_and_do_not_settle(client, story, alert):
    for reader in (story.people.head, story.people.auditor):
        assert "Settle the alert" not in page(client, reader, f"/alerts/{alert.pk}/")
        assert act(client, reader, alert, "settle", finding="dismissed", reason=REASON).status_code == 422
    assert Alert.objects.get(pk=alert.pk).status == "open"


def test_an_agency_sees_alerts_about_its_own_cases_and_nothing_of_licences(client, story, alert, case, licence):
    asked = {referral.agency for referral in case.referrals.all()}
    for agency, reviewer in story.people.reviewers.items():
        client.force_login(reviewer)
        answer = client.get(f"/alerts/{alert.pk}/")
        assert answer.status_code == (200 if agency in asked else 404)
        if agency in asked:
            assert case.reference in answer.content.decode()
            assert licence.number not in answer.content.decode()


def test_exporters_and_customs_see_no_alerts(client, story, alert):
    for stranger in (story.people.exporter, story.people.customs):
        client.force_login(stranger)
        assert client.get("/alerts/").status_code == 403
        assert client.get(f"/alerts/{alert.pk}/").status_code == 403


@pytest.mark.parametrize("address", ["/alerts/?show=all", "/alerts/{pk}/"])
def test_the_number_of_queries_does_not_grow(client, story, alert, bring, address):
    client.force_login(story.people.officer)
    where = address.format(pk=alert.pk)

    def queries() -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as found:
            assert client.get(where).status_code == 200
        return len(found)

    before = queries()
    story.referred()
    bring(*OTHERS, CALM_SHORES, {**CALM_SHORES, "id": "UN-5"}, {**CALM_SHORES, "id": "UN-6"})

    assert queries() == before
