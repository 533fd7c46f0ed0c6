"""The pages: who sees which site, and the steps taken there."""

from __future__ import annotations

import hashlib
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.inspection.models import Action, Answer, Disclosure, Measure, Site, Visit
from exeat.web.inspection.services import findings, visits
from exeat.web.inspection.services.findings import FindingGiven


@pytest.fixture(autouse=True)
def in_the_play(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened when the play has come there."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: story.later(minutes=1))


def get(client: Any, user: Any, path: str, status: int = 200) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == status, path
    return unescape(response.content.decode(errors="replace"))


def post(client: Any, user: Any, path: str, data: dict[str, Any], status: int = 302) -> str:
    client.force_login(user)
    response = client.post(path, data)
    assert response.status_code == status, unescape(response.content.decode())[:3000]
    return unescape(response.content.decode())


def test_each_sees_the_sites_that_concern_them(client: Any, inspections: Any) -> None:
    people, works, reactor = inspections.story.people, inspections.works, inspections.reactor
    sees = {
        people.head: {works, reactor},
        people.auditor: {works, reactor},
        people.officer: {works},
        people.reviewers["nra"]: {reactor},
        people.reviewers["customs"]: set(),
        people.exporter: {works},
        people.outsider: set(),
        people.customs: set(),
    }
    for user, shown in sees.items():
        for site in (works, reactor):
            get(client, user, f"/inspections/sites/{site.pk}/", 200 if site in shown else 404)


def test_the_programme_and_the_register_are_for_inspectors_and_those_above(client: Any, inspections: Any) -> None:
    people = inspections.story.people
    for path in ("/inspections/", "/inspections/sites/", "/inspections/actions/"):
        for user in (people.officer, people.head, people.auditor, people.reviewers["nra"]):
            get(client, user, path)
        for user in (people.exporter, people.customs, people.secretary):
            get(client, user, path, 403)
    get(client, people.auditor, "/inspections/sites/add/", 403)
    assert "never seen since it came under inspection" in get(client, people.reviewers["nra"], "/inspections/")


def test_a_visit_is_planned_filled_in_and_closed_on_its_pages(client: Any, inspections: Any) -> None:
    works, officer = inspections.works, inspections.officer
    day = inspections.story.now.date()
    form = {"first": day, "last": day, "checklists": ["export-compliance"], "inspectors": [inspections.desk.pk]}
    post(client, officer, f"/inspections/sites/{works.pk}/do/plan/", {**form, "purpose": "routine"})
    visit = Visit.objects.get()
    address = f"/inspections/visits/{visit}/"
    items = visits.questions_of(visit)
    answers = dict.fromkeys(items, "met") | {f"{items[0]}~note": "all of them"}
    post(client, officer, f"{address}do/answer/", answers)
    assert Answer.objects.get(item=items[0]).note == "all of them"
    assert "Report (PDF)" not in get(client, officer, address)
    post(client, officer, f"{address}do/report/", {"summary": "Well kept."})
    assert "Report (PDF)" in get(client, officer, address)
    visit.refresh_from_db()
    for reader in (officer, inspections.story.people.exporter, inspections.story.people.head):
        assert get(client, reader, f"/documents/{visit.report_id}/").startswith("%PDF")
    get(client, inspections.nra, f"/documents/{visit.report_id}/", 404)
    get(client, inspections.story.people.exporter, address, 404)


def test_what_is_refused_says_why_and_records_nothing(client: Any, inspections: Any) -> None:
    visit = inspections.begun(inspections.reactor, checklists=["physical-security"])
    told = {"physical-security.plan": "not_met", "physical-security.plan~note": "gap in the fence!"}
    shown = post(client, inspections.nra, f"/inspections/visits/{visit}/do/answer/", told, 422)
    assert "security details are not kept here" in shown
    assert not Answer.objects.exists()
    stranger = inspections.story.people.head
    post(client, stranger, f"/inspections/visits/{visit}/do/cancel/", {"reason": "x"}, 422)
    assert Visit.objects.get().state == "planned"


def test_the_exporter_answers_a_finding_and_the_officer_verifies(client: Any, inspections: Any) -> None:
    exporter, finding = inspections.story.people.exporter, inspections.found()
    action, address = finding.actions.get(), f"/inspections/findings/{finding.pk}/"
    assert "Papers are missing" in get(client, exporter, "/inspections/mine/")
    proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.7\n")
    post(client, exporter, f"{address}do/done/", {"target": action.pk, "done": "Filed.", "proof": proof})
    action.refresh_from_db()
    get(client, inspections.officer, f"/documents/{action.document_id}/")
    get(client, inspections.story.people.outsider, f"/documents/{action.document_id}/", 404)
    assert "yours to verify" in get(client, inspections.officer, "/inspections/actions/")
    post(client, exporter, f"{address}do/verify/", {"target": action.pk}, 422)
    post(client, inspections.officer, f"{address}do/verify/", {"target": action.pk, "note": "seen"})
    assert "put right" in get(client, inspections.officer, address)
    other = Action.objects.create(finding=inspections.found(), text="x", due=action.due)
    post(client, inspections.officer, f"{address}do/verify/", {"target": other.pk}, 422)


def test_a_measure_is_offered_to_those_who_may_take_it(client: Any, inspections: Any) -> None:
    finding, people = inspections.found(), inspections.story.people
    address = f"/inspections/findings/{finding.pk}/"
    assert "Administrative penalty" in get(client, people.head, address)
    assert "Administrative penalty" not in get(client, people.officer, address)
    assert "Take a measure" not in get(client, people.exporter, address)
    form = {"kind": "penalty", "reasons": "Twice."}
    assert "head of the authority only" in post(client, people.officer, f"{address}do/measure/", form, 422)
    post(client, people.head, f"{address}do/measure/", form)
    measure = Measure.objects.get()
    post(client, people.head, f"{address}do/end/", {"target": measure.pk, "reason": "paid"})


def test_an_exporter_discloses_and_the_officer_settles(client: Any, inspections: Any) -> None:
    people = inspections.story.people
    day = inspections.story.now.date()
    form = {"exporter": inspections.story.firm.pk, "text": "We shipped late.", "discovered_on": day}
    post(client, people.exporter, "/inspections/mine/", form)
    disclosure = Disclosure.objects.get()
    address = f"/inspections/disclosures/{disclosure.pk}/"
    assert "We shipped late." in get(client, people.exporter, address)
    get(client, people.outsider, address, 404)
    assert "Disclosures that wait" in get(client, people.officer, "/inspections/")
    find = {"item": "export-compliance.licences", "severity": "minor", "text": "Late.", "correction": "Check."}
    post(client, people.officer, f"{address}do/find/", find)
    post(client, people.officer, f"{address}do/settle/", {"outcome": "A finding."})
    assert "A finding." in get(client, people.exporter, address)


def test_open_findings_stand_on_the_case_on_the_exporter_and_overdue_ones_on_the_desk(
    client: Any, inspections: Any
) -> None:
    case = inspections.story.registered()
    inspections.found()
    officer, exporter = inspections.officer, inspections.story.people.exporter
    assert "1 finding open, 0 measures stand" in get(client, officer, f"/cases/{case.reference}/")
    assert "1 finding open" in get(client, officer, f"/exporters/{case.exporter_id}/")
    assert "finding open" not in get(client, exporter, f"/cases/{case.reference}/")
    assert "Papers are missing" in get(client, officer, f"/inspections/exporters/{case.exporter_id}/")
    assert "Corrective actions overdue" not in get(client, officer, "/desk/")
    inspections.story.later(days=61)
    assert "Corrective actions overdue" in get(client, officer, "/desk/")


@pytest.mark.parametrize(("number", "fault"), [("R-1", ""), ("R-99", "no exporter has the number R-99")])
def test_sites_are_loaded_from_a_file_all_or_none(client: Any, inspections: Any, number: str, fault: str) -> None:
    text = f"name,kind,agency,risk,risk_why,registration\nStore,exporter,authority,low,Empty.,{number}\n"

    def send(tried: str = "") -> str:
        form = {"what": "sites", "file": SimpleUploadedFile("sites.csv", text.encode()), "tried": tried}
        return post(client, inspections.officer, "/capabilities/import/", form, 422 if fault else 200)

    shown = send()
    assert not Site.objects.filter(name="Store").exists()
    if fault:
        assert fault in shown
    else:
        send(f"sites:{hashlib.sha256(text.encode()).hexdigest()}")
        assert Site.objects.get(name="Store").exporter == inspections.story.firm


def test_the_queries_of_the_lists_do_not_grow(client: Any, inspections: Any) -> None:
    visit, officer = inspections.begun(), inspections.officer

    def find() -> None:
        given = FindingGiven("export-compliance.records", "minor", "Missing.", "File them.")
        findings.find(origin=visit, given=given, by=officer, now=inspections.story.later())

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            get(client, officer, path)
        return len(queries)

    paths = ("/inspections/actions/", "/inspections/sites/", f"/inspections/sites/{inspections.works.pk}/")
    find()
    for path in paths:  # what a process reads once
        get(client, officer, path)
    before = [count(path) for path in paths]
    for _ in range(3):
        find()
    assert [count(path) for path in paths] == before
