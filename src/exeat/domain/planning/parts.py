"""Parts of a scenario that only share what hosts give: budgets, and sessions a fortnight.

A part is some states with their offers. It is searched by itself, within the room that hosts have for it and at prices
on that room; the work of one part is a task that any machine can do, with nothing but what it is handed.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .local import improve
from .model import Model
from .model.program import Floats, Matrix
from .neighbours import draws
from .roster import Acceptance, Roster
from .scenario import Scenario
from .solvers.highs import ROOT, refute, relax, run
from .solvers.interface import Basis, Limits, Meter, Outcome, Relaxed

Good = tuple[str, int | None]  # a host with None, its budget; with a fortnight, its sessions then
Room = Mapping[Good, Fraction]
_NODES = 300  # of a tree that is to refute a worth


def room_of(scenario: Scenario) -> dict[Good, Fraction]:
    """All that hosts have to give; what is without limit is not in it."""
    fortnights = range((scenario.calendar.weeks + 1) // 2)
    room: dict[Good, Fraction] = {}
    for host in scenario.hosts:
        if host.budget is not None:
            room[host.id, None] = Fraction(host.budget)
        if host.max_sessions is not None:
            room |= {(host.id, fortnight): Fraction(host.max_sessions) for fortnight in fortnights}
    return room


def taken(scenario: Scenario, one: Acceptance) -> Iterator[tuple[Good, Fraction]]:
    """What an acceptance takes of what its host gives."""
    offer = scenario.offer[one.offer]
    yield (offer.host, None), Fraction(offer.funding[one.funding].host_cost)
    yield (offer.host, scenario.outings[one.offer, one.session].fortnight), Fraction(1)


def taken_by(scenario: Scenario, accepted: Iterable[Acceptance]) -> dict[Good, Fraction]:
    """What these acceptances take together."""
    total: dict[Good, Fraction] = defaultdict(Fraction)
    for one in accepted:
        for good, amount in taken(scenario, one):
            total[good] += amount
    return total


def part_of(scenario: Scenario, states: Iterable[str]) -> Scenario:
    """The scenario of some of its states, with hosts that know no limit."""
    among = frozenset(states)
    agencies = tuple(one for one in scenario.agencies if one.state in among)
    names = {one.id for one in agencies}
    officials = tuple(one for one in scenario.officials if one.agency in names)
    people = {one.id for one in officials}
    return replace(
        scenario,
        states=tuple(one for one in scenario.states if one.id in among),
        agencies=agencies,
        officials=officials,
        capabilities=tuple(one for one in scenario.capabilities if one.state in among),
        hosts=tuple(replace(one, budget=None, max_sessions=None) for one in scenario.hosts),
        offers=tuple(one for one in scenario.offers if one.state in among),
        desk_prices=tuple(one for one in scenario.desk_prices if one.agency in names or one.official in people),
    )


def separate(scenario: Scenario) -> list[list[str]]:
    """The states in groups of which none requires or excludes an offer of another."""
    group = {one.id: one.id for one in scenario.states}

    def root(state: str) -> str:
        while group[state] != state:
            state = group[state]
        return state

    for offer in scenario.offers:
        for other in (*offer.requires, *offer.excludes):
            group[root(scenario.offer[other].state)] = root(offer.state)
        group[root(scenario.agency[offer.lead_agency].state)] = root(offer.state)
        for capability, _ in offer.gain:
            group[root(scenario.capability[capability].state)] = root(offer.state)
    found: dict[str, list[str]] = defaultdict(list)
    for state in scenario.states:
        found[root(state.id)].append(state.id)
    return list(found.values())


@dataclass(frozen=True)
class Priced:
    """A part's program, with one row for each good that it could take: the last rows of the matrix, in order."""

    matrix: Matrix
    goods: tuple[Good, ...]

    def at(self, prices: Mapping[Good, float]) -> Matrix:
        """The program in which goods cost their prices."""
        first = len(self.matrix.low) - len(self.goods)
        cost = self.matrix.cost.copy()
        for row, good in enumerate(self.goods, first):
            if price := prices.get(good, 0.0):
                span = slice(self.matrix.start[row], self.matrix.start[row + 1])
                cost[self.matrix.index[span]] -= price * self.matrix.value[span]
        return replace(self.matrix, cost=cost)

    def taken(self, values: Floats) -> dict[Good, float]:
        """What the values take of each good."""
        first = len(self.matrix.low) - len(self.goods)
        spans = (
            slice(self.matrix.start[row], self.matrix.start[row + 1]) for row in range(first, len(self.matrix.low))
        )
        sums = (float(self.matrix.value[span] @ values[self.matrix.index[span]]) for span in spans)
        return dict(zip(self.goods, sums, strict=True))


def priced(model: Model, room: Room) -> Priced:
    """The model within this room."""
    terms: dict[Good, dict[int, Fraction]] = defaultdict(dict)
    for (name, at), column in model.columns.funding.items():
        offer = model.scenario.offer[name]
        if offer.funding[at].host_cost and (offer.host, None) in room:
            terms[offer.host, None][column] = Fraction(offer.funding[at].host_cost)
    for one in model.columns.candidates:
        good: Good = (one.offer.host, one.outing.fortnight)
        if good in room:
            terms[good][model.columns.session[one.offer.id, one.session.id]] = Fraction(1)
    for good in terms:
        model.program.row(terms[good], high=room[good])
    return Priced(model.program.matrix(), tuple(terms))


@dataclass(frozen=True)
class Pricing:
    """A task: a part's program at some prices, relaxed."""

    part: Priced
    prices: Mapping[Good, float]
    basis: Basis | None


def prepare(task: tuple[Scenario, Room]) -> Priced:
    """The program of a part within a room."""
    part, room = task
    return priced(Model.of(part, part.offers), room)


def relaxed(task: Pricing) -> Relaxed:
    """The best of the relaxed program at its prices."""
    return relax(task.part.at(task.prices), task.basis)


@dataclass(frozen=True)
class Search:
    """A task: a part to be searched within a room, at prices on it, from a plan that keeps to the room.

    ``prove`` asks for a bound; ``rounds`` is how many neighbourhoods are searched after that. ``deadline`` is in
    seconds as ``time.time`` counts them.
    """

    part: Scenario
    room: Room
    prices: Mapping[Good, float] = field(default_factory=dict)
    start: tuple[Acceptance, ...] = ()
    prove: bool = False
    rounds: int = 0
    seed: int = 0
    deadline: float | None = None


@dataclass(frozen=True)
class Doubt:
    """A task: is nothing in a part, within a room and at prices on it, worth more than this?"""

    part: Scenario
    room: Room
    prices: Mapping[Good, float]
    worth: float
    seed: int = 0
    deadline: float | None = None


@dataclass(frozen=True)
class Found:
    """What a search found. Nothing in the part is worth more at these prices than ``bound``.

    ``whole`` says that no deadline cut it short: then the same search finds the same anywhere.
    """

    accepted: tuple[Acceptance, ...]
    bound: float
    whole: bool


def search_part(task: Search) -> Found:
    """Search one part."""
    meter = _meter(task)
    if meter.over():
        return Found(task.start, float("inf"), whole=False)
    model = Model.of(task.part, task.part.offers)
    matrix = priced(model, task.room).at(task.prices)
    values = model.values(Roster(task.part, task.start))
    root = run(matrix, meter, values, ROOT) if task.prove else Outcome(values, float("inf"), finished=False)
    values = values if root.values is None else root.values
    if task.rounds and not root.finished:
        values = improve(matrix, model.program.about, values, draws(model), meter, lambda: root.bound, task.rounds)
    return Found(tuple(model.roster(values).accepted.values()), root.bound, whole=not meter.over())


def refute_part(task: Doubt) -> Found:
    """Refute the worth, if that can be done with few nodes."""
    meter, bounds = _meter(task), [float("inf")]
    if not meter.over():
        matrix = priced(Model.of(task.part, task.part.offers), task.room).at(task.prices)
        refute(matrix, meter, task.worth, bounds.append, _NODES)
    return Found((), min(bounds), whole=not meter.over())


def _meter(task: Search | Doubt) -> Meter:
    left = None if task.deadline is None else task.deadline - time.time()
    return Meter(Limits(seconds=left, seed=task.seed))
