"""A case before the committee: which criteria lay it there, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from exeat.domain.review import CommitteeStanding, ReferralFacts
from exeat.domain.review.policy.committee import CommitteeCriterion
from exeat.web.cases.models import Case
from exeat.web.policy import policy


def committee_criteria(facts: ReferralFacts) -> list[CommitteeCriterion]:
    """The criteria of the policy that lay the case before the committee."""
    return [criterion for criterion in policy().committee.criteria if criterion.when.holds(facts)]


@dataclass(frozen=True)
class Concluded:
    """The case before the committee, and when that, or whoever decided after it, concluded."""

    standing: CommitteeStanding
    at: datetime | None = None

    def lifts(self, objected: datetime) -> bool:
        """Whether an objection of that moment was heard and a grant agreed to."""
        agreed = self.standing.advice in ("grant", "grant_with_conditions")
        return agreed and self.at is not None and objected <= self.at


def conclusion_of(case: Case, facts: ReferralFacts) -> Concluded:
    """The newest laying before the committee counts; after an escalation, what was decided there."""
    named = tuple(f"{one.text}, {one.provision}" for one in committee_criteria(facts))
    items = sorted(case.agenda_items.all(), key=lambda one: (one.laid_at, one.pk))
    if not items:
        return Concluded(CommitteeStanding(named))
    newest = items[-1]
    if newest.how in ("", "moved"):
        return Concluded(CommitteeStanding(named, "waiting"))
    if newest.how != "escalated":
        return Concluded(CommitteeStanding(named, "concluded", newest.advice), newest.concluded_at)
    last = max(newest.escalations.all(), key=lambda one: one.pk)
    if not last.advice:
        return Concluded(CommitteeStanding(named, "escalated"))
    return Concluded(CommitteeStanding(named, "concluded", last.advice), last.at)
