"""From two names to a calibrated score: how likely it is that they are of one party, and what each difference cost.

The coefficients in ``score_model.json`` are learnt by ``benchmarks/screening/train.py``; the prior is one in two. They
are log-odds: each amount of a measure takes its cost off. In the score they are shown as shares, so that a reader can
add them up.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from exeat.domain.screening.alignment import Pair, align
from exeat.domain.screening.likeness import Kind
from exeat.domain.screening.measures import LETTERS, Measured, terms
from exeat.domain.screening.model import WordCost

DIGITS = 4  # of a score: what is left out differs between machines


class NameScore(NamedTuple):
    """How close two names are, in log-odds, before anything else that is known.

    ``best`` is what the names would have had without the differences of their words, ``costs`` what each pair took off.
    The pairs are as the names were aligned: ``turned`` when their first words are those of the listed name.
    """

    log_odds: float
    best: float
    pairs: list[Pair]
    costs: list[float]
    turned: bool

    @property
    def best_score(self) -> float:
        return likelihood(self.best)


@cache
def model() -> tuple[float, dict[str, float]]:
    """The constant, and the cost of each measure, all in log-odds."""
    text = resources.files("exeat.domain.screening").joinpath("score_model.json").read_text(encoding="utf-8")
    content = json.loads(text)
    return float(content["constant"]), {name: float(cost) for name, cost in content["costs"].items()}


def likelihood(log_odds: float) -> float:
    """The score of log-odds, 0..1."""
    if not -30.0 < log_odds < 30.0:
        log_odds = math.copysign(30.0, log_odds)
    return round(1 / (1 + math.exp(-log_odds)), DIGITS)


def log_odds_of(score: float) -> float:
    """Log-odds below which no name has a score as high as this, 0..1; a little less than it, for what is rounded."""
    share = min(score, 1.0) - 10**-DIGITS
    return math.log(share / (1 - share)) if share > 0 else -math.inf


def score_names(
    asked: Sequence[str], listed: Sequence[str], kind: str, least: float = -math.inf, begun: bool = False
) -> NameScore | None:
    """How close two names are, given as their words; the same in both directions. ``begun`` as ``align`` has it.

    None when one has no words, and maybe when their log-odds are below ``least``: since nothing brings names closer,
    the costs are added up only until they are too many. Words without a partner cost most, and are the last.
    """
    turned = tuple(asked) > tuple(listed)  # one fixed order, so that both directions give the same floats
    pairs = align(listed, asked, kind, begun) if turned else align(asked, listed, kind, begun)
    if not pairs:
        return None
    constant, costs = model()
    measured = Measured(pairs, kind)
    units, organisation, left = measured.units, measured.organisation, constant - least
    priced, of_pairs = [], []
    for pair in reversed(pairs):
        by_letters, others = _price(pair, organisation)
        cost = 0.0
        for unit, price in others:
            cost += units[unit] * price
        left -= cost
        if left < 0:
            return None
        priced.append(by_letters)
        of_pairs.append(cost)
    letters = measured.letters()
    of_pairs = [cost + letters * price for cost, price in zip(reversed(of_pairs), reversed(priced), strict=True)]
    lost = sum(of_pairs)
    if constant - lost < least:
        return None
    best = constant - sum([amount * costs[name] for name, amount in measured.of_names()])
    return NameScore(best - lost, best, pairs, of_pairs, turned)


@lru_cache(maxsize=1 << 16)
def _price(pair: Pair, organisation: bool) -> tuple[float, tuple[tuple[int, float], ...]]:
    """What a pair costs for each unit of letters, and for each of its other units."""
    _, costs = model()
    found: dict[int, float] = {LETTERS: 0.0}
    for name, unit, number in terms(pair, organisation):
        found[unit] = found.get(unit, 0.0) + number * costs[name]
    return found.pop(LETTERS), tuple(found.items())


_KINDS = {kind: kind.value for kind in Kind}
_TURNED_KINDS = _KINDS | {Kind.MISSING: Kind.EXTRA.value, Kind.EXTRA: Kind.MISSING.value}


def word_costs(name: NameScore) -> tuple[WordCost, ...]:
    """The share of the score that each pair cost; together what the score of the names lost against ``best``."""
    lost = name.best_score - likelihood(name.log_odds)
    total = sum(name.costs) or 1.0
    kinds = _TURNED_KINDS if name.turned else _KINDS
    found = []
    for (one, two, kind, _), cost in zip(name.pairs, name.costs, strict=True):
        asked, listed = (two, one) if name.turned else (one, two)
        found.append(WordCost(asked, listed, kinds[kind], lost * cost / total))
    return tuple(found)
