"""The load meter: what each host takes of a section's desk time, and which offers cost more than they build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .figures import desk_cost
from .greedy import ways_to_accept
from .records import Offer
from .roster import Acceptance, Roster
from .scenario import Scenario
from .value import ZERO, gain_of


@dataclass(frozen=True)
class OfferLoad:
    """One offer by itself: days that it takes by agency, what these cost, and what it builds, by the rules' worths."""

    offer: str
    days: dict[str, Fraction]
    cost: Fraction
    gain: Fraction

    @property
    def dear(self) -> bool:
        """Whether its desk days cost more than it builds."""
        return self.cost > self.gain


@dataclass(frozen=True)
class Load:
    """What the offers of one host take of one agency: ``share`` of its officials' days over the horizon."""

    host: str
    agency: str
    days: Fraction
    share: Fraction
    offers: tuple[OfferLoad, ...]


def desk_days(scenario: Scenario) -> dict[str, int]:
    """The working days of each agency's officials over the horizon, less leave."""
    weeks = range(scenario.calendar.weeks)
    return {one.id: sum(scenario.available(one, week) for week in weeks) for one in scenario.agencies}


def loads(scenario: Scenario, offers: Iterable[Offer], desks: Mapping[str, int]) -> list[Load]:
    """The load of these offers by host and agency, as shares of ``desks`` (days by agency), the greatest first.

    Each offer is taken by itself, in the way that costs desks least; one that nobody can go to takes nothing.
    """
    empty = Roster(scenario)
    found: dict[tuple[str, str], list[OfferLoad]] = {}
    for offer in offers:
        if (one := _alone(empty, offer)) is not None:
            for agency in one.days:
                found.setdefault((offer.host, agency), []).append(one)
    rows = [_load(host, agency, found[host, agency], desks[agency]) for host, agency in found]
    return sorted(rows, key=lambda row: (-row.share, row.host, row.agency))


def _alone(empty: Roster, offer: Offer) -> OfferLoad | None:
    scenario = empty.scenario
    ways = list(ways_to_accept(empty, offer))
    if not ways:
        return None
    cheapest = min(ways, key=lambda way: desk_cost(scenario, [way]))
    gain = gain_of(scenario, dict(offer.gain))
    return OfferLoad(offer.id, _days(scenario, cheapest), desk_cost(scenario, [cheapest]), gain)


def _days(scenario: Scenario, one: Acceptance) -> dict[str, Fraction]:
    days: dict[str, Fraction] = {}
    for person, _ in one.attendees:
        agency = scenario.official[person].agency
        lost = sum((n for _, n in scenario.outings[one.offer, one.session].losses), ZERO)
        days[agency] = days.get(agency, ZERO) + lost
    return days


def _load(host: str, agency: str, offers: list[OfferLoad], desk: int) -> Load:
    days = sum((one.days[agency] for one in offers), ZERO)
    return Load(host, agency, days, days / desk if desk else ZERO, tuple(offers))
