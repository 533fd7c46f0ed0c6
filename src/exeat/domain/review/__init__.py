"""The review of an application: its parts, its states and steps, the policy that rules it, its clock.

States and steps are in `actions`, what each requires in `requirements`; what a state decides for itself is in
`policy`; the rest applies that policy: `completeness`, `referral`, `blocks`, and `clock` over `calendar`.
"""

from exeat.domain.review.application import (
    NATURES,
    PARTY_ROLES,
    PARTY_TYPES,
    Application,
    ApplicationError,
    Document,
    EndUse,
    Exporter,
    Item,
    Party,
)
from exeat.domain.review.blocks import Block, grant_blocks
from exeat.domain.review.calendar import WorkingCalendar
from exeat.domain.review.clock import ClockError, ClockEvent, ClockReading, Pause, read_clock
from exeat.domain.review.completeness import Missing, missing
from exeat.domain.review.policy import Policy, PolicyError, When, default_policy_folder, load_policy
from exeat.domain.review.policy.when import ReferralFacts, ReferralItem
from exeat.domain.review.reading import FieldError
from exeat.domain.review.referral import ReferralDue, facts_of, referrals_due

__all__ = [
    "NATURES",
    "PARTY_ROLES",
    "PARTY_TYPES",
    "Application",
    "ApplicationError",
    "Block",
    "ClockError",
    "ClockEvent",
    "ClockReading",
    "Document",
    "EndUse",
    "Exporter",
    "FieldError",
    "Item",
    "Missing",
    "Party",
    "Pause",
    "Policy",
    "PolicyError",
    "ReferralDue",
    "ReferralFacts",
    "ReferralItem",
    "When",
    "WorkingCalendar",
    "default_policy_folder",
    "facts_of",
    "grant_blocks",
    "load_policy",
    "missing",
    "read_clock",
    "referrals_due",
]
