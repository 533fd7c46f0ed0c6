"""How good the forecast of late cases is, on months kept back, and how exact and fast the queue is.

    .venv/bin/python benchmarks/workload/run.py [--seeds 10]

Prints a table and adds a line to results.jsonl beside this file. The offices come from ``offices.py``, whose shape
(seasons, rework, bunches, leave, work by due date) the model does not share and is not told.
"""

from __future__ import annotations

import json
import math
import platform
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
from offices import Shape, generate

from exeat.domain.workload import (
    Kind,
    Office,
    Officer,
    Stage,
    case_days_per_day_lost,
    cost_of_absence,
    forecast,
    price_days,
    wait_mmc,
)
from exeat.domain.workload.simulation import draw_visits, serve

EXPONENTIAL = tuple(-np.log(1 - (np.arange(5000) + 0.5) / 5000))
KEPT_BACK = range(760, 980, 21)


def main_office(load: float, officers: int = 3) -> Office:
    staff = tuple(Officer(f"o{number}", frozenset({"licensing"})) for number in range(officers))
    return Office(staff, (Kind("export", load * officers, (Stage("assess", "licensing", EXPONENTIAL),), 15.0),))


def coverage(seeds: int) -> dict[str, object]:
    """Of months kept back, in how many the 90 % interval held what came; by utilisation of the generator."""
    dice = random.Random(20261123)
    held_late = held_arrivals = months = 0
    for seed in range(seeds):
        shape = Shape(
            officers=dice.choice([2, 3, 3, 4, 5]),
            utilisation=dice.uniform(0.7, 0.92),
            season=dice.uniform(0.0, 0.4),
            rework=dice.uniform(0.1, 0.3),
            burst=dice.uniform(0.0, 0.3),
            leave=dice.choice([20, 25, 30]),
            limit=dice.choice([20.0, 25.0, 30.0]),
        )
        cases, officers = generate(shape, 1000, seed)
        for now in KEPT_BACK:
            seen = forecast([case for case in cases if case.came <= now], officers, float(now), runs=100)
            late = sum(now <= case.fell_due < now + 21 and case.late(1000) for case in cases)
            came = sum(now < case.came <= now + 21 for case in cases)
            held_late += seen.late.low <= late <= seen.late.high
            held_arrivals += seen.arrivals.low <= came <= seen.arrivals.high
            months += 1
    return {"months": months, "late_cases_held": held_late, "arrivals_held": held_arrivals}


def exactness() -> list[dict[str, float]]:
    """The mean wait beside Erlang's, and a lost day's case-days beside the fluid estimate."""
    rows = []
    for load in (0.7, 0.8, 0.9, 0.95):
        office = main_office(load)
        visits = draw_visits(office, 4000.0, 250, seed=5)
        settled = (visits.ends > 800) & (visits.ends < 3900)
        wait = serve([office], visits).delay[:, 0][settled].mean() - np.mean(EXPONENTIAL)
        cost = cost_of_absence(office, [("o0", 300.0, 304.0)], days=900.0, runs=400, seed=2)
        rows.append(
            {
                "load": load,
                "wait": round(float(wait), 4),
                "wait_exact": round(wait_mmc(3 * load, 1.0, 3), 4),
                "late_cases_of_four_days": round(cost.mean_late_cases, 2),
                "case_days_a_day": round(cost.case_days / 4, 1),
                "case_days_a_day_fluid": round(case_days_per_day_lost(load, 3), 1),
            }
        )
    return rows


def speed() -> dict[str, float]:
    began = time.perf_counter()
    price_days(main_office(0.85), [(5.0 * week, 5.0 * week + 5) for week in range(26)])
    prices = time.perf_counter() - began
    began = time.perf_counter()
    cost_of_absence(main_office(0.85), [("o0", 60.0, 64.0), ("o1", 60.0, 64.0)], days=130.0)
    return {"prices_3_officers_26_weeks_s": round(prices, 2), "one_absence_s": round(time.perf_counter() - began, 2)}


def interval(k: int, n: int) -> str:
    """k of n with Wilson's 95 % interval."""
    z, p = 1.96, k / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return f"{k} of {n} ({p:.1%}; {low:.1%} to {high:.1%})"


@click.command()
@click.option("--seeds", default=10, show_default=True, help="Generated offices.")
def run(seeds: int) -> None:
    """Measure, print, and keep the figures."""
    held, rows, times = coverage(seeds), exactness(), speed()
    click.echo(f"late cases in the 90 % interval: {interval(held['late_cases_held'], held['months'])}")
    click.echo(f"arrivals in the 90 % interval:   {interval(held['arrivals_held'], held['months'])}")
    for row in rows:
        click.echo(json.dumps(row))
    click.echo(json.dumps(times))
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        "command": " ".join(["python", "benchmarks/workload/run.py", *sys.argv[1:]]),
        "coverage": held,
        "queue": rows,
        "speed": times,
    }
    with (Path(__file__).parent / "results.jsonl").open("a") as results:
        results.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    run()
