"""The pages of what is owed: who finds what, and what may be done there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exeat.web.licences.services.registering import register_for
from exeat.web.obligations.models import Obligation

PDF = b"%PDF-1.7\nan invented document\n"


@pytest.fixture
def owed(story: Any) -> Obligation:
    """The first return of a registration; it was due a month ago."""
    begun = story.now - timedelta(days=240)
    licence = register_for(authorisation="xa-g1", exporter=story.firm, by=story.people.exporter, now=begun)
    return licence.obligations.first()


def page(client: Any, user: Any, name: str, *args: Any, **query: str) -> Any:
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_a_holder_and_the_authority_find_it_and_nobody_else(client: Any, story: Any, owed: Obligation) -> None:
    people = story.people
    for reader in (people.exporter, people.officer, people.head, people.auditor):
        assert page(client, reader, "obligation", owed.pk).status_code == 200
    for reader in (people.outsider, people.customs, people.reviewers["mfa"]):
        assert page(client, reader, "obligation", owed.pk).status_code == 404
        assert owed.title not in page(client, reader, "obligations", show="all").content.decode()


def test_the_list_narrows_to_what_it_is_asked_for(client: Any, story: Any, owed: Obligation) -> None:
    owed.state = "handed_in"
    owed.save()
    assert owed.title in page(client, story.people.officer, "obligations", show="handed_in").content.decode()
    assert owed.title not in page(client, story.people.officer, "obligations", show="settled").content.decode()
    assert page(client, story.people.officer, "obligations", show="nonsense").status_code == 404


def test_it_is_handed_in_sent_back_and_accepted_on_its_page(client: Any, story: Any, owed: Obligation) -> None:
    def act(user: Any, action: str, **data: Any) -> Any:
        client.force_login(user)
        return client.post(reverse("obligation_step", args=[owed.pk, action]), data)

    def state() -> str:
        return Obligation.objects.get(pk=owed.pk).state

    assert act(story.people.exporter, "fulfil", file=SimpleUploadedFile("return.exe", b"MZ")).status_code == 422
    assert act(story.people.exporter, "fulfil", file=SimpleUploadedFile("return.pdf", PDF)).status_code == 302
    assert state() == "handed_in"
    assert act(story.people.exporter, "accept_fulfilment").status_code == 422
    assert act(story.people.officer, "send_back_fulfilment", reason="").status_code == 422
    assert act(story.people.officer, "send_back_fulfilment", reason="September is missing").status_code == 302
    assert state() == "open"
    act(story.people.exporter, "fulfil", file=SimpleUploadedFile("return-2.pdf", PDF))
    assert act(story.people.officer, "accept_fulfilment").status_code == 302
    assert state() == "met"


def test_general_authorisations_are_read_by_anybody_and_used_by_who_registers(client: Any, story: Any) -> None:
    assert "XA-G1" in client.get(reverse("general")).content.decode()
    client.force_login(story.people.exporter)
    register = reverse("general_register", args=["xa-g2"])
    assert client.post(register, {"exporter": story.firm.pk}).status_code == 302
    assert story.firm.licences.get().supply == "general"
    client.force_login(story.people.outsider)
    assert client.post(register, {"exporter": story.firm.pk}).status_code == 404
