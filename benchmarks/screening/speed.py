"""How fast and how large: each measurement in a process of its own, which this script is.

    python speed.py build LIST FOLDER        read a watchlist file, build its index, save it
    python speed.py ask FOLDER QUESTIONS     start from what was saved, and screen
    python speed.py updates NAMES            apply every published change of the SDN list to a list of so many names
    python speed.py rescreen NAMES PARTIES   re-screen parties against one of them, of the size that one in ten reaches

Prints one JSON object. Times are CPU seconds of this process, to be kept on one core (taskset): other work on the
machine changes them little, and on an idle machine they are what a clock shows. Sizes are MB of 10^6 bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import growth
import numpy as np
from lists import LISTS, names_in, published

from exeat.domain.screening import ALERT_SCORE, Delta, ListedParty, Match, Party, StoredParties, Watchlist, rescreen

Result = dict[str, Any]
WARM = 200
SDN = "ofac-sdn"
HISTORY = LISTS / "ofac/sdn_history_2021-2024.jsonl.gz"


def memory() -> Result:
    """What this process holds now, its peak, and what no other process could share with it."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    held = {"resident_mb": "VmRSS", "peak_mb": "VmHWM", "own_mb": "RssAnon"}
    return {name: round(int(fields[field].split()[0]) * 1024 / 1e6, 1) for name, field in held.items()}


def build(source: str, folder: str) -> Result:
    empty = memory()["resident_mb"]
    started = process_time()
    watchlist = Watchlist.from_jsonl(source)
    watchlist.screen(["Orrery"])  # whatever was put off until the first question
    built = process_time()
    watchlist.save(folder)
    saved = process_time()
    written = sum(one.stat().st_size for one in Path(folder).iterdir())
    return {
        "parties": len(watchlist),
        "names": names_in(list(watchlist.parties)),
        "build_seconds": round(built - started, 2),
        "save_seconds": round(saved - built, 2),
        "disk_mb": round(written / 1e6, 1),
        "before_mb": empty,
    } | memory()


def ask(folder: str, questions: str) -> Result:
    """Names a second for a batch, as answered by default and from the score for alerts on; and single questions."""
    asked = [Party(one["name"], one["type"]) for one in json.loads(Path(questions).read_text(encoding="utf-8"))]
    started = process_time()
    watchlist = Watchlist.load(folder)
    watchlist.screen(["Orrery"])
    loaded = process_time() - started
    after_loading = memory()
    watchlist.screen(asked[:WARM])
    every = _rate(watchlist, asked, 0.0)
    alerts = _rate(watchlist, asked, ALERT_SCORE)
    single = []
    for party in asked[:1000]:
        began = process_time()
        _read(watchlist.screen([party]))
        single.append(1000 * (process_time() - began))
    p50, p95, p99 = np.percentile(single, (50, 95, 99))
    return {
        "questions": len(asked),
        "load_seconds": round(loaded, 3),
        "names_per_second": round(every, 1),
        "names_per_second_alerts": round(alerts, 1),
        "p50_ms": round(p50, 2),
        "p95_ms": round(p95, 2),
        "p99_ms": round(p99, 2),
        "loaded_mb": after_loading["resident_mb"],
    } | memory()


def _rate(watchlist: Watchlist, asked: list[Party], low: float) -> float:
    began = process_time()
    _read(watchlist.screen(asked, min_score=low))
    return len(asked) / (process_time() - began)


def _read(found: list[list[Match]]) -> int:
    """The length of all reasons: reads each, so that none is left to be worked out later."""
    return sum(len(match.why.sentence) for matches in found for match in matches)


def history() -> Iterator[dict[str, Any]]:
    with gzip.open(HISTORY, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sdn_party(row: list[str]) -> ListedParty:
    kind = "person" if row[2].strip() == "individual" else "unknown"
    return ListedParty(row[0], SDN, kind, (row[1],), programmes=(row[3],))


def changes() -> tuple[list[ListedParty], list[Delta]]:
    """The first version of the SDN list that there is, and what each later one changed."""
    whole, *updates = history()
    first = [sdn_party(row) for row in whole["full"]]
    now = {one.id: one for one in first}
    found = []
    for update in updates:
        fresh = [sdn_party(row) for row in (*update["added"], *update["changed"])]
        delta = Delta(
            added=tuple(one for one in fresh if one.id not in now),
            removed=tuple((SDN, str(one)) for one in update["removed"] if str(one) in now),
            changed=tuple(one for one in fresh if one.id in now and now[one.id] != one),
        )
        for key in delta.removed:
            del now[key[1]]
        now |= {one.id: one for one in fresh}
        found.append(delta)
    return first, found


def size(delta: Delta) -> int:
    return len(delta.added) + len(delta.removed) + len(delta.changed)


def with_others(first: list[ListedParty], names: int) -> Watchlist:
    """That version among the other lists, and invented parties up to so many names."""
    others = [party for party in published() if party.list != SDN]
    return Watchlist([*first, *growth.listed(others, names - names_in(first))])


def updates(names: str) -> Result:
    """Milliseconds to apply a change, alone, and until the next question is answered and the version is known."""
    first, deltas = changes()
    watchlist = with_others(first, int(names))
    watchlist.screen(["Orrery"])
    versions = {watchlist.version}
    applied, answered = [], []
    for delta in deltas:
        began = process_time()
        watchlist.apply(delta)
        applied.append(1000 * (process_time() - began))
        watchlist.screen(["Orrery"])
        versions.add(watchlist.version)
        answered.append(1000 * (process_time() - began))
    return {"updates": len(deltas), "versions": len(versions), "largest": max(map(size, deltas))} | {
        f"{what}_{name}_ms": round(float(np.percentile(values, point)), 1)
        for what, values in (("applied", applied), ("answered", answered))
        for name, point in (("p50", 50), ("p90", 90), ("most", 100))
    }


def rescreened(names: str, parties: str) -> Result:
    """Seconds to re-screen parties against the update of the size that one in ten of the updates reaches.

    The parties are indexed once, beforehand, as they are kept between updates; that time stands apart.
    """
    first, deltas = changes()
    place = sorted(range(len(deltas)), key=lambda one: size(deltas[one]))[int(0.9 * len(deltas))]
    old = with_others(first, int(names))
    for delta in deltas[:place]:
        old.apply(delta)
    new = Watchlist(old.parties)
    new.apply(deltas[place])
    began = process_time()
    asked = StoredParties(growth.customers(int(parties), old.parties))
    indexed = process_time()
    alerts = rescreen(old, new, asked)
    took = process_time() - indexed
    return {
        "parties": len(asked),
        "changed_entries": size(deltas[place]),
        "alerts": len(alerts),
        "index_seconds": round(indexed - began, 2),
        "seconds": round(took, 2),
    }


def main() -> None:
    task, *arguments = sys.argv[1:]
    tasks: dict[str, Callable[..., Result]] = {
        "build": build,
        "ask": ask,
        "updates": updates,
        "rescreen": rescreened,
    }
    print(json.dumps(tasks[task](*arguments)))


if __name__ == "__main__":
    main()
