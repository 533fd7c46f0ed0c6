"""The tables of README.md, made from results.jsonl and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from measures import Share
from questions import MANY

BEGIN, END = "<!-- measured: written by run.py -->", "<!-- end of what run.py writes -->"
ENGINES = ("exeat", "logic-v2")
NOTHING = "–"
Row = dict[str, Any]
Key = tuple[str, str, str, str]


class Results:
    """The newest rows of each part, by engine, table, kind and measure."""

    def __init__(self, path: Path) -> None:
        self.runs: dict[str, Row] = {}
        with path.open(encoding="utf-8") as lines:
            for run in map(json.loads, lines):
                self.runs.pop(run["part"], None)
                self.runs[run["part"]] = run  # the newest last: parts that measure the same follow one another
        self.rows: dict[Key, Row] = {
            (row["engine"], row["table"], row["kind"], row["measure"]): row
            for run in self.runs.values()
            for row in run["rows"]
        }

    def share(self, engine: str, table: str, kind: str, measure: str) -> Share | None:
        row = self.rows.get((engine, table, kind, measure))
        return Share(row["k"], row["n"]) if row else None

    def value(self, engine: str, table: str, kind: str, measure: str) -> Any:
        return self.rows.get((engine, table, kind, measure), {}).get("value")

    def kinds(self, table: str) -> list[str]:
        return list(dict.fromkeys(kind for _, name, kind, _ in self.rows if name == table))


def write_readme(readme: Path, results: Path) -> None:
    """Puts the tables between the two marks of the README."""
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(_tables(Results(results)))
    readme.write_text(f"{before}{BEGIN}\n\n{tables}\n{END}{after}", encoding="utf-8")


def _tables(results: Results) -> Iterator[str]:
    yield from _about(results.runs.values())
    for heading, columns, rows in (
        ("Against the targets", ("", *ENGINES, "target"), _targets(results)),
        ("Damaged names, by kind of damage", ("kind", *_both("candidates"), *_both("at 1 %")), _damage(results)),
        ("Real other spellings", ("kind", *_both("candidates"), *_both("at 1 %")), _aliases(results)),
        ("False alarms", ("score", *ENGINES), _false_alarms(results)),
        ("Alarms about near misses", ("kind", *_both("at 1 %"), *_both("at alert")), _near_misses(results)),
        ("Is a score a probability?", ("pairs", "score", "said on average", "the same party"), _reliability(results)),
        ("How it grows", ("", *_sizes(results)), _growth(results)),
    ):
        yield from _table(heading, columns, rows)


def _about(runs: Iterable[Row]) -> Iterator[str]:
    for run in runs:
        versions = ", ".join(f"{name} {number}" for name, number in run["versions"].items())
        yield (
            f"- *{run['part']}*: {run['date']}, engine {run['engine_version']} at {run['commit']}, "
            f"{run['listed_parties']:,} real parties with {run['listed_names']:,} names; {run['machine']}; {versions}"
        )
    yield ""


def _table(heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of the rows in which something was measured; nothing where nothing was."""
    measured = [row for row in rows if any(cell != NOTHING for cell in row[1 : 1 + len(ENGINES)])]
    if measured:
        yield f"### {heading}\n"
        yield from map(_line, (columns, ["---"] * len(columns), *measured))
        yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _both(measure: str) -> list[str]:
    return [f"{measure}: {engine}" for engine in ENGINES]


def _shown(share: Share | None) -> str:
    if share is None:
        return NOTHING
    low, high = share.interval()
    return f"{share.value:.3f} ({share.k:,} of {share.n:,}; {low:.3f}–{high:.3f})"


def _figure(value: Any, unit: str = "") -> str:
    return NOTHING if value is None else f"{value:,}{unit}"


def _targets(results: Results) -> Iterator[list[str]]:
    def line(name: str, cell: Callable[[str], str], target: str) -> list[str]:
        return [name, *(cell(engine) for engine in ENGINES), target]

    def of(table: str, kind: str, measure: str) -> Callable[[str], str]:
        return lambda engine: _shown(results.share(engine, table, kind, measure))

    def of_value(table: str, kind: str, measure: str, unit: str = "") -> Callable[[str], str]:
        return lambda engine: _figure(results.value(engine, table, kind, measure), unit)

    fast = "100000 names, 1 core"
    value = results.value
    rate = "names_per_second"
    yield line(f"names/s, {fast}", of_value("speed", fast, rate), "≥ 1,500")
    yield line("the same, from the score for alerts on", of_value("speed", fast, f"{rate}_alerts"), "")
    yield line(
        "one question: p95 (logic-v2: mean of 20)",
        lambda one: _figure(value(one, "speed", fast, "p95_ms" if one == "exeat" else "mean_ms"), " ms"),
        "≤ 5 ms",
    )
    yield line("labelled pairs, held-out half: PR-AUC", partial(_area, results, "report"), "≥ 0.93")
    yield line("labelled pairs, all: PR-AUC", partial(_area, results, "all"), "")
    yield line("STRONG failures, held-out half", of("pairs", "report", "STRONG failures"), "0")
    yield line("STRONG failures, all", of("pairs", "all", "STRONG failures"), "0")
    for kind, target in (("person", "≥ 0.90"), ("organisation", "≥ 0.88")):
        yield line(f"damaged names at 1 %, {kind}", of("ssb", kind, "at 1 %"), target)
    for kind in ("person", "organisation"):
        candidates = f"damaged names, {kind}: candidates, dropped vowels apart"
        yield line(candidates, partial(_without, results, kind, ("vowel_drop",)), "≥ 0.99")
        yield line(
            "the same, what too many names begin with apart", partial(_without, results, kind, ("vowel_drop", MANY)), ""
        )
        yield line(f"hidden changes, {kind}: candidates", of("evasion", kind, "candidates"), "1.00")
    for kind, target in (("Latin", "≥ 0.75"), ("other", "≥ 0.82")):
        yield line(f"real other spellings at 1 %, {kind} script", of("aliases", kind, "at 1 %"), target)
    yield line("UN variants: candidates", of("un", "variants", "candidates"), "")
    yield line("UN variants at 1 %", of("un", "variants", "at 1 %"), "")
    for name, measure, unit, target in (
        ("memory at its peak, screening", "peak_mb", " MB", "≤ 300 MB"),
        ("start from a saved index", "load_seconds", " s", "≤ 1 s"),
        ("build", "build_seconds", " s", "≤ 6 s"),
    ):
        yield line(name, of_value("speed", fast, measure, unit), target)
    kind = next(iter(results.kinds("updates")), "")
    for name, measure in (
        ("p90 of 307 updates, applied", "applied_p90_ms"),
        ("the same, with the next answer and the version", "answered_p90_ms"),
    ):
        yield line(name, of_value("updates", kind, measure, " ms"), "< 100 ms")
    entries, parties = (value("exeat", "re-screening", kind, one) for one in ("changed_entries", "parties"))
    again = f"{_figure(parties)} parties re-screened against {_figure(entries)} changed entries"
    yield line(again, of_value("re-screening", kind, "seconds", " s"), "< 1 s")


def _area(results: Results, kind: str, engine: str) -> str:
    row = results.rows.get((engine, "pairs", kind, "PR-AUC"))
    return f"{row['value']:.3f} (n = {row['n']}; {row['from']:.3f}–{row['to']:.3f})" if row else NOTHING


def _without(results: Results, kind: str, left_out: Sequence[str], engine: str) -> str:
    """The candidates of a type but for those damaged in some ways."""
    every = results.share(engine, "ssb", kind, "candidates")
    for name in results.kinds("ssb"):
        some = results.share(engine, "ssb", name, "candidates")
        if every and some and name.startswith(f"{kind}, ") and set(left_out) & set(name.split(", ")):
            every = Share(every.k - some.k, every.n - some.n)
    return _shown(every)


def _damage(results: Results) -> Iterator[list[str]]:
    yield from _compared(results, "ssb", ("candidates", "at 1 %"))
    for row in _compared(results, "evasion", ("candidates", "at 1 %")):
        yield [f"{row[0]} (larger sample)", *row[1:]]


def _aliases(results: Results) -> Iterator[list[str]]:
    yield from _compared(results, "aliases", ("candidates", "at 1 %"))


def _near_misses(results: Results) -> Iterator[list[str]]:
    yield from _compared(results, "near misses", ("at 1 %", "at alert"))


def _compared(results: Results, table: str, measures: Sequence[str]) -> Iterator[list[str]]:
    for kind in results.kinds(table):
        cells = [_shown(results.share(engine, table, kind, one)) for one in measures for engine in ENGINES]
        yield [kind, *cells]


def _false_alarms(results: Results) -> Iterator[list[str]]:
    for kind in results.kinds("false alarms"):
        for low in ("0.5", "0.6", "0.7", "0.8", "0.9", "0.95"):
            cells = [_shown(results.share(engine, "false alarms", kind, f"at {low}")) for engine in ENGINES]
            yield [f"{low}, {kind}", *cells]


def _reliability(results: Results) -> Iterator[list[str]]:
    for kind in results.kinds("reliability"):
        rows = [row for (_, table, name, _), row in results.rows.items() if (table, name) == ("reliability", kind)]
        for row in rows:
            yield [kind, row["measure"], f"{row['said']:.3f}", _shown(Share(row["k"], row["n"]))]
        every = Share(sum(row["k"] for row in rows), sum(row["n"] for row in rows))
        yield [kind, "all", "", _shown(every)]


def _sizes(results: Results) -> list[str]:
    return [kind for kind in results.kinds("speed") if results.value("exeat", "speed", kind, "names_per_second")]


def _growth(results: Results) -> Iterator[list[str]]:
    for name, measure, unit in (
        ("parties", "parties", ""),
        ("build", "build_seconds", " s"),
        ("save", "save_seconds", " s"),
        ("on disk", "disk_mb", " MB"),
        ("start from saved", "load_seconds", " s"),
        ("names/s", "names_per_second", ""),
        ("names/s from the score for alerts on", "names_per_second_alerts", ""),
        ("one question, p50", "p50_ms", " ms"),
        ("one question, p95", "p95_ms", " ms"),
        ("a process at its peak", "peak_mb", " MB"),
        ("not shared between processes", "own_mb", " MB"),
    ):
        yield [name, *(_figure(results.value("exeat", "speed", kind, measure), unit) for kind in _sizes(results))]
