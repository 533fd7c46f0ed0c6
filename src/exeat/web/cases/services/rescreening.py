"""What a re-screening means for an open case: new matches beside its parties, and old ones that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exeat.web.audit.record import record
from exeat.web.cases.models import Case, CaseParty, Match
from exeat.web.cases.services._step import locked, weigh_anew
from exeat.web.cases.services.matching import Finding, carry_over, match_row


@dataclass(frozen=True)
class ListChange:
    """The list and the engine that a match comes from now."""

    list_id: str
    list_version: str
    engine_version: str


@dataclass(frozen=True)
class PartyChange:
    """What changed for a party of a case; `gone` is why a match is no more, empty when there is one."""

    party: CaseParty
    finding: Finding
    gone: str = ""


@transaction.atomic
def take_over(*, case: Case, of: ListChange, changes: Sequence[PartyChange], now: datetime) -> None:
    """Lay new and changed matches before the officer, and close those that are gone and that nobody had settled.

    A match that changed supersedes the older one, and is settled anew. What an officer confirmed or dismissed stays so
    when the match is gone: the hit of a case is lifted by people.
    """
    case = locked(case)
    fresh = [
        match_row(change.party, change.finding, list_version=of.list_version, engine_version=of.engine_version)
        for change in changes
        if not change.gone
    ]
    carry_over(fresh)
    rows = [*_superseded(fresh), *_cleared([change for change in changes if change.gone], now)]
    if rows:
        data = {"list": of.list_id, "version": of.list_version, "engine": of.engine_version, "matches": len(fresh)}
        record(kind="case.rescreen", subject=case.subject, by=None, now=now, data=data, rows=rows)
        weigh_anew(case, now)


def _superseded(fresh: Sequence[Match]) -> list[Match]:
    """The new matches, saved, and those whose place they take."""
    older: list[Match] = []
    for match in fresh:
        replaced = list(_in_force(match.party, match.list_id, match.listed_id))
        match.save()
        for one in replaced:
            one.superseded_by = match
            one.save(update_fields=["superseded_by"])
        older += replaced
    return [*fresh, *older]


def _cleared(changes: Sequence[PartyChange], now: datetime) -> list[Match]:
    """The matches that nobody had settled, closed with the reason."""
    closed: list[Match] = []
    for change in changes:
        unsettled = (Match.Status.OPEN, Match.Status.ASKED)
        for match in _in_force(change.party, change.finding.list_id, change.finding.listed_id):
            if match.status in unsettled:
                match.status, match.reason, match.settled_at = Match.Status.CLEARED, change.gone, now
                match.save()
                closed.append(match)
    return closed


def _in_force(party: CaseParty, list_id: str, listed_id: str) -> Sequence[Match]:
    return Match.objects.select_for_update().filter(party=party, list_id=list_id, listed_id=listed_id)
