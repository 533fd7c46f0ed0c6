"""Which decisions of a plan survive every plausible weighting, and on which number the others hang.

The weight of a capability and the gain of an offer are judgement. What a person can stand for is an order: this counts
more than that. So weightings are drawn that keep the order of the weights, with each gain up to one step more or less,
and the plan is made anew with each: acceptability by ordinal information (R. Lahdelma, K. Miettinen and P. Salminen,
"Ordinal criteria in stochastic multicriteria acceptability analysis (SMAA)", EJOR 147, 2003). A decision that is not
the same in all of them *hangs* on a number when that number alone, at either end of what is plausible, turns it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

import numpy as np

from .figures import best_roster
from .roster import Roster
from .scenario import Scenario

STEP = Fraction(3, 2)
"""A gain is estimated in steps of half as much again: 4, 6, 9, 13 …"""
WEIGHTINGS = 40


@dataclass(frozen=True)
class Weighting:
    """Other numbers for the judgements of a scenario: weights by capability, factors of gains by offer, capability."""

    weights: Mapping[str, Fraction]
    gains: Mapping[tuple[str, str], Fraction]

    def on(self, scenario: Scenario) -> Scenario:
        """The scenario with these numbers; all else is shared with it."""
        capabilities = tuple(replace(one, weight=self.weights.get(one.id, one.weight)) for one in scenario.capabilities)
        offers = tuple(
            replace(one, gain=tuple((name, n * self.gains.get((one.id, name), Fraction(1))) for name, n in one.gain))
            for one in scenario.offers
        )
        return scenario.with_judgements(capabilities, offers)


@dataclass(frozen=True)
class Hinge:
    """A number that turns a decision by itself: the weight of a capability (``offer`` is empty) or a gain.

    ``stands`` at its value in the scenario, and the decision is the other one at ``turned``.
    """

    capability: str
    offer: str
    stands: Fraction
    turned: Fraction


@dataclass(frozen=True)
class Standing:
    """How one offer stands: accepted in so many of the weightings, and what its answer in the plan hangs on."""

    offer: str
    in_plan: bool
    accepted: int
    of: int
    hinges: tuple[Hinge, ...]

    @property
    def survives(self) -> bool:
        """Whether every weighting gives the plan's own answer."""
        return self.accepted == (self.of if self.in_plan else 0)


@dataclass(frozen=True)
class Doubt:
    """``weightings`` were planned with, of ``asked``: fewer where the time was over."""

    asked: int
    weightings: int
    offers: tuple[Standing, ...]


def doubt(
    roster: Roster,
    weightings: int = WEIGHTINGS,
    seed: int = 0,
    seconds: float = 60.0,
    plan_with: Callable[[Scenario, float], Roster | None] = best_roster,
) -> Doubt:
    """How every decision of the roster's plan stands, in some ``seconds``; the same seed draws the same weightings.

    Two thirds of the time are for the weightings, the rest for the numbers tried one by one.
    """
    scenario = roster.scenario
    ends = _clock(seconds)
    answers: list[frozenset[str]] = []
    for weighting in islice(drawn(scenario, seed), weightings):
        if (left := ends() - seconds / 3) <= 0:
            break
        found = plan_with(weighting.on(scenario), max(1.0, left / (weightings - len(answers))))
        if found is not None:
            answers.append(frozenset(found.accepted))
    counts = {offer.id: sum(offer.id in one for one in answers) for offer in scenario.offers}
    unsure = {name for name, count in counts.items() if count != (len(answers) if name in roster.accepted else 0)}
    hinges = _hinges(roster, unsure, ends, plan_with)
    rows = (
        Standing(name, name in roster.accepted, count, len(answers), tuple(hinges.get(name, ())))
        for name, count in counts.items()
    )
    return Doubt(weightings, len(answers), tuple(rows))


def drawn(scenario: Scenario, seed: int) -> Iterator[Weighting]:
    """Plausible weightings without end: weights in their order, gains a step less, as they are, or a step more."""
    random = np.random.default_rng(seed)
    spans = weight_spans(scenario)
    keys = [(offer.id, name) for offer in scenario.offers for name, _ in offer.gain]
    steps = (1 / STEP, Fraction(1), STEP)
    while True:
        places = random.random(len(spans))
        weights = {
            name: low + (high - low) * Fraction(round(float(place), 6)).limit_denominator(10**6)
            for (name, (low, high)), place in zip(spans.items(), places, strict=True)
        }
        yield Weighting(
            weights, {key: steps[at] for key, at in zip(keys, random.integers(0, 3, len(keys)), strict=True)}
        )


def weight_spans(scenario: Scenario) -> dict[str, tuple[Fraction, Fraction]]:
    """The plausible values of each weight: half-way to the next lower and to the next higher weight there is.

    The lowest may fall to half of it, the highest rise by half the way from the one below it (or by half of itself,
    where all are equal). A weight of nothing stays nothing.
    """
    levels = sorted({one.weight for one in scenario.capabilities if one.weight})
    spans = {}
    for at, level in enumerate(levels):
        low = (levels[at - 1] + level) / 2 if at else level / 2
        spans[level] = low, (level + levels[at + 1]) / 2 if at + 1 < len(levels) else level + (level - low)
    zero = Fraction(0), Fraction(0)
    return {one.id: spans.get(one.weight, zero) for one in scenario.capabilities}


def _hinges(
    roster: Roster,
    unsure: set[str],
    ends: Callable[[], float],
    plan_with: Callable[[Scenario, float], Roster | None],
) -> dict[str, list[Hinge]]:
    """For each unsure offer, the single numbers that turn its answer; those tried first that concern it itself."""
    scenario, found = roster.scenario, {name: list[Hinge]() for name in unsure}
    tries = _single_numbers(scenario, unsure) if unsure else []
    for number, (hinge, weighting) in enumerate(tries):
        if (left := ends()) <= 0:
            break
        other = plan_with(weighting.on(scenario), max(1.0, left / (len(tries) - number)))
        for name in unsure:
            if other is not None and (name in other.accepted) != (name in roster.accepted):
                found[name].append(hinge)
    return found


def _single_numbers(scenario: Scenario, unsure: set[str]) -> list[tuple[Hinge, Weighting]]:
    offers = [offer for offer in scenario.offers if offer.id in unsure]
    concerned = {name for offer in offers for name, _ in offer.gain}
    tries = []
    for offer in offers:
        for name, units in offer.gain:
            for factor in (1 / STEP, STEP):
                hinge = Hinge(name, offer.id, units, units * factor)
                tries.append((hinge, Weighting({}, {(offer.id, name): factor})))
    for name, span in sorted(weight_spans(scenario).items(), key=lambda item: item[0] not in concerned):
        stands = scenario.capability[name].weight
        tries += [(Hinge(name, "", stands, end), Weighting({name: end}, {})) for end in span if end != stands]
    return tries


def _clock(seconds: float) -> Callable[[], float]:
    began = time.monotonic()
    return lambda: seconds - (time.monotonic() - began)
