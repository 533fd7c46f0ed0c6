"""The panel of a line: what an officer weighs, answers and decides, and what others see of it."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exeat.web.audit.verify import verify
from exeat.web.cases.models import CaseItem
from exeat.web.cases.services import reviewing
from exeat.web.classification.models import StatedFact
from exeat.web.classification.selectors.facts import facts_of, stated_in_force
from exeat.web.classification.selectors.precedents import lines_alike
from exeat.web.classification.services.stating import state_fact
from exeat.web.errors import Invalid, NotPermitted


def page(client: Any, user: Any, case: Any, **query: str) -> str:
    client.force_login(user)
    response = client.get(f"/cases/{case.reference}/goods/1/", query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def post(client: Any, user: Any, case: Any, step: str, **fields: str) -> Any:
    client.force_login(user)
    return client.post(f"/cases/{case.reference}/goods/1/{step}/", fields)


def test_a_candidate_opens_to_its_text_with_words_thresholds_and_what_it_stands_under(client, story):
    text = page(client, story.people.officer, story.registered())

    assert "<mark>Thermal</mark>" in text
    assert '<strong class="threshold">100' in text
    assert "Thermal cameras and image sensors, as follows:" in text


def test_an_answer_is_kept_with_who_and_when_and_the_line_is_weighed_anew(client, story):
    case = story.registered()
    before = case.items.get().suggestions

    answer = post(
        client, story.people.officer, case, "state", entry="3X001", question="How many?", statement="image sensors too"
    )

    assert answer.status_code == 302
    fact = StatedFact.objects.get()
    assert (fact.statement, fact.by) == ("image sensors too", story.people.officer)
    assert case.items.get().suggestions != before
    text = page(client, story.people.officer, case)
    assert "image sensors too" in text
    assert story.people.officer.name in text


def test_the_newest_answer_to_a_question_counts_and_the_older_is_kept(story):
    item = story.registered().items.get()
    for statement in ("30 Hz", "9 Hz"):
        state_fact(
            item=item, entry="3X001", question="Rate?", statement=statement, by=story.people.officer, now=story.later()
        )
    state_fact(item=item, statement="sealed", by=story.people.officer, now=story.later())

    item = CaseItem.objects.get(pk=item.pk)
    assert [fact.statement for fact in stated_in_force(item)] == ["9 Hz", "sealed"]
    assert facts_of(item) == "640 by 480 elements\n9 Hz\nsealed"
    assert StatedFact.objects.count() == 3


@pytest.mark.parametrize("part", ["exporter", "head", "auditor", "customs"])
def test_nobody_but_an_officer_states_facts(story, part):
    item = story.registered().items.get()

    with pytest.raises(NotPermitted):
        state_fact(item=item, statement="9 Hz", by=getattr(story.people, part), now=story.later())
    assert not StatedFact.objects.exists()


def test_an_empty_answer_and_a_decided_case_are_refused(story):
    item = story.registered().items.get()
    with pytest.raises(Invalid):
        state_fact(item=item, statement="  ", by=story.people.officer, now=story.later())
    decided = story.granted().case.items.get()
    with pytest.raises(NotPermitted):
        state_fact(item=decided, statement="9 Hz", by=story.people.officer, now=story.later())


def test_the_ledger_explains_stated_facts(story):
    state_fact(item=story.registered().items.get(), statement="9 Hz", by=story.people.officer, now=story.later())
    assert verify().faults == ()

    StatedFact.objects.update(entry="1A001")

    assert [fault.code for fault in verify().faults] == ["row_changed"]


def test_the_finding_names_an_entry_or_says_that_none_was_found_in_these_lists(client, story):
    case = story.registered()
    officer = story.people.officer
    text = page(client, officer, case, entry="3X001.a")
    assert 'value="3X001.a"' in text
    assert "not controlled" not in text.casefold()

    refused = post(client, officer, case, "classify", finding="listed", entry="", reason="because")
    assert refused.status_code == 422
    assert post(client, officer, case, "classify", finding="none", entry="3X001", reason="x").status_code == 422
    assert post(client, officer, case, "classify", finding="none", entry="", reason="too slow").status_code == 302

    made = case.items.get().classifications.get()
    assert (made.entry, made.reason) == ("", "too slow")
    assert made.list_versions
    assert "found in no entry of the lists consulted" in page(client, officer, case)


def test_the_applicant_and_an_agency_that_was_not_asked_find_nothing(client, story):
    case = story.referred()
    asked = {referral.agency for referral in case.referrals.all()}
    unasked = next(user for agency, user in story.people.reviewers.items() if agency not in asked)

    for stranger in (story.people.exporter, story.people.outsider, unasked):
        client.force_login(stranger)
        assert client.get(f"/cases/{case.reference}/goods/1/").status_code == 404
    page(client, story.people.head, case)


def test_like_goods_of_other_cases_are_precedents_with_their_list_version(client, story):
    earlier = story.granted().case
    text = page(client, story.people.officer, story.registered())

    assert earlier.reference in text
    assert earlier.items.get().classifications.get().list_versions[0] in text


def test_like_goods_are_found_through_an_index(story):
    found = lines_alike(CaseItem.objects.all(), "thermal camera")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # with a handful of rows no index is worth its while
        assert "item_words" in found.explain()


def test_a_precedent_is_shown_to_those_alone_who_may_see_its_case(client, story):
    earlier = story.under_review()
    case = story.referred()
    reviewer = story.people.reviewers[case.referrals.first().agency]

    assert earlier.reference not in page(client, reviewer, case)


def test_the_number_of_queries_does_not_grow_with_facts_and_precedents(client, story):
    case = story.registered()

    def count() -> int:
        page(client, story.people.officer, case)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, story.people.officer, case)
        return len(queries)

    story.under_review()
    item = case.items.get()
    state_fact(item=item, statement="9 Hz", by=story.people.officer, now=story.later())
    reviewing.classify(item=item, entry="3X001.a", reason="text", by=story.people.officer, now=story.later())
    few = count()
    for _ in range(3):
        story.under_review()
        state_fact(item=item, statement="sealed", by=story.people.officer, now=story.later())
    assert count() == few
