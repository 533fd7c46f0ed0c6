"""What changed for the stored parties: by a new version of a list, or by a new engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exeat.domain.screening import Alert as Found
from exeat.domain.screening import Party, Watchlist, rescreen
from exeat.domain.screening.carrying import alike
from exeat.web.alerts.models import Alert, Rescreening
from exeat.web.cases.asked import asked_party
from exeat.web.cases.models import Match
from exeat.web.cases.services.matching import Finding
from exeat.web.policy import policy
from exeat.web.registers.lists import read_watchlist
from exeat.web.registers.models import WatchlistVersion


@dataclass(frozen=True)
class Changed:
    """A party's match that came, changed or went: as it is now (or was, when cleared), and as it was before."""

    party: Party
    change: str
    finding: Finding
    before: dict[str, Any] | None = None


def changed_by(rescreening: Rescreening, parties: Collection[Party]) -> list[Changed]:
    """The changes that the re-screening is about, in the parties' order."""
    new = _version(rescreening.list_id, rescreening.new_version)
    if rescreening.of_engine:
        return list(_by_engine(rescreening, new, parties))
    old = _version(rescreening.list_id, rescreening.old_version) if rescreening.old_version else Watchlist(())
    return [_changed(found, old, new) for found in rescreen(old, new, parties, _least(rescreening))]


def _version(list_id: str, version: str) -> Watchlist:
    return read_watchlist(WatchlistVersion.objects.defer("content").get(list_id=list_id, version=version))


def _least(rescreening: Rescreening) -> float:
    """The policy's score for the list."""
    return policy().watchlist(rescreening.list_id).min_score


def _changed(found: Found, old: Watchlist, new: Watchlist) -> Changed:
    listed = (old if found.change == "cleared" else new)[found.match.key]
    before = None
    if found.change == "changed" and found.before:
        before = as_before(Finding.of(found.before, old[found.before.key]))
    return Changed(found.party, found.change, Finding.of(found.match, listed), before)


def as_before(finding: Finding) -> dict[str, Any]:
    """A finding as an alert keeps the one that changed."""
    return {
        "listed": finding.listed,
        "matched_name": finding.matched_name,
        "score": str(finding.score),
        "why": finding.why,
    }


def _by_engine(rescreening: Rescreening, watchlist: Watchlist, parties: Collection[Party]) -> Iterator[Changed]:
    """Every party against the whole list, beside what is known of it: an old engine cannot be asked any more.

    A match has changed when other words, or the same in another way, now make it: what the words cost is every engine's
    own, and an officer who weighed them is not asked again.
    """
    known = _known(rescreening.list_id)
    screened = watchlist.screen(parties, top=None, min_score=_least(rescreening))
    for party, matches in zip(parties, screened, strict=True):
        was = known.get(party, {})
        now = {match.id: Finding.of(match, watchlist[match.key]) for match in matches}
        for listed_id, finding in now.items():
            if listed_id not in was:
                yield Changed(party, "new", finding)
            elif not alike((before := was[listed_id]).why, finding.why):
                yield Changed(party, "changed", finding, as_before(before))
        for listed_id in sorted(was.keys() - now.keys()):
            yield Changed(party, "cleared", was[listed_id])


def _known(list_id: str) -> Mapping[Party, dict[str, Finding]]:
    """What the newest row says of each party and entry: the match of a case, or an alert since."""
    matches = Match.objects.filter(list_id=list_id).exclude(status=Match.Status.CLEARED).select_related("party__case")
    rows: list[tuple[Any, Party, Match | Alert]] = [
        (match.party.case.screened_at, asked_party(match.party.name, match.party.type, match.party.country), match)
        for match in matches
    ]
    alerts = Alert.objects.filter(rescreening__list_id=list_id).select_related("rescreening")
    rows += [(alert.rescreening.asked_at, asked_party(**alert.party), alert) for alert in alerts]
    known: dict[Party, dict[str, Finding]] = {}
    for _at, party, row in sorted(rows, key=lambda one: (one[0], one[2].pk)):
        of_party = known.setdefault(party, {})
        if isinstance(row, Alert) and row.change == Alert.Change.CLEARED:
            of_party.pop(row.listed_id, None)
        else:
            of_party[row.listed_id] = Finding(list_id, row.listed_id, row.listed, row.matched_name, row.score, row.why)
    return known
