"""One step for the cases that are ticked: done with those that allow it, and said of those that do not."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.models import Case, Referral
from exeat.web.cases.services import referring
from exeat.web.cases.services.in_bulk import refer_each, remind_each
from exeat.web.errors import NotPermitted
from exeat.web.mail.models import Message


def post(client: Client, user: Any, what: str, cases: list[Case], status: int = 302, **sent: Any) -> str:
    client.force_login(user)
    answer = client.post(f"/search/{what}/", {"cases": [case.pk for case in cases], "query": "q=camera", **sent})
    assert answer.status_code == status
    shown = client.get(answer["Location"]) if status == 302 else answer
    return unescape(shown.content.decode())


def asked(case: Case) -> set[str]:
    return set(Referral.objects.filter(case=case).values_list("agency", flat=True))


def test_several_cases_are_referred_to_the_same_agencies(client: Client, story: Any) -> None:
    first, second = story.under_review(), story.under_review()
    shown = post(client, story.people.officer, "refer", [first, second], agencies=["mfa"])
    assert f"Done: {first}, {second}." in shown
    assert asked(first) == asked(second) == {"mfa"}
    assert Event.objects.filter(kind="case.refer").count() == 2
    assert verify().faults == ()


def test_what_cannot_be_referred_is_said_of_each_and_stops_no_other(client: Client, story: Any) -> None:
    ready, early = story.under_review(), story.registered()
    other = story.under_review(entry="0X001")
    shown = post(client, story.people.officer, "refer", [early, other, ready], agencies=["mfa"])
    assert f"Done: {ready}." in shown
    assert f"Not done: {early}: not possible while registered" in shown
    assert f"Not done: {other}: the criteria name " in shown
    assert (asked(ready), asked(early), asked(other)) == ({"mfa"}, set(), set())
    other.refresh_from_db()
    assert other.end_user_kinds == []


def test_what_the_end_users_are_counts_before_the_agencies_are_compared(story: Any) -> None:
    case = story.under_review()
    given = {"agencies": ["mfa"], "by": story.people.officer, "now": story.later()}
    made = refer_each(cases=[case], end_user_kinds=["nuclear_facility"], **given)
    assert made.done == [] and "the criteria name" in made.refused[0][1]
    case.refresh_from_db()
    assert case.end_user_kinds == [], "a refused case stays as it was"


def test_without_agencies_or_cases_nothing_is_done(client: Client, story: Any) -> None:
    case = story.under_review()
    assert "Tick the agencies." in post(client, story.people.officer, "refer", [case], 422)
    assert "Tick the cases that you mean." in post(client, story.people.officer, "refer", [], 422, agencies=["mfa"])
    assert asked(case) == set()


def test_late_agencies_of_several_cases_are_reminded_once_a_day(client: Client, story: Any) -> None:
    late, agreed = story.referred(), story.agreed()
    story.later(days=40)
    in_time = story.referred()
    given = {"by": story.people.officer}
    made = remind_each(cases=[late, agreed, in_time], now=story.later(), **given)
    assert made.done == [late]
    assert dict(made.refused) == {
        agreed: "no agency is late with its position",
        in_time: "no agency is late with its position",
    }
    letters = Message.objects.filter(subject=f"{late}: your position is overdue")
    assert [letter.to for letter in letters] == [story.people.reviewers["mfa"].email]
    assert Event.objects.get(kind="case.remind_agencies").data["agencies"] == ["mfa"]
    [(_, why)] = remind_each(cases=[late], now=story.later(), **given).refused
    assert why == "the agencies that are late were reminded today"
    assert remind_each(cases=[late], now=story.later(days=1), **given).done == [late]
    assert letters.all().count() == 2
    assert verify().faults == ()


def test_it_is_for_officers_and_only_with_cases_that_they_may_open(client: Client, story: Any) -> None:
    case = story.referred()
    story.later(days=40)
    for user in (story.people.exporter, story.people.reviewers["mfa"], story.people.auditor):
        post(client, user, "remind", [case], 403)
    assert "only the licensing officer may" in post(client, story.people.head, "remind", [case])
    draft = story.draft()
    post(client, story.people.officer, "remind", [draft], 422)
    post(client, story.people.officer, "nonsense", [case], 404)
    with pytest.raises(NotPermitted):
        referring.remind_agencies(case=case, by=story.people.exporter, now=story.now)


def test_the_page_of_a_case_offers_to_remind_where_an_agency_is_late(
    client: Client, story: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = story.referred()
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.now)
    client.force_login(story.people.officer)
    button = "/do/remind_agencies/"
    assert button not in client.get(f"/cases/{case.reference}/").content.decode()
    story.later(days=40)
    client.force_login(story.people.officer)
    assert button in client.get(f"/cases/{case.reference}/").content.decode()
    assert client.post(f"/cases/{case.reference}/do/remind_agencies/").status_code == 302
    story.later()
    shown = client.get(f"/cases/{case.reference}/").content.decode()
    assert button not in shown and "Agencies reminded" in shown
