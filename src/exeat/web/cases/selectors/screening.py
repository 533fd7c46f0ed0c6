"""The parties of a case, their matches with the reasons, and how the same match was settled in other cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from exeat.web.cases.models import Case, CaseParty, Match
from exeat.web.policy import policy

SETTLED = (Match.Status.CONFIRMED, Match.Status.DISMISSED)
_EARLIER, _MOST_EARLIER = 5, 200  # shown a match; read a page


@dataclass(frozen=True)
class MatchView:
    """A match: its sentence, its aligned words, the list's legal effect, how the same pair was settled before."""

    match: Match
    effect: str
    legal_basis: str
    sentence: str
    words: tuple[dict[str, Any], ...]
    adjustments: tuple[dict[str, Any], ...]
    listed: tuple[tuple[str, str], ...]
    earlier: tuple[Match, ...]

    @property
    def settled(self) -> bool:
        """Whether an officer has confirmed or dismissed it."""
        return self.match.status in SETTLED


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
    """Every party, with the matches that the caller has prefetched; one query more, for earlier settlements."""
    parties = list(case.parties.all())
    earlier = _earlier(case, parties)
    return [
        PartyView(party, tuple(_view(match, earlier[_pair(match, party.name)]) for match in party.matches.all()))
        for party in parties
    ]


def _pair(match: Match, name: str) -> tuple[str, str, str]:
    return match.list_id, match.listed_id, name.casefold()


def _earlier(case: Case, parties: Iterable[CaseParty]) -> dict[tuple[str, str, str], list[Match]]:
    """How officers settled the same listed party beside a party of the same name in other cases, the latest first."""
    pairs = [(match.listed_id, party.name.lower()) for party in parties for match in party.matches.all()]
    found: dict[tuple[str, str, str], list[Match]] = defaultdict(list)
    if not pairs:
        return found
    settled = (
        Match.objects.annotate(asked=Lower("party__name"))
        .filter(asked__in={name for _id, name in pairs}, listed_id__in={listed for listed, _name in pairs})
        .filter(status__in=SETTLED)
        .exclude(party__case=case)
        .select_related("party__case", "settled_by")
        .order_by("-settled_at")[:_MOST_EARLIER]
    )
    for match in settled:
        same = found[_pair(match, match.party.name)]
        if len(same) < _EARLIER:
            same.append(match)
    return found


def _view(match: Match, earlier: list[Match]) -> MatchView:
    rule = policy().watchlist(match.list_id)
    return MatchView(
        match=match,
        effect=rule.effect,
        legal_basis=rule.legal_basis,
        sentence=match.why["sentence"],
        words=tuple(match.why["words"]),
        adjustments=tuple(match.why["adjustments"]),
        listed=tuple(_facts(match.listed)),
        earlier=tuple(earlier),
    )


def _facts(listed: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """What the list says of the party, as (heading, text); empty ones left out."""
    numbers = ", ".join(f"{number['kind']} {number['value']}" for number in listed.get("identifiers", []))
    facts = (
        (_("type"), listed.get("type", "")),
        (_("names"), "; ".join(listed.get("names", []))),
        (_("weak aliases"), "; ".join(listed.get("weak_names", []))),
        (_("born"), ", ".join(listed.get("born", []))),
        (_("countries"), ", ".join(code.upper() for code in listed.get("countries", []))),
        (_("numbers"), numbers),
        (_("programmes"), ", ".join(listed.get("programmes", []))),
    )
    return ((heading, text) for heading, text in facts if text)
