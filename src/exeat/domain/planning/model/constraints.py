"""The rules of a feasible plan as rows; each row carries its rule's number and the id it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from ..candidates import Candidate, tight_seats
from ..records import Offer
from ..scenario import Scenario
from .program import Number, Program
from .variables import Variables


def add_constraints(program: Program, columns: Variables, scenario: Scenario, offers: Iterable[Offer]) -> None:
    """Rows for the rules, among the offers that have columns."""
    mine: dict[str, list[Candidate]] = defaultdict(list)
    for one in columns.candidates:
        mine[one.offer.id].append(one)
    for offer in offers:
        _one_choice(program, columns, offer, mine[offer.id])
        _links(program, columns, scenario, offer, mine)
    for one in columns.candidates:
        _fill_seats(program, columns, one)
    _apart(program, columns)
    _days_away(program, columns, scenario)
    _cover(program, columns, scenario)
    _money(program, columns, scenario)
    _sessions(program, columns, scenario)


def _one_choice(program: Program, columns: Variables, offer: Offer, choices: list[Candidate]) -> None:
    accepted = columns.accept[offer.id]
    sessions = {columns.session[offer.id, one.session.id]: 1 for one in choices}
    paid = {columns.funding[offer.id, at]: 1 for at in range(len(offer.funding)) if (offer.id, at) in columns.funding}
    program.row({**sessions, accepted: -1}, low=0, high=0)
    program.row({**paid, accepted: -1}, low=0, high=0)
    if offer.must:
        program.row({accepted: 1}, low=1)


def _fill_seats(program: Program, columns: Variables, one: Candidate) -> None:
    """Rule 1: as many go as there are places, and they can be seated."""
    offer, session = one.offer, one.session.id
    held = columns.session[offer.id, session]
    going = {official: columns.attend[offer.id, session, official] for official in one.seats}
    places = sum(seat.count for seat in offer.seats)
    program.row({**dict.fromkeys(going.values(), 1), held: -places}, low=0, high=0)
    for official in going.values():
        program.row({official: 1, held: -1}, high=0)
    for group, officials in tight_seats(one):
        room = sum(offer.seats[at].count for at in group)
        if room < len(officials):
            program.row({**{going[person]: 1 for person in officials}, held: -room}, high=0)


def _apart(program: Program, columns: Variables) -> None:
    """Rule 2: on no day is an official in two trips, each counted to the end of its rest."""
    trips: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for one in columns.candidates:
        for official in one.seats:
            column = columns.attend[one.offer.id, one.session.id, official]
            trips[official].append((one.outing.first, one.outing.rested, column))
    for official, mine in trips.items():
        days = {first for first, _, _ in mine}
        groups = {frozenset(column for first, rested, column in mine if first <= day <= rested) for day in days}
        for group in _largest(groups):
            program.row(dict.fromkeys(sorted(group), 1), high=1, rule=(2, official))


def _largest(groups: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The groups of two or more that are in no other group, in a fixed order."""
    found: list[frozenset[int]] = []
    for group in sorted(groups, key=lambda g: (-len(g), sorted(g))):
        if len(group) > 1 and not any(group <= other for other in found):
            found.append(group)
    return found


def _days_away(program: Program, columns: Variables, scenario: Scenario) -> None:
    """Rule 3: working days away in a block of four weeks."""
    days: dict[tuple[str, int], dict[int, Number]] = defaultdict(dict)
    for one in columns.candidates:
        for official in one.seats:
            for block, count in one.outing.blocks().items():
                days[official, block][columns.attend[one.offer.id, one.session.id, official]] = count
    for (official, _), terms in days.items():
        limit = scenario.official[official].max_days_away
        if limit is not None and sum(terms.values()) > limit:
            program.row(terms, high=limit, rule=(3, official))


def _cover(program: Program, columns: Variables, scenario: Scenario) -> None:
    """Rule 4: on no working day are all holders of a critical skill away."""
    for (state, skill), holders in scenario.holders.items():
        away: dict[int, set[int]] = defaultdict(set)
        for one in columns.candidates:
            if one.offer.state == state:
                going = {
                    columns.attend[one.offer.id, one.session.id, person] for person in holders if person in one.seats
                }
                for day in one.outing.working:
                    away[day] |= going
        for group in _largest({frozenset(group) for group in away.values() if len(group) >= len(holders)}):
            program.row(dict.fromkeys(sorted(group), 1), high=len(holders) - 1, rule=(4, skill))


def _money(program: Program, columns: Variables, scenario: Scenario) -> None:
    """Rule 5: travel budgets of agencies and budgets of hosts."""
    own: dict[str, dict[int, Decimal]] = defaultdict(dict)
    paid: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for (name, at), column in columns.funding.items():
        offer = scenario.offer[name]
        own[offer.lead_agency][column] = offer.funding[at].own_cost
        paid[offer.host][column] = offer.funding[at].host_cost
    for agency in scenario.agencies:
        _budget(program, own[agency.id], agency.travel_budget, agency.id)
    for host in scenario.hosts:
        _budget(program, paid[host.id], host.budget, host.id)


def _budget(program: Program, costs: Mapping[int, Decimal], budget: Decimal | None, name: str) -> None:
    if budget is not None and sum(costs.values()) > budget:
        terms = {column: float(cost) for column, cost in costs.items() if cost}
        program.row(terms, high=float(budget), rule=(5, name))


def _sessions(program: Program, columns: Variables, scenario: Scenario) -> None:
    """Rule 5: sessions of a host that begin in one fortnight."""
    starts: dict[tuple[str, int], dict[int, Number]] = defaultdict(dict)
    for one in columns.candidates:
        starts[one.offer.host, one.outing.fortnight][columns.session[one.offer.id, one.session.id]] = 1
    for (host, _), terms in starts.items():
        limit = scenario.host[host].max_sessions
        if limit is not None and len(terms) > limit:
            program.row(terms, high=limit, rule=(5, host))


def _links(
    program: Program, columns: Variables, scenario: Scenario, offer: Offer, mine: Mapping[str, list[Candidate]]
) -> None:
    """Rule 6: in no session before a required offer has ended; not both of a pair that excludes."""
    for other in offer.requires:
        for day in sorted({one.outing.first for one in mine[offer.id]}):
            begun = {columns.session[offer.id, o.session.id]: 1 for o in mine[offer.id] if o.outing.first <= day}
            over = {columns.session[other, o.session.id]: -1 for o in mine[other] if o.outing.last < day}
            program.row({**begun, **over}, high=0, rule=(6, offer.id))
    for other in offer.excludes:
        both = other in columns.accept and (offer.id < other or offer.id not in scenario.offer[other].excludes)
        if both:
            program.row({columns.accept[offer.id]: 1, columns.accept[other]: 1}, high=1, rule=(6, offer.id))
