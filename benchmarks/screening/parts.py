"""The parts of the benchmark. Each gives rows, and each can be run alone."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import growth
from accuracy import (
    PEER_ALERT,
    Answers,
    alarm_rows,
    as_json,
    compared,
    compared_by_logic_v2,
    logic_v2,
    ours,
    pair_rows,
    reliability_rows,
    score_rows,
    time_of_logic_v2,
)
from drawing import draw
from measures import curve, reliability
from questions import SEED, Bearers, Question, damaged, other_spellings, pairs, strangers, un_variants
from split import Half

from exeat.domain.screening import ALERT_SCORE, ListedParty, Watchlist, write_parties

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked: parties of each type damaged in every way and by hidden changes, strangers, names listed."""

    damaged: int
    evasion: int
    strangers: int
    batch: int
    names: int
    customers: int
    grown: tuple[int, ...]


QUICK = Size(damaged=60, evasion=60, strangers=3000, batch=1000, names=100_000, customers=10_000, grown=(10_000,))
FULL = Size(
    damaged=150,
    evasion=300,
    strangers=3000,
    batch=5000,
    names=100_000,
    customers=100_000,
    grown=(10_000, 100_000, 1_000_000),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run measures: the real lists, on which half, at what size, with the peer or alone; where files may go.

    ``figures``: the folder for curves, None where a run is not to be kept.
    """

    parties: Sequence[ListedParty]
    half: Half
    size: Size
    alone: bool
    scratch: Path
    figures: Path | None


def labelled(run: Run) -> Iterator[Row]:
    """Pairs of names labelled by others."""
    table = pairs()
    scores = {"exeat": compared(table)}
    if not run.alone:
        scores["logic-v2"] = compared_by_logic_v2(table)
    for engine, alert in zip(scores, (ALERT_SCORE, PEER_ALERT), strict=False):
        yield from _by(engine, pair_rows(table, scores[engine], alert))
    kept = [place for place, pair in enumerate(table) if pair.half == run.half]
    labels = [table[place].same for place in kept]
    held_out = {engine: [values[place] for place in kept] for engine, values in scores.items()}
    yield from _by("exeat", reliability_rows("labelled pairs", held_out["exeat"], labels))
    if run.figures:
        lines = {
            engine: [(recall, precision) for recall, precision, _ in curve(values, labels)]
            for engine, values in held_out.items()
        }
        title = f"{len(labels)} labelled pairs that nothing was tuned on"
        draw(run.figures / "pairs.svg", title, "recall", "precision", lines)


def accuracy(run: Run) -> Iterator[Row]:
    """Screening against all real lists: what is found, what is missed, who is alarmed about."""
    bearers = Bearers(run.parties)
    people = strangers(20_000)
    asked = [
        *people[: run.size.strangers],
        *damaged(run.parties, bearers, run.half, run.size.damaged, run.size.evasion),
        *un_variants(run.parties, bearers),
        *other_spellings(run.parties, run.half),
    ]
    watchlist = Watchlist(run.parties)
    both = [ours(watchlist, asked)]
    if not run.alone:
        path = run.scratch / "real.jsonl"
        write_parties(path, run.parties)
        both.append(logic_v2(path, asked))
    for answers in both:
        yield from _by(answers.engine, score_rows(asked, answers))
        yield from _by(answers.engine, alarm_rows(answers.given[: run.size.strangers]))
    if run.size.strangers < len(people) and run.figures:
        yield from _by("exeat", alarm_rows(ours(watchlist, people).given))
    scores, labels = _best_answers(asked, both[0])
    yield from _by("exeat", reliability_rows("best answers", scores, labels))
    if run.figures:
        _draw_found(run.figures, asked, both)
        bins = [(one.said, one.true.value) for one in reliability(scores, labels)]
        title = f"{len(labels)} best answers: {sum(labels) / len(labels):.0%} right"
        draw(run.figures / "reliability.svg", title, "score", "share that is right", {"exeat": bins})


def _best_answers(asked: Sequence[Question], answers: Answers) -> tuple[list[float], list[bool]]:
    """The best score for each stranger and damaged name that has a match, and whether it is of a right party.

    Near misses are left out, which are made to deceive, and aliases, of which the best match is the list they are from.
    """
    questions = zip(asked, answers.given, strict=True)
    kept = [one for question, one in questions if one.best > 0 and question.table in ("strangers", "ssb")]
    return [one.best for one in kept], [one.first for one in kept]


def _draw_found(folder: Path, asked: Sequence[Question], both: Sequence[Answers]) -> None:
    """Recall against precision, where as many strangers are asked about as damaged names."""
    lines = {}
    for answers in both:
        wanted = [one for question, one in zip(asked, answers.given, strict=True) if question.table == "ssb"]
        false = [one for question, one in zip(asked, answers.given, strict=True) if question.table == "strangers"]
        times = max(1, len(wanted) // len(false))
        scores = [one.found or 0.0 for one in wanted] + [one.best for one in false] * times
        points = curve(scores, [True] * len(wanted) + [False] * len(false) * times)
        lines[answers.engine] = [(recall, precision) for recall, precision, low in points if low > 0]
    draw(folder / "damaged.svg", "Damaged names among strangers", "recall", "precision", lines)


def speed(run: Run) -> Iterator[Row]:
    """One core: start, batches, single questions, memory; the peer on a sample of the same questions."""
    asked = _everyday(run)
    yield from _sized(run, run.size.names, asked, cores=(1,))
    if not run.alone:
        path = run.scratch / f"{run.size.names}.jsonl"
        sample = asked[: run.size.batch // 5]
        single = asked[:20]
        took = time_of_logic_v2(path, sample, at_a_time=2000)
        alone = time_of_logic_v2(path, single, at_a_time=1)
        yield from _values(
            "logic-v2",
            "speed",
            f"{run.size.names} names, 1 core",
            {
                "build_seconds": round(took["build_seconds"], 1),
                "questions": len(sample),
                "names_per_second": round(len(sample) / took["screen_seconds"], 1),
                "mean_ms": round(1000 * alone["screen_seconds"] / len(single), 1),
                "peak_mb": round(took["peak_mb"], 1),
            },
        )


def grown(run: Run) -> Iterator[Row]:
    """The same at several sizes, on one core and on two."""
    asked = _everyday(run)
    for names in run.size.grown:
        yield from _sized(run, names, asked, cores=(1, 2))


def updates(run: Run) -> Iterator[Row]:
    """Published changes applied to a list, and parties re-screened against one of them."""
    names = run.size.names
    kind = f"{names} names"
    yield from _values("exeat", "updates", kind, _speed(0, "updates", names))
    yield from _values("exeat", "re-screening", kind, _speed(0, "rescreen", names, run.size.customers))


def _everyday(run: Run) -> list[Question]:
    """Nine strangers in ten, and one damaged listed name."""
    number = run.size.batch
    listed = [
        one
        for one in damaged(run.parties, Bearers(run.parties), run.half, number=max(20, number // 100), evasion=0)
        if one.table == "ssb"
    ]
    draw_from = random.Random(SEED)
    mixed = [*strangers(number - number // 10), *draw_from.sample(listed, number // 10)]
    draw_from.shuffle(mixed)
    return mixed


def _sized(run: Run, names: int, asked: Sequence[Question], cores: Sequence[int]) -> Iterator[Row]:
    """Builds and saves a list of so many names; then asks with one process a core, each from its own start."""
    path, folder, questions = run.scratch / f"{names}.jsonl", run.scratch / f"{names}", run.scratch / "asked.json"
    write_parties(path, growth.listed(run.parties, names))
    questions.write_text(json.dumps(as_json(asked)), encoding="utf-8")
    yield from _values("exeat", "speed", f"{names} names, 1 core", _speed(0, "build", path, folder))
    for number in cores:
        with ThreadPoolExecutor(number) as pool:
            said = list(pool.map(lambda core: _speed(core, "ask", folder, questions), range(number)))
        together = ("names_per_second", "names_per_second_alerts", "own_mb")
        values = {
            name: sum(one[name] for one in said) if name in together else value for name, value in said[0].items()
        }
        yield from _values("exeat", "speed", f"{names} names, {number} core{'s'[: number - 1]}", values)


def _speed(core: int, *arguments: object) -> dict[str, Any]:
    command = ["taskset", "-c", str(core), sys.executable, str(HERE / "speed.py"), *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def _by(engine: str, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {"engine": engine} | row


def _values(engine: str, table: str, kind: str, values: dict[str, Any]) -> Iterator[Row]:
    for measure, value in values.items():
        yield {"engine": engine, "table": table, "kind": kind, "measure": measure, "value": value}


PARTS: dict[str, Callable[[Run], Iterator[Row]]] = {
    "pairs": labelled,
    "accuracy": accuracy,
    "speed": speed,
    "updates": updates,
    "growth": grown,
}
