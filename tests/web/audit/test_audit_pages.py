"""What auditors see of the ledger, and who else may."""

from __future__ import annotations

import pytest
from django.urls import reverse

from exeat.web.audit.models import Event, Verification
from exeat.web.audit.proving import prove
from exeat.web.audit.record import record_read
from exeat.web.cases.models import Case

PAGES = ("audit", "audit_proof", "audit_exceptions", "audit_reads", "audit_checkpoints")


@pytest.fixture
def auditor(story, client):
    client.force_login(story.people.auditor)
    return story.people.auditor


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("reader", "status"), [("auditor", 200), ("head", 200), ("officer", 403), ("exporter", 403), ("customs", 403)]
)
def test_the_ledger_is_for_auditor_and_head(story, client, name, reader, status):
    client.force_login(getattr(story.people, reader))

    assert client.get(reverse(name)).status_code == status


def test_events_are_found_by_subject_kind_person_and_day(story, auditor, client):
    case, other = story.registered(), story.submitted()

    def shown(**sought):
        return list(client.get(reverse("audit"), sought).context["page"].object_list)

    assert {event.subject for event in shown(subject=case.reference)} == {case.subject}
    assert [event.subject for event in shown(kind="case.register")] == [case.subject]
    assert {event.kind for event in shown(person=story.people.officer.pk)} >= {"case.register"}
    assert shown(first="2031-01-01") == []
    assert shown(subject=other.reference, deputies="on") == []


def test_texts_beside_the_ledger_are_not_shown(story, auditor, client):
    story.recommended()

    assert "as reviewed" not in client.get(reverse("audit")).content.decode()


def test_a_wrong_day_is_refused(auditor, client):
    assert client.get(reverse("audit"), {"first": "yesterday"}).status_code == 422


def test_a_proof_is_asked_for_once_done_by_a_worker_and_shown(story, auditor, client):
    case = story.submitted()
    Case.objects.filter(pk=case.pk).update(state="granted")
    for _ in range(2):
        assert client.post(reverse("audit_verify")).status_code == 302
    asked = Verification.objects.get()
    assert "Under way" in client.get(reverse("audit_proof")).content.decode()

    prove(verification=asked, now=story.now)

    page = client.get(reverse("audit_proof")).content.decode()
    assert "1 fault" in page
    assert f"cases.case:{case.pk}" in page


def test_reads_are_shown_and_found_by_person(story, auditor, client):
    record_read(user=story.people.officer, subject="case:2026-0001", what="dossier", now=story.now)

    def shown(**sought):
        return [read.subject for read in client.get(reverse("audit_reads"), sought).context["page"].object_list]

    assert shown() == shown(person=story.people.officer.pk) == shown(subject="2026-0001") == ["case:2026-0001"]
    assert shown(person=story.people.head.pk) == []


def test_pages_ask_no_more_of_the_database_for_more_events(story, auditor, client, django_assert_max_num_queries):
    story.granted()
    assert Event.objects.count() > 20

    for name in PAGES:
        with django_assert_max_num_queries(16):
            client.get(reverse(name))
