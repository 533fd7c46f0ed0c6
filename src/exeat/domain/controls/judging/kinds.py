"""Quantities that lists and data sheets call by different names, and when two names are surely one quantity.

A kind is a quantity with the names that standards and data sheets give it; it exists only in its own dimension, so that
a "resolution" in bit and one in nanometres are different things. Where no kind is known, two names are the same
quantity only when they have the same words, less articles and words like "maximum" that do not change what is measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from exeat.domain.controls.thresholds.algebra import Dimension, dimension


@dataclass(frozen=True, slots=True)
class Kind:
    """A quantity: `unit` gives its dimension, `names` is what it is called.

    `implied` are the units, without a prefix, that no other quantity has, and `stated` is what a data sheet says
    instead of a name ("12-bit ADC" is a resolution); `includes` names kinds that are this one too (CW output power is
    output power).
    """

    name: str
    unit: str
    names: re.Pattern[str]
    stated: re.Pattern[str] | None = None
    implied: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()


def _kind(
    name: str, unit: str, names: str, stated: str = "", implied: tuple[str, ...] = (), includes: tuple[str, ...] = ()
) -> Kind:
    return Kind(name, unit, re.compile(names, re.I), re.compile(stated, re.I) if stated else None, implied, includes)


# The more particular kind stands before the more general one.
KINDS = (
    _kind("specific modulus", "m", r"specific modulus"),
    _kind("specific tensile strength", "m", r"specific (?:tensile )?strength"),
    _kind("tenacity", "N/tex", r"tenacity|specific strength"),
    _kind("tensile strength", "Pa", r"tensile strength"),
    _kind("tensile modulus", "Pa", r"(?:tensile|young.?s|elastic) modulus|modulus of elasticity|^modulus$"),
    _kind("density", "kg/m**3", r"\bdensity\b"),
    _kind("frame rate", "1/s", r"fram(?:e|ing) (?:rate|frequency)|(?:image|video|recording) (?:frequency|rate)|"
          r"refresh rate", implied=("frame/s",)),
    _kind("shutter time", "s", r"shutter|gating|exposure time"),
    _kind("adjusted update rate", "sample/s", r"update rate"),
    _kind("sample rate", "sample/s", r"sampl(?:e|ing) rate|conversion rate|speed grade", r".*", ("sample/s",)),
    _kind("resolution", "bit", r"\bresolution\b", r"\b(?:ADC|DAC|[AD]/[AD]|converters?|digiti[sz]ers?)\b"),
    _kind("real-time bandwidth", "Hz", r"real-?time bandwidth"),
    _kind("wavelength", "m", r"wavelength|peak response"),
    _kind("peak power", "W", r"\bpeak\b.*\bpower"),
    _kind("CW output power", "W", r"\bCW\b.*\b(?:output )?power", r"\bCW\b|continuous[- ]wave"),
    _kind("average output power", "W", r"average (?:output )?power"),
    _kind("output power", "W", r"^(?:total |laser |optical )?output power$", includes=("CW output power",)),
    _kind("frequency", "Hz", r"^(?:operating |carrier )?(?:frequency(?: range| coverage)?|frequencies)$"),
    _kind("error of length measurement", "m", r"error of length|E0,? ?MPE|\bMPE\b"),
    _kind("beam parameter product", "m*rad", r"beam parameter product|\bBPP\b"),
    _kind("wall-plug efficiency", "percent", r"wall-?plug efficiency"),
    _kind("endurance", "s", r"endurance|flight time|flying time"),
    _kind("wind", "m/s", r"wind (?:gusts?|resistance|speed)|\bwind\b"),
    _kind("depth", "m", r"\bdepths?\b"),
    _kind("bias stability", "degree/s", r"^\W*bias stability"),
    _kind("angle random walk", "degree/s**0.5", r"angle random walk|\bARW\b"),
    _kind("angular rate range", "degree/s", r"angular rate range|(?:measurement|gyro) range|^range"),
    _kind("digital inputs and outputs", "", r"input/outputs?\b|inputs?/outputs?|\bI/Os?\b"),
    _kind("aggregate transceiver rate", "bit/s", r"aggregate one-way peak serial transceiver"),
    _kind("total processing performance", "", r"total processing performance|\bTPP\b"),
    _kind("adjusted peak performance", "WT", r"adjusted peak performance|\bAPP\b", implied=("WT",)),
    _kind("ratio of deuterium to hydrogen", "", r"isotopic ratio of deuterium"),
)  # fmt: skip

_UNCHANGED = frozenset(
    "a an the of its is are to up at in with maximum minimum max min specified rated nominal stated effective".split()  # noqa: SIM905
)
_WORD = re.compile(r"[a-z][a-z-]+")


FREQUENCY = next(kind for kind in KINDS if kind.name == "frequency")
FRAME_RATE = next(kind for kind in KINDS if kind.name == "frame rate")
LENGTH_ERROR = next(kind for kind in KINDS if kind.name == "error of length measurement")


def kind_of(words: str, unit: str, stated: bool = False) -> Kind | None:
    """The kind that a name and a unit make, None when there is none. `stated` also heeds how data sheets put it."""
    alike, root = _of_dimension(dimension(unit)), _root(unit)
    for kind in alike:
        if kind.names.search(words):
            return kind
    for kind in alike:
        if root in kind.implied or (stated and kind.stated and kind.stated.search(words)):
            return kind
    return None


@cache
def _of_dimension(measured: Dimension) -> tuple[Kind, ...]:
    return tuple(kind for kind in KINDS if dimension(kind.unit) == measured)


def same_words(one: str, other: str) -> bool:
    """Whether two names have the same words, less those that do not change what is measured."""
    return bool(_content(one)) and _content(one) == _content(other)


def includes_words(words: str, name: str) -> bool:
    """Whether a text has all the words of a name, in any order and with others between."""
    return bool(_content(name)) and _content(name) <= _content(words)


@lru_cache(maxsize=10_000)
def _content(words: str) -> frozenset[str]:
    found = (w.rstrip("s") if len(w) > 3 else w for w in _WORD.findall(words.casefold()))
    return frozenset(found) - _UNCHANGED


def _root(unit: str) -> str:
    """A unit without its prefix, for the few that name their quantity by themselves: Msample/s is sample/s."""
    return re.sub(r"^[kMGT](?=sample|frame)", "", unit)
