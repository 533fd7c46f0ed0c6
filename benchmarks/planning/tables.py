"""The table of README.md, made from results.jsonl and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

BEGIN, END = "<!-- measured: written by run.py -->", "<!-- end of what run.py writes -->"
Row = dict[str, Any]
PEERS = {"exeat": "Exeat", "highs": "HiGHS", "cp-sat": "CP-SAT"}
TARGETS = {  # part: what is measured, the target
    "small": ("small state", "optimal, proven, < 1 s"),
    "sixty": ("60 offers, 10 officials, 52 weeks", "optimal ≤ 2 s"),
    "reasons": ("reasons for 60 offers", "all ≤ 20 s, one ≤ 1 s"),
    "section-10s": ("200 offers, 10 officials, 10 s", "gap ≤ 1 %"),
    "section-60s": ("200 offers, 10 officials, 60 s", "gap ≤ 0.2 %"),
    "peers-10s": ("the same 200 offers by solvers as they come, 10 s", "–"),
    "peers-60s": ("the same, 60 s", "–"),
    "rankings": ("200 offers in 10 s, over the rankings by score and by dates", "≥ 7 %, ≥ 15 % more on average"),
    "states-10-60s": ("2,000 offers, 10 states, 60 s", "gap ≤ 2.5 %"),
    "states-10-180s": ("2,000 offers, 10 states, 180 s", "gap ≤ 1.5 %"),
    "states-100-900s": ("20,000 offers, 100 states, 900 s", "gap ≤ 2.5 %"),
    "mkp": (
        "knapsacks of 100 items (Chu & Beasley), at most 60 s each",
        "≥ 99.9 % of the best known on all 90",
    ),
    "mmkp": (
        "choices under budgets I01–I07 (Khan), at most 60 s each",
        "≥ 99.9 % of the best known",
    ),
    "smptsp": ("fewest people for fixed tasks, at most 60 s each", "the bound"),
}


def write_readme(readme: Path, results: Path) -> None:
    """Puts the table between the two marks of the README."""
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(
        f"{before}{BEGIN}\n\n" + "\n".join(_table(_newest(results))) + f"\n\n{END}{after}", encoding="utf-8"
    )


def _newest(results: Path) -> dict[str, list[Row]]:
    """The newest row of each case, by part."""
    rows: dict[str, dict[str, Row]] = {part: {} for part in TARGETS}
    for line in results.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["part"]][row["case"]] = row
    return {part: list(cases.values()) for part, cases in rows.items()}


def _table(parts: dict[str, list[Row]]) -> Iterator[str]:
    yield "| what | target | measured | load | date |"
    yield "|---|---|---|---|---|"
    for part, (what, target) in TARGETS.items():
        rows = parts[part]
        load = f"{max(row['load'] for row in rows):.0f}" if rows else "–"
        date = max(row["date"] for row in rows) if rows else "–"
        yield f"| {what} | {target} | {_measured(part, rows) if rows else 'not yet'} | {load} | {date} |"


def _measured(part: str, rows: list[Row]) -> str:
    count = f"{len(rows)} scenarios: " if len(rows) > 1 else ""
    if part == "reasons":
        slowest = max(row["slowest_one"] for row in rows)
        return f"{count}all {_range(rows, 'all')} s; slowest one {slowest:.2f} s"
    if part.startswith("peers"):
        return count + "; ".join(_peer(rows, solver, name) for solver, name in PEERS.items())
    if part == "rankings":
        over = (mean(row[f"over_{by}_percent"] for row in rows) for by in ("score", "dates"))
        return count + " and ".join(f"{percent:.0f} %" for percent in over) + " more on average"
    if part in ("mkp", "mmkp", "smptsp"):
        close = sum((row["percent"] or 0) >= (100 if part == "smptsp" else 99.9) for row in rows)
        return f"{close} of {len(rows)}; least {min(row['percent'] or 0 for row in rows):.2f} %"
    optimal = sum(row["status"] == "optimal" for row in rows)
    figures = f"{count}{optimal} optimal; gap {_range(rows, 'gap_percent')} %; {_range(rows, 'seconds')} s,"
    after = f"; its reasons {rows[0]['reasons']:.2f} s more" if part == "small" and "reasons" in rows[0] else ""
    return f"{figures} of a processor {_range(rows, 'processor')} s{after}"


def _peer(rows: list[Row], solver: str, name: str) -> str:
    """A solver's gaps, and how far its plans are from ours."""
    found = [row for row in rows if row[solver] is not None]
    missing = f", no plan of {len(rows) - len(found)}" if len(found) < len(rows) else ""
    if not found:
        return f"{name}: no plan"
    gaps = _range([row[solver] for row in found], "gap_percent")
    if solver == "exeat":
        return f"{name}: gap {gaps} %"
    wider = mean(row[solver]["gap_percent"] for row in found) / mean(row["exeat"]["gap_percent"] for row in found)
    worth = mean(100 * (1 - row[solver]["value"] / row["exeat"]["value"]) for row in found)
    bound = mean(100 * (row[solver]["bound"] / row["exeat"]["bound"] - 1) for row in found)
    told = f"gap {gaps} %, {wider:.1f} times ours (plan {worth:.2f} % less, bound {bound:.2f} % more)"
    return f"{name}: {told}{missing}"


def _range(rows: list[Row], field: str) -> str:
    """The mean of a field and its largest."""
    if len(rows) == 1:
        return f"{rows[0][field]:.2f}"
    return f"{mean(row[field] for row in rows):.2f} on average, at most {max(row[field] for row in rows):.2f}"
