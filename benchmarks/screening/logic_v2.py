"""nomenklatura's index and logic-v2, asked the same questions as our engine. Runs in the peers' environment only.

    python logic_v2.py pairs INPUT OUTPUT
        INPUT: JSON list of [FollowTheMoney schema, name, name]; OUTPUT: JSON list of scores
    python logic_v2.py screen LIST INPUT OUTPUT
        LIST: watchlist file; INPUT: {"questions": [{"name", "type"}, ...], "at_a_time": how many the index is handed}
        OUTPUT: {"answers": for each question [[list, id, score], ...], best first, "build_seconds", "screen_seconds",
        "peak_mb"}

Default settings throughout: 75 candidates a question, logic-v2's own weights. Times are CPU seconds, as in speed.py.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker import Index
from nomenklatura.matching.logic_v2.model import LogicV2
from nomenklatura.matching.types import ScoringConfig

SCHEMA = {
    "person": "Person",
    "organisation": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "unknown": "LegalEntity",
}
DATASET = Dataset.make({"name": "bench", "title": "bench"})
CONFIG = ScoringConfig.defaults()


def entity(key: str, schema: str, **properties: list[str]) -> StatementEntity:
    return StatementEntity.from_data(DATASET, {"id": key, "schema": schema, "properties": properties})


def pairs(rows: list[tuple[str, str, str]]) -> list[float]:
    # It remembers an entity's names by the entity's id: each needs one of its own.
    return [
        LogicV2.compare(entity(f"a{row}", schema, name=[a]), entity(f"b{row}", schema, name=[b]), CONFIG).score
        for row, (schema, a, b) in enumerate(rows)
    ]


def listed(path: Path) -> dict[str, StatementEntity]:
    found = {}
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            first, *others = record["names"]
            names = {"name": [first], "alias": others, "weakAlias": record.get("weak_names", [])}
            known = {}
            if record["type"] == "person":
                known = {"birthDate": record.get("born", []), "nationality": record.get("countries", [])}
            key = f"{record['list']} {record['id']}"
            found[key] = entity(key, SCHEMA[record["type"]], **names, **known)
    return found


def answers(
    index: Index, entities: Mapping[str, StatementEntity], questions: list[dict[str, str]], at_a_time: int
) -> Iterator[Any]:
    """Each question's candidates with their scores, best first."""
    for start in range(0, len(questions), at_a_time):
        asked = {
            f"q{number}": entity(f"q{number}", SCHEMA[one["type"]], name=[one["name"]])
            for number, one in enumerate(questions[start : start + at_a_time], start)
        }
        found = {one.id: candidates for one, candidates in index.match_entities(asked.values())}
        for key, query in asked.items():
            scored = [
                (candidate.id, LogicV2.compare(query, entities[candidate.id], CONFIG).score)
                for candidate, _ in found.get(key, [])
            ]
            yield [[*name.split(" ", 1), score] for name, score in sorted(scored, key=lambda one: (-one[1], one[0]))]


def screen(path: Path, questions: list[dict[str, str]], at_a_time: int) -> dict[str, Any]:
    started = process_time()
    entities = listed(path)
    view: Any = SimpleNamespace(entities=lambda **_: iter(entities.values()))
    with tempfile.TemporaryDirectory() as folder:
        index = Index(view, Path(folder))
        index.build()
        built = process_time()
        found = list(answers(index, entities, questions, at_a_time))
        done = process_time()
        index.close()
    return {
        "answers": found,
        "build_seconds": built - started,
        "screen_seconds": done - built,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    }


def main() -> None:
    task, *files = sys.argv[1:]
    asked = json.loads(Path(files[-2]).read_text(encoding="utf-8"))
    result = pairs(asked) if task == "pairs" else screen(Path(files[0]), **asked)
    Path(files[-1]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
