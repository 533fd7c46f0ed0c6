"""What an exporter owed after a grant and did not give in time weighs in its next case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.cases.services import assigning, reviewing
from exeat.web.cases.standing import risk_standing
from exeat.web.licences.services.registering import register_for
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import late
from exeat.web.obligations.services import accept_fulfilment, fulfil, release_obligation, send_back_fulfilment
from exeat.web.policy import local_day, zone

PDF = b"%PDF-1.7\nan invented document\n"


@pytest.fixture
def owed(story: Any) -> Obligation:
    """The first return of a registration."""
    begun = story.now - timedelta(days=240)
    licence = register_for(authorisation="xa-g1", exporter=story.firm, by=story.people.exporter, now=begun)
    return licence.obligations.first()


def on(owed: Obligation, days: int, hour: int = 9) -> datetime:
    """That many days after the last on which it is in time, in the state's own hours."""
    day = owed.due + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone())


def hand_in(story: Any, owed: Obligation, now: datetime) -> None:
    fulfil(obligation=owed, name="return.pdf", content=PDF, note="", by=story.people.exporter, now=now)


def is_late(owed: Obligation, now: datetime) -> bool:
    return Obligation.objects.filter(late(local_day(now)), pk=owed.pk).exists()


def test_it_is_late_once_its_day_has_passed(story: Any, owed: Obligation) -> None:
    assert not is_late(owed, on(owed, 0, 23))
    assert is_late(owed, on(owed, 1, 0))


@pytest.mark.parametrize(("days", "hour", "expected"), [(0, 23, False), (1, 0, True)])
def test_the_day_on_which_it_was_handed_in_counts_and_not_that_of_its_acceptance(
    story: Any, owed: Obligation, days: int, hour: int, expected: bool
) -> None:
    hand_in(story, owed, on(owed, days, hour))
    assert is_late(owed, on(owed, 30)) is expected
    accept_fulfilment(obligation=owed, by=story.people.officer, now=on(owed, 30))
    assert is_late(owed, on(owed, 300)) is expected


def test_what_was_sent_back_meets_nothing(story: Any, owed: Obligation) -> None:
    hand_in(story, owed, on(owed, -3))
    send_back_fulfilment(obligation=owed, reason="September is missing", by=story.people.officer, now=on(owed, -2))
    assert is_late(owed, on(owed, 1))
    hand_in(story, owed, on(owed, 2))
    assert is_late(owed, on(owed, 3))


def test_what_the_head_released_counts_no_more(story: Any, owed: Obligation) -> None:
    release_obligation(obligation=owed, reason="the firm burnt down", by=story.people.head, now=on(owed, 5))
    assert not is_late(owed, on(owed, 6))


def points(case: Any, now: datetime) -> dict[str, int]:
    return {point.id: point.weight for point in risk_standing(case, now).points if point.about == "history"}


def test_it_weighs_in_the_next_case_and_a_late_answer_does_not(story: Any, owed: Obligation) -> None:
    asked = story.under_review()
    reviewing.request_information(case=asked, question="Which lens?", by=story.people.officer, now=story.later())
    case = story.under_review()
    much_later = story.later(days=100)
    owed.licence.obligations.update(due=local_day(much_later))
    assert points(case, much_later) == {}
    Obligation.objects.filter(pk=owed.pk).update(due=local_day(much_later) - timedelta(days=1))
    assert points(case, much_later) == {"late-obligations": 5}


def test_the_points_are_reckoned_once_in_a_step_that_changes_none(story: Any) -> None:
    def past_asked(step: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            step()
        return sum("'refused'" in query["sql"] for query in queries)

    case = story.under_review()
    people, give = story.people, {"by": story.people.head}
    once = past_asked(lambda: assigning.assign(cases=[case], officer=people.colleague, now=story.later(), **give))
    assert once == 1
    item = case.items.get()
    again = past_asked(
        lambda: reviewing.classify(item=item, entry="3X001.b", reason="a sensor", by=people.officer, now=story.later())
    )
    assert again == 2, "before it for the rules, after it for the desk"
