"""Documents that bear a marking: refused above what the installation may hold, read by whoever the policy lets."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exeat.adapters.bundles import read_bundle
from exeat.domain.offers import Level
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.documents import path_of
from exeat.web.cases.models import Document
from exeat.web.cases.selectors.dossier import applicant_data, case_data
from exeat.web.cases.services import applying
from exeat.web.errors import Invalid
from exeat.web.permissions import may_read_document, visible_documents
from exeat.web.policy import policy
from exeat.web.registers.models import Mandate
from exeat.web.search.selectors import Sought, matching, search
from exeat.web.search.services.indexing import catch_up

TEXT = b"RESTRICTED\nThe seeker was tried over the bay of Merrow.\n"


def add(story: Any, case: Any, by: Any, content: bytes = TEXT, marking: Level = Level.UNMARKED) -> Document:
    return applying.add_document(
        case=case,
        kind="technical_specification",
        name="trial.txt",
        content=content,
        marking=marking,
        by=by,
        now=story.later(),
    )


@pytest.fixture
def second(story: Any) -> Any:
    """Somebody else who acts for the exporter."""
    user = story.people.outsider
    Mandate.objects.filter(user=user).update(exporter=story.firm)
    return user


def nothing_was_kept(content: bytes, events: int) -> bool:
    no_row = not Document.objects.filter(name="trial.txt").exists()
    return no_row and not path_of(sha256(content).hexdigest()).exists() and Event.objects.count() == events


def test_what_is_stated_above_the_ceiling_is_refused_and_leaves_no_trace(story: Any) -> None:
    case, content = story.draft(), b"The plans of the fort, of which this is all"
    events = Event.objects.count()
    with pytest.raises(Invalid) as refusal:
        add(story, case, story.people.exporter, content, Level.CONFIDENTIAL)
    assert "nothing above restricted" in refusal.value.errors["marking"]
    assert nothing_was_kept(content, events)


def test_an_officials_paper_is_refused_for_what_its_text_bears_and_the_refusal_repeats_none_of_it(story: Any) -> None:
    case, content = story.under_review(), b"SECRET//NOFORN\nThe sources are three fishermen.\n"
    events = Event.objects.count()
    with pytest.raises(Invalid) as refusal:
        add(story, case, story.people.officer, content)
    assert "line 1 is marked secret" in refusal.value.errors["file"]
    assert "fishermen" not in str(refusal.value.errors)
    assert nothing_was_kept(content, events)


def test_an_officials_paper_has_the_higher_of_what_is_stated_and_what_it_bears(story: Any) -> None:
    made = add(story, story.under_review(), story.people.officer)
    assert (made.marking, made.internal) == (Level.RESTRICTED, True)
    assert Event.objects.get(kind="case.add_document", data__sha256=made.sha256).data["marking"] == 1
    assert verify().faults == ()


def test_confidential_on_a_contract_is_a_word_of_business(story: Any) -> None:
    made = add(story, story.draft(), story.people.exporter, b"CONFIDENTIAL\nBetween the parties is agreed:\n")
    assert made.marking == Level.UNMARKED


def test_a_marked_document_of_the_applicant_is_read_by_who_added_it_and_the_officials(story: Any, second: Any) -> None:
    case = story.draft()
    made = add(story, case, story.people.exporter, marking=Level.RESTRICTED)
    applying.submit(case=case, by=story.people.exporter, now=story.later())
    case.refresh_from_db()
    made.refresh_from_db()
    for user in (story.people.exporter, story.people.officer, story.people.auditor):
        assert may_read_document(user, made)
        assert made in visible_documents(user, case)
    assert not may_read_document(second, made)
    assert made not in visible_documents(second, case)
    assert visible_documents(second, case), "the others are theirs to read"


@pytest.mark.parametrize(("agencies", "reads"), [("restricted", True), ("unmarked", False)])
def test_agencies_read_up_to_what_the_policy_says(
    story: Any, client: Client, monkeypatch: pytest.MonkeyPatch, agencies: str, reads: bool
) -> None:
    rules = replace(policy(), reading=replace(policy().reading, agencies=agencies))
    monkeypatch.setattr("exeat.web.permissions.policy", lambda: rules)
    case = story.referred()
    made = add(story, case, story.people.officer)
    catch_up(now=story.now)
    reviewer = story.people.reviewers[case.referrals.first().agency]
    client.force_login(reviewer)
    shown = client.get(f"/cases/{case.reference}/").content.decode()
    assert ("trial.txt" in shown) is reads, "in the list of documents, and in what happened"
    assert (client.get(f"/documents/{made.pk}/").status_code == 200) is reads
    assert (client.get(f"/api/cases/{case.reference}/documents/{made.pk}").status_code == 200) is reads
    told = [one["file"] for one in case_data(case, viewer=reviewer, now=story.now)["documents"]]
    assert ("trial.txt" in told) is reads
    sought = Sought("fort OR seeker")
    found = search(reviewer, sought, matching(reviewer, sought), page=1).object_list
    assert [one.case for one in found] == ([case] if reads else [])


def test_the_marking_stands_beside_the_document_and_in_the_bundle(story: Any, client: Client) -> None:
    case = story.under_review()
    add(story, case, story.people.officer)
    client.force_login(story.people.officer)
    assert '<span class="tag tone-bad">restricted</span>' in client.get(f"/cases/{case.reference}/").content.decode()
    bundle = read_bundle(client.get(f"/cases/{case.reference}/bundle.zip").content)
    told = {one["file"]: one["marking"] for one in json.loads(bundle.files["case.json"])["case"]["documents"]}
    assert told["trial.txt"] == "restricted"
    assert told["end_user_certificate.pdf"] == "unmarked"
    assert [name for name in bundle.files if name.endswith("trial.txt")]


def test_what_is_told_of_an_exporter_leaves_out_what_not_all_of_its_people_read(story: Any, client: Client) -> None:
    case = story.draft()
    add(story, case, story.people.exporter, marking=Level.RESTRICTED)
    assert "trial.txt" not in [one["file"] for one in applicant_data(case, now=story.now)["documents"]]
    client.force_login(story.people.officer)
    bundle = read_bundle(client.get(f"/exporters/{story.firm.pk}/bundle.zip").content)
    assert not [name for name in bundle.files if name.endswith("trial.txt")]


def test_it_is_stated_in_the_form_and_through_the_api(story: Any, client: Client) -> None:
    case = story.draft()
    client.force_login(story.people.exporter)

    def upload(name: str) -> Any:
        return SimpleUploadedFile(name, b"The range is eleven miles.\n")

    path = reverse("application_documents", args=[case.reference])
    page = client.get(reverse("application_step", args=[case.reference, "documents"])).content.decode()
    assert "What is marked above restricted does not belong here" in page
    sent = {"kind": "technical_specification", "file": upload("by-form.txt"), "marking": "1"}
    assert client.post(path, sent).status_code == 302
    sent = {"kind": "technical_specification", "file": upload("by-api.txt"), "marking": "restricted"}
    answer = client.post(f"/api/cases/{case.reference}/documents", sent)
    assert answer.json()["marking"] == "restricted"
    assert Document.objects.filter(name__startswith="by-", marking=1).count() == 2
    sent = {"kind": "technical_specification", "file": upload("no.txt"), "marking": "secret"}
    assert client.post(f"/api/cases/{case.reference}/documents", sent).status_code == 422
    assert not Document.objects.filter(name="no.txt").exists()
