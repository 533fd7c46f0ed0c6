"""Which sessions and payments can be chosen at all, so that a solver sees only those.

Taken out: sessions outside the horizon or that nobody could staff even alone, officials who cannot go to one, and
payments that are over the whole budget or in no respect better than another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .calendar import Outing
from .records import Funding, Offer, Session
from .roster import fits
from .scenario import Scenario


@dataclass(frozen=True)
class Candidate:
    """A session that could take place; ``seats`` are, by official who could go, the seats that official fits."""

    offer: Offer
    session: Session
    outing: Outing
    seats: Mapping[str, frozenset[int]]


def candidates(scenario: Scenario, offer: Offer) -> list[Candidate]:
    """The offer's sessions that could take place if it were the only offer."""
    found = []
    for session in offer.sessions:
        outing = scenario.outings[offer.id, session.id]
        seats = {o.id: seats for o in scenario.people[offer.state] if (seats := _seats(scenario, offer, outing, o.id))}
        one = Candidate(offer, session, outing, seats)
        if scenario.calendar.within(outing) and seat_officials(offer, seats, list(seats)) is not None:
            found.append(one)
    return found


def _seats(scenario: Scenario, offer: Offer, outing: Outing, official: str) -> frozenset[int]:
    limit = scenario.official[official].max_days_away
    if limit is not None and max(outing.blocks().values(), default=0) > limit:
        return frozenset()
    return frozenset(at for at in range(len(offer.seats)) if fits(scenario, offer, outing, at, official))


def payments(scenario: Scenario, offer: Offer) -> list[int]:
    """The funding options that could be taken alone, less those that another makes needless."""
    agency, host = scenario.agency[offer.lead_agency], scenario.host[offer.host]
    paid = [
        at
        for at, option in enumerate(offer.funding)
        if (agency.travel_budget is None or option.own_cost <= agency.travel_budget)
        and (host.budget is None or option.host_cost <= host.budget)
    ]
    return [at for at in paid if not any(_needless(offer.funding, at, other) for other in paid if other != at)]


def _needless(options: tuple[Funding, ...], at: int, other: int) -> bool:
    one, two = options[at], options[other]
    as_good = two.own_cost <= one.own_cost and two.host_cost <= one.host_cost and two.ask <= one.ask
    return as_good and (other < at or (two.own_cost, two.host_cost, two.ask) != (one.own_cost, one.host_cost, one.ask))


def seat_officials(
    offer: Offer, seats: Mapping[str, frozenset[int]], people: list[str]
) -> tuple[tuple[str, int], ...] | None:
    """Every place of the offer filled from ``people`` (a bipartite matching, by augmenting paths), or none."""
    places = [at for at, seat in enumerate(offer.seats) for _ in range(seat.count)]
    holder: dict[int, str] = {}  # place -> official
    for official in people:
        _place(official, places, seats, holder, set())
    if len(holder) < len(places):
        return None
    seated = ((holder[place], places[place]) for place in range(len(places)))
    return tuple(sorted(seated, key=lambda place: (place[1], place[0])))


def _place(
    official: str, places: list[int], seats: Mapping[str, frozenset[int]], holder: dict[int, str], tried: set[int]
) -> bool:
    for place, seat in enumerate(places):
        if seat in seats[official] and place not in tried:
            tried.add(place)
            if place not in holder or _place(holder[place], places, seats, holder, tried):
                holder[place] = official
                return True
    return False


def tight_seats(one: Candidate) -> Iterator[tuple[frozenset[int], list[str]]]:
    """Groups of seats with the officials who fit no seat outside the group.

    A choice of as many officials as there are places can be seated exactly when no more come from such a list than
    its group has places (Hall 1935, "On representatives of subsets").
    """
    groups: set[frozenset[int]] = set()
    for kind in set(one.seats.values()):
        groups |= {kind} | {group | kind for group in groups}
    for group in sorted(groups, key=sorted):
        if len(group) < len(one.offer.seats):
            yield group, [person for person, seats in one.seats.items() if seats <= group]
