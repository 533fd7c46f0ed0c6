"""The question after a figure that is missing, in words that a person can answer."""

from __future__ import annotations

import re

from exeat.domain.controls.judging.showing import asked, unit_name
from exeat.domain.controls.thresholds import Threshold
from exeat.domain.controls.thresholds.algebra import dimension

_MEASURES = (
    ("frequency", "Hz"), ("power", "W"), ("mass", "kg"), ("length", "m"), ("time", "s"),
    ("voltage", "V"), ("current", "A"), ("energy", "J"), ("force", "N"), ("pressure", "Pa"), ("temperature", "K"),
    ("volume", "m**3"), ("area", "m**2"), ("speed", "m/s"), ("rate", "bit/s"), ("sample rate", "sample/s"),
    ("activity", "Bq"), ("dose", "Gy"), ("size", "bit"), ("field", "T"), ("density", "kg/m**3"),
    ("flow", "m**3/s"),
)  # fmt: skip
"""What a figure in each unit measures when the list does not say."""
_PURE = {
    "percent": "share",
    "ppm": "share",
    "ppb": "share",
    "degree": "angle",
    "arcsecond": "angle",
    "frame/s": "frame rate",
}
"""Units without a dimension of their own, which say by themselves what they measure."""

_SAYS_WHAT = re.compile(
    r"\w*(?:th|ths|ity|ities|ance|ances|ure|ures|ness|age|ency|encies)\b(?<!\bwith)|"
    r"\b(?:rates?|power|speed|vacuum|energy|energies|times?|ranges?|levels?|size|loss|losses|factors?|ratios?|numbers?|"
    r"mass|weights?|diameters?|distances?|area|volume|current|dose|flux|errors?|accuracy|resolution|gain|noise|periods?|"
    r"radius|products?|limit|constant|modulus|contents?|counts?|performance|endurance|depths?|drift|pitch|duration|"
    r"pulses?|apertures?|response|angles?|bandpass|dimensions?|load|flow|stability|time|concentration|purity|deviation|"
    r"bias|scale|stroke|travel|spacing|efficiency|dissipation|path|repeatability|threshold|impulse|thrust|"
    r"field|gradient|life|altitude|elongation|payload|factor|coefficient|roundness|finish|walk|sum|extent|degree)\b",
    re.I,
)
_LEADING = re.compile(r"^(?:the|their|its|any|each|such|of|on)\b\s*", re.I)
_DOES = re.compile(r"^(?:\w+ed|\w+ing|usable|achieve|restrict|continuously|operate|maintain|provide)\b", re.I)
_PLURAL = re.compile(r"[^sui]s$")
_BEHIND = re.compile(r" (?:of|for|at|in|on|per) ")
_NOTHING = re.compile(r"(?:as follows|following|decompose|takes?|reach(?:es)?|works?|[^a-z]*)", re.I)
_OPEN_END = re.compile(r"(?: (?:of|for|at|in|on|per|to|with))+$")
_SENTENCE_CASE = re.compile(r"^[A-Z](?=[a-z])")
_SHORT, _NEAR = 4, 3  # words


def fact_wanted(threshold: Threshold, condition: str) -> str:
    """The fact that would decide: "sample rate in MSPS"; `condition` is what the paragraph ties it to, else empty."""
    unit = threshold.limits[0].unit
    name = name_of(threshold)
    written = unit_name(unit)
    if "“" in name:  # the quoted words stand beside the condition
        condition = ""
    return f"{name}{condition and f' {condition}'}{f' in {written}' if written else ''}"


def name_of(threshold: Threshold) -> str:
    """The quantity of a threshold by a name that says what is measured: "number of elements"."""
    return _named(_LEADING.sub("", threshold.quantity), threshold.limits[0].unit)


def question(path: str, threshold: Threshold, wanted: str) -> str:
    """The question that would decide: "3A001.b: what is the sample rate in MSPS? It asks for > 400 MSPS"."""
    be = "are" if _PLURAL.search(_BEHIND.split(wanted)[0]) else "is"
    return f"{path}: what {be} the {wanted}? It asks for {asked(threshold)}"


def says_what(phrase: str) -> bool:
    """Whether a phrase has a word for something that is measured: "sample rate" and not "camera core"."""
    return _SAYS_WHAT.search(phrase) is not None


def _named(quantity: str, unit: str) -> str:
    """The quantity by a name that says what is measured; where the list's words do not, they are quoted behind one."""
    phrase = _OPEN_END.sub("", _SENTENCE_CASE.sub(lambda match: match[0].lower(), quantity))
    measure = _measure(unit)
    if _NOTHING.fullmatch(phrase):
        return measure or "figure"
    words = phrase.split()
    if not unit:
        return f"number of {phrase}" if _PLURAL.search(phrase) and not _SAYS_WHAT.search(phrase) else phrase
    if _DOES.match(phrase) and not _SAYS_WHAT.search(" ".join(words[:_NEAR])):
        return f"{measure or 'figure'} for “{phrase}”"
    if _SAYS_WHAT.search(phrase) or not measure:
        return phrase
    return f"{measure} of {phrase}" if len(words) <= _SHORT else f"{measure} for “{phrase}”"


def _measure(unit: str) -> str:
    """What a unit measures; "" where that can be several things."""
    if not unit or unit in _PURE:
        return _PURE.get(unit, "")
    return next((noun for noun, measured in _MEASURES if dimension(measured) == dimension(unit)), "")
