"""Fits the calibrated score: ``python benchmarks/screening/train.py``. Writes ``domain/screening/score_model.json``.

With ``--cross`` it is fitted to each half in turn, and says how well the labelled pairs of each half are told apart by
what was learnt from the other; the model stays as it was.

Learnt from, all of the "tune" half of ``split.py``: labelled name pairs; names of listed parties after our own damage,
and names that only share words with theirs; aliases of one party that are alike; the names that other lists give to it,
beside the listed name that comes closest; invented people who set no threshold of the benchmark, beside the candidates
that come closest to them. Closest is first what a model of the other sources says, then some times what the last one
says, so that nothing depends on the model that was there before. Each source bears a fixed share of what is learnt, and
half of all are pairs of one party: the prior is one in two. No coefficient may make more difference closer.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, islice
from pathlib import Path

import numpy as np
from damage import damaged, somebody_else
from lists import SETS, published, refuse_without_shared
from numpy.typing import NDArray
from questions import Question, other_spellings
from questions import strangers as drawn
from rapidfuzz import fuzz
from split import Half, half, halves

from exeat.domain.screening import ListedParty, Party, Watchlist, score
from exeat.domain.screening.alignment import align
from exeat.domain.screening.measures import MEASURES, Measured
from exeat.domain.screening.normalise import name_words

Floats = NDArray[np.float64]

MODEL = Path(__file__).parents[2] / "src/exeat/domain/screening/score_model.json"
SHARES = {
    "pairs": 0.3,
    "damage": 0.3,
    "aliases": 0.1,
    "other lists, Latin": 1.0,
    "other lists, other": 1.1,
    "strangers": 1.5,
}
RIDGE = 1.5e-4
LEAST = 0.1  # that every measure costs, learnt or not: no difference is free
LEAST_OF = {"other number": 3.0, "acronym": 0.8}  # next to no labelled pair has them
# Strangers' names have many such words and letters, and labelled pairs few.
MOST = {"alone": 1.75, "alone in an organisation": 1.75, "letters": 4.6, "otherwise in a short word": 0.7}
SUREST = 4.85  # the constant at most: no labelled pair is of two people with one name
PARTIES = 2500
STRANGERS = 2600  # from everywhere; a third as many from one country
THRESHOLD = 3000  # the strangers of the benchmark's full size, who are left out here
ROUNDS = 3  # after which next to nothing changes
DIGITS = 3  # of a cost: what is left out differs between machines
CLOSEST = 2  # candidates of each stranger
TYPES = {"Person": "person", "Company": "organisation", "Organization": "organisation", "Vessel": "vessel"}


@dataclass(frozen=True, slots=True)
class Example:
    """Two names as their words, the type of the parties, and whether they are of one party."""

    source: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    kind: str
    same: bool


def labelled(which: str) -> list[Example]:
    """The labelled pairs of a half."""
    with (SETS / "name_pairs.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    sides = halves([(row["name1"], row["name2"]) for row in rows])
    return [
        Example(
            "pairs",
            name_words(row["name1"]),
            name_words(row["name2"]),
            TYPES.get(row["schema"], "unknown"),
            row["is_match"] == "true",
        )
        for row, side in zip(rows, sides, strict=True)
        if side == which
    ]


def of_parties(parties: list[ListedParty], dice: random.Random) -> Iterator[Example]:
    """Damage to names, names of somebody else, and aliases."""
    others = [list(words) for one in parties if len(words := name_words(one.names[0])) > 1]
    for party in parties:
        names = [words for name in party.names if len(words := name_words(name)) > 1]
        if not names:
            continue
        name = dice.choice(names)
        kind, organisation = party.type, party.type not in ("person", "vessel", "aircraft")
        broken = tuple(word for word in damaged(list(name), organisation, dice) if word)
        yield Example("damage", broken, name, kind, True)
        yield Example("damage", tuple(somebody_else(list(name), others, dice)), name, kind, False)
        pairs = [pair for pair in combinations(names, 2) if _akin(*pair)]
        for one, other in dice.sample(pairs, min(1, len(pairs))):
            yield Example("aliases", one, other, kind, True)
            yield Example("aliases", tuple(somebody_else(list(one), others, dice)), other, kind, False)


def _akin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return sorted(one) != sorted(other) and fuzz.token_sort_ratio(" ".join(one), " ".join(other)) > 60


def _closest(asked: list[Question], parties: list[ListedParty], most: int) -> Iterator[tuple[Question, str, str]]:
    """For each question the best matches among its right parties, or of anybody for a stranger: name and type."""
    types = {one.key: one.type for one in parties}
    found = Watchlist(parties).screen([Party(one.name, one.type) for one in asked], top=None)
    for question, matches in zip(asked, found, strict=True):
        some = [one for one in matches if not question.expected or one.key in question.expected]
        for match in some[:most]:
            yield question, match.matched_name, types[match.key]


def other_lists(parties: list[ListedParty], which: Half) -> Iterator[Example]:
    """Names that other lists give to a party of the half, beside its listed name that comes closest."""
    for question, name, kind in _closest(list(other_spellings(parties, which)), parties, 1):
        source = f"other lists, {question.kind.split(', ')[0]}"  # its script
        yield Example(source, name_words(question.name), name_words(name), kind, True)


def strangers(parties: list[ListedParty], which: Half) -> Iterator[Example]:
    """Invented people beside the listed names of the half that come closest."""
    held_out = {one.name for one in drawn(THRESHOLD)}
    people = [one for one in drawn(len(held_out) + STRANGERS) if one.name not in held_out]
    with (SETS / "clean_people_us.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["full_name"] for row in islice(csv.DictReader(lines), STRANGERS // 3)]
    people += [Question("strangers", "clean people", name, "person") for name in names]
    listed = [one for one in parties if half(f"{one.list} {one.id}") == which]
    for question, name, kind in _closest(people, listed, CLOSEST):
        yield Example("strangers", name_words(question.name), name_words(name), kind, False)


def rows(examples: list[Example]) -> tuple[Floats, Floats]:
    """The amounts of each example (examples × measures), and whether it is of one party."""
    at = {name: number for number, name in enumerate(MEASURES)}
    amounts = np.zeros((len(examples), len(MEASURES)))
    for row, one in zip(amounts, examples, strict=True):
        pairs = align(one.one, one.other, one.kind)
        measured = Measured(pairs, one.kind)
        for name, amount in chain(measured.of_names(), *map(measured.of_pair, pairs)):
            row[at[name]] += amount
    return amounts, np.array([float(one.same) for one in examples])


def importance(examples: list[Example]) -> Floats:
    """The weight of each example: each source its share, and half the total for pairs of one party."""
    count: dict[tuple[str, bool], int] = {}
    for one in examples:
        count[one.source, one.same] = count.get((one.source, one.same), 0) + 1
    weights = np.array([SHARES[one.source] / count[one.source, one.same] for one in examples])
    same = np.array([one.same for one in examples])
    for side in (same, ~same):
        weights[side] /= 2 * weights[side].sum()
    return weights


def fit(amounts: Floats, truth: Floats, weights: Floats) -> tuple[float, Floats]:
    """Logistic regression with a ridge, each cost from LEAST to MOST: the constant, the coefficients."""
    design = np.column_stack([amounts, np.ones(len(truth))])
    ridge = np.array([RIDGE] * amounts.shape[1] + [0.0])
    least = np.array([*[-MOST.get(name, np.inf) for name in MEASURES], -np.inf])
    most = np.array([*[-LEAST_OF.get(name, LEAST) for name in MEASURES], SUREST])
    beta = np.minimum(0.0, most)
    for _ in range(200):
        guess = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (weights * (truth - guess)) - ridge * beta
        free = ((beta < most) | (slope < 0)) & ((beta > least) | (slope > 0))
        curve = design.T @ (design * (weights * guess * (1 - guess))[:, None]) + np.diag(ridge + 1e-9)
        step = np.zeros(len(beta))
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        beta = np.clip(beta + 0.7 * step, least, most)
    return float(beta[-1]), beta[:-1]


def precision_recall_area(truth: Floats, score: Floats) -> float:
    """Average precision; equal scores are one step."""
    order = np.argsort(-score, kind="stable")
    truth, score = truth[order], score[order]
    last = np.append(score[1:] != score[:-1], True)
    hits = np.cumsum(truth)[last]
    seen = np.flatnonzero(last) + 1
    return float((np.diff(hits, prepend=0) * hits / seen).sum() / truth.sum())


def learn(examples: list[Example]) -> tuple[float, Floats]:
    """Fits the model and writes it; what is compared from now on is weighed by it."""
    constant, beta = fit(*rows(examples), importance(examples))
    costs = {name: round(-one, DIGITS) for name, one in zip(MEASURES, beta, strict=True)}
    text = json.dumps({"prior": 0.5, "constant": round(constant, DIGITS), "costs": costs}, indent=1)
    MODEL.write_text(text + "\n", "utf-8")
    for kept in (score.model, score._price):
        kept.cache_clear()
    return constant, beta


def fitted(which: Half) -> tuple[list[Example], float, Floats]:
    """What was learnt from a half: the examples, the constant, the coefficients. It is the model from now on."""
    dice = random.Random(20)
    everybody = published()
    parties = [one for one in everybody if half(f"{one.list} {one.id}") == which]
    dice.shuffle(parties)
    known = [*labelled(which), *of_parties(parties[:PARTIES], dice)]
    examples = known = [one for one in known if one.one and one.other]
    constant, beta = learn(examples)
    for _ in range(ROUNDS):
        closest = [*other_lists(everybody, which), *strangers(everybody, which)]
        examples = [*known, *(one for one in closest if one.one and one.other)]
        constant, beta = learn(examples)
    return examples, constant, beta


def cross() -> None:
    """Fit to each half; how well what was learnt tells apart the pairs of the other, of both, and of its own half."""
    before = MODEL.read_text("utf-8")
    scores: dict[str, tuple[Floats, Floats]] = {}
    try:
        for learnt, other in (("tune", "report"), ("report", "tune")):
            _, constant, beta = fitted(learnt)
            for which in (learnt, other):
                amounts, truth = rows(labelled(which))
                area = precision_recall_area(truth, amounts @ beta + constant)
                print(f"learnt from {learnt}, pairs of {which}: {len(truth)}, area {area:.3f}")
            scores[other] = truth, amounts @ beta + constant
    finally:
        MODEL.write_text(before, "utf-8")
    truth, score = (np.concatenate(both) for both in zip(*scores.values(), strict=True))
    print(f"each half by what the other taught: {len(truth)}, area {precision_recall_area(truth, score):.3f}")


def main() -> None:
    refuse_without_shared()
    if sys.argv[1:] == ["--cross"]:
        cross()
        return
    examples, constant, beta = fitted("tune")
    amounts, _ = rows(examples)
    for at, (name, one) in enumerate(zip(MEASURES, beta, strict=True)):
        print(f"  {name:42} {-one:8.3f}   in {np.count_nonzero(amounts[:, at])}")
    held, answer = rows(labelled("tune"))
    scores = 1 / (1 + np.exp(-(held @ beta + constant)))
    print(f"learnt pairs: {len(answer)}, area {precision_recall_area(answer, scores):.3f}")
    for low in np.arange(0, 1, 0.2):
        at = (scores >= low) & (scores < low + 0.2 + (low > 0.7))
        if at.any():
            print(f"  {low:.1f}: {answer[at].sum():.0f} of {at.sum()} true, mean score {scores[at].mean():.2f}")


if __name__ == "__main__":
    main()
