"""Which lines were labelled: 300 that hold a number and 100 that do not, drawn with a fixed seed from two lists.

    python benchmarks/controls/thresholds/sample.py EU_LIST.json US_LIST.json

prints the list, path and text of each line; the lists are those that `exeat controls import` wrote. A line is one
record of an entry, licensing records left out; it holds a number when a digit is left after the codes of provisions are
taken out.
"""

from __future__ import annotations

import random
import re
import sys

from exeat.domain.controls import ControlList
from exeat.domain.controls.numbering import CODE

SEED, WITH_NUMBER, WITHOUT = 20261123, 300, 100
_DIGIT = re.compile("[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]")


def sample(lists: list[ControlList]) -> list[tuple[str, str, str]]:
    """List, path and text of the lines drawn, those with a number first."""
    lines = [
        (control_list.id, p.path, p.text)
        for control_list in lists
        for entry in control_list.entries
        for p in entry.provisions
        if p.kind != "licensing" and p.text.strip()
    ]
    numbered = sorted(line for line in lines if _DIGIT.search(CODE.sub("", line[2])))
    others = sorted(set(lines) - set(numbered))
    draw = random.Random(SEED)
    return draw.sample(numbered, WITH_NUMBER) + draw.sample(others, WITHOUT)


if __name__ == "__main__":
    for line in sample([ControlList.load(path) for path in sys.argv[1:]]):
        print(*line, sep="\t")
