"""Parties of applications as the screening engine is asked about them."""

from __future__ import annotations

from exeat.domain.screening import Party, listed_party
from exeat.domain.screening.carrying import Screened
from exeat.web.cases.models import Match


def asked_party(name: str, type: str, country: str) -> Party:
    """A stored party as a query: what a match depends on, and nothing else of it."""
    return Party(name=name, type=type, countries=(country.lower(),) if country else ())


def screened(match: Match) -> Screened:
    """What was compared when the match was found."""
    party = match.party
    return Screened(
        asked_party(party.name, party.type, party.country), listed_party(match.listed), match.engine_version, match.why
    )
