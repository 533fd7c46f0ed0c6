"""A plan in the making as running sums, for a search that changes it very often.

The sums of gains and days are binary fractions, so that its ``worth`` is near to the plan's value and not the value.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from .scenario import Scenario
from .value import steps
from .ways import Key, Way, in_smallest

_NO_LIMIT = 10**18


class Tally:
    """Which way each offer is accepted, if it is, and what is left of all that is limited.

    It takes any way; whoever changes the plan sees to the rules.
    """

    def __init__(self, scenario: Scenario) -> None:
        officials, agencies = scenario.officials, {one.id: at for at, one in enumerate(scenario.agencies)}
        hosts = {one.id: at for at, one in enumerate(scenario.hosts)}
        capabilities = {one.id: at for at, one in enumerate(scenario.capabilities)}
        self.worth = 0.0
        self.chosen: list[Way | None] = [None] * len(scenario.offers)
        self.host = [hosts[one.host] for one in scenario.offers]
        self.lead = [agencies[one.lead_agency] for one in scenario.offers]
        self.own_left = [_money(one.travel_budget) for one in scenario.agencies]
        self.host_left = [_money(one.budget) for one in scenario.hosts]
        self.starts_left: dict[Key, int] = {
            (at, fortnight): _NO_LIMIT if one.max_sessions is None else one.max_sessions
            for at, one in enumerate(scenario.hosts)
            for fortnight in range(-1, scenario.calendar.weeks // 2 + 2)
        }
        blocks = scenario.calendar.weeks // 4 + 2
        self.days_left = [[_NO_LIMIT if o.max_days_away is None else o.max_days_away] * blocks for o in officials]
        self.absent = [0] * len(officials)
        self.away = [0] * len(officials)
        self.trips: list[set[int]] = [set() for _ in officials]
        self._days = [0] * len(officials)
        self._agency = [agencies[one.agency] for one in officials]
        self._staff = [[at for at, one in enumerate(self._agency) if one == agency] for agency in agencies.values()]
        self._most = [0] * len(agencies)
        self._lost = {(agencies[name], week): 0.0 for name, week in scenario.spare}
        self._spare = {(agencies[name], week): float(days) for (name, week), days in scenario.spare.items()}
        self._gain = [[(capabilities[name], float(n)) for name, n in one.gain] for one in scenario.offers]
        self._steps = [
            [(float(width), float(slope)) for width, slope in steps(scenario.rules, one)]
            for one in scenario.capabilities
        ]
        self._units = [0.0] * len(capabilities)
        self._shortfall, self._unfairness = float(scenario.rules.shortfall), float(scenario.rules.unfairness)

    def at_most(self, way: Way) -> float:
        """What the plan cannot be worth more than with the way added, whatever days it takes."""
        return self.worth + self._gained(way.offer, 1) - way.charge

    def add(self, way: Way) -> None:
        """Accept an offer that is not accepted."""
        offer = way.offer
        self.chosen[offer] = way
        self.worth = self.at_most(way) - self._shortfall * self._short(way, 1)
        for capability, units in self._gain[offer]:
            self._units[capability] += units
        for person in way.team:
            self.absent[person] |= way.absent
            self.away[person] |= way.working
            self.trips[person].add(offer)
            left = self.days_left[person]
            for block, days in way.blocks:
                left[block] -= days
            self._days[person] += way.days
            agency = self._agency[person]
            if (more := self._days[person] - self._most[agency]) > 0:
                self.worth -= self._unfairness * more
                self._most[agency] += more
        self.own_left[self.lead[offer]] -= way.own_cost
        self.host_left[self.host[offer]] -= way.host_cost
        self.starts_left[way.start] -= 1

    def remove(self, offer: int) -> Way:
        """Decline an offer that is accepted; the way it was."""
        way = self.chosen[offer]
        assert way is not None
        self.chosen[offer] = None
        self.worth += self._gained(offer, -1) + way.charge - self._shortfall * self._short(way, -1)
        for capability, units in self._gain[offer]:
            self._units[capability] -= units
        for person in way.team:
            self.absent[person] &= ~way.absent
            self.away[person] &= ~way.working
            self.trips[person].discard(offer)
            left = self.days_left[person]
            for block, days in way.blocks:
                left[block] += days
            self._days[person] -= way.days
        for agency in way.agencies:
            most = max([self._days[person] for person in self._staff[agency]])
            self.worth += self._unfairness * (self._most[agency] - most)
            self._most[agency] = most
        self.own_left[self.lead[offer]] += way.own_cost
        self.host_left[self.host[offer]] += way.host_cost
        self.starts_left[way.start] += 1
        return way

    def _gained(self, offer: int, sign: int) -> float:
        """What the offer's units are worth more, counted so many times more."""
        more = 0.0
        for capability, units in self._gain[offer]:
            before = self._units[capability]
            after = before + sign * units
            low, high = (before, after) if sign > 0 else (after, before)
            edge = 0.0
            for width, slope in self._steps[capability]:
                begin, edge = edge, edge + width
                if low < edge and begin < high:
                    more += sign * slope * ((high if high < edge else edge) - (low if low > begin else begin))
        return more

    def _short(self, way: Way, sign: int) -> float:
        """The days of shortfall more, with the way counted so many times more."""
        more, lost, spares = 0.0, self._lost, self._spare
        for key, days in way.lost:
            before = lost[key]
            after = lost[key] = before + sign * days
            spare = spares[key]
            if after > spare or before > spare:
                more += (after if after > spare else spare) - (before if before > spare else spare)
        return more


def _money(budget: Decimal | None) -> int:
    return _NO_LIMIT if budget is None else in_smallest(budget, ROUND_FLOOR)
