"""When a committee can decide, what its members' voices come to, and who has until when where it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.review import (
    SITTING_ACTIONS,
    Actor,
    Role,
    SittingStanding,
    SittingState,
    Voice,
    default_policy_folder,
    escalation_due,
    load_policy,
    quorum_lacks,
    resolve,
    sitting_action,
    sitting_refusals,
)

POLICY = load_policy(default_policy_folder())
RULES = POLICY.committee
DAY = date(2027, 3, 10)
SECRETARY = Actor(user_id=1, roles=frozenset({Role.SECRETARY}))
READY = SittingStanding("planned", DAY, DAY, frozenset(RULES.agencies), cases=1)
G, C, R, A = Voice.GRANT, Voice.GRANT_WITH_CONDITIONS, Voice.REFUSE, Voice.ABSTAIN


def voices(*said: Voice) -> dict[str, Voice]:
    return dict(zip(RULES.agencies, said, strict=False))


@pytest.mark.parametrize(
    ("said", "how", "advice"),
    [
        ((G, G, G), "consensus", "grant"),
        ((G, C, A), "consensus", "grant_with_conditions"),
        ((R, R, R), "consensus", "refuse"),
        ((R, G, G), "vote", "grant"),
        ((R, R, G), "vote", "refuse"),
        ((R, G, A), "escalated", ""),
        ((R, C, G, R), "escalated", ""),
        ((A, A, A), "escalated", ""),
    ],
)
def test_consensus_first_then_the_majority_of_votes_cast(said: tuple[Voice, ...], how: str, advice: str) -> None:
    found = resolve(voices(*said), RULES)
    assert (found.how, found.advice) == (how, advice)


def test_a_policy_may_escalate_at_once_or_ask_for_two_thirds_or_vote_without_seeking_consensus() -> None:
    assert resolve(voices(R, G, G), replace(RULES, otherwise="escalate")).how == "escalated"
    assert resolve(voices(R, G, G, G), replace(RULES, majority=Decimal("0.75"))).how == "escalated"
    assert resolve(voices(R, G, G, G), replace(RULES, majority=Decimal("0.74"))).how == "vote"
    assert resolve(voices(G, G, G), replace(RULES, rule="vote")).how == "vote"


@given(st.lists(st.sampled_from(Voice), max_size=5), st.sampled_from(("consensus", "vote")))
def test_who_has_no_view_changes_no_outcome_and_nothing_passes_against_a_majority(said: list[Voice], rule: str) -> None:
    rules = replace(RULES, rule=rule)
    found = resolve(voices(*said), rules)
    cast = [voice for voice in said if voice is not A]
    assert (found.how, found.advice) == (resolve(voices(*cast), rules).how, resolve(voices(*cast), rules).advice)
    if found.advice == "refuse":
        assert cast.count(R) * 2 > len(cast)
    elif found.advice:
        assert cast.count(R) * 2 < len(cast)


def test_a_quorum_is_enough_agencies_and_those_that_must_be_there() -> None:
    assert quorum_lacks({"mfa", "nra", "aec"}, POLICY) == []
    assert quorum_lacks({"mfa", "nra"}, POLICY) == ["2 of 5 agencies are there, and 3 are needed"]
    (lack,) = quorum_lacks({"customs", "nra", "aec"}, POLICY)
    assert lack.startswith("Ministry of Foreign Affairs")


@pytest.mark.parametrize("action", SITTING_ACTIONS, ids=lambda action: action.name)
def test_a_step_of_a_sitting_is_taken_from_its_states_by_its_roles_and_nowhere_else(action: object) -> None:
    for state in SittingState:
        for role in Role:
            standing = replace(READY, state=state.value, today=date(2027, 3, 1) if action.name == "call" else DAY)
            found = sitting_refusals(action, standing, Actor(1, frozenset({role})), POLICY)
            assert (found == []) == (state in action.sources and role in action.roles), (state, role)


@pytest.mark.parametrize(
    ("step", "changes", "code"),
    [
        ("call", {"cases": 0, "today": date(2027, 3, 1)}, "has_agenda"),
        # 9 and 10 March are two working days, one too few.
        ("call", {"today": date(2027, 3, 8)}, "dossiers_in_time"),
        ("open", {"state": "called", "today": date(2027, 3, 9)}, "day_has_come"),
        ("open", {"state": "called", "present": frozenset({"mfa"})}, "quorate"),
        ("close", {"state": "open", "open_cases": ("C-1",)}, "all_concluded"),
    ],
)
def test_what_stands_in_the_way_of_a_sitting_is_named(step: str, changes: dict[str, object], code: str) -> None:
    found = sitting_refusals(sitting_action(step), replace(READY, **changes), SECRETARY, POLICY)
    assert {refusal.code for refusal in found} == {code}


def test_dossiers_that_go_out_on_the_last_day_are_in_time() -> None:
    # 7 March is a Sunday; 8, 9 and 10 March are the three working days.
    assert sitting_refusals(sitting_action("call"), replace(READY, today=date(2027, 3, 7)), SECRETARY, POLICY) == []


def test_a_step_of_the_escalation_has_its_working_days() -> None:
    # From Thursday 11 March 2027: 16 and 17 (the Lantern Feast is on 14 and 15), 18, 21, 22.
    assert escalation_due("head", date(2027, 3, 11), RULES, POLICY.calendar) == date(2027, 3, 22)
    assert RULES.step_after("head").id == "minister"
    assert RULES.step_after("minister") is None
