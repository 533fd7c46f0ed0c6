"""Search by many small changes: an offer is accepted in another way, and what is in the way of that is declined.

A change for the worse is kept now and then, the more seldom the longer the search has gone on (Kirkpatrick, Gelatt &
Vecchi 1983). Some 40,000 changes a second are tried where a solver decides on one neighbourhood; so it soon comes near
to the best of a large section from a poor plan, and a solver makes the rest of the way from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from random import Random

from .roster import Acceptance, Roster
from .scenario import Scenario
from .solvers.interface import Meter
from .tally import Tally
from .ways import Way, Ways

_UNIT = 5000  # changes in a unit of work
_HOT, _COLD = 0.08, 0.008  # the loss that is kept one time in three, at first and in the end, of what an offer gains
_DECLINING = 0.2  # of the changes to an accepted offer


def anneal(scenario: Scenario, start: Roster, meter: Meter, units: int) -> Roster:
    """The best plan met within so many units of work, no worse than ``start``, which must keep the rules."""
    chance = Random(meter.limits.seed)  # noqa: S311
    changes = _Changes(scenario, start, Tally(scenario), Ways(scenario), chance)
    hot = _HOT * _typical(scenario)
    for unit in range(units):
        if not meter.passes():
            break
        changes.try_some(_UNIT, hot * (_COLD / _HOT) ** (unit / units))
    return Roster(scenario, changes.best)


def _typical(scenario: Scenario) -> float:
    """What an offer gains on average where nothing else is accepted."""
    first = float(scenario.rules.gain_steps[0][1]) if scenario.rules.gain_steps else 0.0
    gains = (float(scenario.capability[name].weight * n) for offer in scenario.offers for name, n in offer.gain)
    return first * sum(gains) / max(1, len(scenario.offers))


class _Changes:
    """A plan that is changed again and again, and the best that it has been."""

    def __init__(self, scenario: Scenario, start: Roster, tally: Tally, ways: Ways, chance: Random) -> None:
        place = {one.id: at for at, one in enumerate(scenario.offers)}
        self._tally, self._random = tally, chance.random
        self._must = [one.must for one in scenario.offers]
        self._requires = [[place[other] for other in one.requires] for one in scenario.offers]
        self._required_by = [[place[other] for other in scenario.links[one.id].required_by] for one in scenario.offers]
        self._excluded = [[place[other] for other in scenario.links[one.id].excluded] for one in scenario.offers]
        people = {one.id: at for at, one in enumerate(scenario.officials)}
        holders = [[people[name] for name in names] for names in scenario.holders.values()]
        self._covers = [[group for group in holders if person in group] for person in people.values()]
        self._of_host = _alike(tally.host)
        self._of_lead = _alike(tally.lead)
        self._ways = [ways.of(one, chance) for one in scenario.offers]
        self._open = [at for at, mine in enumerate(self._ways) if mine]
        self._gone: list[Way] = []  # what the change at hand has declined
        for one in start.accepted.values():
            tally.add(ways.way(one))
        self._best, self._most = list(tally.chosen), tally.worth

    @property
    def best(self) -> Iterator[Acceptance]:
        return (way.acceptance for way in self._best if way is not None)

    def try_some(self, changes: int, heat: float) -> None:
        """Try so many changes, keeping each one that loses nothing, and others by chance."""
        tally, random = self._tally, self._random
        for _ in range(changes if self._open else 0):
            offer = self._open[int(random() * len(self._open))]
            least = tally.worth + heat * log(1 - random())
            way = self._drawn(offer)
            if self._change(offer, way, least) and tally.worth >= least:
                if tally.worth > self._most + 1e-7:
                    self._best, self._most = list(tally.chosen), tally.worth
            else:
                if way is not None and tally.chosen[offer] is way:
                    tally.remove(offer)
                for gone in reversed(self._gone):
                    tally.add(gone)
            self._gone.clear()

    def _drawn(self, offer: int) -> Way | None:
        """Another way to answer the offer; None is to decline it."""
        ways, now = self._ways[offer], self._tally.chosen[offer]
        if now is not None and self._random() < _DECLINING:
            return now if self._must[offer] else None
        return ways[int(self._random() * len(ways))]

    def _change(self, offer: int, way: Way | None, least: float) -> bool:
        """Answer an offer in another way, whatever must be declined for that.

        Whether it could be done; it is not where the plan would be worth less than ``least`` for sure.
        """
        chosen = self._tally.chosen
        if (now := chosen[offer]) is not None:
            for other in self._required_by[offer]:
                after = chosen[other]
                if after is not None and (way is None or way.last >= after.first) and not self._decline(other):
                    return False
            self._gone.append(self._tally.remove(offer))
        if way is None:
            return now is not None
        if way is now or not (
            self._required(way)
            and self._apart(way)
            and self._within_days(way)
            and self._cover(way)
            and self._within_budgets(way)
            and self._required(way)
            and self._tally.at_most(way) >= least
        ):
            return False
        self._tally.add(way)
        return True

    def _decline(self, offer: int) -> bool:
        """Decline an offer, and those that require it; whether that may be."""
        if self._tally.chosen[offer] is None:
            return True
        if self._must[offer] or not all(map(self._decline, self._required_by[offer])):
            return False
        self._gone.append(self._tally.remove(offer))
        return True

    def _one_of(self, offers: Sequence[int]) -> bool:
        """Decline one of these offers, by chance."""
        return bool(offers) and self._decline(offers[int(self._random() * len(offers))])

    def _required(self, way: Way) -> bool:
        """Rule 6: what it requires is over by then."""
        chosen = self._tally.chosen
        for other in self._requires[way.offer]:
            before = chosen[other]
            if before is None or before.last >= way.first:
                return False
        return True

    def _apart(self, way: Way) -> bool:
        """Rules 2 and 6: those who go make no other trip then, and no offer is accepted that excludes this one."""
        tally, absent = self._tally, way.absent
        for person in way.team:
            if tally.absent[person] & absent:
                for trip in sorted(tally.trips[person]):
                    other = tally.chosen[trip]
                    if other is not None and other.absent & absent and not self._decline(trip):
                        return False
        excluded = self._excluded[way.offer]
        return not excluded or all(map(self._decline, excluded))

    def _within_days(self, way: Way) -> bool:
        """Rule 3: days away in four weeks."""
        tally = self._tally
        for person in way.team:
            left = tally.days_left[person]
            for block, days in way.blocks:
                while left[block] < days:
                    trips = [trip for trip in sorted(tally.trips[person]) if self._in_block(trip, block)]
                    if not self._one_of(trips):
                        return False
        return True

    def _in_block(self, trip: int, block: int) -> bool:
        way = self._tally.chosen[trip]
        return way is not None and any(other == block for other, _ in way.blocks)

    def _cover(self, way: Way) -> bool:
        """Rule 4: on no day are all holders of a critical skill away."""
        tally = self._tally
        for person in way.team:
            for group in self._covers[person]:
                while days := self._all_away(way, group):
                    staying = [other for other in group if other not in way.team]
                    trips = {trip for other in staying for trip in tally.trips[other] if self._on(trip, days)}
                    if not self._one_of(sorted(trips)):
                        return False
        return True

    def _all_away(self, way: Way, group: Sequence[int]) -> int:
        """The days of the way on which the others of the group are away too."""
        days, away = way.working, self._tally.away
        for person in group:
            if person not in way.team:
                days &= away[person]
                if not days:
                    break
        return days

    def _on(self, trip: int, days: int) -> bool:
        way = self._tally.chosen[trip]
        return way is not None and bool(way.working & days)

    def _within_budgets(self, way: Way) -> bool:
        """Rule 5: travel budgets, hosts' budgets, and hosts' sessions in a fortnight."""
        tally, chosen = self._tally, self._tally.chosen
        lead, host = tally.lead[way.offer], tally.host[way.offer]
        while tally.own_left[lead] < way.own_cost:
            if not self._one_of([at for at in self._of_lead[lead] if (one := chosen[at]) and one.own_cost]):
                return False
        while tally.host_left[host] < way.host_cost:
            if not self._one_of([at for at in self._of_host[host] if (one := chosen[at]) and one.host_cost]):
                return False
        while tally.starts_left[way.start] < 1:
            if not self._one_of([at for at in self._of_host[host] if (one := chosen[at]) and one.start == way.start]):
                return False
        return True


def _alike(kinds: Sequence[int]) -> dict[int, list[int]]:
    """The places of each kind in the list."""
    found: dict[int, list[int]] = {}
    for at, kind in enumerate(kinds):
        found.setdefault(kind, []).append(at)
    return found
