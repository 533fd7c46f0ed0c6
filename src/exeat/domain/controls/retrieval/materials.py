"""Chemicals by their CAS Registry Number, which is one for a substance whatever it is called.

Which entry holds a number is read from the list; names that lists do not print are in materials.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.retrieval.phrases import Phrases, table

_LIKE_CAS = re.compile(r"-\d\d-\d")  # begins with a sign that stands in few texts: quick to see that there is none
_CAS = re.compile(r"(?<![\d-])(\d{2,7})-(\d{2})-(\d)(?![\d-])")


@dataclass(frozen=True, slots=True)
class Substance:
    """A substance found in a text: the words that name it, and its CAS number."""

    written: str
    cas: str


def cas_numbers(text: str) -> list[str]:
    """The CAS numbers in a text, each once; what only looks like one fails its check digit and is none."""
    written = _CAS.finditer(text) if _LIKE_CAS.search(text) else ()
    found = (match[0] for match in written if _checks(match[1] + match[2], int(match[3])))
    return list(dict.fromkeys(found))


def substances_in(text: str) -> list[Substance]:
    """The substances that a text names by number or by one of our table's names."""
    by_number = [Substance(f"CAS {cas}", cas) for cas in cas_numbers(text)]
    by_name = [Substance(name, cas) for name, cas in _names().found_in(text)]
    return list({s.cas: s for s in reversed([*by_number, *by_name])}.values())[::-1]


class Materials:
    """The records of one list by the CAS numbers printed in them."""

    def __init__(self, control_list: Edition) -> None:
        self._paths: dict[str, list[tuple[str, str]]] = {}
        for entry in control_list.entries:
            for record in entry.provisions:
                if record.kind in ("heading", "provision", "note"):
                    for cas in cas_numbers(record.text):
                        self._paths.setdefault(cas, []).append((entry.code, record.path))

    def holding(self, cas: str) -> list[tuple[str, str]]:
        """The entry and the path of each record that prints a number."""
        return self._paths.get(cas, [])


def _checks(digits: str, check: int) -> bool:
    """The last digit is the sum of the others, each times its place from the right, modulo ten (CAS)."""
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10 == check


@lru_cache(maxsize=1)
def _names() -> Phrases[str]:
    return Phrases((name, cas) for _, name, cas in table("materials.toml"))
