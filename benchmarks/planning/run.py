"""Measures the planner: python benchmarks/planning/run.py [--offers 60 200] [--seeds 3] [--seconds 10]

Needs ../shared/tools beside the checkout: its scenarios, its rankings to beat, and its check of every plan. Appends one
line a scenario to results.jsonl, with the machine and the versions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from exeat.domain.planning import Scenario, plan

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parents[2] / "shared" / "tools"


def tool(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOLS / name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True)


def ranking(scenario: Path, by: str, folder: Path) -> float:
    tool("baselines.py", scenario, "--by", by, "--output", folder / f"{by}.json")
    return float(json.loads((folder / f"{by}.json").read_text())["value"])


def measure(name: str, scenario: Path, seconds: float, folder: Path) -> dict[str, Any]:
    found = plan(Scenario.from_json(scenario), time_limit=seconds)
    assert found.value is not None and found.bound is not None
    (folder / "plan.json").write_text(json.dumps(found.to_json()))
    tool("check_plan.py", scenario, folder / "plan.json")  # fails the run when the plan is refused
    return {
        "scenario": name,
        "status": found.status,
        "value": found.value,
        "gap_percent": round(100 * (found.bound - found.value) / found.value, 3),
        "seconds_with_reasons": round(found.seconds, 2),
        "time_limit": seconds,
        "work": found.work,
        "by_score": ranking(scenario, "score", folder),
        "by_dates": ranking(scenario, "dates", folder),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "versions": {"python": platform.python_version(), "highspy": version("highspy")},
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--offers", type=int, nargs="+", default=[60, 200])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    cases: list[tuple[str, list[object]]] = [("small state", ["--case", "small-state"])]
    for offers in options.offers:
        for seed in range(1, options.seeds + 1):
            sizes = ["--states", 1, "--officials-per-state", 10, "--offers", offers, "--seed", seed]
            cases.append((f"{offers} offers, seed {seed}", sizes))
    with tempfile.TemporaryDirectory() as name, (HERE / "results.jsonl").open("a") as results:
        for case, arguments in cases:
            scenario = Path(name) / "scenario.json"
            tool("make_scenario.py", *arguments, "--output", scenario)
            row = json.dumps(measure(case, scenario, options.seconds, Path(name)))
            print(row)
            results.write(row + "\n")
            results.flush()


if __name__ == "__main__":
    main()
