"""The load meter: what each host's calendar takes of a section's desk time, and which offers cost more than they build."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .desks import agency_weeks
from .figures import desk_cost
from .greedy import ways_to_accept
from .roster import Acceptance, Roster
from .scenario import Offer, Scenario
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


def loads(scenario: Scenario, offers: Iterable[Offer]) -> list[Load]:
    """The load of these offers by host and agency, the greatest share first.

    Each offer is taken by itself, in the way that costs desks least; one that nobody can go to takes nothing.
    """
    empty = Roster(scenario)
    found: dict[tuple[str, str], list[OfferLoad]] = {}
    for offer in offers:
        if (one := _alone(empty, offer)) is not None:
            for agency in one.days:
                found.setdefault((offer.host, agency), []).append(one)
    rows = [_load(empty, host, agency, loads) for (host, agency), loads in found.items()]
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


def _load(empty: Roster, host: str, agency: str, offers: list[OfferLoad]) -> Load:
    days = sum((one.days[agency] for one in offers), ZERO)
    whole = sum(week.available for week in agency_weeks(empty, empty.scenario.agency[agency]))
    return Load(host, agency, days, days / whole if whole else ZERO, tuple(offers))
