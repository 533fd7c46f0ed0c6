"""Which other cases stand beside a case, and who is told of them."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.cases.selectors.related import related_cases


def party(story: Any, **changes: Any) -> list[dict[str, Any]]:
    return [{**story.application["parties"][0], **changes}]


def goods(story: Any, **changes: Any) -> list[dict[str, Any]]:
    return [{**story.application["items"][0], **changes}]


def found(story: Any, case: Any, viewer: Any = None) -> dict[str, tuple[str, ...]]:
    return {one.case.reference: one.common for one in related_cases(case, viewer or story.people.officer)}


def test_cases_to_the_same_recipient_or_of_like_goods_to_one_country_are_related(story: Any) -> None:
    case = story.submitted()
    both = story.submitted(parties=party(story, name="CALM SHORES FIRE SERVICE"))
    recipient = story.submitted(items=goods(story, claimed_entry="0X001"), parties=party(story, country="QA"))
    like = story.submitted(parties=party(story, name="Another Brigade"), items=goods(story, claimed_entry="3X001"))
    story.submitted(parties=party(story, name="Another Brigade", country="QA"))

    assert list(found(story, case).items()) == [
        (both.reference, ("to CALM SHORES FIRE SERVICE", "3X001 to the same country")),
        (like.reference, ("3X001 to the same country",)),
        (recipient.reference, ("to Calm Shores Fire Service",)),
    ]


def test_goods_go_where_their_user_is_and_not_where_they_are_handed_over(story: Any) -> None:
    case = story.submitted()
    handed_over = party(story, name="Another Brigade", role="consignee") + party(story, name="Third", country="QA")
    story.submitted(parties=handed_over)

    assert found(story, case) == {}


def test_nobody_is_told_of_a_case_that_they_may_not_open(client: Any, story: Any) -> None:
    case = story.referred()
    other = story.submitted()
    agency = case.referrals.first().agency
    assert found(story, case, story.people.reviewers[agency]) == {}
    client.force_login(story.people.officer)
    assert other.reference in unescape(client.get(f"/cases/{case.reference}/").content.decode())
    client.force_login(story.people.exporter)
    assert "Related cases" not in unescape(client.get(f"/cases/{case.reference}/").content.decode())


def test_the_number_of_queries_does_not_grow(story: Any) -> None:
    case = story.submitted()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            related_cases(case, story.people.officer)
        return len(queries)

    story.submitted()
    before = count()
    for _ in range(3):
        story.submitted()
    assert count() == before
