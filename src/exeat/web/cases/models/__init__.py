"""A case and all that belongs to it. Only services write these rows; each write is an event of the ledger."""

from exeat.web.cases.models.case import Case, CaseItem, CaseParty, Document
from exeat.web.cases.models.outcome import Decision, IntendedRefusal, Override, Recommendation
from exeat.web.cases.models.review import (
    AgencyNote,
    Classification,
    Condition,
    Exemption,
    InformationRequest,
    Match,
    Mention,
    Position,
    Referral,
)

__all__ = [
    "AgencyNote",
    "Case",
    "CaseItem",
    "CaseParty",
    "Classification",
    "Condition",
    "Decision",
    "Document",
    "Exemption",
    "InformationRequest",
    "IntendedRefusal",
    "Match",
    "Mention",
    "Override",
    "Position",
    "Recommendation",
    "Referral",
]
