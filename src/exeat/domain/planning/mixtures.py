"""The master program of a decomposition: the best mixture of what parts have answered, within the room there is."""

from __future__ import annotations

from collections.abc import Mapping

from .model.program import INFINITY, Program
from .parts import Good, Room
from .solvers.highs import relax


class Mixtures:
    """Answers of each part: what they are worth and what they take."""

    def __init__(self, room: Room, parts: int) -> None:
        self._room = room
        self._parts = parts
        self._answers: list[tuple[int, float, Mapping[Good, float]]] = []

    def add(self, part: int, worth: float, taken: Mapping[Good, float]) -> None:
        self._answers.append((part, worth, taken))

    def best(self) -> tuple[float, dict[Good, float]]:
        """The worth of the best mixture of the answers, and what a unit more of each good would be worth there.

        Of each part the shares of its answers add up to at most one: to decline all is an answer of each.
        """
        program = Program()
        terms: dict[Good, dict[int, float]] = {}
        shares: list[dict[int, float]] = [{} for _ in range(self._parts)]
        for part, worth, taken in self._answers:
            column = program.column(INFINITY)
            program.cost[column] = worth
            shares[part][column] = 1.0
            for good, amount in taken.items():
                if amount > 0:
                    terms.setdefault(good, {})[column] = amount
        goods = sorted(terms, key=str)
        for good in goods:
            program.row(terms[good], high=self._room[good])
        for share in shares:
            program.row(share, high=1)
        found = relax(program.matrix())
        prices = {good: float(price) for good, price in zip(goods, found.prices, strict=False) if price > 1e-9}
        return found.worth, prices
