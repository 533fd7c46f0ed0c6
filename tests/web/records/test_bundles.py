"""Cases and exporters taken along: what is in a bundle, for whom, and that the ledger knows."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from exeat.adapters.bundles import Bundle, read_bundle
from exeat.web.audit.keys import public_keys
from exeat.web.audit.models import Event, ReadRecord
from exeat.web.audit.verify import verify


def taken(client: Client, user: Any, address: str) -> Bundle:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    return read_bundle(answer.content, public_keys())


def test_a_case_is_taken_along_with_its_licence_and_documents(client: Client, story: Any) -> None:
    licence = story.granted()
    reference = licence.case.reference
    bundle = taken(client, story.people.officer, f"/cases/{reference}/bundle.zip")
    case = json.loads(bundle.files["case.json"])
    assert bundle.about["reference"] == case["case"]["reference"] == reference
    assert json.loads(bundle.files["licence.json"])["lines"][0]["remaining"] == "4"
    papers = {document["kind"]: document["sha256"] for document in case["case"]["documents"]}
    assert sum(name.startswith("documents/") for name in bundle.files) == len(papers) >= 3
    assert ReadRecord.objects.filter(subject=f"case:{reference}", what="export of the case").exists()


def test_an_applicant_takes_along_what_an_applicant_sees(client: Client, story: Any) -> None:
    licence = story.granted()
    bundle = taken(client, story.people.exporter, f"/api/cases/{licence.case.reference}/bundle")
    case = json.loads(bundle.files["case.json"])["case"]
    assert case["referrals"] == []
    assert "recommendations" not in case


def test_nobody_takes_along_what_they_may_not_open(client: Client, story: Any) -> None:
    licence = story.granted()
    for user in (story.people.outsider, story.people.customs):
        client.force_login(user)
        assert client.get(f"/cases/{licence.case.reference}/bundle.zip").status_code == 404
        assert client.get(f"/api/cases/{licence.case.reference}/bundle").status_code == 404


def test_all_that_is_held_of_an_exporter_is_told_without_what_is_internal(client: Client, story: Any) -> None:
    licence = story.granted()
    bundle = taken(client, story.people.officer, f"/exporters/{story.firm.pk}/bundle.zip")
    entry = json.loads(bundle.files["exporter.json"])
    assert entry["registration"] == "R-1"
    assert [person["email"] for person in entry["people"]] == [story.people.exporter.email]
    case = json.loads(bundle.files[f"cases/{licence.case.reference}.json"])
    assert case["parties"][-1]["matches"] == [] and case["referrals"] == []
    assert f"licences/{licence.number}.json" in bundle.files
    assert json.loads(bundle.files["letters.json"])
    assert "Far Harbour" not in str(bundle.files)
    assert Event.objects.filter(kind="exporter.disclose", subject=f"exporter:{story.firm.pk}").exists()
    assert verify().faults == ()


def test_only_officers_and_the_head_disclose_it(client: Client, story: Any) -> None:
    for user in (story.people.exporter, story.people.customs, story.people.auditor):
        client.force_login(user)
        assert client.get(f"/exporters/{story.firm.pk}/bundle.zip").status_code == 403
        assert client.get(f"/api/exporters/{story.firm.pk}/bundle").status_code in (403, 404)
