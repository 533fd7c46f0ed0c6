"""The table of steps, row by row, and that nobody gets around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.review import (
    CASE_ACTIONS,
    DECISIONS,
    LICENCE_ACTIONS,
    MEASURES,
    REQUIREMENTS,
    Action,
    Actor,
    AppealStanding,
    CaseStanding,
    CaseState,
    CommitteeStanding,
    ConditionStanding,
    DenialStanding,
    FlagStanding,
    HearingStanding,
    ItemStanding,
    LicenceState,
    MatchStanding,
    NoticeStanding,
    OverrideStanding,
    Policy,
    PositionKind,
    ReferralStanding,
    Role,
    case_action,
    default_policy_folder,
    load_policy,
    offered,
    refusals,
    step_of,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CONDITION = ConditionStanding(title="Report each shipment", agency="mfa")
CONSENT = ReferralStanding(agency="mfa", position=PositionKind.NO_OBJECTION, silence="escalate", overdue=False)
LATE = ReferralStanding(agency="mfa", position=None, silence="escalate", overdue=True)
HIT = MatchStanding(party="P", list_id="un-sc", listed_id="UN-1", status="confirmed", effect="binding")
LISTED, UNLISTED = ItemStanding(line=1, listed=True, entry="3X001.a"), ItemStanding(line=1, listed=False)
REFUSED = AppealStanding("refuse", date(2026, 4, 1), in_time=True)
ASKED = replace(REFUSED, status="open", deciders=frozenset({4}))
HEARD = HearingStanding(date(2026, 4, 1), over=True)
READY: dict[str, Any] = {
    "exporter_id": 1,
    "items": (LISTED,),
    "referrals": (CONSENT,),
    "referrals_due": ("mfa",),
    "grounds": ("wmd-risk",),
    "countersignature_needed": False,
}
READY_FOR: dict[str, dict[str, Any]] = {
    "lay_before_committee": {"committee": CommitteeStanding(named=("large",))},
    "conclude_in_committee": {"committee": CommitteeStanding(status="waiting")},
    "decide_escalated": {"committee": CommitteeStanding(status="escalated")},
    "pass_on_escalated": {"committee": CommitteeStanding(status="escalated")},
    "ask_review": {"appeal": REFUSED},
    **{step: {"appeal": ASKED} for step in ("withdraw_review", "uphold", "vary_to_grant", "annul")},
    **{f"vary_to_{measure}": {"appeal": ASKED} for measure in ("suspend_licence", "leave_licence")},
    "vary_to_grant_with_conditions": {"appeal": ASKED, "conditions": (CONDITION,)},
    "remind_agencies": {"referrals": (LATE,)},
    "answer_request": {"open_requests": 1},
    "answer_intended_refusal": {"hearing": HearingStanding(date(2026, 4, 1), over=False)},
    "grant_with_conditions": {"conditions": (CONDITION,)},
    "find_no_licence_required": {"items": (UNLISTED,)},
    "give_answer": {"kind": "end_user_enquiry"},
    "acknowledge_surrender": {"change": "surrender"},
    "open_proceeding": {"change": "revoke"},
    **{step: {"change": "revoke", "hearing": HEARD} for step in MEASURES},
}


@cache
def policy() -> Policy:
    return load_policy(default_policy_folder())


def ready(action: str, state: str, **changes: Any) -> CaseStanding:
    """A case in which nothing stands in the way of the step but what is changed."""
    return CaseStanding(state=state, now=NOW, **{**READY, **READY_FOR.get(action, {}), **changes})


def person(
    *roles: Role, number: int = 9, deputising: Mapping[Role, frozenset[int]] | None = None, **changes: Any
) -> Actor:
    given: dict[str, Any] = {"agency": "mfa", "exporters": frozenset({1}), **changes}
    return Actor(user_id=number, roles=frozenset(roles), deputising=deputising or {}, **given)


def codes(name: str, facts: CaseStanding, actor: Actor) -> set[str]:
    return {refusal.code for refusal in refusals(case_action(name), facts, actor, policy())}


def who_may(action: Action) -> set[Role]:
    """The roles of the row; of a decision or a review, those that the policy lets decide."""
    if "may_review" in action.requires:
        return set(policy().appeals.decided_by)
    return {Role(role) for role in policy().signatories} if action.name in DECISIONS else set(action.roles)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", CASE_ACTIONS, ids=lambda action: action.name)
def test_a_step_of_a_case_is_taken_from_its_states_by_its_roles_and_nowhere_else(action: Action, role: Role) -> None:
    for state in CaseState:
        allowed = refusals(action, ready(action.name, state), person(role), policy()) == []

        assert allowed == (state in action.sources and role in who_may(action)), state


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", LICENCE_ACTIONS, ids=lambda action: action.name)
def test_a_step_of_a_licence_is_taken_from_its_states_by_its_roles_and_nowhere_else(action: Action, role: Role) -> None:
    for state in LicenceState:
        allowed = refusals(action, ready(action.name, state), person(role), policy()) == []

        assert allowed == (state in action.sources and role in action.roles), state


def test_no_step_but_a_review_of_the_decision_leaves_an_ended_case() -> None:
    leaving = {a.name for a in CASE_ACTIONS if a.target and any(CaseState(s).ended for s in a.sources)}
    varied = {"grant", "grant_with_conditions", "suspend_licence", "leave_licence"}
    assert leaving == {*(f"vary_to_{outcome}" for outcome in varied), "annul"}


def test_what_was_decided_on_review_is_not_reviewed_again() -> None:
    facts = ready("ask_review", "measure_taken", appeal=replace(REFUSED, decided="suspend_licence", on_review=True))
    assert codes("ask_review", facts, person(Role.EXPORTER)) == {"reviewable"}


def test_names_are_used_once_and_every_requirement_exists() -> None:
    names = [action.name for action in (*CASE_ACTIONS, *LICENCE_ACTIONS)]

    assert len(names) == len(set(names))
    assert {name for action in (*CASE_ACTIONS, *LICENCE_ACTIONS) for name in action.requires} == set(REQUIREMENTS)


SILENT = replace(CONSENT, position=None)
BREAKS: dict[str, tuple[str, dict[str, Any]]] = {
    "own_case": ("submit", {"exporter_id": 2}),
    "exporter_verified": ("submit", {"exporter_verified": False}),
    "complete": ("register", {"missing": ("the end-user certificate is missing",)}),
    "screened": ("register", {"screened": False}),
    "request_open": ("answer_request", {"open_requests": 0}),
    "no_request_open": ("recommend", {"open_requests": 1}),
    "classified": ("refer", {"items": (LISTED, ItemStanding(line=2, listed=None))}),
    "matches_settled": ("recommend", {"matches": (replace(HIT, status="open"),)}),
    "referred": ("recommend", {"referrals_due": ("mfa", "nra")}),
    "own_agency_asked": ("give_position", {"referrals": (replace(CONSENT, agency="nra"),)}),
    "positions_in": ("recommend", {"referrals": (SILENT,)}),
    "extension_left": ("extend_clock", {"extended": 15}),
    "position_late": ("remind_agencies", {"referrals": (CONSENT, replace(LATE, reminded=True))}),
    "positions_allow_grant": ("grant", {"referrals": (replace(CONSENT, position=PositionKind.OBJECTION),)}),
    "notices_settled": ("recommend", {"notices": (NoticeStanding("CA-2026-1", settled=False),)}),
    "flags_weighed": ("recommend", {"flags": (FlagStanding("pays cash", weighed=False),)}),
    "for_committee": ("lay_before_committee", {"committee": CommitteeStanding()}),
    "before_committee": ("conclude_in_committee", {"committee": CommitteeStanding()}),
    "escalated": ("decide_escalated", {"committee": CommitteeStanding(status="waiting")}),
    "committee_heard": ("recommend", {"committee": CommitteeStanding(named=("large",))}),
    "committee_allows": ("grant", {"committee": CommitteeStanding(status="concluded", advice="refuse")}),
    "reviewable": ("ask_review", {"appeal": replace(REFUSED, in_time=False)}),
    "review_open": ("uphold", {"appeal": replace(ASKED, status="decided")}),
    "other_decider": ("uphold", {"appeal": replace(ASKED, deciders=frozenset({9}))}),
    "separate": ("countersign", {"done_by": {"recommend": frozenset({9})}}),
    "countersigned": ("refuse", {"countersignature_needed": True}),
    "never_recommender": ("refuse", {"recommenders": frozenset({9})}),
    "unblocked": ("grant", {"matches": (HIT,)}),
    "denials_answered": ("grant", {"denials": (DenialStanding("QM D-7", "Quenland", False, True, False),)}),
    "heard": ("refuse", {"hearing": HearingStanding(date(2026, 4, 1), over=False)}),
    "hearing_open": ("answer_intended_refusal", {"hearing": None}),
    "no_hearing_open": ("intend_refusal", {"hearing": HearingStanding(date(2026, 4, 1), over=False)}),
    "grounds_cited": ("refuse", {"grounds": ()}),
    "conditions_agreed": ("grant_with_conditions", {"conditions": (replace(CONDITION, dropped=True),)}),
    "no_conditions_agreed": ("grant", {"conditions": (CONDITION,)}),
    "something_listed": ("grant", {"items": (UNLISTED,)}),
    "nothing_listed": ("find_no_licence_required", {"items": (LISTED,)}),
    "kind_licensed": ("grant", {"kind": "classification"}),
    "obligations_met": ("grant", {"overdue_obligations": ("delivery verification is overdue",)}),
    "kind_answered": ("give_answer", {"kind": "export"}),
    "asked_for": ("withdraw", {"change": "suspend"}),
    "applied_for": ("begin_review", {"change": "surrender"}),
    "given_up": ("acknowledge_surrender", {"change": "amend"}),
    "own_motion": ("leave_licence", {"change": "surrender"}),
    "announced": ("revoke_licence", {"change": "suspend"}),
}


@pytest.mark.parametrize("name", sorted(set(REQUIREMENTS) - {"may_sign", "may_review"}))
def test_a_requirement_that_does_not_hold_is_named_and_it_alone(name: str) -> None:
    step, changes = BREAKS[name]
    action = case_action(step)
    actor = person(next(role for role in Role if role in who_may(action)))

    assert codes(step, ready(step, action.sources[0], **changes), actor) == {name}


def test_the_head_does_not_review_where_the_policy_lets_only_the_appeal_body() -> None:
    assert codes("uphold", ready("uphold", "refused"), person(Role.HEAD)) == {"may_review"}


@pytest.mark.parametrize(
    "reviewer",
    [
        person(Role.APPEAL, number=4),
        person(Role.APPEAL, deputising={Role.HEAD: frozenset({4})}),
        person(deputising={Role.APPEAL: frozenset({4})}),
    ],
)
def test_nobody_reviews_a_decision_that_they_or_a_principal_of_theirs_took_part_in(reviewer: Actor) -> None:
    assert codes("uphold", ready("uphold", "refused"), reviewer) == {"other_decider"}


@pytest.mark.parametrize("outcome", ["grant", "grant_with_conditions", "refuse", "find_no_licence_required"])
@pytest.mark.parametrize("change", ["surrender", "suspend", "revoke"])
def test_where_a_licence_may_end_no_application_is_decided(change: str, outcome: str) -> None:
    found = codes(outcome, ready(outcome, "recommended", change=change, hearing=HEARD), person(Role.HEAD))
    assert found & {"applied_for", "kind_licensed"}


@pytest.mark.parametrize("outcome", ["revoke_licence", "suspend_licence"])
def test_no_measure_is_taken_before_the_holder_was_heard(outcome: str) -> None:
    for hearing in (None, replace(HEARD, over=False)):
        assert codes(outcome, ready(outcome, "recommended", hearing=hearing), person(Role.HEAD)) == {"heard"}


def test_a_measure_cites_grounds_of_its_own() -> None:
    facts = ready("revoke_licence", "recommended", grounds=("end-user-not-established",))
    assert codes("revoke_licence", facts, person(Role.HEAD)) == {"grounds_cited"}
    assert codes("refuse", ready("refuse", "recommended", grounds=("misuse",)), person(Role.HEAD)) == {"grounds_cited"}


def test_an_officer_does_not_sign_where_the_policy_lets_only_the_head() -> None:
    assert codes("refuse", ready("refuse", "recommended"), person(Role.OFFICER)) == {"may_sign"}


@pytest.mark.parametrize(
    ("referral", "may"),
    [
        (SILENT, False),
        (replace(SILENT, silence_applied=True), False),
        (replace(SILENT, silence="never_consent"), False),
        (replace(SILENT, silence="never_consent", silence_applied=True), False),
        (replace(SILENT, silence="no_objection", silence_applied=True), True),
        (replace(CONSENT, position=PositionKind.NEEDS_INFORMATION), False),
        (replace(CONSENT, position=PositionKind.NO_VIEW, silence="never_consent"), True),
    ],
)
def test_what_an_agency_that_gave_no_consent_means_for_a_grant(referral: ReferralStanding, may: bool) -> None:
    assert (codes("grant", ready("grant", "recommended", referrals=(referral,)), person(Role.HEAD)) == set()) is may


@pytest.mark.parametrize(
    ("changes", "blocked"),
    [
        ({"matches": (HIT,)}, True),
        ({"matches": (replace(HIT, exempted=True),)}, False),
        ({"matches": (replace(HIT, effect="advisory"),)}, False),
        ({"embargoes": ("KP is under embargo",)}, True),
    ],
)
@pytest.mark.parametrize("outcome", ["grant", "grant_with_conditions", "find_no_licence_required"])
def test_a_block_forbids_letting_go_and_an_exemption_lifts_it(
    outcome: str, changes: dict[str, Any], blocked: bool
) -> None:
    facts = ready(outcome, "recommended", **changes)

    assert ("unblocked" in codes(outcome, facts, person(Role.HEAD))) is blocked
    assert codes("refuse", ready("refuse", "recommended", **changes), person(Role.HEAD)) == set()


OFFICER_AND_HEAD = person(Role.OFFICER, Role.HEAD)
ANYTHING_GOES = (
    OverrideStanding(frozenset({"recommend", "decide"}), NOW + timedelta(days=9)),
    OverrideStanding(frozenset({"recommend", "countersign"}), NOW + timedelta(days=9)),
    OverrideStanding(frozenset({"countersign", "decide"}), NOW + timedelta(days=9)),
)


@pytest.mark.parametrize("outcome", DECISIONS)
@pytest.mark.parametrize(
    ("decider", "recommenders"),
    [
        (OFFICER_AND_HEAD, {9}),
        (person(Role.OFFICER, deputising={Role.HEAD: frozenset({5})}), {9}),  # the head's deputy, who recommended
        (person(Role.OFFICER, deputising={Role.HEAD: frozenset({5})}), {5}),  # for a head who recommended
        (person(Role.HEAD), {9, 7}),  # whose own deputy recommended in their name
    ],
)
def test_who_recommends_never_decides_not_even_by_override_or_delegation(
    outcome: str, decider: Actor, recommenders: set[int]
) -> None:
    facts = ready(outcome, "countersigned", recommenders=frozenset(recommenders), overrides=ANYTHING_GOES)

    assert codes(outcome, facts, decider) == {"never_recommender"}


def test_where_officers_sign_the_deputy_of_an_officer_who_recommended_does_not() -> None:
    officers_sign = replace(policy(), signatories=("head", "officer"))
    deputy = person(deputising={Role.OFFICER: frozenset({5})})
    facts = ready("refuse", "countersigned", recommenders=frozenset({5}))

    found = {refusal.code for refusal in refusals(case_action("refuse"), facts, deputy, officers_sign)}
    assert found == {"never_recommender"}


@pytest.mark.parametrize(
    ("done_by", "overrides", "allowed"),
    [
        ({"recommend": frozenset({9})}, (), False),
        ({"recommend": frozenset({5})}, (), False),  # in whose name the deputy would countersign
        ({"recommend": frozenset({4})}, (), True),
        ({"recommend": frozenset({9})}, ANYTHING_GOES, True),
        ({"recommend": frozenset({9})}, (replace(ANYTHING_GOES[1], expires=NOW),), False),
        ({"recommend": frozenset({9})}, ANYTHING_GOES[2:], False),
    ],
)
def test_nobody_countersigns_their_own_recommendation_without_an_override_in_force(
    done_by: dict[str, frozenset[int]], overrides: tuple[OverrideStanding, ...], allowed: bool
) -> None:
    deputy = person(deputising={Role.OFFICER: frozenset({5})})
    facts = ready("countersign", "recommended", done_by=done_by, overrides=overrides)

    assert (codes("countersign", facts, deputy) == set()) is allowed


PEOPLE = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from([Role.OFFICER, Role.HEAD, Role.REVIEWER, Role.EXPORTER]), max_size=3),
        st.dictionaries(
            st.sampled_from([Role.OFFICER, Role.HEAD]),
            st.frozensets(st.integers(0, 3), min_size=1, max_size=2),
            max_size=2,
        ),
    ),
    min_size=4,
    max_size=4,
)
MOVES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(CASE_ACTIONS), st.sampled_from([(), ANYTHING_GOES])), max_size=40
)


@given(PEOPLE, MOVES, st.booleans())
def test_no_sequence_of_permitted_steps_lets_one_person_recommend_and_decide(
    people: list[tuple[frozenset[Role], dict[Role, frozenset[int]]]],
    moves: list[tuple[int, Action, tuple[OverrideStanding, ...]]],
    countersigned: bool,
) -> None:
    actors = [
        person(*roles, number=n, deputising={role: ids - {n} for role, ids in lent.items() if ids - {n}})
        for n, (roles, lent) in enumerate(people)
    ]
    state, done = "under_review", dict[str, frozenset[int]]()
    recommenders, deciders = frozenset[int](), frozenset[int]()
    for who, action, overrides in moves:
        facts = ready(
            action.name, state, done_by=done, recommenders=recommenders, overrides=overrides,
            countersignature_needed=countersigned,
        )  # fmt: skip
        if refusals(action, facts, actors[who], policy()):
            continue
        assert not CaseState(state).ended
        step = step_of(action.name)
        principals = _capacity_of(actors[who], who_may(action))
        done = {} if step == "reopen" else {**done, step: done.get(step, frozenset()) | principals}
        recommenders |= principals if step == "recommend" else frozenset()
        deciders |= principals if step == "decide" else frozenset()
        state = action.target or state
    assert not recommenders & deciders


def _capacity_of(actor: Actor, roles: set[Role]) -> frozenset[int]:
    """Those whom the ledger names for the step: the person and, when only deputising in a role, the principals."""
    assert actor.user_id is not None
    if actor.roles & roles:
        return frozenset({actor.user_id})
    lent = next(actor.deputising[role] for role in Role if role in roles and role in actor.deputising)
    return lent | {actor.user_id}


def test_what_is_offered_is_what_state_and_role_allow() -> None:
    facts = ready("recommend", "under_review", items=(ItemStanding(line=1, listed=None),))

    assert "recommend" in {action.name for action in offered(facts, person(Role.OFFICER))}
    assert "recommend" not in {action.name for action in offered(facts, person(Role.REVIEWER))}
