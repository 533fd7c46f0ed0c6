"""What Exeat itself does with an application: candidates for every line, matches for every party.

It advises: nothing here decides, and every result carries the versions of the list and the engine it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from exeat.domain.controls import ENGINE_VERSION as CLASSIFIER
from exeat.web.audit.record import hold_ledger
from exeat.web.cases.asked import asked_party
from exeat.web.cases.models import Case, CaseParty, Match
from exeat.web.cases.services.matching import Finding, carry_over, match_row
from exeat.web.cases.services.suggesting import suggest
from exeat.web.policy import policy
from exeat.web.registers.lists import load_watchlists, versions_in_force
from exeat.web.registers.models import WatchlistVersion

MATCHES = 10


@dataclass
class Assessed:
    """The rows of the matches found, and the versions that an event of the submission cites."""

    matches: list[Match] = field(default_factory=list)
    versions: dict[str, Any] = field(default_factory=dict)


def assess(case: Case, *, now: datetime) -> Assessed:
    """Suggest entries for every line and screen every party against the lists in force."""
    control_versions = next(iter([suggest(item, item.facts) for item in case.items.all()]), [])
    matches, watchlist_versions = _screen(list(case.parties.all()))
    case.screened_at = now
    versions = {"control_lists": control_versions, "classifier": CLASSIFIER, "watchlists": watchlist_versions}
    return Assessed(matches=matches, versions=versions)


def _screen(parties: list[CaseParty]) -> tuple[list[Match], dict[str, str]]:
    """The matches of every party with every list, at or above the policy's score for the list; the lists' versions."""
    queries = [asked_party(party.name, party.type, party.country) for party in parties]
    rows: list[Match] = []
    load_watchlists()  # what has to be read from files is read before others wait for us
    hold_ledger()  # a list that comes into force from here on finds this case, and alerts about it
    for watchlist in load_watchlists():
        versions = {"list_version": watchlist.version, "engine_version": watchlist.engine_version}
        for party, matches in zip(parties, watchlist.screen(queries, top=MATCHES), strict=True):
            rows += [
                match_row(party, Finding.of(match, watchlist[match.key]), **versions)
                for match in matches
                if match.score >= policy().watchlist(match.list).min_score
            ]
    carry_over(rows)
    for row in rows:
        row.save()
    return rows, {version.list_id: version.version for version in versions_in_force(WatchlistVersion)}
