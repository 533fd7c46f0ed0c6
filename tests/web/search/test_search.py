"""Cases are found by everything that the reader may see, and by nothing else."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.services import applying, assigning, noting, referring
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.search.models import CaseWords
from exeat.web.search.selectors import Sought, facets, matching, search
from exeat.web.search.services.indexing import catch_up


def found(user: Any, text: str = "", **chosen: str) -> list[str]:
    sought = Sought(text, tuple(chosen.items()))
    return [one.case.reference for one in search(user, sought, matching(user, sought), page=1).object_list]


def page(client: Client, user: Any, query: str = "", status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(f"/search/?{query}")
    assert answer.status_code == status
    return unescape(answer.content.decode())


@pytest.fixture
def case(story: Any) -> Any:
    made = story.referred()
    catch_up(now=story.now)
    return made


@pytest.mark.parametrize(
    "text", ["cameras", "uncooled array", '"Calm Shores"', "smoke", "Q-17", "Quayside", "640", "852589"]
)
def test_applicant_and_officer_find_what_the_application_says(story: Any, case: Any, text: str) -> None:
    assert found(story.people.officer, text) == [case.reference]
    assert found(story.people.exporter, text) == [case.reference]
    assert found(story.people.outsider, text) == []


@pytest.mark.parametrize(
    "spelling", ["Kalm Shores Fire Servise", "Fire Service Calm Shores", "CALM-SHORES fire service"]
)
def test_a_party_is_found_in_another_spelling(story: Any, case: Any, spelling: str) -> None:
    officer, sought = story.people.officer, Sought(spelling)
    page = search(officer, sought, matching(officer, sought), page=1)
    [one] = page.object_list
    assert [name for name, _ in one.parties] == ["Calm Shores Fire Service"]


def test_what_is_said_inside_is_found_by_those_inside_alone(story: Any, case: Any) -> None:
    referral = case.referrals.first()
    reviewer = story.people.reviewers[referral.agency]
    referring.give_position(
        case=case, kind="objection", text="Diversion through a warehouse", by=reviewer, now=story.later()
    )
    catch_up(now=story.now)
    assert found(story.people.officer, "warehouse") == [case.reference]
    assert found(reviewer, "warehouse") == [case.reference]
    assert found(story.people.exporter, "warehouse") == []
    officer, sought = story.people.officer, Sought("warehouse")
    [one] = search(officer, sought, matching(officer, sought), page=1).object_list
    assert ("warehouse", True) in one.pieces[0]


def test_an_agencys_note_is_found_by_that_agency_until_it_is_released(story: Any, case: Any) -> None:
    asked = [referral.agency for referral in case.referrals.all()]
    reviewer = story.people.reviewers[asked[0]]
    note = noting.add_note(case=case, text="zebra crossing", by=reviewer, now=story.later())
    catch_up(now=story.now)
    assert found(reviewer, "zebra") == [case.reference]
    assert found(story.people.officer, "zebra") == []
    noting.release_note(note=note, by=reviewer, now=story.later())
    catch_up(now=story.now)
    assert found(story.people.officer, "zebra") == [case.reference]
    assert found(story.people.exporter, "zebra") == []


def test_the_words_of_a_document_are_found_and_a_superseded_ones_are_not(story: Any) -> None:
    case = story.draft()
    add = {"case": case, "kind": "technical_specification", "by": story.people.exporter}
    applying.add_document(name="a.txt", content=b"with a cryocooler", now=story.later(), **add)
    catch_up(now=story.now)
    assert found(story.people.exporter, "cryocooler") == [case.reference]
    assert found(story.people.officer, "cryocooler") == [], "a draft is its applicant's alone"


def test_only_cases_that_changed_are_read_again(story: Any, case: Any) -> None:
    assert catch_up(now=story.now) == 0
    other = story.submitted()
    assert catch_up(now=story.now) == 1
    assert CaseWords.objects.get(case=other).seq == Event.objects.filter(subject=other.subject).latest("seq").seq


def test_those_that_wait_longest_are_read_first_and_none_is_forgotten(story: Any) -> None:
    cases = [story.submitted() for _ in range(3)]
    assert [catch_up(now=story.now, at_most=1) for _ in range(4)] == [1, 1, 1, 0]
    assert CaseWords.objects.filter(case__in=cases).count() == 3


def test_filters_count_and_narrow(story: Any, case: Any) -> None:
    story.submitted(parties=[{**story.application["parties"][0], "country": "FR"}])
    catch_up(now=story.now)
    officer, every = story.people.officer, Sought()
    counted = {
        facet.name: {choice.label: choice.count for choice in facet.choices}
        for facet in facets(officer, every, matching(officer, every))
    }
    assert counted["state"] == {"Submitted": 1, "Under review": 1}
    assert counted["country"] == {"France": 1, "United Arab Emirates": 1}
    assert counted["entry"] == {"3X001.a": 1}
    assert found(story.people.officer, country="FR", state="submitted") != [case.reference]
    assert found(story.people.officer, entry="3X001.a") == [case.reference]
    assert found(story.people.officer, state="granted") == []


@pytest.mark.parametrize("query", ["year=x", "officer=x", "q=%00", "q=((", "page=99", "state=nonsense", "kind=%27"])
def test_nonsense_finds_nothing_and_breaks_nothing(client: Client, story: Any, case: Any, query: str) -> None:
    page(client, story.people.officer, query)


def test_the_page_shows_what_was_found_and_escapes_it(client: Client, story: Any) -> None:
    item = {**story.application["items"][0], "description": "A <b>gyroscope</b> for tests"}
    story.submitted(items=[item])
    client.force_login(story.people.officer)
    shown = client.get("/search/?q=gyroscope").content.decode()
    assert "<mark>gyroscope</mark>" in shown
    assert "<b>" not in shown


def test_queries_do_not_grow_with_what_is_found(client: Client, story: Any) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, story.people.officer, "q=camera")
        return len(queries)

    story.submitted()
    page(client, story.people.officer, "q=camera")
    few = count()
    for _ in range(3):
        story.submitted()
    page(client, story.people.officer, "q=camera")
    assert count() == few


def test_the_database_is_asked_once_who_the_reader_is(client: Client, story: Any) -> None:
    story.submitted()
    client.force_login(story.people.officer)
    client.get("/search/?q=camera")
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/?q=camera")
    asked = [query for query in queries if "accounts_delegation" in query["sql"]]
    assert len(asked) == 1


def test_what_is_read_on_one_page_is_not_known_to_the_next(client: Client, story: Any, case: Any) -> None:
    mandate = story.people.exporter.mandates.get()
    assert case.reference in page(client, story.people.exporter)
    mandate.status = "revoked"
    mandate.save()
    assert case.reference not in page(client, story.people.exporter)


def test_a_search_is_kept_under_a_name_and_taken_away(client: Client, story: Any, case: Any) -> None:
    client.force_login(story.people.officer)
    assert client.post("/search/keep/", {"name": "Fire", "query": "q=smoke"}).status_code == 302
    shown = page(client, story.people.officer)
    assert '<a href="/search/?q=smoke">Fire</a>' in shown
    assert "Fire" not in page(client, story.people.colleague)
    view = story.people.officer.saved_views.get()
    client.force_login(story.people.colleague)
    client.post(f"/search/drop/{view.pk}/")
    assert story.people.officer.saved_views.exists()
    client.force_login(story.people.officer)
    client.post(f"/search/drop/{view.pk}/")
    assert not story.people.officer.saved_views.exists()
    assert client.post("/search/keep/", {"name": " ", "query": ""}).status_code == 422


def test_several_cases_are_given_to_an_officer_at_once(client: Client, story: Any) -> None:
    cases = [story.registered() for _ in range(2)]
    client.force_login(story.people.head)
    sent = {"cases": [case.pk for case in cases], "officer": story.people.colleague.pk, "query": "state=registered"}
    assert client.post("/search/assign/", sent)["Location"] == "/search/?state=registered"
    for case in cases:
        case.refresh_from_db()
        assert case.officer == story.people.colleague
    assert Event.objects.filter(kind="case.assign").count() == 2
    assert verify().faults == ()
    client.force_login(story.people.auditor)
    assert client.post("/search/assign/", sent).status_code == 403


def test_all_or_none_are_given(story: Any) -> None:
    open_case, ended = story.registered(), story.registered()
    applying.withdraw(case=ended, reason="sold", by=story.people.exporter, now=story.later())
    give = {"officer": story.people.colleague, "by": story.people.officer, "now": story.later()}
    with pytest.raises(NotPermitted, match=ended.reference):
        assigning.assign(cases=[open_case, ended], **give)
    open_case.refresh_from_db()
    assert open_case.officer == story.people.officer
    with pytest.raises(Invalid):
        assigning.assign(cases=[open_case], **{**give, "officer": story.people.auditor})


def test_what_is_found_is_taken_along_as_a_table(client: Client, story: Any, case: Any) -> None:
    client.force_login(story.people.officer)
    rows = client.get("/search/cases.csv?q=smoke").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith(f"{case.reference},export,under_review,Quayside Optics")
    assert client.get("/search/cases.xlsx").content[:2] == b"PK"
    client.force_login(story.people.outsider)
    assert case.reference not in client.get("/search/cases.csv").content.decode()
