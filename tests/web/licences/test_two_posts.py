"""Two customs posts at the same licence at the same moment, on two connections."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from exeat.web.errors import NotPermitted
from exeat.web.licences.models import Draw, Licence
from exeat.web.licences.services.customs import Declaration, ProvisionalRecord, record_provisional, record_shipment

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Run the steps in threads that start together; give what each returned or raised."""
    gate, outcomes = threading.Barrier(len(steps)), [None] * len(steps)

    def run(number: int, step: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=30)
            outcomes[number] = step()
        except NotPermitted as refusal:
            outcomes[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def licence(clearing_ledger: None, transactional_db: None, story: Any) -> Licence:
    return story.granted()


def test_of_two_posts_that_draw_the_last_unit_one_succeeds(licence: Licence, people: Any, story: Any) -> None:
    line, now = licence.lines.get(), story.later()

    def draw(quantity: int, number: str, officer: Any) -> Draw:
        return record_shipment(
            line=line,
            quantity=Decimal(quantity),
            unit=line.unit,
            value=Decimal(1),
            currency=line.currency,
            declaration=Declaration(number=number, day=now.date(), post=officer.name),
            by=officer,
            now=now,
        )

    draw(3, "D-0", people.customs)
    outcomes = at_once(lambda: draw(1, "D-1", people.customs), lambda: draw(1, "D-2", people.second_customs))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Draw", "NotPermitted"]
    assert sum(draw.quantity for draw in Draw.objects.all()) == Decimal(4)
    licence.refresh_from_db()
    assert licence.state == "exhausted"


def test_a_record_sent_twice_at_once_counts_once(licence: Licence, people: Any, story: Any) -> None:
    now = story.later()
    record = ProvisionalRecord(
        licence_number=licence.number,
        line_number=1,
        quantity=Decimal(2),
        unit="item",
        value=Decimal(1),
        declaration=Declaration(number="D-1", day=now.date(), post="North Quay"),
    )
    first, second = at_once(*[lambda: record_provisional(shipment=record, by=people.customs, now=now)] * 2)
    assert first == second
    assert Draw.objects.count() == 1
