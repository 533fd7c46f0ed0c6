"""The life of a case and of a licence: every step, from where to where, by whom, and what it requires.

This table is the law of the program. A service asks `permitted` before it writes; the pages offer what `offered`
returns; the diagram in the docs is drawn from it. To add a step, add a row, and a requirement if it needs a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from exeat.domain.review.facts import Actor, CaseStanding
from exeat.domain.review.policy import Policy
from exeat.domain.review.requirement import DECIDE, Refusal
from exeat.domain.review.requirements import REQUIREMENTS
from exeat.domain.review.roles import Role


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REGISTERED = "registered"
    UNDER_REVIEW = "under_review"
    RECOMMENDED = "recommended"
    COUNTERSIGNED = "countersigned"
    GRANTED = "granted"
    GRANTED_WITH_CONDITIONS = "granted_with_conditions"
    REFUSED = "refused"
    NO_LICENCE_REQUIRED = "no_licence_required"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    ACKNOWLEDGED = "acknowledged"
    MEASURE_TAKEN = "measure_taken"
    NO_MEASURE = "no_measure"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return self.value.replace("_", " ")

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen to the case itself."""
        return self in ENDED


class LicenceState(StrEnum):
    """Where a licence stands."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    SURRENDERED = "surrendered"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return self.value


_S, _L = CaseState, LicenceState
ENDED = frozenset(
    {
        _S.GRANTED,
        _S.GRANTED_WITH_CONDITIONS,
        _S.REFUSED,
        _S.NO_LICENCE_REQUIRED,
        _S.ANSWERED,
        _S.WITHDRAWN,
        _S.ACKNOWLEDGED,
        _S.MEASURE_TAKEN,
        _S.NO_MEASURE,
    }
)
IN_REVIEW = (_S.SUBMITTED, _S.REGISTERED, _S.UNDER_REVIEW, _S.RECOMMENDED, _S.COUNTERSIGNED)
DECIDING = (_S.RECOMMENDED, _S.COUNTERSIGNED)


@dataclass(frozen=True)
class Action:
    """One row: a step that someone in one of `roles` may take from `sources`; `target` None stays where it is.

    `weighs` says that the points of risk may be others after it.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    roles: tuple[Role, ...]
    requires: tuple[str, ...] = ()
    weighs: bool = False


APPLICANT = (Role.EXPORTER, Role.OFFICER)
"""An officer acts for an applicant by letter: `own_case` sees to it."""
SIGNATORY = (Role.HEAD, Role.OFFICER)
"""Which of them signs is the policy's to say: `may_sign` sees to it."""
REVIEWED = (
    "classified",
    "matches_settled",
    "referred",
    "positions_in",
    "no_request_open",
    "notices_settled",
    "flags_weighed",
    "committee_heard",
    "separate",
)
DECIDABLE = ("may_sign", "countersigned", "separate", "never_recommender")
GRANTABLE = (
    "kind_licensed",
    "matches_settled",
    "unblocked",
    "denials_answered",
    "notices_settled",
    "positions_allow_grant",
    "committee_allows",
    "something_listed",
    "obligations_met",
)

REVIEWED_DECISIONS = (_S.REFUSED, _S.GRANTED_WITH_CONDITIONS)
MAY_BE_REVIEWED = (*REVIEWED_DECISIONS, _S.MEASURE_TAKEN)
ON_REVIEW = (Role.APPEAL, Role.HEAD)
"""Which of them decides a review is the policy's to say: `may_review` sees to it."""
REVIEWING = ("may_review", "review_open", "other_decider")

CASE_ACTIONS: tuple[Action, ...] = (
    # --- the applicant's side
    Action("submit", "submit the application", (_S.DRAFT, _S.RETURNED), _S.SUBMITTED, APPLICANT, ("own_case", "complete", "exporter_verified"), weighs=True),
    Action("withdraw", "withdraw the application", (_S.DRAFT, _S.RETURNED, *IN_REVIEW), _S.WITHDRAWN, APPLICANT, ("own_case", "asked_for")),
    Action("answer_request", "answer a request for information", (_S.REGISTERED, _S.UNDER_REVIEW), None, APPLICANT, ("own_case", "request_open")),
    Action("answer_intended_refusal", "answer what the authority intends", (_S.UNDER_REVIEW, *DECIDING), None, APPLICANT, ("own_case", "hearing_open")),
    # --- intake
    Action("return", "return for completion", (_S.SUBMITTED,), _S.RETURNED, (Role.OFFICER,)),
    Action("register", "register", (_S.SUBMITTED,), _S.REGISTERED, (Role.OFFICER,), ("complete", "screened"), weighs=True),
    Action("begin_review", "begin the review", (_S.REGISTERED,), _S.UNDER_REVIEW, (Role.OFFICER,), ("applied_for",)),
    Action("assign", "give to an officer", IN_REVIEW, None, (Role.OFFICER, Role.HEAD)),
    # --- a licence that ends without another
    Action("acknowledge_surrender", "acknowledge that the licence is given up", (_S.SUBMITTED, _S.REGISTERED), _S.ACKNOWLEDGED, (Role.OFFICER,), ("given_up",)),
    Action("open_proceeding", "open a proceeding on the licence", (_S.DRAFT,), _S.UNDER_REVIEW, (Role.OFFICER, Role.SYSTEM), ("own_motion",)),
    # --- review
    Action("state_fact", "state a fact of the goods", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",)),
    Action("classify", "classify goods", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",), weighs=True),
    Action("settle_match", "settle a watchlist match", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), weighs=True),
    Action("settle_denial", "say why a denial does not stand against it", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",)),
    Action("consult_on_denial", "consult the state that denied", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",)),
    Action("record_consultation", "record the consulted state's answer", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",)),
    Action("settle_notice", "say to which lines a catch-all notice applies", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,)),
    Action("answer_flags", "answer the questions on end use", (_S.DRAFT, _S.RETURNED, _S.REGISTERED, _S.UNDER_REVIEW), None, APPLICANT, ("own_case", "applied_for"), weighs=True),
    Action("weigh_flags", "weigh the red flags", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",), weighs=True),
    Action("record_exemption", "record an exemption", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,), ("applied_for",)),
    Action("request_information", "ask the applicant", (_S.REGISTERED, _S.UNDER_REVIEW), None, (Role.OFFICER,)),
    Action("refer", "refer to the agencies", (_S.UNDER_REVIEW,), None, (Role.OFFICER,), ("classified",), weighs=True),
    Action("give_position", "give a position", (_S.UNDER_REVIEW,), None, (Role.REVIEWER,), ("own_agency_asked",)),
    Action("remind_agencies", "remind agencies that are late with their positions", (_S.UNDER_REVIEW,), None, (Role.OFFICER,), ("position_late",)),
    Action("let_silence_speak", "apply the rule on silence", (_S.UNDER_REVIEW,), None, (Role.OFFICER, Role.SYSTEM)),
    Action("propose_condition", "propose a condition", (_S.UNDER_REVIEW,), None, (Role.OFFICER, Role.REVIEWER), ("applied_for",)),
    Action("drop_condition", "drop a condition", (_S.UNDER_REVIEW,), None, (Role.OFFICER, Role.REVIEWER)),
    Action("extend_clock", "extend the time for the decision", (_S.REGISTERED, _S.UNDER_REVIEW, *DECIDING), None, (Role.HEAD,), ("extension_left",)),
    Action("record_override", "override a separation of duties", (_S.REGISTERED, _S.UNDER_REVIEW, *DECIDING), None, (Role.HEAD,)),
    # --- committee
    Action("lay_before_committee", "lay before the committee", (_S.UNDER_REVIEW,), None, (Role.OFFICER, Role.SECRETARY), ("for_committee",)),
    Action("conclude_in_committee", "record what the committee concluded", (_S.UNDER_REVIEW,), None, (Role.SECRETARY,), ("before_committee",)),
    Action("decide_escalated", "decide what the committee could not", (_S.UNDER_REVIEW,), None, (Role.HEAD, Role.SECRETARY), ("escalated",)),
    Action("pass_on_escalated", "hand on what the committee could not decide", (_S.UNDER_REVIEW,), None, (Role.HEAD, Role.SECRETARY, Role.SYSTEM), ("escalated",)),
    # --- recommendation, countersignature, decision
    Action("recommend", "recommend", (_S.UNDER_REVIEW,), _S.RECOMMENDED, (Role.OFFICER,), REVIEWED),
    Action("reopen", "send back for review", DECIDING, _S.UNDER_REVIEW, (Role.OFFICER, Role.HEAD)),
    Action("countersign", "countersign", (_S.RECOMMENDED,), _S.COUNTERSIGNED, (Role.OFFICER, Role.HEAD), ("separate",)),
    Action("intend_refusal", "notify what is intended", (_S.UNDER_REVIEW, *DECIDING), None, (Role.OFFICER, Role.HEAD), ("grounds_cited", "no_hearing_open")),
    Action("grant", "grant", DECIDING, _S.GRANTED, SIGNATORY, (*DECIDABLE, *GRANTABLE, "no_conditions_agreed")),
    Action("grant_with_conditions", "grant with conditions", DECIDING, _S.GRANTED_WITH_CONDITIONS, SIGNATORY, (*DECIDABLE, *GRANTABLE, "conditions_agreed")),
    Action("refuse", "refuse", DECIDING, _S.REFUSED, SIGNATORY, (*DECIDABLE, "applied_for", "grounds_cited", "heard")),
    Action("find_no_licence_required", "find that no licence is required", DECIDING, _S.NO_LICENCE_REQUIRED, SIGNATORY, (*DECIDABLE, "applied_for", "matches_settled", "unblocked", "notices_settled", "nothing_listed")),
    Action("give_answer", "answer the question", DECIDING, _S.ANSWERED, SIGNATORY, (*DECIDABLE, "kind_answered", "matches_settled")),
    Action("revoke_licence", "revoke the licence", DECIDING, _S.MEASURE_TAKEN, SIGNATORY, (*DECIDABLE, "own_motion", "grounds_cited", "heard", "announced")),
    Action("suspend_licence", "suspend the licence", DECIDING, _S.MEASURE_TAKEN, SIGNATORY, (*DECIDABLE, "own_motion", "grounds_cited", "heard")),
    Action("leave_licence", "let the licence stand", DECIDING, _S.NO_MEASURE, SIGNATORY, (*DECIDABLE, "own_motion")),
    # --- review of a decision, asked for by the applicant
    Action("ask_review", "ask for a review", MAY_BE_REVIEWED, None, APPLICANT, ("own_case", "reviewable")),
    Action("withdraw_review", "take the request for a review back", MAY_BE_REVIEWED, None, APPLICANT, ("own_case", "review_open")),
    Action("uphold", "uphold the decision", MAY_BE_REVIEWED, None, ON_REVIEW, REVIEWING),
    Action("vary_to_grant", "grant on review", REVIEWED_DECISIONS, _S.GRANTED, ON_REVIEW, (*REVIEWING, *GRANTABLE, "no_conditions_agreed")),
    Action("vary_to_grant_with_conditions", "grant with other conditions on review", REVIEWED_DECISIONS, _S.GRANTED_WITH_CONDITIONS, ON_REVIEW, (*REVIEWING, *GRANTABLE, "conditions_agreed")),
    Action("vary_to_suspend_licence", "suspend the licence on review", (_S.MEASURE_TAKEN,), _S.MEASURE_TAKEN, ON_REVIEW, REVIEWING),
    Action("vary_to_leave_licence", "let the licence stand on review", (_S.MEASURE_TAKEN,), _S.NO_MEASURE, ON_REVIEW, REVIEWING),
    Action("annul", "annul the decision", MAY_BE_REVIEWED, _S.UNDER_REVIEW, ON_REVIEW, REVIEWING),
)  # fmt: skip

LICENCE_ACTIONS: tuple[Action, ...] = (
    Action("ask_surrender", "give up", (_L.ACTIVE, _L.SUSPENDED), None, (Role.EXPORTER,), ("own_case",)),
    Action("propose_measure", "propose a measure", (_L.ACTIVE, _L.SUSPENDED), None, (Role.OFFICER,)),
    Action("suspend", "suspend at once", (_L.ACTIVE,), _L.SUSPENDED, (Role.HEAD, Role.SYSTEM)),
    Action("keep_suspended", "keep suspended", (_L.SUSPENDED,), _L.SUSPENDED, (Role.SYSTEM,)),
    Action("reinstate", "reinstate", (_L.SUSPENDED,), _L.ACTIVE, (Role.HEAD, Role.SYSTEM)),
    Action("revoke", "revoke", (_L.ACTIVE, _L.SUSPENDED), _L.REVOKED, (Role.SYSTEM,)),
    Action("restore_on_review", "restore after a review", (_L.SUSPENDED, _L.REVOKED), _L.ACTIVE, (Role.SYSTEM,)),
    Action("suspend_on_review", "suspend after a review", (_L.SUSPENDED, _L.REVOKED), _L.SUSPENDED, (Role.SYSTEM,)),
    Action("replace_on_review", "replace after a review", (_L.ACTIVE, _L.SUSPENDED), _L.REVOKED, (Role.SYSTEM,)),
    Action("surrender", "surrender", (_L.ACTIVE, _L.SUSPENDED), _L.SURRENDERED, (Role.SYSTEM,)),
    Action("supersede", "replace by another", (_L.ACTIVE, _L.SUSPENDED, _L.EXHAUSTED, _L.EXPIRED), _L.SUPERSEDED, (Role.SYSTEM,)),
    Action("record_shipment", "record a shipment", (_L.ACTIVE,), None, (Role.CUSTOMS,)),
    Action("reverse_shipment", "reverse a shipment", (_L.ACTIVE, _L.EXHAUSTED, _L.SUSPENDED, _L.EXPIRED), None, (Role.CUSTOMS,)),
    Action("record_return", "record goods that came back", (_L.ACTIVE, _L.SUSPENDED, _L.EXHAUSTED, _L.EXPIRED, _L.REVOKED, _L.SURRENDERED), None, (Role.CUSTOMS,)),
    Action("exhaust", "mark as exhausted", (_L.ACTIVE,), _L.EXHAUSTED, (Role.SYSTEM,)),
    Action("replenish", "take back into use", (_L.EXHAUSTED,), _L.ACTIVE, (Role.SYSTEM,)),
    Action("expire", "expire", (_L.ACTIVE, _L.SUSPENDED), _L.EXPIRED, (Role.SYSTEM,)),
)  # fmt: skip

DECISIONS = DECIDE
_CASE = {action.name: action for action in CASE_ACTIONS}
_LICENCE = {action.name: action for action in LICENCE_ACTIONS}


def case_action(name: str) -> Action:
    """The row of that name; KeyError when the table has none."""
    return _CASE[name]


def licence_action(name: str) -> Action:
    """The row of that name; KeyError when the table has none."""
    return _LICENCE[name]


def refusals(action: Action, facts: CaseStanding, actor: Actor, policy: Policy) -> list[Refusal]:
    """Why this actor may not take this step now; empty when they may.

    The state is checked first, then the role, then each requirement of the row, and all that fail are named.
    """
    if facts.state not in action.sources:
        return [Refusal("state", f"not possible while {facts.state.replace('_', ' ')}")]
    if not actor.in_any(action.roles):
        wanted = " or ".join(role.label for role in action.roles)
        return [Refusal("role", f"only the {wanted} may {action.label}")]
    checks = (REQUIREMENTS[name] for name in action.requires)
    return [refusal for check in checks for refusal in check.check(action.name, facts, actor, policy)]


def offered(facts: CaseStanding, actor: Actor, actions: tuple[Action, ...] = CASE_ACTIONS) -> list[Action]:
    """The steps that the state and the actor's roles allow, whether or not every requirement is met yet."""
    return [action for action in actions if facts.state in action.sources and actor.in_any(action.roles)]
