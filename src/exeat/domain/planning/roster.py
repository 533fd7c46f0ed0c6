"""The accepted offers of a plan in the making, with the sums that its rules and its value are read from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .calendar import Outing
from .records import Offer
from .scenario import Scenario


@dataclass(frozen=True)
class Acceptance:
    """An offer said yes to: which session, which funding option, and (official, seat) for each place."""

    offer: str
    session: str
    funding: int
    attendees: tuple[tuple[str, int], ...]

    def to_json(self) -> dict[str, Any]:
        """What a plan says of an offer that it accepts, beside the offer's name."""
        going = [{"official": person, "seat": seat} for person, seat in self.attendees]
        return {"session": self.session, "funding": self.funding, "attendees": going}


class Roster:
    """Who is away when, what is spent and what is gained, kept up to date as offers are accepted and given back.

    It takes any acceptance whose names are the scenario's; whether that keeps the rules is asked in ``rules``.
    """

    def __init__(self, scenario: Scenario, accepted: Iterable[Acceptance] = ()) -> None:
        self.scenario = scenario
        self.accepted: dict[str, Acceptance] = {}
        self.trips: defaultdict[str, dict[str, Outing]] = defaultdict(dict)  # official -> offer -> outing
        self.away: defaultdict[str, Counter[int]] = defaultdict(Counter)  # official -> trips by working day
        self.blocks: defaultdict[str, Counter[int]] = defaultdict(Counter)  # official -> days away by block
        self.own_spent: defaultdict[str, Decimal] = defaultdict(Decimal)  # by agency
        self.host_spent: defaultdict[str, Decimal] = defaultdict(Decimal)  # by host
        self.starts: Counter[tuple[str, int]] = Counter()  # by host and fortnight
        self.gained: defaultdict[str, Fraction] = defaultdict(Fraction)  # by capability
        self.lost: defaultdict[tuple[str, int], Fraction] = defaultdict(Fraction)  # days by agency and week
        for one in accepted:
            self.add(one)

    def outing(self, one: Acceptance) -> Outing:
        return self.scenario.outings[one.offer, one.session]

    def days_away(self, official: str) -> int:
        """The official's working days away, a day of two trips counted once."""
        return len(self.away[official])

    def add(self, one: Acceptance) -> None:
        self.accepted[one.offer] = one
        outing = self.outing(one)
        for official, _ in one.attendees:
            self.trips[official][one.offer] = outing
            self.away[official].update(outing.working)
        self._count(one, 1)

    def remove(self, offer: str) -> Acceptance:
        one = self.accepted.pop(offer)
        outing = self.outing(one)
        for official, _ in one.attendees:
            del self.trips[official][offer]
            self.away[official] = self.away[official] - Counter(outing.working)
        self._count(one, -1)
        return one

    def _count(self, one: Acceptance, sign: int) -> None:
        scenario, outing = self.scenario, self.outing(one)
        offer = scenario.offer[one.offer]
        funding = offer.funding[one.funding]
        self.own_spent[offer.lead_agency] += sign * funding.own_cost
        self.host_spent[offer.host] += sign * funding.host_cost
        self.starts[offer.host, outing.fortnight] += sign
        for capability, units in offer.gain:
            self.gained[capability] += sign * units
        for official, _ in one.attendees:
            agency = scenario.official[official].agency
            for block, days in outing.blocks().items():
                self.blocks[official][block] += sign * days
            for week, lost in outing.losses:
                self.lost[agency, week] += sign * lost

    def dependents(self, offer: str) -> list[str]:
        """The accepted offers that require this one."""
        return [other for other in self.scenario.links[offer].required_by if other in self.accepted]


def with_dependents(roster: Roster, offer: str) -> list[str]:
    """An accepted offer and those that fall with it, each after one that it requires."""
    found = [offer]
    for name in found:
        found += [other for other in roster.dependents(name) if other not in found]
    return found


def fits(scenario: Scenario, offer: Offer, outing: Outing, seat: int, official: str) -> bool:
    """Whether the official may take a place of the seat: of the offer's state, holding its skills, not on leave."""
    return (
        scenario.state_of[official] == offer.state
        and offer.seats[seat].needs <= scenario.official[official].skills
        and scenario.leave[official].isdisjoint(outing.working)
    )
