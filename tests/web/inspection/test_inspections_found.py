"""What is found of inspections: by whoever may open it, and by nobody else."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exeat.adapters.bundles import read_bundle
from exeat.web.audit.keys import public_keys
from exeat.web.inspection.models import Finding
from exeat.web.inspection.services import disclosing, findings, sites, visits
from exeat.web.policy import local_day
from exeat.web.records.inspections import inspections_of
from exeat.web.registers.services import Upload
from exeat.web.search.inspections import MOST, found_in_inspections


def found(user: Any, text: str) -> list[str]:
    return [one.what for one in found_in_inspections(user, text)]


@pytest.fixture
def story_of(inspections: Any) -> Any:
    """A finding at the exporter's works with its correction reported, and a disclosure."""
    inspections.reported()
    story = inspections.story
    disclosing.disclose(
        exporter=story.firm,
        text="Two lenses left in a suitcase.",
        discovered_on=local_day(story.now) - timedelta(days=2),
        by=story.people.exporter,
        now=story.later(),
    )
    return inspections


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Quayside works", "Site"),
        ("papers missing", "Finding F-"),
        ("file together", "Corrective action on F-"),
        ("filed", "Corrective action on F-"),
        ("suitcase", "Disclosure"),
    ],
)
def test_its_own_people_the_authority_and_nobody_else_find_it(story_of: Any, text: str, what: str) -> None:
    people = story_of.story.people
    for user in (people.exporter, people.officer, people.head, people.auditor):
        assert [one for one in found(user, text) if one.startswith(what)], (user, text)
    for user in (people.outsider, people.customs, people.reviewers["nra"], people.secretary):
        assert found(user, text) == [], (user, text)


def test_a_regulators_facility_is_found_by_the_regulator_and_those_above(inspections: Any) -> None:
    people = inspections.story.people
    for user in (people.reviewers["nra"], people.head, people.auditor):
        assert found(user, "reactor") == ["Site"]
    for user in (people.officer, people.exporter, people.reviewers["customs"]):
        assert found(user, "reactor") == []


def test_how_a_site_is_inspected_is_found_by_those_inside_alone(inspections: Any) -> None:
    people = inspections.story.people
    assert found(people.officer, "cameras") == ["Site"]
    assert found(people.exporter, "cameras") == [], "why it is in its class of risk"


def test_a_visit_is_found_once_its_own_people_know_of_it(inspections: Any) -> None:
    people, visit = inspections.story.people, inspections.begun(announced=False)
    assert found(people.officer, visit.number) == [f"Visit {visit.number}"]
    assert found(people.exporter, visit.number) == []
    answers = dict.fromkeys(visits.questions_of(visit), ("met", ""))
    visits.answer(visit=visit, answers=answers, by=people.officer, now=inspections.story.later())
    visits.report(visit=visit, summary="A tidy store.", by=people.officer, now=inspections.story.later())
    assert found(people.exporter, visit.number) == [f"Visit {visit.number}"]
    [one] = found_in_inspections(people.exporter, visit.number)
    assert one.address == f"/inspections/sites/{visit.site_id}/", "the page of a visit is for those inside"
    assert found(people.officer, "tidy") == [f"Visit {visit.number}"]
    assert found(people.exporter, "tidy") == []


def test_a_finding_is_found_by_its_number(story_of: Any) -> None:
    finding = Finding.objects.get()
    assert f"Finding {finding}" in found(story_of.officer, str(finding).lower())


def test_the_page_shows_them_with_links_that_open(client: Client, story_of: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: story_of.story.later(minutes=1))
    client.force_login(story_of.story.people.exporter)
    shown = unescape(client.get("/search/?q=suitcase").content.decode())
    assert "<mark>suitcase</mark>" in shown
    for one in found_in_inspections(story_of.story.people.exporter, "suitcase"):
        assert one.address in shown
        assert client.get(one.address).status_code == 200
    assert "found-there" not in client.get("/search/?q=suitcase&state=granted").content.decode(), "a filter is of cases"


def test_queries_do_not_grow_and_few_of_a_kind_are_shown(inspections: Any) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(inspections.officer, "papers")
        return len(queries)

    made = inspections.found()
    few = count()
    for _ in range(MOST + 2):
        made.pk = None
        made.save()
    assert count() == few
    assert len([one for one in found(inspections.officer, "papers") if one.startswith("Finding")]) == MOST


def test_words_of_findings_are_read_from_their_index(inspections: Any) -> None:
    vector = SearchVector("text", "provision", "reference", config="english")
    rows = Finding.objects.annotate(words=vector).filter(words=SearchQuery("papers", config="english"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "finding_words" in rows.explain()


def test_an_exporter_is_told_what_its_people_see_of_inspections(client: Client, story_of: Any) -> None:
    people, firm = story_of.story.people, story_of.story.firm
    facility = sites.SiteGiven("Store of sources", "facility", "nra", "high", "Cobalt.", exporter=firm, held_at="S-9")
    sites.enter(given=facility, by=people.reviewers["nra"], now=story_of.story.later())

    def taken(user: Any) -> Any:
        client.force_login(user)
        answer = client.get(f"/exporters/{firm.pk}/bundle.zip")
        return json.loads(read_bundle(answer.content, public_keys()).files["inspections.json"])

    told = taken(people.officer)
    assert [site["name"] for site in told["sites"]] == ["Quayside works"]
    assert {site["risk"] for site in told["sites"]} == {site["risk_why"] for site in told["sites"]} == {""}
    [finding] = told["findings"]
    assert (finding["text"], finding["actions"][0]["done"]) == ("Papers are missing.", "Filed.")
    assert [one["text"] for one in told["disclosures"]] == ["Two lenses left in a suitcase."]
    assert "Store of sources" in {site["name"] for site in taken(people.head)["sites"]}


def test_reports_and_proofs_are_among_the_documents_and_an_unannounced_visit_is_not(
    client: Client, inspections: Any
) -> None:
    story, firm = inspections.story, inspections.story.firm
    action = inspections.found().actions.get()
    proof = Upload("proof.pdf", b"%PDF-1.7\nan invented proof\n")
    findings.report_done(action=action, done="Filed.", proof=proof, by=story.people.exporter, now=story.later())
    day = local_day(story.now) + timedelta(days=40)
    secret = inspections.plan(first=day, last=day, announced=False)
    content, papers = inspections_of(firm, viewer=story.people.officer, now=story.now)
    assert secret.number not in [visit["number"] for visit in content["visits"]]
    assert [paper.name for paper in papers] == ["proof.pdf"]
