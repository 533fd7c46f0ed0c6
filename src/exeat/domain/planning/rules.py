"""What makes a plan feasible: the seven rules, each asked of one acceptance against a roster.

A rule that stands in the way is an ``Obstacle``. It names officials where another choice of people might pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .calendar import Outing
from .records import Offer
from .roster import Acceptance, Roster, fits
from .scenario import Scenario


@dataclass(frozen=True)
class Obstacle:
    """A rule, by its number, that an acceptance would break; ``names`` are the ids it concerns."""

    rule: int
    names: tuple[str, ...]
    text: str


def obstacles(roster: Roster, one: Acceptance) -> Iterator[Obstacle]:
    """The rules that adding ``one`` to the roster would break. Offers it requires must be in the roster before."""
    offer, outing = roster.scenario.offer[one.offer], roster.outing(one)
    yield from _seats(roster.scenario, offer, outing, one)
    yield from _overlaps(roster, outing, one)
    yield from _days_away(roster, outing, one)
    yield from _cover(roster, offer, outing, one)
    yield from _money(roster, offer, one)
    yield from _sessions(roster, offer, outing)
    yield from _links(roster, offer, outing)
    if not roster.scenario.calendar.within(outing):
        yield Obstacle(7, (offer.id, one.session), f"{offer.id}: session {one.session} lies outside the horizon")


def violations(scenario: Scenario, accepted: Iterable[Acceptance]) -> list[Obstacle]:
    """Every rule that a plan of these acceptances breaks; empty when it is feasible."""
    roster = Roster(scenario)
    found: list[Obstacle] = []
    for one in sorted(accepted, key=lambda a: scenario.outings[a.offer, a.session].first):
        found += obstacles(roster, one)
        roster.add(one)
    missing = (o.id for o in scenario.offers if o.must and o.id not in roster.accepted)
    return found + [Obstacle(6, (name,), f"{name} must be accepted") for name in missing]


def _seats(scenario: Scenario, offer: Offer, outing: Outing, one: Acceptance) -> Iterator[Obstacle]:
    filled = Counter(seat for _, seat in one.attendees)
    for at in filled.keys() | set(range(len(offer.seats))):
        wanted = offer.seats[at].count if at < len(offer.seats) else 0
        if filled[at] != wanted:
            yield Obstacle(1, (offer.id,), f"{offer.id}: {filled[at]} of {wanted} places of seat {at} are filled")
    for official, places in Counter(person for person, _ in one.attendees).items():
        if places > 1:
            yield Obstacle(1, (offer.id, official), f"{offer.id}: {official} takes {places} places")
    for official, at in one.attendees:
        if at < len(offer.seats) and not fits(scenario, offer, outing, at, official):
            yield Obstacle(
                1, (offer.id, official), f"{offer.id}: {official} is on leave or not qualified for seat {at}"
            )


def _overlaps(roster: Roster, outing: Outing, one: Acceptance) -> Iterator[Obstacle]:
    for official, _ in one.attendees:
        for other, trip in roster.trips[official].items():
            if trip.first <= outing.rested and outing.first <= trip.rested:
                yield Obstacle(2, (official, other), f"{official} is away or not yet rested then, for {other}")


def _days_away(roster: Roster, outing: Outing, one: Acceptance) -> Iterator[Obstacle]:
    blocks = outing.blocks()
    for official, _ in one.attendees:
        limit = roster.scenario.official[official].max_days_away
        for block, days in blocks.items():
            total = roster.blocks[official][block] + days
            if limit is not None and total > limit:
                yield Obstacle(
                    3,
                    (official,),
                    f"{official} would be away {total} days in the four weeks from"
                    f" {roster.scenario.calendar.date(28 * block)}, of at most {limit}",
                )


def _cover(roster: Roster, offer: Offer, outing: Outing, one: Acceptance) -> Iterator[Obstacle]:
    going = {official for official, _ in one.attendees}
    for skill in roster.scenario.rules.critical_skills:
        holders = roster.scenario.holders.get((offer.state, skill), ())
        if going.isdisjoint(holders):
            continue
        staying = [person for person in holders if person not in going]
        gone = [day for day in outing.working if all(roster.away[person][day] for person in staying)]
        if gone:
            when = roster.scenario.calendar.date(gone[0])
            yield Obstacle(4, (skill, *holders), f"nobody who holds {skill} would be at a desk on {when}")


def _money(roster: Roster, offer: Offer, one: Acceptance) -> Iterator[Obstacle]:
    scenario, funding = roster.scenario, offer.funding[one.funding]
    agency, host = scenario.agency[offer.lead_agency], scenario.host[offer.host]
    for what, cost, spent, budget, name in (
        ("travel budget", funding.own_cost, roster.own_spent[agency.id], agency.travel_budget, agency.id),
        ("budget", funding.host_cost, roster.host_spent[host.id], host.budget, host.id),
    ):
        if budget is not None and cost and spent + cost > budget:
            yield Obstacle(5, (name,), f"it costs {cost}, and {budget - spent} is left of {name}'s {what} of {budget}")


def _sessions(roster: Roster, offer: Offer, outing: Outing) -> Iterator[Obstacle]:
    limit = roster.scenario.host[offer.host].max_sessions
    if limit is not None and roster.starts[offer.host, outing.fortnight] >= limit:
        start = roster.scenario.calendar.date(14 * outing.fortnight)
        yield Obstacle(5, (offer.host,), f"{offer.host} begins at most {limit} sessions in the fortnight from {start}")


def _links(roster: Roster, offer: Offer, outing: Outing) -> Iterator[Obstacle]:
    for other in offer.requires:
        if other not in roster.accepted:
            yield Obstacle(6, (offer.id, other), f"it requires {other}, which is not accepted")
        elif roster.outing(roster.accepted[other]).last >= outing.first:
            yield Obstacle(6, (offer.id, other), f"it requires {other}, which does not end before it begins")
    for other in roster.scenario.links[offer.id].excluded:
        if other in roster.accepted:
            yield Obstacle(6, (offer.id, other), f"it and {other} exclude each other")
