"""An office with a case at every stage, and for each operation of the API an example call with those who may make it.

The table `CALLS` is what `test_permissions` tries with everybody's token and `test_schemathesis` starts from: an
operation without a row fails both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from api_office import afterwards, casework, proceedings, stages
from api_office import people as persons
from api_office.call import ANYBODY, Call, Office

CALLS = [*persons.CALLS, *casework.CALLS, *proceedings.CALLS, *afterwards.CALLS]
BY_NAME = {call.name: call for call in CALLS}


@pytest.fixture
def calls() -> list[Call]:
    return CALLS


@pytest.fixture
def office(story: Any, people: Any, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The play brought to every stage that a call needs; afterwards it is three weeks later."""
    from django.utils import timezone

    from exeat.web.accounts.services import create_token
    from exeat.web.cases.services import intake
    from exeat.web.licences.services import customs

    glassworks = {**story.application["parties"][0], "name": "Lantern Bay Glassworks"}
    suspect = {**story.application["parties"][0], "name": "Brindlemoor Trading Works"}
    cases = {
        "draft": story.draft(),
        "submitted": story.submitted(),
        "returned": intake.return_for_completion(
            case=story.submitted(), message="sign it", by=people.officer, now=story.later()
        ),
        "under_review": story.under_review(parties=[suspect]),
        "referred": story.referred(),
        "agreed": story.agreed(),
        "recommended": story.recommended(),
        "objected": stages.objected(story),
        **stages.sitting_on(story),
        "alerted": story.referred(parties=[glassworks]),
    }
    licence = story.granted(parties=[glassworks])
    stages.list_glassworks(story.later())
    elsewhere = customs.ProvisionalRecord(
        licence_number="XA-1999-1", line_number=1, quantity=Decimal(1), unit="item", value=Decimal(1),
        declaration=customs.Declaration("D-1", story.now.date(), "East Quay"),
    )  # fmt: skip
    customs.record_provisional(shipment=elsewhere, by=people.customs, now=story.later())
    stages.amended_list(story.later())
    stages.registers(people, story.later())
    stages.accepted(people, story.later())
    stages.planned(people, story.later())
    stages.published(people, story.later())
    cases |= {"refused": stages.refused(story), "appealed": stages.refused(story, asked=True)}
    cases["measure"] = stages.measured(story)
    stages.denied(cases["referred"], people, story.later())
    stages.noticed(cases["referred"], people, story.later())
    stages.inspected(story)
    stages.hired_out(story)
    stages.registered(story)
    asked = people.reviewers[cases["referred"].referrals.order_by("pk").first().agency]
    users = {
        **{part: getattr(people, part) for part in ANYBODY.split() if part != "reviewer"},
        "reviewer": asked,
        "colleague": people.colleague,
    }
    tokens = {part: create_token(user=user, name="test", days=365, now=story.now)[1] for part, user in users.items()}
    monkeypatch.setattr(timezone, "now", lambda: story.now + timedelta(days=21))
    application = {**story.application, "exporter": {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}}
    return Office(users, tokens, cases, licence, application)


@pytest.fixture
def undone() -> Callable[[], Any]:
    """A block whose changes are undone at its end."""
    from django.db import transaction

    @contextmanager
    def block() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block


@pytest.fixture
def attempt(office: Office, client: Any, undone: Callable[[], Any]) -> Callable[[Call, str | None], Any]:
    """Make an example call as somebody, with what comes before it; afterwards all is undone."""

    def run(call: Call, role: str | None) -> Any:
        with undone():
            for other, name in call.before:
                assert office.request(client, other, BY_NAME[name]).status_code in (200, 201), (name, other)
            return office.request(client, role, call)

    return run
