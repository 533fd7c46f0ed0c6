"""Measures how well thresholds are read, against the labelled lines.

    python benchmarks/controls/thresholds/run.py EU_LIST.json US_LIST.json [--misses tune]

A limit counts as found when comparator, value and unit are right and its span overlaps the label's. Whether its
quantity is right as well (a word in common with the label, where that has one) is counted apart. Intervals are
Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from decimal import Decimal
from math import sqrt
from pathlib import Path
from typing import Any

from exeat.domain.controls import ControlList
from exeat.domain.controls.thresholds import Limit, Threshold, read
from exeat.domain.controls.thresholds.algebra import convert, dimension

LABELS = Path(__file__).with_name("labels.jsonl")


def half(label: dict[str, Any]) -> str:
    """Which half a line belongs to."""
    return "report" if int(label["sha256"][0], 16) % 2 else "tune"


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of k in n."""
    if not n:
        return 0.0, 1.0
    z, p = 1.96, k / n
    middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


def lines(lists: list[ControlList]) -> dict[str, tuple[str, Any]]:
    """For each line's hash: its text, and the thresholds read in it in place."""
    found = {}
    for control_list in lists:
        comma = "decimal" if control_list.numbering == "eu" else "thousands"
        for entry in control_list.entries:
            for p in entry.provisions:
                text = getattr(p, "source_text", p.text)
                digest = hashlib.sha256(text.encode()).hexdigest()
                if digest not in found:
                    above = control_list.provision(p.parent).text if p.parent else ""
                    found[digest] = (control_list.id, p.path, text, comma, above)
    return found


def agree(limit: Limit, label: dict[str, Any]) -> bool:
    """Whether a limit that was read is the labelled one."""
    if limit.comparator != label["comparator"] or limit.end <= label["start"] or limit.start >= label["end"]:
        return False
    if dimension(limit.unit) != dimension(label["unit"]):
        return False
    return convert(limit.value, limit.unit, label["unit"]) == Decimal(label["value"])


def same_quantity(threshold: Threshold, label: dict[str, Any]) -> bool:
    """Whether the quantity shares a word with the label's."""
    return not label["quantity"] or bool(_stems(threshold.quantity) & _stems(label["quantity"]))


def _stems(words: str) -> set[str]:
    return {re.sub(r"(?:ies|y|s|ing)$", "", w) for w in re.findall(r"[a-z]+", words.casefold())} - {"of", "the", "a"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs=2)
    parser.add_argument("--misses", choices=["tune", "report"])
    args = parser.parse_args()
    texts = lines([ControlList.load(path) for path in args.lists])
    for wanted in ("tune", "report"):
        right = named = spurious = missed = gone = 0
        for label in map(json.loads, LABELS.read_text().splitlines()):
            if half(label) != wanted:
                continue
            if label["sha256"] not in texts:
                gone += 1
                continue
            _, path, text, comma, above = texts[label["sha256"]]
            left = list(label["thresholds"])
            for threshold in read(text, comma, above).thresholds:
                for limit in threshold.limits:
                    match = next((m for m in left if agree(limit, m)), None)
                    if match is None:
                        spurious += 1
                        if args.misses == wanted:
                            print(f"+ {path}: {limit.comparator} {text[limit.start : limit.end]!r} | {text[:200]}")
                    else:
                        left.remove(match)
                        right += 1
                        named += same_quantity(threshold, match)
                        if args.misses == wanted and not same_quantity(threshold, match):
                            print(f"~ {path}: {threshold.quantity!r} for {match['quantity']!r} | {text[:140]}")
            missed += len(left)
            if args.misses == wanted:
                for m in left:
                    print(f"- {path}: {m['comparator']} {text[m['start'] : m['end']]!r} {m['unit']} | {text[:200]}")
        for name, k, n in (
            ("precision", right, right + spurious),
            ("recall", right, right + missed),
            ("quantity too", named, right),
        ):
            low, high = wilson(k, n)
            print(f"{wanted:6} {name:12} {k:4} of {n:4}  {k / max(n, 1):.3f}  [{low:.3f}, {high:.3f}]")
        if gone:
            print(f"{wanted:6} lines that the lists no longer hold: {gone}")


if __name__ == "__main__":
    main()
