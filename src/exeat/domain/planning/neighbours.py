"""Offers that have to do with one another: those of the same weeks, of the same hosts, for the same capabilities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from .local import Draw
from .model import Model


def draws(model: Model) -> Sequence[Draw]:
    """Ways to draw some offers of a model to be decided on together."""
    weeks: dict[str, set[int]] = defaultdict(set)
    for one in model.columns.candidates:
        weeks[one.offer.id] |= {week for week, _ in one.outing.losses}
    offers = sorted(name for name in weeks if weeks[name])
    by_host: dict[str, list[str]] = defaultdict(list)
    by_gain: dict[str, list[str]] = defaultdict(list)
    for name in offers:
        offer = model.scenario.offer[name]
        by_host[offer.host].append(name)
        for capability, _ in offer.gain:
            by_gain[capability].append(name)

    def of_some_weeks(chance: Random, size: int) -> list[str]:
        middle = chance.randrange(model.scenario.calendar.weeks)
        away = {name: min(abs(week - middle) for week in weeks[name]) + chance.random() for name in offers}
        return sorted(offers, key=away.__getitem__)[:size]

    def of_some_hosts(chance: Random, size: int) -> list[str]:
        return _some(by_host, chance, size)

    def of_some_gains(chance: Random, size: int) -> list[str]:
        return _some(by_gain, chance, size)

    return (of_some_weeks, of_some_hosts, of_some_gains)


def _some(groups: dict[str, list[str]], chance: Random, size: int) -> list[str]:
    """Whole groups, drawn until there are enough."""
    found: dict[str, None] = {}
    for group in chance.sample(sorted(groups), len(groups)):
        found.update(dict.fromkeys(chance.sample(groups[group], len(groups[group]))))
        if len(found) >= size:
            break
    return list(found)[:size]
