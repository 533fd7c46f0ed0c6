"""How long lists take to come in, and what a file of a million names takes to be screened.

    .venv/bin/python benchmarks/files/run.py [imports] [update] [stream] [--lines 1000000]

``imports`` reads each published list beside the checkout; ``update`` runs `exeat watchlists update` against a server on
this machine, twice a list; ``stream`` runs `exeat screen --input` on files of growing length, each with one bad line in
its middle. One line of JSON a measurement, appended to results.jsonl: seconds on the clock and of a processor, and the
most memory that the process had.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from exeat.domain.screening import ENGINE_VERSION, write_parties
from exeat.domain.screening.importers import import_list

HERE = Path(__file__).resolve().parent
LISTS = HERE.parents[2] / "shared/data/watchlists"
EXEAT = Path(sys.executable).with_name("exeat")
FILES = {
    "ofac-sdn": ("ofac-sdn", ("ofac/sdn_2021-07_watchman_bench.csv", "ofac/alt_2021-07_watchman_bench.csv")),
    "ofac-cons": ("ofac-cons", ("ofac/cons_prim.csv", "ofac/cons_alt.csv", "ofac/cons_add.csv")),
    "un-sc": ("un-xml", ("un/UN_consolidated_2026-02-27.xml",)),
    "bis-744": ("bis-744-xml", ("bis/ecfr_title-15_part-744_2026-07-23.xml",)),
    "us-dpl": ("us-dpl", ("bis/dpl_2022-09.txt",)),
    "canada-sema": ("canada-sema-xml", ("other/canada_sema_2025.xml",)),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: its exit status, what it said, and what it used."""

    status: int
    out: str
    err: str
    used: dict[str, float]


def run(*command: str | Path) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([EXEAT, *command], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        used = {
            "seconds": round(time.perf_counter() - start, 1),
            "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
            "most_megabytes": round(usage.ru_maxrss / 1024),
        }
        out.seek(0)
        err.seek(0)
        return Run(os.waitstatus_to_exitcode(status), out.read().decode(), err.read().decode(), used)


def imports() -> Iterator[dict[str, Any]]:
    """Each list read once from the disk, in this process."""
    for list_id, (form, names) in FILES.items():
        files = [LISTS / name for name in names]
        start = time.process_time()
        imported = import_list(form, files, accept_orphans=True)
        seconds = time.process_time() - start
        size = round(sum(path.stat().st_size for path in files) / 1e6, 2)
        told = {"list": list_id, "parties": len(imported.parties), "megabytes": size}
        yield {"part": "imports", **told, "cpu_seconds": round(seconds, 2)}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def update() -> Iterator[dict[str, Any]]:
    """Each list fetched, read and kept, then fetched again and found unchanged: two runs of the command."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(LISTS))) as server,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for list_id, (_, names) in FILES.items():
            addresses = [f"--from=http://127.0.0.1:{server.server_port}/{name}" for name in names]
            for _ in range(2):
                done = run("watchlists", "update", list_id, *addresses, "--output", folder, "--json")
                [told] = json.loads(done.out)
                seconds = {name: value for name, value in done.used.items() if name != "most_megabytes"}
                yield {"part": "update", "list": list_id, "status": told["status"], **seconds}
        server.shutdown()


def stream(most: int) -> Iterator[dict[str, Any]]:
    """Files of a hundredth, a tenth and the whole of ``most`` lines, against the Denied Persons List."""
    form, names = FILES["us-dpl"]
    parties = import_list(form, [LISTS / name for name in names]).parties
    with tempfile.TemporaryDirectory() as folder:
        watchlist, asked, output = (Path(folder) / name for name in ("list.jsonl", "names.csv", "matches.jsonl"))
        write_parties(watchlist, parties)
        for lines in (most // 100, most // 10, most):
            write_names(asked, lines, [party.names[0] for party in parties])
            options = ("--input", asked, "--output", output, "--watchlist", watchlist, "--min-score", "0.8")
            done = run("screen", *options)
            if done.status != 1 or f"line {lines // 2}: the name is empty" not in done.err:
                raise SystemExit(f"expected one bad line to be named, found: {done.err}")
            with output.open("rb") as written:
                answers = sum(1 for _ in written)
            yield {"part": "stream", "engine": ENGINE_VERSION, "lines": lines, "answers": answers, **done.used}


def write_names(path: Path, lines: int, listed: list[str]) -> None:
    """Invented names of two words, one in fifty a listed one, and in the middle a line without a name."""
    chance = random.Random(7)
    sounds = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or")]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["name", "type"])
        for number in range(2, lines + 2):
            word = "".join(chance.choices(sounds, k=3)).title()
            name = (
                chance.choice(listed) if number % 50 == 0 else f"{word} {''.join(chance.choices(sounds, k=3)).title()}"
            )
            writer.writerow(["" if number == lines // 2 else name, "unknown"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "parts", nargs="*", choices=["imports", "update", "stream"], default=["imports", "update", "stream"]
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    wanted = parser.parse_args()
    machine = f"{os.uname().machine}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    parts = {"imports": imports, "update": update, "stream": partial(stream, wanted.lines)}
    with (HERE / "results.jsonl").open("a", encoding="utf-8") as results:
        for part in wanted.parts:
            for measured in parts[part]():
                line = json.dumps({**measured, "machine": machine})
                print(line, flush=True)
                results.write(line + "\n")


if __name__ == "__main__":
    main()
