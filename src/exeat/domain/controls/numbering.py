"""What an entry's number says by itself: its category, its group, the regime it comes from.

Both lists are numbered category, product group A–E, then three digits of which the first tells where the control comes
from: Annex I to Regulation (EU) 2021/821 after the regimes it carries out (the list's opening sentence), the Commerce
Control List after reasons for control, by 15 CFR 738.2(d)(1), which calls it the second digit: 0 national security
(with the Nuclear Suppliers Group's lists), 1 missile technology, 2 nuclear nonproliferation, 3 chemical and biological
weapons, 5 the Department's own determination, 6 munitions ("600 series"), 9 anti-terrorism and other reasons of its
own. A regime stands behind 0 to 3 and 6; 5 and 9 are national.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Numbering = Literal["eu", "us", "own"]
"""Whose numbering the codes follow; `own` for a state's own list, whose numbers tell nothing beyond the list."""

CODE = re.compile(r"\b(\d[A-E]\d{3})((?:\.(?:[a-z]{1,4}|\d{1,3})(?![a-z0-9]))*)")
"""An entry's code and the path within it, in running text; a last full stop is left outside."""

_EU_SOURCE = "third digit of the code, numbering of Annex I to Regulation (EU) 2021/821"
_EU = {
    "0": "Wassenaar Arrangement",
    "1": "Missile Technology Control Regime",
    "2": "Nuclear Suppliers Group",
    "3": "Australia Group",
    "4": "Chemical Weapons Convention",
}
_US_SOURCE = "second digit of the ECCN, 15 CFR 738.2(d)(1)"
_US = _EU | {"6": "Wassenaar Arrangement Munitions List"}
_US.pop("4")
_RESIDUAL_NUMBER = re.compile(r"\d[A-E]99\d")


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime's name and the source that ties the entry to it."""

    name: str
    source: str


def regimes_by_number(numbering: Numbering, code: str) -> tuple[Regime, ...]:
    """The regime that a code's third digit names; empty where the numbering names none (national series, own lists)."""
    if numbering == "own" or not CODE.match(code):
        return ()
    names, source = (_EU, _EU_SOURCE) if numbering == "eu" else (_US, _US_SOURCE)
    name = names.get(code[2])
    if code[0] == "0" and code[2] == "0":
        name = "Nuclear Suppliers Group trigger list"
    return (Regime(name, source),) if name else ()


def codes_in(text: str) -> list[str]:
    """The paths written in a text (`6A003.b.4`), in order, each once."""
    return list(dict.fromkeys(m[1] + m[2] for m in CODE.finditer(text)))


def group(code: str) -> str:
    """Category and product group: `6A` of `6A003`."""
    return code[:2]


def is_residual(numbering: Numbering, code: str) -> bool:
    """Whether an entry takes what the rest of its group leaves over.

    In the Commerce Control List these are the entries numbered 990 and up, controlled for anti-terrorism reasons
    ("not elsewhere specified"); 15 CFR 738.2(d)(1), digit 9.
    """
    return numbering == "us" and _RESIDUAL_NUMBER.fullmatch(code) is not None
