"""The columns of a planning program, and the way between them and a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..candidates import Candidate, candidates, payments, seat_officials
from ..records import Offer
from ..roster import Acceptance, Roster
from ..scenario import Scenario
from ..value import ZERO, steps
from .program import INFINITY, Floats, Program


@dataclass
class Variables:
    """Columns by what they stand for. An offer is accepted as often as one of its sessions is, and one payment."""

    candidates: list[Candidate] = field(default_factory=list)
    accept: dict[str, int] = field(default_factory=dict)
    session: dict[tuple[str, str], int] = field(default_factory=dict)
    funding: dict[tuple[str, int], int] = field(default_factory=dict)
    attend: dict[tuple[str, str, str], int] = field(default_factory=dict)  # offer, session, official
    gained: dict[str, list[int]] = field(default_factory=dict)  # by capability: units in each step
    short: dict[tuple[str, int], int] = field(default_factory=dict)  # by agency and week: days below the reserve
    most: dict[str, int] = field(default_factory=dict)  # by agency: most days away of one official


def add_variables(program: Program, scenario: Scenario, offers: Sequence[Offer]) -> Variables:
    """Columns for a plan of these offers."""
    columns = Variables()
    for offer in offers:
        columns.accept[offer.id] = program.column(about=offer.id)
        for at in payments(scenario, offer):
            columns.funding[offer.id, at] = program.column(whole=True, about=offer.id)
        for one in candidates(scenario, offer):
            columns.candidates.append(one)
            columns.session[offer.id, one.session.id] = program.column(whole=True, about=offer.id)
            for official in one.seats:
                columns.attend[offer.id, one.session.id, official] = program.column(whole=True, about=offer.id)
    for capability in scenario.capabilities:
        widths = [width for width, _ in steps(scenario.rules, capability)]
        columns.gained[capability.id] = [program.column(width) for width in widths]
    for key in sorted(_weeks_at_stake(scenario, columns.candidates)):
        columns.short[key] = program.column(INFINITY)
    for agency in scenario.agencies:
        columns.most[agency.id] = program.column(INFINITY)
    return columns


def _weeks_at_stake(scenario: Scenario, choices: Iterable[Candidate]) -> set[tuple[str, int]]:
    return {
        (scenario.official[official].agency, week)
        for one in choices
        for official in one.seats
        for week, _ in one.outing.losses
    }


def values_of(columns: Variables, size: int, roster: Roster) -> list[float]:
    """Each column's value in the roster's plan, which must be feasible."""
    scenario, values = roster.scenario, [0.0] * size
    for one in roster.accepted.values():
        values[columns.accept[one.offer]] = values[columns.session[one.offer, one.session]] = 1.0
        values[columns.funding[one.offer, _as_good(scenario, columns, one)]] = 1.0
        for official, _ in one.attendees:
            values[columns.attend[one.offer, one.session, official]] = 1.0
    for name, parts in columns.gained.items():
        units = roster.gained[name]
        for column, (width, _) in zip(parts, steps(scenario.rules, scenario.capability[name]), strict=True):
            values[column] = float(min(units, width))
            units -= min(units, width)
    for key, column in columns.short.items():
        values[column] = float(max(ZERO, roster.lost[key] - scenario.spare[key]))
    for person in scenario.officials:
        column = columns.most[person.agency]
        values[column] = max(values[column], roster.days_away(person.id))
    return values


def _as_good(scenario: Scenario, columns: Variables, one: Acceptance) -> int:
    """The acceptance's payment, or the one that made it needless."""
    options = scenario.offer[one.offer].funding
    chosen = options[one.funding]
    for at, option in enumerate(options):
        as_good = option.own_cost <= chosen.own_cost and option.host_cost <= chosen.host_cost
        if (one.offer, at) in columns.funding and as_good and option.ask <= chosen.ask:
            return at
    raise AssertionError(f"{one.offer}: funding option {one.funding} cannot be paid")


def roster_of(columns: Variables, scenario: Scenario, values: Floats) -> Roster:
    """The plan that the columns' values stand for."""
    paid = {offer: at for (offer, at), column in columns.funding.items() if values[column] > 0.5}
    roster = Roster(scenario)
    for one in columns.candidates:
        offer, session = one.offer.id, one.session.id
        if values[columns.session[offer, session]] > 0.5:
            going = [person for person in one.seats if values[columns.attend[offer, session, person]] > 0.5]
            attendees = seat_officials(one.offer, one.seats, going)
            assert attendees is not None, f"{offer}: {going} do not fill its seats"
            roster.add(Acceptance(offer, session, paid[offer], attendees))
    return roster
