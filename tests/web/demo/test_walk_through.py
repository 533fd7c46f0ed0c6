"""The walk-through can be played to its end: the same steps as docs/walkthrough.md, through the services."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from exeat.web import demo
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case, Match
from exeat.web.cases.services import applying, deciding, intake, referring, reviewing
from exeat.web.licences.services.customs import Declaration, record_shipment
from exeat.web.licences.standing import positions_of
from exeat.web.policy import local_day

NOW = datetime(2027, 1, 5, 6, 0, tzinfo=UTC)  # another year's number, and holidays behind it
GUIDE = Path(__file__).parents[3] / "docs" / "walkthrough.md"


def person(email: str) -> User:
    return User.objects.get(email=email)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_walk_through_ends_at_the_customs_post() -> None:
    demo.load(NOW)
    now = NOW + timedelta(minutes=10)
    case = Case.objects.get(application__applicant_reference="KO-26-033")
    exporter, officer = person("farida@kestrel.example"), person("officer@authority.example")

    application = dict(case.application)
    application["items"] = [{**application["items"][0], "facts": "640 x 512 elements, 30 frames a second"}]
    applying.save_draft(case=case, application=application, by=exporter, now=now)
    applying.submit(case=case, by=exporter, now=now)
    intake.register(case=case, by=officer, now=now)
    intake.begin_review(case=case, by=officer, now=now)
    reviewing.classify(item=case.items.get(), entry="6G003.b", reason="Above 111,000 elements.", by=officer, now=now)
    match = Match.objects.get(party__case=case)
    reviewing.settle_match(match=match, confirmed=False, reason="Another firm.", by=officer, now=now)
    asked = referring.refer(case=case, end_user_kinds=[], by=officer, now=now)
    assert {referral.agency for referral in asked} == {"mfa", "customs"}
    referring.give_position(case=case, kind="no_objection", text="", by=person("officer2@authority.example"), now=now)
    referring.give_position(
        case=case,
        kind="no_objection_with_conditions",
        text="",
        conditions=["report-before-shipment"],
        by=person("reviewer@customs.example"),
        now=now,
    )
    deciding.recommend(case=case, outcome="grant_with_conditions", reasons="A rescue service.", by=officer, now=now)
    head = person("head@authority.example")
    deciding.decide(case=case, outcome="grant_with_conditions", reasons="As recommended.", by=head, now=now)
    case.refresh_from_db()
    record_shipment(
        line=case.licence.lines.get(),
        quantity=Decimal(4),
        unit="item",
        value=Decimal(28000),
        currency="USD",
        declaration=Declaration("NQ-1", local_day(now), "North Quay"),
        by=person("north-quay@customs.example"),
        now=now,
    )
    assert [position.remaining for _, position in positions_of(case.licence)] == [2]


def test_the_guide_names_people_who_can_sign_in() -> None:
    text = GUIDE.read_text()
    known = {one.email for one in demo.sign_ins()}
    named = {word for word in text.split("`") if "@" in word}
    assert named <= known
    assert demo.PASSWORD in text
