"""The officer's desk: which cases are on it, in what order, and why; applications from letters; the lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.cases.models import Case
from exeat.web.cases.selectors.desk import choices, queue, waiting
from exeat.web.cases.services import referring, reviewing
from exeat.web.policy import local_day

PDF = b"%PDF-1.7\nan invented document\n"
LISTED = [{"role": "end_user", "name": "Orlan Vastikar", "type": "person", "address": "here", "country": "QM"}]


def reasons(story: Any, case: Case) -> list[str]:
    """Why the case is on the desk at the story's present moment."""
    rows = queue(story.people.officer, chosen="all", page=None, now=story.now)
    return next([reason.text for reason in row.reasons] for row in rows if row.case.pk == case.pk)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("submitted", ["new: not registered"]),
        ("registered", ["registered: review not begun", "1 line to classify"]),
        ("under_review", ["to be referred to mfa"]),
        ("agreed", ["ready for a recommendation"]),
        ("recommended", ["recommended (grant): to be decided"]),
    ],
)
def test_a_case_says_why_it_is_on_the_desk(story, stage, expected):
    assert reasons(story, getattr(story, stage)()) == expected


def test_a_match_to_settle_is_a_reason(story):
    assert "1 match to settle" in reasons(story, story.registered(parties=LISTED))


def test_an_agency_is_waited_for_until_its_day_and_late_after_it(story):
    case = story.referred()
    assert [text for text in reasons(story, case) if text.startswith("waiting for Foreign Ministry until ")]

    story.later(days=30)

    assert [text for text in reasons(story, case) if text.startswith("late: Foreign Ministry, was due ")]


def test_an_objection_does_not_hide_that_the_officer_may_recommend(story):
    case = story.referred()
    referring.give_position(case=case, kind="objection", text="no", by=story.people.reviewers["mfa"], now=story.later())

    assert reasons(story, case) == ["objection: Foreign Ministry", "ready for a recommendation"]


def test_an_answer_that_arrived_is_said_until_the_next_step(story):
    case = story.registered()
    asked = reviewing.request_information(case=case, question="Who?", by=story.people.officer, now=story.later())
    assert [text for text in reasons(story, case) if text.startswith("waiting for the applicant until ")]

    reviewing.answer_request(request=asked, answer="We", by=story.people.exporter, now=story.later())
    assert reasons(story, case)[0] == "answer arrived"

    reviewing.classify(
        item=case.items.get(), entry="3X001.a", reason="as the text", by=story.people.officer, now=story.later()
    )
    assert "answer arrived" not in reasons(story, case)


def test_cases_whose_clock_runs_come_first_by_due_date(story):
    new = story.submitted()
    later_due = story.registered()
    story.later(days=-3)
    earlier_due = story.registered()

    rows = queue(story.people.officer, chosen="all", page=None, now=story.now)

    assert earlier_due.due <= later_due.due
    assert [row.case.pk for row in rows][-1] == new.pk


def test_each_filter_leaves_as_many_cases_as_its_count_says(story):
    story.submitted()
    story.registered(parties=LISTED)
    case = story.referred()
    reviewing.request_information(case=case, question="Who?", by=story.people.officer, now=story.later())
    story.recommended()
    story.granted()
    officer = story.people.officer

    counted = {choice.name: choice.count for choice in choices(officer, local_day(story.now))}

    assert counted == {
        "all": 4, "mine": 3, "new": 1, "late": 0, "matches": 1, "applicant": 1, "decision": 1, "agency-mfa": 1,
    }  # fmt: skip
    for name, count in counted.items():
        assert queue(officer, chosen=name, page=None, now=story.now).paginator.count == count


def test_the_number_of_queries_does_not_grow_with_the_desk(client, story):
    client.force_login(story.people.officer)

    def queries() -> int:
        client.get("/desk/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/desk/").status_code == 200
        return len(found)

    def one_of_each() -> None:
        story.referred(parties=LISTED)
        story.submitted()
        story.recommended()
        changing = story.submitted()
        Case.objects.filter(pk=changing.pk).update(change="amend", changes=story.granted())

    one_of_each()
    few = queries()
    one_of_each()
    one_of_each()

    assert queries() == few


def test_the_desk_is_for_officers(client, story):
    client.force_login(story.people.exporter)

    assert client.get("/desk/").status_code == 403


def test_an_unknown_filter_is_not_found(client, story):
    client.force_login(story.people.officer)

    assert client.get("/desk/?show=everything").status_code == 404


def test_an_application_that_came_by_letter_is_opened_by_an_officer(client, story):
    client.force_login(story.people.officer)

    response = client.post("/cases/from-paper/", {"exporter": story.firm.pk, "kind": "export"})

    case = Case.objects.get()
    assert response.status_code == 302
    assert case.on_paper
    assert case.exporter == story.firm
    assert "from a letter" in reasons(story, case)[0]
    assert client.get(response.url).status_code == 200


def test_watchlists_show_their_legal_effect(client, story):
    client.force_login(story.people.officer)

    assert "binding" in client.get("/watchlists/").content.decode()


def test_what_the_desk_shows_is_kept_opened_and_taken_away(client, story):
    story.registered()
    officer, colleague = story.people.officer, story.people.colleague
    client.force_login(officer)
    assert 'action="/desk/keep/"' not in client.get("/desk/").content.decode(), "all of it needs no name"
    assert 'name="query" value="show=mine&amp;order=risk"' in client.get("/desk/?order=risk&show=mine").content.decode()
    kept = client.post("/desk/keep/", {"name": "My riskiest", "query": "show=mine&order=risk"})
    assert (kept.status_code, kept["Location"]) == (302, "/desk/?show=mine&order=risk")
    link = '<a href="/desk/?show=mine&amp;order=risk">My riskiest</a>'
    assert link in client.get("/desk/").content.decode()
    assert "My riskiest" not in client.get("/search/").content.decode(), "a view belongs to its page"
    view = officer.saved_views.get()
    client.post(f"/search/drop/{view.pk}/")
    client.force_login(colleague)
    assert "My riskiest" not in client.get("/desk/").content.decode()
    client.post(f"/desk/drop/{view.pk}/")
    assert officer.saved_views.exists(), "neither from another page nor by somebody else"
    client.force_login(officer)
    assert client.post(f"/desk/drop/{view.pk}/")["Location"] == "/desk/"
    assert not officer.saved_views.exists()


def test_a_view_of_the_desk_needs_a_name_and_a_filter_that_exists(client, story):
    client.force_login(story.people.officer)
    refused = client.post("/desk/keep/", {"name": " ", "query": "show=late"})
    assert refused.status_code == 422
    assert 'aria-current="true">Late' in refused.content.decode()
    assert client.post("/desk/keep/", {"name": "Odd", "query": "show=nonsense"}).status_code == 404
    assert not story.people.officer.saved_views.exists()
    for user in (story.people.exporter, story.people.head, story.people.auditor):
        client.force_login(user)
        assert client.post("/desk/keep/", {"name": "Late", "query": "show=late"}).status_code == 403


def test_what_was_handed_in_under_a_licence_waits_on_the_desk(client, story):
    from exeat.web.licences.services.registering import register_for
    from exeat.web.obligations.services import fulfil

    licence = register_for(
        authorisation="xa-g1", exporter=story.firm, by=story.people.exporter, now=story.now - timedelta(days=240)
    )
    owed, given = licence.obligations.first(), {"name": "return.pdf", "content": PDF, "note": ""}
    assert waiting(story.people.officer, local_day(story.now)).handed_in == 0

    fulfil(obligation=owed, **given, by=story.people.exporter, now=story.now)
    assert waiting(story.people.officer, local_day(story.now)).handed_in == 1
    client.force_login(story.people.officer)
    assert "/obligations/?show=handed_in" in client.get("/desk/").content.decode()
