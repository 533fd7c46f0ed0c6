"""Measures screening beside nomenklatura: python benchmarks/screening/run.py [--quick] [--alone] [--half H] [PART ...]

Needs ../shared beside the checkout. Peers are installed on first use into an environment of their own. What a full run
over the report half measures is added to results.jsonl; the tables in README.md and the curves are made from it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import peers
from lists import names_in, published, refuse_without_shared
from parts import FULL, PARTS, QUICK, Run
from tables import write_readme

from exeat.domain.screening import ENGINE_VERSION

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--quick", action="store_true", help="small samples, nothing kept")
    parser.add_argument("--alone", action="store_true", help="without logic-v2, nothing kept")
    parser.add_argument("--half", choices=("tune", "report"), default="report", help="tune: to develop with, not kept")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    refuse_without_shared()
    kept = not (options.quick or options.alone or options.half == "tune")
    parties = published()
    commit = _commit()
    for part in options.parts or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            size = QUICK if options.quick else FULL
            run = Run(parties, options.half, size, options.alone, Path(scratch), HERE if kept else None)
            rows = []
            for row in PARTS[part](run):
                print(_line(row), flush=True)
                rows.append(row)
        if kept:
            about = _about(part, commit) | {"listed_parties": len(parties), "listed_names": names_in(parties)}
            with RESULTS.open("a", encoding="utf-8") as results:
                results.write(json.dumps(about | {"rows": rows}, ensure_ascii=False) + "\n")
            write_readme(HERE / "README.md", RESULTS)


def _line(row: dict[str, Any]) -> str:
    value = row.get("value", row.get("share"))
    of = f"{row['k']} of {row['n']}" if "k" in row else ""
    return f"{row['engine']:9} {row['table']:13} {row['kind']:36} {row['measure']:24} {value!s:>8}  {of}"


def _about(part: str, commit: str) -> dict[str, Any]:
    """When, where and of what a part was measured."""
    return {
        "part": part,
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "engine_version": ENGINE_VERSION,
        "command": shlex.join(["python", "benchmarks/screening/run.py", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("numpy", "rapidfuzz")}
        | dict(one.split("==") for one in peers.PACKAGES),
    }


def _commit() -> str:
    """The commit that was measured, with a + where the engine differed from it."""
    engine = HERE.parents[1] / "src/exeat/domain/screening"
    last, changed = (
        subprocess.run(["git", "-C", str(engine), *command], capture_output=True, text=True, check=True).stdout.strip()
        for command in (("log", "-1", "--format=%h"), ("status", "--porcelain", "--", "."))
    )
    return f"{last}+" if changed else last


if __name__ == "__main__":
    main()
