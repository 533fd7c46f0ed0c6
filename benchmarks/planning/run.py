"""Measures the planner: what it finds, how close to the best that is proven, and how long it takes.

    .venv/bin/python benchmarks/planning/run.py            # every part, about four hours
    .venv/bin/python benchmarks/planning/run.py small sixty reasons [--seeds 10]

Needs ../shared beside the checkout: scenarios, rankings to beat, the check of every plan, and the public problems.
Adds a line a case to results.jsonl, with the machine and the versions, and writes the tables of README.md from there.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from peers import SOLVERS, asked
from problems import Problem, choices, knapsacks, people
from tables import write_readme

from exeat.adapters.cluster import spread
from exeat.adapters.hands import Workers
from exeat.domain.planning import Limits, Plan, Scenario, explain, plan
from exeat.domain.planning.explain import reasons_for_all
from exeat.domain.planning.model.program import Program
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.search import search
from exeat.domain.planning.solvers.interface import Meter

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
Row = dict[str, Any]
SECONDS = (8, 15, 60)  # of a processor for a public problem, until its answer is near enough
ENOUGH = 1e-3  # an answer this near to its bound is proven to be worth 99.9 % of the best


def tool(name: str, *arguments: object) -> None:
    command = [sys.executable, str(SHARED / "tools" / name), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def made(folder: Path, offers: int, seed: int, states: int = 1) -> Path:
    """A scenario of so many offers, with ten officials a state."""
    path = folder / f"{states}-{offers}-{seed}.json"
    sizes = ("--states", states, "--officials-per-state", 10, "--offers", offers, "--seed", seed)
    tool("make_scenario.py", *sizes, "--output", path)
    return path


def checked(path: Path, limit: float, *, hands: Workers | None = None) -> Row:
    """The plan's figures, if the independent check accepts it, with the seconds of a processor in this process."""
    scenario, began = Scenario.from_json(path), time.process_time()
    found = plan(scenario, limit, reasons=False, hands=hands)
    processor = time.process_time() - began
    return {"status": found.status, **figures(path, found), "processor": round(processor, 2), "work": found.work}


def figures(path: Path, found: Plan) -> Row:
    """What a plan is worth and may be worth; fails the run where the independent check refuses it."""
    assert found.value is not None
    assert found.bound is not None
    written = path.with_suffix(".plan")
    written.write_text(json.dumps(found.to_json()))
    tool("check_plan.py", path, written)
    gap = 100 * (found.bound - found.value) / found.value
    seconds = round(found.seconds, 2)
    return {"value": found.value, "bound": found.bound, "gap_percent": round(gap, 3), "seconds": seconds}


def small(folder: Path, _: int) -> Iterator[Row]:
    path = folder / "small.json"
    tool("make_scenario.py", "--case", "small-state", "--output", path)
    row, scenario = checked(path, 60), Scenario.from_json(path)
    found = plan(scenario, 60, reasons=False)
    assert found.bound is not None
    began = time.process_time()
    reasons_for_all(Roster(scenario, found.accepted.values()), found.bound)
    yield {"case": "small state", **row, "reasons": round(time.process_time() - began, 2)}


def sixty(folder: Path, seeds: int) -> Iterator[Row]:
    for seed in range(1, seeds + 1):
        path = made(folder, 60, seed)
        yield {"case": f"seed {seed}", **checked(path, 60)}


def reasons(folder: Path, seeds: int) -> Iterator[Row]:
    """The reasons of a plan of 60 offers, asked for one by one; seconds of a processor, for they wait for nothing."""
    for seed in range(1, seeds + 1):
        scenario = Scenario.from_json(made(folder, 60, seed))
        found = plan(scenario, 60, reasons=False)
        every, changes = [], 0
        for one in found.decisions:
            began = time.process_time()
            changes += len(explain(found, scenario, one.offer).would_change)
            every.append(time.process_time() - began)
        yield {
            "case": f"seed {seed}",
            "all": round(sum(every), 2),
            "slowest_one": round(max(every), 2),
            "changes": changes,
        }


def section(limit: float) -> Callable[[Path, int], Iterator[Row]]:
    def measure(folder: Path, seeds: int) -> Iterator[Row]:
        for seed in range(1, seeds + 1):
            path = made(folder, 200, seed)
            yield {"case": f"seed {seed}", **checked(path, limit)}

    return measure


def peers(limit: float) -> Callable[[Path, int], Iterator[Row]]:
    """The same sections by solvers as they come; the seconds are theirs, without the making of the program."""

    def measure(folder: Path, seeds: int) -> Iterator[Row]:
        for seed in range(1, seeds + 1):
            path = made(folder, 200, seed)
            row: Row = {"case": f"seed {seed}", "exeat": checked(path, limit)}
            for solver in SOLVERS:
                found = asked(Scenario.from_json(path), solver, limit)
                row[solver] = figures(path, found) if found is not None and found.value else None
            yield row

    return measure


def states(count: int, limit: float) -> Callable[[Path, int], Iterator[Row]]:
    def measure(folder: Path, _: int) -> Iterator[Row]:
        path = made(folder, 200 * count, 1, count)
        with spread(workers=2) as hands:
            yield {"case": f"{count} states", **checked(path, limit, hands=hands)}

    return measure


def rankings(folder: Path, seeds: int) -> Iterator[Row]:
    """How much more a plan of 200 offers is worth than those that a person with a list makes."""
    for seed in range(1, seeds + 1):
        path = made(folder, 200, seed)
        row = checked(path, 10)
        for by in ("score", "dates"):
            tool("baselines.py", path, "--by", by, "--output", folder / "ranking")
            ranked = float(json.loads((folder / "ranking").read_text())["value"])
            row[by], row[f"over_{by}_percent"] = ranked, round(100 * (row["value"] / ranked - 1), 1)
        yield {"case": f"seed {seed}", **row}


def public(
    read: Callable[[Path], Iterator[Problem]], name: str, near: float, limits: Sequence[float], gap: float = 0.0
) -> Callable[[Path, int], Iterator[Row]]:
    """A kind of public problem, all for the first limit of seconds, and for the next those not near enough then.

    ``near`` is in per cent of the known value. A search ends sooner when no answer can be better by more than the gap.
    """

    def measure(_: Path, __: int) -> Iterator[Row]:
        problems = list(read(SHARED / "bench" / "planning" / name))
        for limit in limits:
            far = []
            for problem in problems:
                row = searched(*problem, limit, gap)
                yield row
                if (row["percent"] or 0) < near:
                    far.append(problem)
            problems = far

    return measure


def searched(case: str, program: Program, known: float, limit: float, gap: float) -> Row:
    """What the core finds for a problem in so many seconds of a processor; ``percent`` is of the known value."""
    began, begun = time.monotonic(), time.process_time()
    late = Limits(gap=gap, interrupted=lambda: time.process_time() - begun >= limit)
    outcome = search(program, (), Meter(late))
    worth = None if outcome.values is None else float(program.matrix().cost @ outcome.values)
    return {
        "case": case,
        "value": worth,
        "known": known,
        "percent": None if worth is None else round(100 * (worth / known if known > 0 else known / worth), 4),
        "bound": round(outcome.bound, 2),
        "seconds": round(time.monotonic() - began, 2),
        "processor": round(time.process_time() - begun, 2),
    }


PARTS: dict[str, tuple[str, Callable[[Path, int], Iterator[Row]]]] = {
    "small": ("1 min", small),
    "sixty": ("2 min", sixty),
    "reasons": ("6 min", reasons),
    "section-10s": ("3 min", section(10)),
    "section-60s": ("12 min", section(60)),
    "peers-10s": ("6 min", peers(10)),
    "peers-60s": ("32 min", peers(60)),
    "rankings": ("4 min", rankings),
    "states-10-60s": ("2 min", states(10, 60)),
    "states-10-180s": ("4 min", states(10, 180)),
    "states-100-900s": ("20 min", states(100, 900)),
    "mkp": ("12 to 125 min", public(knapsacks, "mkp", 99.9, SECONDS, ENOUGH)),
    "mmkp": ("at most 10 min", public(choices, "mmkp", 99.9, SECONDS, ENOUGH)),
    "smptsp": ("at most 13 min", public(people, "smptsp", 100, SECONDS)),
}


@click.command(epilog="Parts: " + "; ".join(f"{name} ({takes})" for name, (takes, _) in PARTS.items()))
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--seeds", type=int, default=10, show_default=True, help="Scenarios of 60 and 200 offers.")
def main(parts: tuple[str, ...], seeds: int) -> None:
    """Measure these parts, or all, and write the tables of README.md."""
    about = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version(), "highspy": version("highspy")},
    }
    results = HERE / "results.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        for part in parts or PARTS:
            for row in PARTS[part][1](Path(folder), seeds):
                when, load = datetime.now(UTC).date().isoformat(), round(os.getloadavg()[0], 1)
                line = json.dumps({"part": part, **row, "date": when, "load": load, **about})
                print(line, flush=True)
                with results.open("a", encoding="utf-8") as lines:
                    lines.write(line + "\n")
                write_readme(HERE / "README.md", results)


if __name__ == "__main__":
    main()
