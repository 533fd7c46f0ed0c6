"""The table of README.md, made from the newest line of results.jsonl and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured: written by year.py -->", "<!-- end of what year.py writes -->"


def write_readme(readme: Path, results: Path) -> None:
    """Puts what was measured last between the two marks of the README."""
    newest = json.loads(results.read_text(encoding="utf-8").splitlines()[-1])
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = "\n".join(_lines(newest))
    readme.write_text(f"{before}{BEGIN}\n\n{lines}\n\n{END}{after}", encoding="utf-8")


def _lines(year: dict[str, Any]) -> Iterator[str]:
    yield f"{year['cases']:,} cases, {year['at'][:10]}; {year['machine']}, Python {year['python']}."
    yield ""
    yield f"- Figures counted again from {year['bundles']:,} signed bundles: {year['figures_compared']};"
    yield f"  differences: {len(year['differences'])}. Faults of the ledger: {year['ledger_faults']}."
    yield ""
    yield "| page | half the answers within | 95 of 100 within | queries | more than at a fifth of the cases |"
    yield "|---|---|---|---|---|"
    for name, page in year["pages"].items():
        grew = "yes" if page["queries_grew"] else "no"
        yield f"| {name} | {page['p50_ms']:.0f} ms | {page['p95_ms']:.0f} ms | {page['queries']} | {grew} |"
