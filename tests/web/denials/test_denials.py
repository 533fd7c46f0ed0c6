"""Denials: what a case resembles, what stands in the way of a grant, and what an officer does about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exeat.domain.screening import Watchlist  # noqa: F401  (the engine is loaded before the clock is looked at)
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cases.services import deciding, reviewing
from exeat.web.cases.standing import risk_standing
from exeat.web.denials.models import Denial, Resemblance
from exeat.web.denials.services import registering, settling
from exeat.web.denials.services.registering import DenialGiven
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy

GIVEN = DenialGiven(
    reference="D-7",
    authority="Export Office of Quenland",
    state="QM",
    denied_on=date(2026, 1, 12),
    entries=["3X001"],
    parties=["Calm Shore Fire Service"],
    destination="AE",
    goods="Thermal cameras",
    end_use="Search for people in smoke",
)


def enter(story: Any, **changes: Any) -> Denial:
    return registering.enter(given=replace(GIVEN, **changes), by=story.people.officer, now=story.later())


def only(case: Any) -> Resemblance:
    return Resemblance.objects.get(case=case)


def grant(story: Any, case: Any) -> Any:
    return deciding.decide(
        case=case, outcome="grant", reasons="as recommended", by=story.people.head, now=story.later()
    )


def test_a_case_shows_the_denial_that_it_resembles_with_what_both_have_in_common(story: Any) -> None:
    denial = enter(story)
    row = only(story.submitted())
    assert (row.denial, row.identical, row.status) == (denial, True, "open")
    assert [name for name, *_ in row.found["parties"]] == ["Calm Shores Fire Service"]
    assert row.found["entries"] == [["3X001.a", "3X001"]]
    assert row.found["same_destination"] is True
    assert row.found["words"] == ["people", "search", "smoke"]


def test_other_goods_to_the_same_party_are_shown_and_do_not_block(story: Any) -> None:
    enter(story, entries=["9A012"])
    case = story.recommended()
    assert only(case).identical is False
    assert grant(story, case).outcome == "grant"


def test_a_denial_that_comes_in_later_is_put_beside_the_open_cases(story: Any) -> None:
    case = story.under_review()
    enter(story)
    assert only(case).identical is True
    assert Event.objects.filter(subject=case.subject, kind="case.find_denial").count() == 1


def test_the_points_beside_an_open_case_follow_the_denial_that_comes_and_goes(story: Any) -> None:
    def points(case: Any) -> tuple[int, int]:
        case.refresh_from_db()
        return case.risk, risk_standing(case, story.now).total

    case = story.under_review()
    before, _ = points(case)
    denial = enter(story)
    kept, reckoned = points(case)
    assert kept == reckoned > before
    registering.revoke(denial=denial, note="withdrawn", by=story.people.officer, now=story.later())
    assert points(case) == (before, before)


@pytest.mark.parametrize(
    "changes", [{"valid_until": date(2026, 2, 1)}, {"parties": ["Nobody At All"], "destination": "QA"}]
)
def test_what_is_out_of_force_or_unlike_is_not_shown(story: Any, changes: dict[str, Any]) -> None:
    enter(story, **changes)
    assert not Resemblance.objects.filter(case=story.submitted()).exists()


def test_classifying_in_another_entry_shows_what_is_essentially_identical_then(story: Any) -> None:
    enter(story, entries=["0X001"])
    case = story.under_review()
    assert only(case).identical is False
    reviewing.classify(
        item=case.items.get(), entry="0X001", reason="parts of it", by=story.people.officer, now=story.later()
    )
    assert only(case).identical is True


def test_a_grant_waits_until_the_denying_state_was_consulted(story: Any) -> None:
    enter(story)
    case = story.referred()
    for referral in case.referrals.all():
        from exeat.web.cases.services import referring

        reviewer = story.people.reviewers[referral.agency]
        referring.give_position(case=case, kind="no_objection", text="", by=reviewer, now=story.later())
    asked = settling.consult(resemblance=only(case), by=story.people.officer, now=story.later())
    assert asked.due == policy().calendar.add(local_day(story.now), 10)
    with pytest.raises(Invalid, match="may still answer"):
        settling.record_answer(resemblance=asked, answer="silent", text="", by=story.people.officer, now=story.later())
    settling.record_answer(
        resemblance=asked, answer="agrees", text="Note 14 of today", by=story.people.officer, now=story.later()
    )
    deciding.recommend(case=case, outcome="grant", reasons="as reviewed", by=story.people.officer, now=story.later())
    assert grant(story, case).outcome == "grant"
    assert verify().faults == ()


def test_a_grant_is_refused_while_the_denial_is_not_answered(story: Any) -> None:
    enter(story)
    case = story.recommended()
    with pytest.raises(NotPermitted, match=r"denied \(QM D-7\): consult"):
        grant(story, case)


def test_silence_counts_once_the_deadline_has_passed(story: Any) -> None:
    enter(story)
    case = story.under_review()
    row = settling.consult(resemblance=only(case), by=story.people.officer, now=story.later())
    story.later(days=20)
    row = settling.record_answer(resemblance=row, answer="silent", text="", by=story.people.officer, now=story.later())
    assert row.answered


def test_an_officer_says_why_the_denied_transaction_differs(story: Any) -> None:
    enter(story)
    case = story.under_review()
    with pytest.raises(Invalid):
        settling.settle(resemblance=only(case), reason=" ", by=story.people.officer, now=story.later())
    row = settling.settle(
        resemblance=only(case), reason="Another firm of that name", by=story.people.officer, now=story.later()
    )
    assert row.answered
    assert verify().faults == ()


def test_our_refusal_is_a_denial_that_the_next_case_meets(story: Any) -> None:
    ground = next(iter(policy().grounds))
    case = story.recommended(outcome="refuse", grounds=(ground,))
    deciding.decide(
        case=case, outcome="refuse", reasons="the risk", grounds=[ground], by=story.people.head, now=story.later()
    )
    denial = Denial.objects.get(case=case)
    assert (denial.own, denial.parties, denial.entries) == (True, ["Calm Shores Fire Service"], ["3X001.a"])
    again = story.under_review()
    row = only(again)
    assert (row.denial, row.identical) == (denial, True)
    with pytest.raises(NotPermitted, match="ours"):
        settling.consult(resemblance=row, by=story.people.officer, now=story.later())
    assert verify().faults == ()


def test_a_denial_is_renewed_and_revoked_with_a_reason(story: Any) -> None:
    denial = enter(story)
    assert denial.valid_until == date(2029, 1, 12)
    with pytest.raises(Invalid):
        registering.renew(
            denial=denial, valid_until=date(2028, 1, 1), note="x", by=story.people.head, now=story.later()
        )
    registering.renew(
        denial=denial, valid_until=date(2031, 1, 1), note="reviewed", by=story.people.head, now=story.later()
    )
    case = story.recommended()
    registering.revoke(denial=denial, note="withdrawn by Quenland", by=story.people.officer, now=story.later())
    assert grant(story, case).outcome == "grant"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": " "}, "reference"),
        ({"state": "Quenland"}, "state"),
        ({"destination": "??"}, "destination"),
        ({"parties": []}, "parties"),
        ({"entries": [""]}, "entries"),
        ({"denied_on": date(2027, 1, 1)}, "denied_on"),
        ({"valid_until": date(2025, 1, 1)}, "valid_until"),
    ],
)
def test_what_cannot_be_a_denial_is_refused_by_field(story: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(story, **changes)
    assert field in refused.value.errors
    assert not Denial.objects.exists()


def test_only_officers_and_the_head_keep_the_register(story: Any) -> None:
    with pytest.raises(NotPermitted):
        registering.enter(given=GIVEN, by=story.people.auditor, now=story.later())


def test_several_are_entered_all_or_none(story: Any) -> None:
    with pytest.raises(Invalid) as refused:
        registering.enter_all(given=[GIVEN, replace(GIVEN, state="X")], by=story.people.officer, now=story.later())
    assert list(refused.value.errors) == ["row 2, state"]
    assert not Denial.objects.exists()
