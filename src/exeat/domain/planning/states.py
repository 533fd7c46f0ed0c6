"""Many states at once: searched apart, at prices on what hosts give, and brought together again.

1. *Prices*: each part relaxed at some prices; a small program of mixtures of their answers says better prices, until
   the two agree (Dantzig & Wolfe 1960; the prices are smoothed, Wentges 1997).
2. *Bound*: each part, whole, at these prices. No plan is worth more than the parts' bounds and all room at its price.
3. *Plan*: the parts' answers together, less the acceptances for which hosts have no room.
4. *Exchange*: parts searched in neighbourhoods, alone and in pairs in turn, within the room that they hold and a
   share of what is left.
5. *Bound again*, whenever exchange has come to bring less for its time: of each part, a worth below its bound is
   refuted.

A unit of work is one part searched. The answers are taken in order, so that the same work makes the same plan on one
machine or on many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Protocol, TypeVar

from .mixtures import Mixtures
from .parts import (
    Doubt,
    Found,
    Good,
    Pricing,
    Room,
    Search,
    part_of,
    prepare,
    refute_part,
    relaxed,
    room_of,
    search_part,
    separate,
    taken,
    taken_by,
)
from .roster import Acceptance, Roster, with_dependents
from .scenario import Scenario
from .solvers.interface import Basis, Meter
from .value import value, worth

Argument = TypeVar("Argument")
Answer = TypeVar("Answer")
Task = TypeVar("Task", Search, Doubt)

_PRICINGS = 14  # at most
_AGREED = 1e-3  # relative: prices are good enough
_SMOOTH = 0.6  # the share of the best prices so far in the next
_ROUNDS = 8  # neighbourhoods of a part or a pair, each time
_PATIENCE = 4  # times round all parts that find nothing
_DOUBTS = 8  # times round all parts take about as long as refuting a worth of each (ADR 140)
_FIRST_DOUBTS = 0.12  # of the gap: what that may bring the first time
# How far below a part's bound a worth is put, of the gap between the bound and the part's plan.
_STEP, _LEAST_STEP = 0.25, 0.05


class Hands(Protocol):
    """Whoever does the tasks: an executor of ``concurrent.futures`` is one."""

    def map(self, task: Callable[[Argument], Answer], arguments: Iterable[Argument]) -> Iterator[Answer]:
        """The answers in the order of the arguments."""


class Here:
    """Tasks done one after the other, in this process."""

    def map(self, task: Callable[[Argument], Answer], arguments: Iterable[Argument]) -> Iterator[Answer]:
        return map(task, arguments)


class Together:
    """The plans of the parts so far, and what is known of the best."""

    def __init__(self, scenario: Scenario, start: Roster, meter: Meter, hands: Hands) -> None:
        self.scenario, self.meter, self.hands = scenario, meter, hands
        self.room = room_of(scenario)
        self.parts = [part_of(scenario, states) for states in separate(scenario)]
        self.place = {offer.id: at for at, part in enumerate(self.parts) for offer in part.offers}
        self.plans = self._split(start)
        self.bound = float("inf")
        self._prices: dict[Good, float] = {}
        self._worths: list[float] = []  # what each part is worth at most, at these prices
        self._steps = [_STEP] * len(self.parts)

    def roster(self) -> Roster:
        """The plan of all parts."""
        return Roster(self.scenario, (one for plan in self.plans for one in plan))

    def search(self) -> None:
        """Make the plans better, and the bound less, until the meter's limits."""
        if self._find_prices() and self._at_prices():
            self._exchange()

    def _split(self, roster: Roster) -> list[tuple[Acceptance, ...]]:
        plans: list[list[Acceptance]] = [[] for _ in self.parts]
        for one in roster.accepted.values():
            plans[self.place[one.offer]].append(one)
        return [tuple(plan) for plan in plans]

    def _find_prices(self) -> bool:
        """Find prices at which the relaxed parts want about what there is; whether the limits left time for that."""
        programs = list(self.hands.map(prepare, [(part, self.room) for part in self.parts]))
        mixtures = Mixtures(self.room, len(programs))
        bases: list[Basis | None] = [None] * len(programs)
        prices: dict[Good, float] = {}
        best: tuple[dict[Good, float], list[float]] = {}, []
        for _ in range(_PRICINGS):
            if self.meter.over():
                return False
            tasks = [Pricing(part, prices, basis) for part, basis in zip(programs, bases, strict=True)]
            answers = list(self.hands.map(relaxed, tasks))
            self.meter.count()
            bases = [answer.basis for answer in answers]
            worths = [answer.worth for answer in answers]
            if (least := sum(worths) + self._cost(prices)) < self.bound:
                self.bound, best = least, (prices, worths)
            for at, (program, answer) in enumerate(zip(programs, answers, strict=True)):
                mixtures.add(at, float(program.matrix.cost @ answer.values), program.taken(answer.values))
            mixed, wanted = mixtures.best()
            if self.bound - mixed <= _AGREED * abs(self.bound):
                break
            goods = sorted(best[0].keys() | wanted.keys(), key=str)
            prices = {good: _SMOOTH * best[0].get(good, 0.0) + (1 - _SMOOTH) * wanted.get(good, 0.0) for good in goods}
        self._prices, self._worths = best
        return True

    def _cost(self, prices: Mapping[Good, float]) -> float:
        return sum(price * float(self.room[good]) for good, price in prices.items())

    def _at_prices(self) -> bool:
        """Search each part at the prices; whether the limits left time for all."""
        tasks = [
            Search(part, self.room, self._prices, plan, prove=True, seed=self.meter.limits.seed)
            for part, plan in zip(self.parts, self.plans, strict=True)
        ]
        plans = list(self.plans)
        for at, found in enumerate(self._done(search_part, tasks)):
            plans[at], self._worths[at] = found.accepted, min(self._worths[at], found.bound)
        self.bound = min(self.bound, sum(self._worths) + self._cost(self._prices))
        roster = Roster(self.scenario, (one for plan in plans for one in plan))
        if make_room(roster, self.room) and value(self.scenario, roster.accepted.values()) > value(
            self.scenario, self.roster().accepted.values()
        ):
            self.plans = self._split(roster)
        return not self.meter.over()

    def _done(self, do: Callable[[Task], Found], tasks: Sequence[Task]) -> Iterator[Found]:
        """The answers to as many of the tasks as the limits allow, in their order."""
        if self.meter.over():
            return
        deadline = self.meter.deadline()
        allowed = [replace(task, deadline=deadline) for task in tasks[: self.meter.room()]]
        for found in self.hands.map(do, allowed):
            if not found.whole or self.meter.limits.interrupted():
                return
            self.meter.count()
            yield found

    def _exchange(self) -> None:
        """Search in parts and pairs of them, until there is no more to find or the limits come."""
        chance = Random(self.meter.limits.seed)  # noqa: S311
        stale = turn = 0
        gained = [0.0, 0.0]  # by the last time round all parts, and by that round pairs of them
        lowered = _FIRST_DOUBTS * (self.bound - self._worth())  # by the last worths refuted
        while stale < _PATIENCE and not self.meter.over():
            size = 1 + turn % 2
            order = chance.sample(range(len(self.parts)), len(self.parts))
            groups = [order[at : at + size] for at in range(0, len(order), size)]
            before, bound = self._worth(), self.bound
            tasks = [self._task(group, room, chance) for group, room in zip(groups, self._rooms(groups), strict=True)]
            for group, found in zip(groups, self._done(search_part, tasks), strict=False):
                for at in group:
                    self.plans[at] = tuple(one for one in found.accepted if self.place[one.offer] == at)
            gained[turn % 2] = self._worth() - before
            if turn > 0 and _DOUBTS * sum(gained) / 2 < lowered:
                self._lower()
                lowered = bound - self.bound
            stale = 0 if gained[turn % 2] > 0 or self.bound < bound else stale + 1
            turn += 1

    def _worth(self) -> float:
        return float(value(self.scenario, self.roster().accepted.values()))

    def _lower(self) -> None:
        """Bring the parts' bounds down, by less where that was too much before."""
        gaps = [worth - self._worth_at_prices(plan) for worth, plan in zip(self._worths, self.plans, strict=True)]
        doubted = [at for at, step in enumerate(self._steps) if step >= _LEAST_STEP and gaps[at] > 0]
        tasks = [
            Doubt(
                self.parts[at],
                self.room,
                self._prices,
                self._worths[at] - self._steps[at] * gaps[at],
                self.meter.limits.seed,
            )
            for at in doubted
        ]
        for at, task, found in zip(doubted, tasks, self._done(refute_part, tasks), strict=False):
            if found.bound > task.worth:
                self._steps[at] /= 2
            self._worths[at] = min(self._worths[at], found.bound)
        self.bound = min(self.bound, sum(self._worths) + self._cost(self._prices))

    def _worth_at_prices(self, plan: Iterable[Acceptance]) -> float:
        """What a part's plan is worth less the price of what it takes."""
        accepted = list(plan)
        takes = taken_by(self.scenario, accepted)
        paid = sum(self._prices.get(good, 0.0) * float(amount) for good, amount in takes.items())
        return float(value(self.scenario, accepted)) - paid

    def _task(self, group: Sequence[int], room: Room, chance: Random) -> Search:
        states = [state.id for at in group for state in self.parts[at].states]
        start = tuple(one for at in group for one in self.plans[at])
        return Search(part_of(self.scenario, states), room, start=start, rounds=_ROUNDS, seed=chance.randrange(2**31))

    def _rooms(self, groups: Sequence[Sequence[int]]) -> list[dict[Good, Fraction]]:
        """The room for each group: what its plans take, and a share of what is left. Sessions are not divided."""
        takes = [taken_by(self.scenario, (one for at in group for one in self.plans[at])) for group in groups]
        rooms: list[dict[Good, Fraction]] = [{} for _ in groups]
        for number, (good, all_of_it) in enumerate(self.room.items()):
            held = [take.get(good, Fraction(0)) for take in takes]
            left = all_of_it - sum(held)
            shares = [left / len(groups)] * len(groups) if good[1] is None else _dealt(int(left), len(groups), number)
            for room, mine, share in zip(rooms, held, shares, strict=True):
                room[good] = mine + share
        return rooms


def _dealt(left: int, hands: int, first: int) -> list[Fraction]:
    """So many sessions dealt one by one, the first to another hand each time."""
    return [Fraction((left + hands - 1 - (at - first) % hands) // hands) for at in range(hands)]


def make_room(roster: Roster, room: Room) -> bool:
    """Give back acceptances that hosts have no room for, those first that lose least; whether that could be done."""
    scenario = roster.scenario
    total = taken_by(scenario, roster.accepted.values())
    for good in [good for good, amount in total.items() if good in room and amount > room[good]]:
        takers = [(name, dict(taken(scenario, one)).get(good)) for name, one in roster.accepted.items()]
        losses = sorted((_loss(roster, name) / amount, name) for name, amount in takers if amount)
        for _, name in losses:
            if total[good] <= room[good]:
                break
            falling = with_dependents(roster, name) if name in roster.accepted else []
            if any(scenario.offer[one].must for one in falling):
                continue
            for one in reversed(falling):
                for key, amount in taken(scenario, roster.remove(one)):
                    total[key] -= amount
        if total[good] > room[good]:
            return False
    return True


def _loss(roster: Roster, name: str) -> Fraction:
    one = roster.remove(name)
    loss = worth(roster, one)
    roster.add(one)
    return loss
