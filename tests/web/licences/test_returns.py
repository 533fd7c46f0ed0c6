"""Goods licensed for a time: customs record what comes back, and everybody sees what is still abroad."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from exeat.web.audit.verify import verify
from exeat.web.errors import NotPermitted
from exeat.web.licences.models import Draw
from exeat.web.licences.services import customs
from exeat.web.policy import local_day


@pytest.fixture
def now(story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are opened when the play has come there."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: story.now)


@pytest.fixture
def licence(story: Any, now: None) -> Any:
    """Four cameras for a time, of which three have left."""
    made = story.granted(kind="temporary_export")
    declaration = customs.Declaration("D-1", local_day(story.later()), "East Quay")
    customs.record_shipment(
        line=made.lines.get(), quantity=Decimal(3), unit="item", value=Decimal(15000), currency="EUR",
        declaration=declaration, by=story.people.customs, now=story.now,
    )  # fmt: skip
    return made


def text(client: Any, user: Any, name: str, *args: Any, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_a_return_is_recorded_on_its_page_and_stands_on_the_licence(client: Any, story: Any, licence: Any) -> None:
    page = reverse("returned", args=[licence.number, 1])
    assert "3 abroad" in text(client, story.people.exporter, "licence", licence.number)
    assert page not in text(client, story.people.officer, "licence", licence.number)
    assert page in text(client, story.people.customs, "licence", licence.number)
    sent = {"quantity": "2", "declaration": "R-1", "declared_on": local_day(story.now), "post": "East Quay"}
    assert client.post(page, {**sent, "quantity": "4"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    shown = text(client, story.people.exporter, "licence", licence.number)
    assert "2 came back" in shown and "1 abroad" in shown
    assert Draw.objects.get(kind="return").quantity == 2
    assert verify().faults == ()


def test_nobody_else_records_one(client: Any, story: Any, licence: Any) -> None:
    for user in (story.people.exporter, story.people.officer, story.people.head):
        text(client, user, "returned", licence.number, 1, status=403)


def test_what_left_for_good_does_not_come_back(story: Any, now: None) -> None:
    line = story.granted().lines.get()
    declaration = customs.Declaration("R-1", local_day(story.later()), "East Quay")
    with pytest.raises(NotPermitted, match="is to come back"):
        customs.record_return(
            line=line, quantity=Decimal(1), unit="item", declaration=declaration, by=story.people.customs, now=story.now
        )
