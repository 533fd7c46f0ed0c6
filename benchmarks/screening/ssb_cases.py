"""Damaged names and near misses, made by the package sanctions-screening-benchmark. Runs in the peers' environment.

    python ssb_cases.py INPUT OUTPUT
        INPUT: {"names": [...], "listed": every listed name, "only": kinds or null}
        OUTPUT: {"damaged": [[place in names, kind, family, text], ...], "near_misses": [[kind, text], ...]}

At most two results a kind and name, seed 0, as its own command does; what differs in case alone is left out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ssb import negatives, perturb

PER_KIND = 2


def main() -> None:
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    names = asked["names"]
    damaged = [
        [place, one.perturbation, one.family, one.text]
        for place, name in enumerate(names)
        for one in perturb.apply_all(name, str(place), only=asked["only"], max_per_class=PER_KIND)
        if one.text.casefold() != name.casefold()
    ]
    listed = {name.casefold() for name in asked["listed"]}
    near = [[one.negative_class, one.text] for one in negatives.generate(names, listed_index=listed)]
    Path(sys.argv[2]).write_text(json.dumps({"damaged": damaged, "near_misses": near}), encoding="utf-8")


if __name__ == "__main__":
    main()
