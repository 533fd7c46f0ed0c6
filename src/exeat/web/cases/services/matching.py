"""Matches of a case's parties: made from what the engine found, with earlier dismissals that still answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exeat.domain.screening import ListedParty
from exeat.domain.screening import Match as Found
from exeat.web.cases.asked import screened
from exeat.web.cases.models import CaseParty, Match
from exeat.web.cases.selectors.earlier import settled_before, standing


@dataclass(frozen=True)
class Finding:
    """A match as rows keep it: with whom, how close, why."""

    list_id: str
    listed_id: str
    listed: dict[str, Any]
    matched_name: str
    score: Decimal
    why: dict[str, Any]

    @classmethod
    def of(cls, found: Found, listed: ListedParty) -> Finding:
        """What the engine found, beside the entry that it found."""
        score = Decimal(format(found.score, ".4f"))
        return cls(found.list, found.id, listed.as_json(), found.matched_name, score, found.why.as_json())


def match_row(party: CaseParty, finding: Finding, *, list_version: str, engine_version: str) -> Match:
    """A match to be settled, not saved yet."""
    return Match(
        party=party,
        list_id=finding.list_id,
        list_version=list_version,
        engine_version=engine_version,
        listed_id=finding.listed_id,
        listed=finding.listed,
        matched_name=finding.matched_name,
        score=finding.score,
        why=finding.why,
    )


def carry_over(matches: Sequence[Match]) -> None:
    """Let earlier dismissals of the same two parties stand, where the policy says so and nothing relevant changed."""
    before = settled_before({_pair(match) for match in matches})
    for match in matches:
        if earlier := standing(before[_pair(match)], screened(match)):
            match.status, match.carried = Match.Status.DISMISSED, earlier.where
            match.reason, match.settled_by, match.settled_at = earlier.reason, earlier.by, earlier.at


def _pair(match: Match) -> tuple[str, str, str]:
    return match.list_id, match.listed_id, match.party.name
