"""A company that applies by letter is entered, and so verified, by an officer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from exeat.web.audit.verify import verify
from exeat.web.cases.services import applying
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.registers.services import enter_exporter

COMPANY = {"name": "Slate Hill Foundry", "country": "XA", "registration": "R-77", "address": "4 Slate Hill"}


def test_an_officer_applies_for_a_company_that_nobody_acts_for_yet(people, story):
    exporter = enter_exporter(**COMPANY, by=people.officer, now=story.now)
    case = applying.create_draft(
        exporter=exporter, application=story.application, by=people.officer, now=story.now, on_paper=True
    )

    assert case.exporter.status == "verified"
    assert not exporter.mandates.exists()
    assert verify().faults == ()


def test_a_number_that_is_in_the_register_is_not_entered_again(people, now):
    enter_exporter(**COMPANY, by=people.officer, now=now)

    with pytest.raises(Invalid, match="already: Slate Hill Foundry"):
        enter_exporter(**{**COMPANY, "registration": " r-77 "}, by=people.officer, now=now)


def test_an_exporter_verifies_no_company_this_way(people, now):
    with pytest.raises(NotPermitted):
        enter_exporter(**COMPANY, by=people.exporter, now=now)


def test_the_page_enters_it_and_shows_it(client, people):
    client.force_login(people.officer)
    answer = client.post(reverse("exporter_add"), {**COMPANY, "email": ""}, follow=True)

    assert answer.status_code == 200
    assert "Slate Hill Foundry" in answer.content.decode()
