"""How officers settled the same two parties before: in cases, and as alerts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from exeat.domain.screening import listed_party
from exeat.domain.screening.carrying import Change, Screened, changes
from exeat.web.accounts.models import User
from exeat.web.alerts.models import Alert
from exeat.web.cases.asked import asked_party, screened
from exeat.web.cases.models import Match
from exeat.web.policy import policy

Pair = tuple[str, str, str]
"""List, listed party, and the party's name in one case: who is beside whom."""
SETTLED = ("confirmed", "dismissed")
_MOST = 20  # read a pair, on average


@dataclass(frozen=True)
class Where:
    """Where a finding was made: `where` is a case's reference, or `alert:17`."""

    where: str

    @property
    def case(self) -> str:
        """The case's reference; empty when it was found for an alert."""
        return "" if self.alert else self.where

    @property
    def alert(self) -> str:
        """The alert's number; empty when it was found in a case."""
        return self.where.partition("alert:")[2]


@dataclass(frozen=True)
class Earlier(Where):
    """A finding about a pair, and on what it rested."""

    status: str
    reason: str
    by: User | None
    at: datetime
    list_version: str
    screened: Screened

    def changes(self, now: Screened) -> tuple[Change, ...]:
        """What has changed since that a match depends on."""
        return changes(self.screened, now)


def settled_before(pairs: Collection[Pair], *, but: Collection[Match] = ()) -> Mapping[Pair, list[Earlier]]:
    """The findings about each pair, the latest first, those on the matches `but` left out. Two queries.

    A finding that was carried over stands where it was made, and is not told twice.
    """
    if not pairs:
        return {}
    found: dict[Pair, dict[datetime, Earlier]] = defaultdict(dict)
    for key, earlier in (*_in_cases(pairs, {match.pk for match in but}), *_of_alerts(pairs)):
        found[key].setdefault(earlier.at, earlier)  # an alert that was settled settles the matches of its cases with it
    return {pair: [found[_key(*pair)][at] for at in sorted(found[_key(*pair)], reverse=True)] for pair in pairs}


def _key(list_id: str, listed_id: str, name: str) -> Pair:
    return list_id, listed_id, name.casefold()


def standing(earlier: list[Earlier], now: Screened) -> Earlier | None:
    """The dismissal that stands by itself for what is screened now: the latest finding, with nothing changed since."""
    answer = unchanged(earlier, now)
    return answer if policy().dismissals_stand else None


def unchanged(earlier: list[Earlier], now: Screened) -> Earlier | None:
    """The latest finding, if it was a dismissal and nothing that a match depends on has changed since."""
    if earlier and earlier[0].status == "dismissed" and not earlier[0].changes(now):
        return earlier[0]
    return None


def _of_pairs(pairs: Collection[Pair], name: str) -> Q:
    """Rows with one of the listed parties, and one of the names in the field `name`, in whatever case."""
    names = {asked for _list, _listed, asked in pairs}
    alike = Q(lowered__in={asked.lower() for asked in names}) | Q(**{f"{name}__in": names})
    return Q(listed_id__in={listed for _list, listed, _asked in pairs}) & alike


def _in_cases(pairs: Collection[Pair], skipped: Collection[int]) -> Iterator[tuple[Pair, Earlier]]:
    matches = (
        Match.every.annotate(lowered=Lower("party__name"))
        .filter(_of_pairs(pairs, "party__name"), status__in=SETTLED, carried="")
        .exclude(pk__in=skipped)
        .select_related("party__case", "settled_by")
        .order_by("-settled_at")[: _MOST * len(pairs)]
    )
    for match in matches:
        yield (
            _key(match.list_id, match.listed_id, match.party.name),
            Earlier(
                where=match.party.case.reference,
                status=match.status,
                reason=match.reason,
                by=match.settled_by,
                at=match.settled_at,
                list_version=match.list_version,
                screened=screened(match),
            ),
        )


def _of_alerts(pairs: Collection[Pair]) -> Iterator[tuple[Pair, Earlier]]:
    alerts = (
        Alert.objects.annotate(lowered=Lower("name"))
        .filter(_of_pairs(pairs, "name"), status__in=SETTLED, carried="")
        .select_related("rescreening", "settled_by")
        .order_by("-settled_at")[: _MOST * len(pairs)]
    )
    for alert in alerts:
        yield (
            _key(alert.rescreening.list_id, alert.listed_id, alert.name),
            Earlier(
                where=alert.subject,
                status=alert.status,
                reason=alert.reason,
                by=alert.settled_by,
                at=alert.settled_at,
                list_version=alert.rescreening.new_version,
                screened=Screened(
                    asked_party(alert.name, alert.type, alert.country),
                    listed_party(alert.listed),
                    alert.rescreening.new_engine,
                    alert.why,
                ),
            ),
        )
