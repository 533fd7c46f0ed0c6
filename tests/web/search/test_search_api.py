"""The search and the steps for several cases through the API: what the pages answer, to the same people."""

from __future__ import annotations

from typing import Any

from django.test import Client

from exeat.web.cases.models import Referral
from exeat.web.search.services.indexing import catch_up


def ask(client: Client, user: Any, query: str) -> Any:
    client.force_login(user)
    return client.get(f"/api/search?{query}").json()


def post(client: Client, user: Any, path: str, **body: Any) -> Any:
    client.force_login(user)
    return client.post(f"/api/{path}", body, "application/json")


def test_a_program_finds_what_the_page_finds_with_its_filters(client: Client, story: Any) -> None:
    case = story.referred()
    catch_up(now=story.now)
    found = ask(client, story.people.officer, "q=Kalm+Shores+Fire+Servise")
    assert [one["case"]["reference"] for one in found["results"]] == [case.reference]
    assert [one["name"] for one in found["results"][0]["parties"]] == ["Calm Shores Fire Service"]
    assert "under_review" in str(found["filters"])
    assert ask(client, story.people.officer, "q=cameras&state=refused")["count"] == 0
    assert ask(client, story.people.outsider, "q=cameras")["count"] == 0
    words = ask(client, story.people.officer, "q=cameras")["results"][0]["words"]
    assert "amera" in " ".join(words)


def test_views_are_kept_replaced_and_dropped_by_their_owner_alone(client: Client, story: Any) -> None:
    officer, other = story.people.officer, story.people.colleague
    kept = post(client, officer, "saved-views", name="Cameras", query="q=camera").json()
    again = post(client, officer, "saved-views", name="Cameras", query="q=cameras").json()
    assert (kept["id"], again["query"]) == (again["id"], "q=cameras")
    client.force_login(other)
    assert client.delete(f"/api/saved-views/{kept['id']}").status_code == 204
    client.force_login(officer)
    assert [one["name"] for one in client.get("/api/saved-views").json()] == ["Cameras"]
    client.delete(f"/api/saved-views/{kept['id']}")
    assert client.get("/api/saved-views").json() == []


def test_several_cases_are_referred_and_what_could_not_be_is_said_of_each(client: Client, story: Any) -> None:
    ready, early = story.under_review(), story.registered()
    both = [ready.reference, early.reference]
    made = post(client, story.people.officer, "in-bulk/refer", cases=both, agencies=["mfa"]).json()
    assert made["done"] == [ready.reference]
    assert [(one["case"], one["why"]) for one in made["refused"]] == [
        (early.reference, "not possible while registered")
    ]
    assert Referral.objects.get().case == ready


def test_whose_role_takes_no_such_step_takes_it_with_no_case(client: Client, story: Any) -> None:
    case = story.under_review()
    for person in (story.people.head, story.people.exporter):
        for path, rest in (("refer", {"agencies": ["mfa"]}), ("remind", {})):
            answer = post(client, person, f"in-bulk/{path}", cases=[case.reference], **rest)
            assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (403, "role")


def test_cases_that_one_may_not_open_are_no_cases(client: Client, story: Any) -> None:
    case = story.draft()
    answer = post(client, story.people.officer, "in-bulk/remind", cases=[case.reference])
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        {"cases": f"there are no such cases: {case.reference}"},
    )
