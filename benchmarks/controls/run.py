"""Measures the classifier: python benchmarks/controls/run.py [--index FOLDER] [--misses]

Needs ../shared beside the checkout: two published lists and two sets of labelled products. Imports and indexes each
list from nothing, asks for every product, with each part switched off in turn, and writes one line a measurement to
results.jsonl, from which the tables of README.md are made. `--index` keeps the lists and indexes in a folder and uses
those that are there already.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tables import write_readme

from exeat.domain.controls import READERS, Candidate, ControlList, build_index, index_beside
from exeat.domain.controls.classify import ENGINE_VERSION, Index, Weights
from exeat.domain.controls.retrieval import meaning
from exeat.domain.controls.retrieval.store import open_index

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
SOURCES = {
    "eu": ("eu-annex-i-json", SHARED / "data" / "controls" / "eu_annex_i_2025-11-15.json"),
    "us": ("us-ccl-ecfr-xml", SHARED / "data" / "controls" / "us_ccl_2026-07.xml"),
}
FULL = Weights()
PARTS = {
    "everything": FULL,
    "without meaning": replace(FULL, meaning=0),
    "without trade terms": replace(FULL, terms=0),
    "without meaning and trade terms": replace(FULL, meaning=0, terms=0),
    "without structure": replace(FULL, tied=0, residual=0),
    "without figures": replace(FULL, figures=0),
    "without whole entries": replace(FULL, entry=0),
    "without single records": replace(FULL, record=0),
    "without words": replace(FULL, entry=0, record=0),
    "without the penalty on software and technology": replace(FULL, other_nature=1),
}
WEIGHTS = ("entry", "record", "meaning", "terms", "facts", "tied", "residual", "other_nature", "figures")
DEPTH = 40  # ranks beyond are as good as not found
RESAMPLES = 2000
STARTS = 5


@dataclass(frozen=True)
class Product:
    """A labelled product: what it is, what its data sheet says, and the entries of which one should be found."""

    id: str
    description: str
    facts: str
    entries: frozenset[str]
    listed: bool

    @property
    def half(self) -> str:
        """`tune` or `report`, by the id alone, so that a product stays where it is when others come."""
        return ("tune", "report")[hashlib.sha256(self.id.encode()).digest()[0] % 2]


def products(name: str) -> list[Product]:
    path = SHARED / "bench" / "classification" / f"{name}_products.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if name == "eu":
        return [
            Product(r["id"], r["desc"], r["facts"], _entries(r["primary"] or r["turns_on"]), r["status"] == "listed")
            for r in rows
        ]
    return [
        Product(r["id"], f"{r['item_name']}. {r['description']}", "", _entries([r["gold_eccn"]]), True)
        for r in rows
        if r["gold_eccn"] != "EAR99"  # no entry to find
    ]


def _entries(codes: list[str]) -> frozenset[str]:
    return frozenset(code.split(".")[0] for code in codes)


def rank(index: Index, product: Product, facts: bool) -> int:
    """The place of the first right entry, from 1; DEPTH + 1 for none."""
    found = index.classify(product.description, product.facts if facts else "", top=DEPTH)
    places = (n for n, candidate in enumerate(found, 1) if candidate.entry in product.entries)
    return next(places, DEPTH + 1)


MEASURES: dict[str, Callable[[list[int]], float]] = {
    "R@1": lambda ranks: statistics.mean(r <= 1 for r in ranks),
    "R@10": lambda ranks: statistics.mean(r <= 10 for r in ranks),
    "R@20": lambda ranks: statistics.mean(r <= 20 for r in ranks),
    "MRR": lambda ranks: statistics.mean(1 / r if r <= DEPTH else 0 for r in ranks),
}


def summary(ranks: list[int]) -> dict[str, Any]:
    """Each measure with a 95 % interval: percentiles of resampled products."""
    draw = random.Random(1540)
    resampled = [draw.choices(ranks, k=len(ranks)) for _ in range(RESAMPLES)]
    found: dict[str, Any] = {"n": len(ranks)}
    for name, measure in MEASURES.items():
        spread = sorted(measure(sample) for sample in resampled)
        low, high = spread[int(0.025 * RESAMPLES)], spread[int(0.975 * RESAMPLES)]
        found[name] = [round(measure(ranks), 3), round(low, 3), round(high, 3)]
    return found


def imported(name: str, folder: Path) -> tuple[ControlList, dict[str, Any]]:
    """The list with its index, made from the publisher's file unless the folder has both, and what that took."""
    path = folder / f"{name}.json"
    figures: dict[str, Any] = {"what": "import and index", "list": name}
    if not path.exists():
        wall, cpu = time.perf_counter(), time.process_time()
        form, source = SOURCES[name]
        control_list = READERS[form]([source]).control_list
        control_list.save(path)
        build_index(control_list, index_beside(path))
        figures |= {"seconds": _since(wall), "cpu_seconds": round(time.process_time() - cpu, 1)}
    figures |= {"index_mb": round(index_beside(path).stat().st_size / 1e6, 2), "start": _start(path)}
    return ControlList.load(path), figures


def _since(start: float) -> float:
    return round(time.perf_counter() - start, 1)


def _start(path: Path) -> dict[str, float]:
    """Seconds in a new process: the program loaded, the list and its index opened, the first answer; medians of five.

    `together` is the median of the sums.
    """
    program = (
        "import time; a = time.perf_counter(); import sys; from exeat.domain.controls import ControlList;"
        "b = time.perf_counter(); l = ControlList.load(sys.argv[1]); l.index; c = time.perf_counter();"
        "l.classify('thermal camera'); print(b - a, c - b, time.perf_counter() - c)"
    )
    taken = []
    for _ in range(STARTS):
        run = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True)
        taken.append([float(part) for part in run.stdout.split()])
    parts = dict(zip(("load", "open", "first_answer"), map(statistics.median, zip(*taken, strict=True)), strict=True))
    return {name: round(took, 2) for name, took in (*parts.items(), ("together", statistics.median(map(sum, taken))))}


def timings(index: Index, rows: list[Product]) -> dict[str, float]:
    """Milliseconds an answer of twenty candidates, by the wall and of processor time on all cores together.

    Over every product with its facts, twice, after one to warm up.
    """
    index.classify(rows[0].description, rows[0].facts)
    wall, cpu = [], []
    for product in rows * 2:
        start, start_cpu = time.perf_counter(), time.process_time()
        index.classify(product.description, product.facts)
        wall.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - start_cpu))
    return {
        f"{name}_ms": _at(share, took)
        for name, share, took in (
            ("p50", 0.5, wall),
            ("p95", 0.95, wall),
            ("cpu_p50", 0.5, cpu),
            ("cpu_p95", 0.95, cpu),
        )
    }


def _at(share: float, took: list[float]) -> float:
    return round(sorted(took)[int(share * len(took))], 1)


def accuracy(name: str, control_list: ControlList, rows: list[Product]) -> Iterator[dict[str, Any]]:
    """Every part switched off in turn, by half and together, without and with facts where there are any."""
    opened = open_index(control_list, control_list.index_file or Path())
    for part, weights in PARTS.items():
        index = Index(control_list, opened, weights)
        for facts in (False, True) if any(p.facts for p in rows) else (False,):
            ranks = {p.id: rank(index, p, facts) for p in rows}
            for half in ("tune", "report", "all"):
                chosen = [ranks[p.id] for p in rows if half in (p.half, "all")]
                yield {"what": part, "list": name, "facts": facts, "half": half, **summary(chosen)}


def sensitivity(name: str, control_list: ControlList, rows: list[Product]) -> Iterator[dict[str, Any]]:
    """MRR on the tune half with each weight halved and doubled: a weight that matters little is fitted to nothing."""
    opened = open_index(control_list, control_list.index_file or Path())
    tune = [p for p in rows if p.half == "tune"]
    for weight in WEIGHTS:
        for factor in (0.5, 2.0):
            index = Index(control_list, opened, replace(FULL, **{weight: factor * getattr(FULL, weight)}))
            mrr = MEASURES["MRR"]([rank(index, p, facts=True) for p in tune])
            yield {"what": f"{weight} x {factor}", "list": name, "half": "tune", "MRR": round(mrr, 3)}


def misses(name: str, index: Index, rows: list[Product], facts: bool) -> Iterator[dict[str, Any]]:
    """Each product whose right entry is not first: what came first and why, and why the right one came where it did."""
    for product in rows:
        found = index.classify(product.description, product.facts if facts else "", top=DEPTH)
        place = next((n for n, c in enumerate(found) if c.entry in product.entries), None)
        if place != 0:
            yield {
                "what": "miss",
                "list": name,
                "facts": facts,
                "id": product.id,
                "right": sorted(product.entries),
                "place": None if place is None else place + 1,
                "first": f"{found[0].entry}: {_because(found[0])}" if found else "nothing found",
                "why_there": "no signal" if place is None else _because(found[place]),
            }


def _because(candidate: Candidate) -> str:
    return "; ".join(candidate.why)[:200]


def ruled_out(name: str, index: Index, rows: list[Product]) -> dict[str, Any]:
    """Of the products that are listed, those whose right entry is shown as ruled out: there must be none."""
    wrong = []
    listed = [product for product in rows if product.listed]
    for product in listed:
        verdicts = {c.entry: c.verdict for c in index.classify(product.description, product.facts, top=DEPTH)}
        if any(verdicts.get(entry) == "ruled_out" for entry in product.entries):
            wrong.append(product.id)
    return {"what": "listed goods ruled out", "list": name, "n": len(listed), "ids": wrong}


def measure(folder: Path) -> Iterator[dict[str, Any]]:
    for name in SOURCES:
        control_list, figures = imported(name, folder)
        rows = products(name)
        yield {**figures, **timings(control_list.index, rows)}
        yield ruled_out(name, control_list.index, rows)
        yield from accuracy(name, control_list, rows)
        yield from sensitivity(name, control_list, rows)
        for facts in (False, True) if name == "eu" else (False,):
            yield from misses(name, control_list.index, rows, facts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--index", type=Path, help="A folder that keeps lists and indexes between runs.")
    options = parser.parse_args()
    run = {
        "engine": ENGINE_VERSION,
        "model": meaning.MODEL if meaning.available() else None,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "onnxruntime": version("onnxruntime") if meaning.available() else None,
    }
    with tempfile.TemporaryDirectory() as temporary, (HERE / "results.jsonl").open("w") as results:
        folder = options.index or Path(temporary)
        folder.mkdir(exist_ok=True)
        results.write(json.dumps({"what": "run", **run}) + "\n")
        for row in measure(folder):
            print(json.dumps(row), flush=True)
            results.write(json.dumps(row, ensure_ascii=False) + "\n")
    write_readme(HERE / "README.md", HERE / "results.jsonl")


if __name__ == "__main__":
    main()
