"""The review of an application: its parts, its states and steps, the policy that rules it, its clock.

States and steps are in `actions`, what each requires in `requirements`; what a state decides for itself is in
`policy`; the rest applies that policy: `completeness`, `referral`, `blocks`, and `clock` over `calendar`.
"""

from exeat.domain.review.actions import (
    CASE_ACTIONS,
    DECISIONS,
    LICENCE_ACTIONS,
    Action,
    CaseState,
    LicenceState,
    case_action,
    licence_action,
    offered,
    refusals,
)
from exeat.domain.review.application import (
    NATURES,
    PARTY_ROLES,
    PARTY_TYPES,
    Application,
    ApplicationError,
    Change,
    Document,
    EndUse,
    Exporter,
    Item,
    Party,
)
from exeat.domain.review.blocks import Block, grant_blocks
from exeat.domain.review.calendar import WorkingCalendar
from exeat.domain.review.clock import ClockError, ClockEvent, ClockReading, Pause, read_clock
from exeat.domain.review.committee import (
    SITTING_ACTIONS,
    Resolution,
    SittingStanding,
    SittingState,
    Voice,
    escalation_due,
    quorum_lacks,
    resolve,
    sitting_action,
    sitting_refusals,
)
from exeat.domain.review.completeness import Changed, Missing, missing
from exeat.domain.review.differences import Difference, changed_parts, differences
from exeat.domain.review.facts import (
    SYSTEM,
    Actor,
    CaseStanding,
    CommitteeStanding,
    ConditionStanding,
    DenialStanding,
    HearingStanding,
    ItemStanding,
    MatchStanding,
    OverrideStanding,
    PositionKind,
    ReferralStanding,
)
from exeat.domain.review.policy import Policy, PolicyError, When, default_policy_folder, load_policy
from exeat.domain.review.policy.when import ReferralFacts, ReferralItem
from exeat.domain.review.reading import FieldError
from exeat.domain.review.referral import ReferralDue, facts_of, referrals_due
from exeat.domain.review.requirements import REQUIREMENTS, Refusal, step_of
from exeat.domain.review.roles import Role

__all__ = [
    "CASE_ACTIONS",
    "DECISIONS",
    "LICENCE_ACTIONS",
    "NATURES",
    "PARTY_ROLES",
    "PARTY_TYPES",
    "REQUIREMENTS",
    "SITTING_ACTIONS",
    "SYSTEM",
    "Action",
    "Actor",
    "Application",
    "ApplicationError",
    "Block",
    "CaseStanding",
    "CaseState",
    "Change",
    "Changed",
    "ClockError",
    "ClockEvent",
    "ClockReading",
    "CommitteeStanding",
    "ConditionStanding",
    "DenialStanding",
    "Difference",
    "Document",
    "EndUse",
    "Exporter",
    "FieldError",
    "HearingStanding",
    "Item",
    "ItemStanding",
    "LicenceState",
    "MatchStanding",
    "Missing",
    "OverrideStanding",
    "Party",
    "Pause",
    "Policy",
    "PolicyError",
    "PositionKind",
    "ReferralDue",
    "ReferralFacts",
    "ReferralItem",
    "ReferralStanding",
    "Refusal",
    "Resolution",
    "Role",
    "SittingStanding",
    "SittingState",
    "Voice",
    "When",
    "WorkingCalendar",
    "case_action",
    "changed_parts",
    "default_policy_folder",
    "differences",
    "escalation_due",
    "facts_of",
    "grant_blocks",
    "licence_action",
    "load_policy",
    "missing",
    "offered",
    "quorum_lacks",
    "read_clock",
    "referrals_due",
    "refusals",
    "resolve",
    "sitting_action",
    "sitting_refusals",
    "step_of",
]
