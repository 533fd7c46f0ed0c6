"""The parties of a case, their matches with the reasons, and how the same two parties were settled before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exeat.domain.screening.carrying import Change, Screened
from exeat.web.cases.asked import screened
from exeat.web.cases.models import Case, CaseParty, Match
from exeat.web.cases.selectors.earlier import Earlier, Where, settled_before, unchanged
from exeat.web.cases.selectors.why import Why, countries_named, why_of
from exeat.web.policy import policy

SETTLED = (Match.Status.CONFIRMED, Match.Status.DISMISSED, Match.Status.CLEARED)
_EARLIER = 5  # shown a match


@dataclass(frozen=True)
class EarlierView:
    """An earlier finding, and what has changed since that a match depends on."""

    finding: Earlier
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class MatchView:
    """A match: why it is one, the list's legal effect, how the same pair was settled before.

    `answer` is an earlier dismissal that still answers the question, while nobody has settled this match.
    """

    match: Match
    effect: str
    legal_basis: str
    why: Why
    earlier: tuple[EarlierView, ...]
    answer: Earlier | None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.match.status in SETTLED

    @property
    def stands(self) -> Where:
        """Where the dismissal was made that stands here."""
        return Where(self.match.carried)


@dataclass(frozen=True)
class PartyView:
    """A party with its matches, the closest first."""

    party: CaseParty
    matches: tuple[MatchView, ...]

    @property
    def to_settle(self) -> int:
        """How many matches nobody has settled yet."""
        return sum(1 for match in self.matches if not match.settled)


def parties_of(case: Case) -> list[PartyView]:
    """Every party, with the matches that the caller has prefetched; two queries more, for earlier settlements."""
    parties = list(case.parties.all())
    matches = [match for party in parties for match in party.matches.all()]
    before = settled_before({_pair(match) for match in matches}, but=matches)
    return [
        PartyView(party, tuple(_view(match, before[_pair(match)]) for match in party.matches.all()))
        for party in parties
    ]


def earlier_views(earlier: Sequence[Earlier], now: Screened) -> tuple[EarlierView, ...]:
    """The latest findings, with what has changed since each."""
    return tuple(EarlierView(one, tuple(named(change) for change in one.changes(now))) for one in earlier[:_EARLIER])


def _pair(match: Match) -> tuple[str, str, str]:
    return match.list_id, match.listed_id, match.party.name


def _view(match: Match, earlier: list[Earlier]) -> MatchView:
    rule, now = policy().watchlist(match.list_id), screened(match)
    return MatchView(
        match=match,
        effect=rule.effect,
        legal_basis=rule.legal_basis,
        why=why_of(match.why, listed=match.listed, country=match.party.country),
        earlier=earlier_views(earlier, now),
        answer=None if match.status in SETTLED else unchanged(earlier, now),
    )


def named(change: Change) -> Change:
    """The change with countries by their names."""
    if not change.what.endswith("countries"):
        return change
    before, after = (countries_named(part.split("; ")) for part in (change.before, change.after))
    return Change(change.what, before, after)
