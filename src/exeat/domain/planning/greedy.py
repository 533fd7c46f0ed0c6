"""Plans made without a solver: two as a person with a list makes them, and either made better step by step.

They give the solver its first plan and the floor below which no plan falls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from .records import Offer, Session
from .roster import Acceptance, Roster, fits
from .rules import obstacles
from .scenario import Scenario
from .value import ZERO, shortfall_days, value, worth

_ATTEMPTS = 4  # staffings tried before a session is passed over


def by_score(scenario: Scenario) -> Roster:
    """Offers by the first-step worth of their gains, best first, while no desk falls below its reserve."""

    def score(offer: Offer) -> Fraction:
        gains = ((scenario.capability[name], units) for name, units in offer.gain)
        slope = scenario.rules.gain_steps[0][1] if scenario.rules.gain_steps else ZERO
        return sum((capability.weight * slope * units for capability, units in gains), ZERO)

    return _in_order(scenario, sorted(scenario.offers, key=score, reverse=True), keep_reserve=True)


def by_date(scenario: Scenario) -> Roster:
    """Yes to everything that can be staffed and paid, in the order of its first date."""
    dated = (offer for offer in scenario.offers if offer.sessions)
    return _in_order(scenario, sorted(dated, key=lambda o: min(s.start for s in o.sessions)), keep_reserve=False)


def improve(roster: Roster) -> None:
    """Accept what adds value and give back what adds none, one offer at a time, until neither helps."""
    moved = True
    while moved:
        moved = _give_back(roster)
        for offer in roster.scenario.offers:
            if offer.id not in roster.accepted and (best := best_acceptance(roster, offer)) is not None:
                roster.add(best)
                moved = True


def best_acceptance(roster: Roster, offer: Offer) -> Acceptance | None:
    """The way to accept the offer beside the rest of the roster that adds most; none where none adds anything."""
    ways = ((worth(roster, one), one) for one in ways_to_accept(roster, offer))
    return max((way for way in ways if way[0] > 0), key=lambda way: way[0], default=(ZERO, None))[1]


def ways_to_accept(roster: Roster, offer: Offer) -> Iterator[Acceptance]:
    """For each session and funding option the first staffing found that keeps every rule."""
    for session in offer.sessions:
        for funding in range(len(offer.funding)):
            if (one := _acceptance(roster, offer, session, funding, lambda _: True)) is not None:
                yield one


def best_of(scenario: Scenario, rosters: Iterable[Roster]) -> Roster:
    """The roster of the highest value; the first of equals."""
    return max(rosters, key=lambda roster: value(scenario, roster.accepted.values()))


def spare(roster: Roster) -> Roster:
    """The roster without offers that add nothing: nobody travels where staying is worth as much."""
    while _give_back(roster):
        pass
    return roster


def _give_back(roster: Roster) -> bool:
    """Decline every offer that adds nothing, but those that must be and those that others need; whether one did."""
    moved = False
    for name in list(roster.accepted):
        if roster.scenario.offer[name].must or roster.dependents(name):
            continue
        one = roster.remove(name)
        if worth(roster, one) <= 0:
            moved = True
        else:
            roster.add(one)
    return moved


def _in_order(scenario: Scenario, offers: Iterable[Offer], keep_reserve: bool) -> Roster:
    roster = Roster(scenario)

    def allowed(one: Acceptance) -> bool:
        return not keep_reserve or not shortfall_days(roster, one)

    for offer in offers:
        options = ((session, funding) for session in offer.sessions for funding in range(len(offer.funding)))
        found = (_acceptance(roster, offer, session, funding, allowed) for session, funding in options)
        if (one := next((one for one in found if one is not None), None)) is not None:
            roster.add(one)
    return roster


def _acceptance(
    roster: Roster, offer: Offer, session: Session, funding: int, allowed: Callable[[Acceptance], bool]
) -> Acceptance | None:
    """A staffing that keeps the rules: officials whom a rule names are passed over, a few times."""
    barred: set[str] = set()
    for _ in range(_ATTEMPTS):
        attendees = staff(roster, offer, session, barred)
        if attendees is None:
            return None
        one = Acceptance(offer.id, session.id, funding, attendees)
        broken = list(obstacles(roster, one))
        if not broken:
            return one if allowed(one) else None
        named = {name for obstacle in broken for name in obstacle.names} & {person for person, _ in attendees}
        if not named:
            return None
        barred |= named
    return None


def staff(roster: Roster, offer: Offer, session: Session, barred: set[str]) -> tuple[tuple[str, int], ...] | None:
    """For each place in turn the least-travelled official who fits, by seat and name; None where one stays empty.

    Whoever was placed before changes to another seat where a place could not be filled otherwise (Kuhn 1955).
    """
    outing = roster.scenario.outings[offer.id, session.id]
    people = [one.id for one in roster.scenario.people[offer.state] if one.id not in barred]
    fit = [[one for one in people if fits(roster.scenario, offer, outing, at, one)] for at in range(len(offer.seats))]
    taken: dict[str, int] = {}

    def place(at: int, asked: set[str]) -> bool:
        for person in sorted(fit[at], key=lambda one: (one in taken, roster.days_away(one), one)):
            if person not in asked:
                asked.add(person)
                if person not in taken or place(taken[person], asked):
                    taken[person] = at
                    return True
        return False

    if not all(place(at, set()) for at, seat in enumerate(offer.seats) for _ in range(seat.count)):
        return None
    return tuple(sorted(taken.items(), key=lambda one: (one[1], one[0])))
