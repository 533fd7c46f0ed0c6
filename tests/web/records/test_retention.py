"""Records are kept as long as the policy asks, and disposed of by the head, with the ledger whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from exeat.web.audit.models import EventPrivate
from exeat.web.audit.verify import verify
from exeat.web.cases import documents
from exeat.web.cases.models import Case, CaseItem, CaseParty
from exeat.web.cases.services import applying
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.records.models import Disposal
from exeat.web.records.selectors import due_for_disposal
from exeat.web.records.services import retention

NAMED = "Calm Shores Fire Service"


@pytest.fixture
def old(story: Any) -> Any:
    """A case that was granted eleven years and more ago; its licence ran out a year later."""
    case = story.granted().case
    story.later(days=366 * 11)
    return Case.objects.get(pk=case.pk)


def test_a_case_is_kept_until_its_years_and_those_of_its_licence_are_over(story: Any) -> None:
    licence = story.granted()
    granted = story.now
    for years, due in ((9, False), (10.5, False), (11.1, True)):
        moment = granted + timedelta(days=365.25 * years)
        assert due_for_disposal(moment).filter(pk=licence.case.pk).exists() is due, years


def test_a_case_without_a_licence_is_due_ten_years_after_its_end(story: Any) -> None:
    case = story.under_review()
    applying.withdraw(case=case, reason="sold elsewhere", by=story.people.exporter, now=story.later())
    assert not due_for_disposal(story.now + timedelta(days=3600)).exists()
    assert due_for_disposal(story.now + timedelta(days=3654)).get() == case


def test_an_open_case_is_never_due(story: Any) -> None:
    story.under_review()
    assert not due_for_disposal(story.now + timedelta(days=30 * 366)).exists()


def test_disposal_erases_texts_names_and_files_and_leaves_the_chain_whole(story: Any, old: Any) -> None:
    files = list(old.documents.all())
    assert files and all(documents.path_of(one.sha256).exists() for one in files)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention.transaction, "on_commit", lambda run: run())
        retention.dispose(case=old, by=story.people.head, now=story.now)
    old.refresh_from_db()
    assert old.application == {}
    assert {item.description for item in CaseItem.objects.filter(case=old)} == {""}
    assert {party.name for party in CaseParty.objects.filter(case=old)} == {""}
    assert not any(documents.path_of(one.sha256).exists() for one in files)
    assert not Message.objects.filter(about=old.reference).exists()
    told = EventPrivate.objects.filter(event__subject=old.subject)
    assert told.exists() and not told.exclude(content=None).exists()
    assert verify().faults == ()


KEPT = {
    "cases.match": {"listed"},  # the listed party, as its publisher has it
    "cases.caseitem": {"suggested_from"},  # versions of lists
    "statistics.casereading": {"record"},  # figures
}
"""Texts and JSON that are no words of a case."""


def test_no_field_with_the_words_of_a_case_is_left_out() -> None:
    """Every text of a row that belongs to a case is hashed with its event, or erased with the case."""
    for model in apps.get_models():
        if retention.path_to_case(model) is None:
            continue
        texts = {field.name for field in model._meta.fields if isinstance(field, models.TextField | models.JSONField)}
        known = {*getattr(model, "AUDITED", ()), *retention.personal_fields(model)}
        assert texts - known == KEPT.get(model._meta.label_lower, set()), f"{model._meta.label}: name them PERSONAL"


def test_a_case_that_is_held_is_kept_longer(story: Any, old: Any) -> None:
    until = story.now.date() + timedelta(days=30)
    retention.hold(case=old, reason="a court has asked for it", until=until, by=story.people.head, now=story.now)
    with pytest.raises(Invalid, match="still to be kept"):
        retention.dispose(case=old, by=story.people.head, now=story.later())
    story.later(days=31)
    assert retention.dispose(case=old, by=story.people.head, now=story.now)


def test_only_the_head_disposes_and_only_of_what_is_due(story: Any, old: Any) -> None:
    with pytest.raises(NotPermitted):
        retention.dispose(case=old, by=story.people.officer, now=story.now)
    young = story.granted().case
    with pytest.raises(Invalid):
        retention.dispose(case=young, by=story.people.head, now=story.later())
    assert not Disposal.objects.exists()


def test_the_head_disposes_on_the_page_and_the_case_says_so(
    client: Client, story: Any, old: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.now)
    client.force_login(story.people.head)
    assert old.reference in client.get("/records/").content.decode()
    unsure = client.post("/records/dispose/", {"cases": [old.pk]})
    assert unsure.status_code == 422 and not Disposal.objects.exists()
    assert client.post("/records/dispose/", {"cases": [old.pk], "sure": "on"}).status_code == 302
    gone = client.get(f"/cases/{old.reference}/")
    assert gone.status_code == 410 and "disposed of" in gone.content.decode()
    paper = old.documents.first()
    assert client.get(f"/documents/{paper.pk}/").status_code == 410
    assert NAMED not in client.get(f"/api/cases/{old.reference}").content.decode()
    for who, status in ((story.people.auditor, 200), (story.people.officer, 403), (story.people.exporter, 403)):
        client.force_login(who)
        assert client.get("/records/").status_code == status
