"""The tables of README.md, made from results.jsonl and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured: written by run.py -->", "<!-- end of what run.py writes -->"
MEASURES = ("R@1", "R@10", "R@20", "MRR")
SHOWN = (  # list, facts, half, part switched off
    ("eu", False, "all", "everything"),
    ("eu", True, "all", "everything"),
    ("eu", False, "report", "everything"),
    ("eu", True, "report", "everything"),
    ("eu", False, "all", "without meaning"),
    ("eu", False, "all", "without trade terms"),
    ("eu", True, "all", "without trade terms"),
    ("us", False, "all", "everything"),
    ("us", False, "all", "without trade terms"),
)
NAMES = {"eu": "EU", "us": "US"}
Row = dict[str, Any]


def write_readme(readme: Path, results: Path) -> None:
    """Puts the tables between the two marks of the README."""
    rows = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join([*_accuracy(rows), *_speed(rows)])
    readme.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


def _accuracy(rows: list[Row]) -> Iterator[str]:
    found = {(r["list"], r["facts"], r["half"], r["what"]): r for r in rows if "R@10" in r}
    yield from _headed("", "n", *MEASURES)
    for key in SHOWN:
        row = found[key]
        listed, facts, half, part = key
        asked = ("full text" if listed == "us" else "with facts" if facts else "description") + (
            ", report half" if half == "report" else ""
        )
        shares = ("{:.2f} ({:.2f}–{:.2f})".format(*row[measure]) for measure in MEASURES)
        yield f"| {NAMES[listed]}, {asked}, {part} | {row['n']} | {' | '.join(shares)} |"
    for row in rows:
        if row["what"] == "listed goods ruled out":
            yield ""
            yield f"Listed goods shown as ruled out, {NAMES[row['list']]}: {len(row['ids'])} of {row['n']}."
    yield ""


def _speed(rows: list[Row]) -> Iterator[str]:
    run = next(row for row in rows if row["what"] == "run")
    lists = [row for row in rows if row["what"] == "import and index"]
    engine = f"Engine {run['engine']}, {run['model'] or 'no model'}"
    yield f"{engine}; {run['machine']} when it began, Python {run['python']}."
    yield ""
    yield from _headed("", *(NAMES[row["list"]] for row in lists), "aimed at")
    for name, aim, shown in (
        ("import and index", "60 s", "{seconds:.0f} s ({cpu_seconds:.0f} s of processor time)"),
        ("index on disk", "15 MB", "{index_mb:.1f} MB"),
        ("a new process: program loaded", "", "{start[load]:.2f} s"),
        ("list and index opened", "", "{start[open]:.2f} s"),
        ("first answer", "", "{start[first_answer]:.2f} s"),
        ("the three together", "1 s", "{start[together]:.2f} s"),
        ("an answer of twenty candidates, p50", "", "{p50_ms:.0f} ms"),
        ("p95", "60 ms", "{p95_ms:.0f} ms"),
        ("p95 of processor time", "", "{cpu_p95_ms:.0f} ms"),
    ):
        yield f"| {name} | {' | '.join(_shown(shown, row) for row in lists)} | {aim} |"


def _shown(form: str, row: Row) -> str:
    """A figure; a dash for what was not measured, such as the import of a list that was there already."""
    try:
        return form.format(**row)
    except KeyError:
        return "–"


def _headed(*columns: str) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
