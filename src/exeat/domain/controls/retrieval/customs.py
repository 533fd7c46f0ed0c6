"""The customs code: a weak hint where a list names codes, and a contradiction where it speaks of other goods.

Chapters are those of the Harmonized System 2022. That goods of a category are usual in a chapter is general knowledge
of the nomenclature's titles; the table is wide on purpose, for it only ever raises a question.
"""

from __future__ import annotations

_METALS = frozenset(range(72, 82)) - {77}
_CHEMICALS = frozenset(range(25, 41))
_MACHINES = frozenset({84, 85, 90})
_USUAL: dict[str, frozenset[int]] = {
    "0": _MACHINES | _METALS | _CHEMICALS | {87},
    "1": _MACHINES | _METALS | _CHEMICALS | frozenset(range(54, 66)) | {41, 68, 69, 70, 71, 86, 87, 88, 89, 93},
    "2": _MACHINES | _METALS | {39, 40, 68, 69, 70},
    "3": _MACHINES | _METALS | _CHEMICALS | {69, 70, 71, 91},
    "4": _MACHINES,
    "5": _MACHINES | {70},
    "6": _MACHINES | _METALS | _CHEMICALS | {70, 71, 88, 89},
    "7": _MACHINES | {87, 88, 89, 91},
    "8": _MACHINES | _METALS | {39, 40, 70, 89, 95},
    "9": _MACHINES | _METALS | _CHEMICALS | {54, 55, 68, 69, 70, 87, 88, 89, 93, 95},
}


def digits_of(code: str | None) -> str:
    """The digits of a customs code as people write it: "9013 80" is 901380."""
    return "".join(filter(str.isdecimal, code or ""))


def named_for(digits: str, hints: tuple[str, ...]) -> bool:
    """Whether a code of at least a heading (four digits) meets one of the codes that a list names for an entry."""
    return len(digits) >= 4 and any(digits.startswith(hint) or hint.startswith(digits) for hint in hints)


def contradiction(digits: str, entry: str) -> str:
    """The question to raise when goods of an entry are hardly ever in the code's chapter; empty when there is none."""
    usual = _USUAL.get(entry[:1]) if entry[1:2] in ("A", "B", "C") else None
    if len(digits) < 4 or usual is None or int(digits[:2]) in usual:
        return ""
    return (
        f"customs code {digits} is in chapter {digits[:2]}, where goods of category {entry[0]} are not expected: "
        "is the code or the description wrong?"
    )
