"""The ways to accept each offer, as numbers that are quick to add up: which session, who goes, who pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import combinations
from math import comb
from random import Random

from .candidates import Candidate, candidates, payments, seat_officials
from .records import Offer
from .roster import Acceptance
from .scenario import Scenario
from .value import charges

_SMALLEST = 10**6
_TEAMS = 300  # ways to staff a session that are looked at, where there are more

Key = tuple[int, int]  # an agency, a host or a capability by its place in the scenario, and a week or a fortnight


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way to accept an offer. Offers, people, agencies and hosts are their places in the scenario.

    ``absent`` has a bit for each day from the first away to the last of rest, ``working`` one for each working day
    away.
    """

    offer: int
    acceptance: Acceptance
    team: tuple[int, ...]
    agencies: tuple[int, ...]
    first: int
    last: int
    absent: int
    working: int
    days: int
    blocks: tuple[tuple[int, int], ...]  # working days by block
    lost: tuple[tuple[Key, float], ...]  # days by agency and week, of all who go
    own_cost: int
    host_cost: int
    start: Key  # host and fortnight
    charge: float


class Ways:
    """Makes the ways of a scenario's offers."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._people = {one.id: at for at, one in enumerate(scenario.officials)}
        agencies = {one.id: at for at, one in enumerate(scenario.agencies)}
        self._agency = [agencies[one.agency] for one in scenario.officials]
        self._hosts = {one.id: at for at, one in enumerate(scenario.hosts)}
        self._offers = {one.id: at for at, one in enumerate(scenario.offers)}

    def of(self, offer: Offer, chance: Random) -> list[Way]:
        """The ways to accept an offer; where a session can be staffed in very many ways, some of them, drawn."""
        return [
            self.way(Acceptance(offer.id, one.session.id, paid, team))
            for one in candidates(self._scenario, offer)
            for team in _teams(one, chance)
            for paid in payments(self._scenario, offer)
        ]

    def way(self, one: Acceptance) -> Way:
        """An acceptance in numbers."""
        offer = self._scenario.offer[one.offer]
        outing, paid = self._scenario.outings[one.offer, one.session], offer.funding[one.funding]
        team = tuple(self._people[name] for name, _ in one.attendees)
        agencies = Counter(self._agency[person] for person in team)
        return Way(
            offer=self._offers[one.offer],
            acceptance=one,
            team=team,
            agencies=tuple(agencies),
            first=outing.first,
            last=outing.last,
            absent=_bits(range(outing.first, outing.rested + 1)),
            working=_bits(outing.working),
            days=len(outing.working),
            blocks=tuple(outing.blocks().items()),
            lost=tuple(
                ((agency, week), float(days * count))
                for agency, count in agencies.items()
                for week, days in outing.losses
            ),
            own_cost=in_smallest(paid.own_cost),
            host_cost=in_smallest(paid.host_cost),
            start=(self._hosts[offer.host], outing.fortnight),
            charge=float(charges(self._scenario, one)),
        )


def in_smallest(amount: Decimal, rounding: str = ROUND_CEILING) -> int:
    """An amount of money in millionths: costs are rounded up, and budgets down."""
    return int((amount * _SMALLEST).to_integral_value(rounding))


def _bits(days: Iterable[int]) -> int:
    return sum(1 << day for day in days)


def _teams(one: Candidate, chance: Random) -> Iterator[tuple[tuple[str, int], ...]]:
    """Ways to fill the session's places."""
    places, people = sum(seat.count for seat in one.offer.seats), list(one.seats)
    if comb(len(people), places) <= _TEAMS:
        drawn = list(combinations(people, places))
    else:
        drawn = sorted({tuple(sorted(chance.sample(people, places))) for _ in range(_TEAMS)})
    seated = (seat_officials(one.offer, one.seats, list(team)) for team in drawn)
    return (team for team in seated if team is not None)
