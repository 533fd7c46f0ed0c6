"""Who finds what: the same questions to our engine and to logic-v2, counted in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peers
from measures import Share, average_precision, average_precision_interval, reliability, share, threshold
from questions import MOST_ANSWERS, Pair, Question

from exeat.domain.screening import ALERT_SCORE, Party, Watchlist, compare
from exeat.domain.screening.model import PartyKey

FALSE_ALARMS = 0.01
PEER_ALERT = 0.7  # logic-v2's customary threshold
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """``best``: the highest score of any listed party, 0 without one. ``found``: that of a right one, None if missed.

    ``first``: whether the best is a right one.
    """

    best: float
    found: float | None
    first: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What one engine said to all questions, in their order, and the score from which it is taken to alert."""

    engine: str
    alert: float
    given: Sequence[Answer]


def ours(watchlist: Watchlist, questions: Sequence[Question]) -> Answers:
    given = []
    for start in range(0, len(questions), _AT_A_TIME):
        asked = questions[start : start + _AT_A_TIME]
        found = watchlist.screen([Party(one.name, one.type) for one in asked], top=MOST_ANSWERS)
        for question, matches in zip(asked, found, strict=True):
            given.append(_answer(question, [(match.key, match.score) for match in matches]))
    return Answers("exeat", ALERT_SCORE, given)


def logic_v2(listed: Path, questions: Sequence[Question]) -> Answers:
    """The peer's answers about a watchlist file."""
    asked = {"questions": as_json(questions), "at_a_time": 2000}
    said = peers.ask_once("logic_v2.py", asked, "screen", listed)
    given = [
        _answer(question, [((name, number), score) for name, number, score in matches])
        for question, matches in zip(questions, said["answers"], strict=True)
    ]
    return Answers("logic-v2", PEER_ALERT, given)


def time_of_logic_v2(listed: Path, questions: Sequence[Question], at_a_time: int) -> dict[str, float]:
    """What the peer's run takes: build_seconds, screen_seconds, peak_mb."""
    said = peers.ask("logic_v2.py", {"questions": as_json(questions), "at_a_time": at_a_time}, "screen", listed)
    return {name: value for name, value in said.items() if name != "answers"}


def as_json(questions: Sequence[Question]) -> list[dict[str, str]]:
    return [{"name": one.name, "type": one.type} for one in questions]


def _answer(question: Question, scored: Sequence[tuple[PartyKey, float]]) -> Answer:
    best = max((score for _, score in scored), default=0.0)
    found = max((score for key, score in scored if key in question.expected), default=None)
    return Answer(best, found, found is not None and found >= best)


def score_rows(questions: Sequence[Question], answers: Answers) -> Iterator[dict[str, Any]]:
    """A row a table, kind and measure: of so many questions, so many.

    ``candidates``: a right party is among the answers; ``at 1 %``: with a score that at most 1 % of the strangers
    reach with any party; ``at alert``: with the engine's own score for alerts. For strangers and near misses the rows
    count alarms.
    """
    given = defaultdict(list)
    for question, answer in zip(questions, answers.given, strict=True):
        given[question.table, question.kind].append(answer)
        if question.table in ("ssb", "evasion", "aliases"):
            given[question.table, question.kind.split(", ")[0]].append(answer)
    line = threshold([one.best for one in given["strangers", "clean people"]], FALSE_ALARMS)
    yield {"table": "strangers", "kind": "clean people", "measure": "score that 1 % reach", "value": round(line, 4)}
    for (table, kind), some in sorted(given.items()):
        alarms = table in ("strangers", "near misses")
        scores = [one.best if alarms else one.found for one in some]
        if not alarms:
            yield _row(table, kind, "candidates", share([one is not None for one in scores]))
        for measure, low in (("at 1 %", line), ("at alert", answers.alert)):
            yield _row(table, kind, measure, share([one is not None and one >= low for one in scores]))


def alarm_rows(given: Sequence[Answer]) -> Iterator[dict[str, Any]]:
    """How many strangers reach each score."""
    for low in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        hits = share([answer.best >= low for answer in given])
        yield _row("false alarms", f"of {len(given)} invented people", f"at {low}", hits)


def compared(pairs: Sequence[Pair]) -> list[float]:
    """Our score of every labelled pair."""
    return [compare(one.a, one.b, one.type).score for one in pairs]


def compared_by_logic_v2(pairs: Sequence[Pair]) -> list[float]:
    return list(peers.ask("logic_v2.py", [[one.schema, one.a, one.b] for one in pairs], "pairs"))


def pair_rows(pairs: Sequence[Pair], scores: Sequence[float], alert: float) -> Iterator[dict[str, Any]]:
    """Area under precision and recall, and STRONG pairs on the wrong side, by half and on all pairs."""
    for name, halves in (("report", {"report"}), ("tune", {"tune"}), ("all", {"report", "tune"})):
        kept = [(pair, score) for pair, score in zip(pairs, scores, strict=True) if pair.half in halves]
        values, labels = [score for _, score in kept], [pair.same for pair, _ in kept]
        low, high = average_precision_interval(values, labels)
        yield {
            "table": "pairs",
            "kind": name,
            "measure": "PR-AUC",
            "n": len(kept),
            "value": round(average_precision(values, labels), 4),
            "from": round(low, 4),
            "to": round(high, 4),
        }
        wrong = [(score >= alert) != pair.same for pair, score in kept if pair.strong]
        yield _row("pairs", name, "STRONG failures", share(wrong))


def reliability_rows(table: str, scores: Iterable[float], labels: Iterable[bool]) -> Iterator[dict[str, Any]]:
    """For each tenth of the scores: what they said on average, and how many pairs were one party's."""
    for one in reliability(list(scores), list(labels)):
        row = _row("reliability", table, f"{one.low:.1f} to {one.high:.1f}", one.true)
        yield row | {"said": round(one.said, 4)}


def _row(table: str, kind: str, measure: str, hits: Share) -> dict[str, Any]:
    return {"table": table, "kind": kind, "measure": measure} | hits.as_json()
