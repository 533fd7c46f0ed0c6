"""The public page: the officers' engine for anybody, nothing kept, and the way on to an application."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from exeat.web.audit.models import Event, ReadRecord
from exeat.web.cases.models import Case
from exeat.web.classification.selectors.enquiry import Answer
from exeat.web.policy import policy

CAMERA = {"description": "Thermal camera with an uncooled array", "facts": "640 by 480 elements", "hs": "852589"}
PAGE = "/is-it-listed/"


@pytest.fixture(autouse=True)
def opened(lists: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that opens the list to everybody, and nobody has asked yet."""
    rules = replace(policy(), public_lists={"invented-list": "the state's own"})
    monkeypatch.setattr("exeat.web.registers.control_lists.policy", lambda: rules)
    cache.clear()


def ask(client: Any, **fields: str) -> Any:
    return client.post(PAGE, CAMERA | fields)


def test_anybody_gets_entries_with_their_texts(client):
    answer = ask(client)

    text = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "3X001" in text
    assert "<mark>Thermal</mark>" in text
    assert "not controlled" not in text.casefold()


def test_what_is_far_less_alike_stands_apart():
    shown = [SimpleNamespace(score=score) for score in (0.8, 0.4, 0.39, 0.1)]

    answer = Answer(candidates=tuple(shown), consulted=())

    assert [one.score for one in answer.nearest] == [0.8, 0.4]
    assert [one.score for one in answer.further] == [0.39, 0.1]
    assert Answer(candidates=(), consulted=()).nearest == ()


def test_the_page_leads_to_its_answer(client):
    text = ask(client).content.decode()

    assert 'action="#answer"' in text
    assert 'id="answer"' in text


def test_nothing_of_it_is_kept(client):
    before = (Event.objects.count(), ReadRecord.objects.count())

    answer = ask(client)

    assert (Event.objects.count(), ReadRecord.objects.count()) == before
    assert not Case.objects.exists()
    assert not Session.objects.exists()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_list_that_the_policy_does_not_open_is_not_asked_for_strangers(client, monkeypatch, people):
    closed = replace(policy(), public_lists={})
    monkeypatch.setattr("exeat.web.registers.control_lists.policy", lambda: closed)
    assert b"3X001" not in ask(client).content

    client.force_login(people.exporter)
    assert b"3X001" in ask(client).content


def test_goods_like_no_entry_are_not_said_to_be_free(client):
    text = unescape(ask(client, description="zzzz", facts="", hs="").content.decode())

    assert "says nothing about whether a licence is needed" in text


@pytest.mark.parametrize(
    "fields",
    [{"description": ""}, {"description": "x" * 4001}, {"hs": "85.25"}, {"facts": "\x00"}],
)
def test_what_cannot_be_used_is_refused_in_its_place(client, fields):
    assert ask(client, **fields).status_code == 422


def test_who_asks_without_end_is_told_to_wait_and_others_are_not(client, monkeypatch):
    monkeypatch.setattr("exeat.web.classification.views.enquiry.MOST", 2)

    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post(PAGE, CAMERA, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_what_was_typed_is_carried_into_an_application_once(client, exporter, people):
    answer = client.post(f"{PAGE}apply/", CAMERA | {"kind": "classification"})
    assert answer.headers["Location"] == "/applications/new/"
    client.force_login(people.exporter)
    assert "carried along" in client.get("/applications/new/").content.decode()

    client.post("/applications/new/", {"exporter": exporter.pk, "kind": "classification", "applicant_reference": ""})

    case = Case.objects.get()
    assert case.kind == "classification"
    assert case.application["items"][0] | CAMERA == case.application["items"][0]
    assert "carried along" not in client.get("/applications/new/").content.decode()
