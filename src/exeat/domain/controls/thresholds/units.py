"""Units as lists and data sheets print them, and the expressions that `algebra` reckons with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

_LARGE = {"": "", "k": "k", "K": "k", "M": "M", "G": "G", "T": "T", "P": "P"}
_ALL = {"f": "f", "p": "p", "n": "n", "µ": "u", "μ": "u", "u": "u", "m": "m", "c": "c", "d": "d", "h": "h"} | _LARGE
_WORD_PREFIXES = {
    "": "", "femto": "f", "pico": "p", "nano": "n", "micro": "u", "milli": "m", "centi": "c", "kilo": "k", "mega": "M",
    "giga": "G", "tera": "T", "peta": "P",
}  # fmt: skip


_SYMBOLS = {
    "m": "m", "g": "g", "s": "s", "A": "A", "V": "V", "W": "W", "J": "J", "N": "N", "Pa": "Pa", "Hz": "Hz",
    "eV": "eV", "T": "T", "F": "F", "H": "H", "C": "C", "Ω": "ohm", "ohm": "ohm", "Gy": "Gy", "Bq": "Bq",
    "Ci": "Ci", "rad": "rad", "l": "l", "L": "l", "VA": "VA", "Wh": "W*hour", "Ah": "A*hour",
    "Torr": "torr", "bar": "bar", "Gal": "Gal", "tex": "tex", "sec": "s", "mol": "mol",
    "Ns": "N*s", "Nm": "N*m",
}  # fmt: skip
_COUNTED = {
    "bit": "bit", "bits": "bit", "b": "bit", "byte": "byte", "bytes": "byte", "B": "byte",
    "FLOPS": "flop/s", "FLOP/s": "flop/s", "OPS": "op/s", "SPS": "sample/s", "S/s": "sample/s", "bps": "bit/s",
}  # fmt: skip
_WORDS = {
    "meter": "m", "metre": "m", "gram": "g", "gramme": "g", "second": "s", "ampere": "A", "watt": "W", "joule": "J",
    "newton": "N", "pascal": "Pa", "volt": "V", "hertz": "Hz", "radian": "rad", "liter": "l", "litre": "l",
    "bit": "bit", "byte": "byte", "curie": "Ci", "becquerel": "Bq", "gray": "Gy", "tesla": "T", "farad": "F",
    "FLOPS": "flop/s", "electron volt": "eV",
}  # fmt: skip
_ODD = {
    "%": "percent", "percent": "percent", "per cent": "percent", "weight percent": "percent", "ppm": "ppm",
    "parts per million": "ppm", "ppb": "ppb", "K": "K", "kelvin": "K", "°C": "degC", "° C": "degC", "oC": "degC",
    "ºC": "degC", "degrees C": "degC", "degrees Celsius": "degC", "°F": "degF",
    "°": "degree", "º": "degree", "degree": "degree", "degrees": "degree", "deg": "degree", "degs": "degree",
    "seconds of arc": "arcsecond", "second of arc": "arcsecond", "arc second": "arcsecond", "arc seconds": "arcsecond",
    "arcsec": "arcsecond", "arc sec": "arcsecond", "minutes of arc": "arcminute", "arc minutes": "arcminute",
    "min": "minute", "minute": "minute", "minutes": "minute", "h": "hour", "hr": "hour", "hour": "hour",
    "hours": "hour", "day": "day", "days": "day", "month": "month", "months": "month",
    "r.p.m.": "rpm", "rpm": "rpm", "RPM": "rpm", "rev/min": "rpm", "revolutions per minute": "rpm",
    "kg": "kg", "tonne": "tonne", "tonnes": "tonne", "metric tons": "tonne", "pound": "pound", "pounds": "pound",
    "lb": "pound", "lbs": "pound", "lbs.": "pound", "grains": "grain", "denier": "denier", "dtex": "dtex",
    "inch": "inch", "inches": "inch", "feet": "foot", "foot": "foot", "ft": "foot", "mile": "mile", "miles": "mile",
    "nautical mile": "nautical_mile", "nautical miles": "nautical_mile", "knots": "knot", "knot": "knot",
    "cc": "cm**3", "cubic meters": "m**3", "cubic feet": "foot**3", "cubic centimeters": "cm**3",
    "square meters": "m**2", "square meter": "m**2", "square metres": "m**2", "square feet": "foot**2",
    "square inch": "inch**2",
    "atm": "atmosphere", "Torr": "torr", "torr": "torr", "psi": "psi", "Rads (Si)": "rads", "rads (Si)": "rads",
    "rad (Si)": "rads", "Rad (Si)": "rads", "Gy (Si)": "Gy", "Gy(Si)": "Gy", "micro g": "ug_0",
    "mGal": "mGal", "g rms": "g_0", "mho": "1/ohm", "mm mrad": "mm*mrad", "mm-mrad": "mm*mrad",
    "Samples Per Second": "sample/s", "samples per second": "sample/s", "Giga Samples Per Second": "Gsample/s",
    "Mega Samples Per Second": "Msample/s", "MSps": "Msample/s", "GSps": "Gsample/s",
    "million samples per second": "Msample/s", "billion samples per second": "Gsample/s",
    "fps": "frame/s", "frames per second": "frame/s", "frames a second": "frame/s",
    "full frames per second": "frame/s", "frames/s": "frame/s", "frame/s": "frame/s",
    "images per second": "frame/s", "flashes per second": "1/s", "pulses per second": "1/s",
    "Weighted TeraFLOPS": "WT", "Weighted TFLOPS": "WT", "WT": "WT",
    "baud": "baud", "dB": "dB", "dBm": "dBm", "dBi": "dBi", "megapixel": "Mpixel", "megapixels": "Mpixel",
    "pixels": "pixel", "pixel": "pixel",
    "square root Hz": "Hz**0.5", "square root hour": "hour**0.5", "root Hz": "Hz**0.5", "√Hz": "Hz**0.5",
    "√h": "hour**0.5", "root hour": "hour**0.5", "square root of hour": "hour**0.5",
}  # fmt: skip


def _plural(words: dict[str, str]) -> dict[str, str]:
    return words | {f"{word}s": unit for word, unit in words.items()}


_AT_THE_START = {prefix.capitalize(): symbol for prefix, symbol in _WORD_PREFIXES.items() if prefix}
_FAMILIES: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    (_ALL, _SYMBOLS),
    (_LARGE, _COUNTED),
    (_WORD_PREFIXES, _plural(_WORDS)),
    (_AT_THE_START, _plural({word.lower(): unit for word, unit in _WORDS.items()})),
    ({"": ""}, _plural({word.capitalize(): unit for word, unit in _WORDS.items()})),
    ({"": ""}, _ODD),
)
"""How single units begin and how they go on: in a family any beginning goes with any end."""
_ATOMS = {
    start + end: prefix + unit
    for starts, ends in _FAMILIES
    for start, prefix in starts.items()
    for end, unit in ends.items()
}
_LONGEST = max(map(len, _ATOMS))
_POWERS = {"²": 2, "³": 3, "2": 2, "3": 3, "⁻¹": -1, "⁻²": -2, "⁻³": -3, "-1": -1, "-2": -2, "-3": -3, "": 1}


def _any(words: Iterable[str]) -> str:
    """A pattern of several words that tries the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _atom() -> str:
    """A pattern of any single unit that takes as much as it can; by families, for one way each compiles for long."""
    phrases = [unit for unit in _ODD if not unit.isalpha()]  # of which a part may be a unit too: before the others
    families = (_any(starts) + _any(ends) for starts, ends in _FAMILIES[:-1])
    return f"(?:{'|'.join((_any(phrases), *families, _any(set(_ODD) - set(phrases))))})"


_FACTOR = rf"{_atom()}(?:⁻?[¹²³]|(?:[23]|-[123])(?![\w.,]))?"
_REMARK = r"(?: ?\((?:rms|RMS|peak)\))?"
PRINTED = rf"{_FACTOR}{_REMARK}(?:(?: ?/ ?| per |[·*•]| ?x ?(?=mrad)){_FACTOR}{_REMARK})*(?![A-Za-zµμ²³])"
"""A regular expression for a printed unit: factors with exponents, joined by a stroke, "per" or a dot."""

_JOIN = re.compile(r"(?: ?/ ?| per |[·*•]| ?x ?)?")
_POWER = re.compile(rf"(?P<power>⁻?[¹²³]|[23]|-[123])?{_REMARK}")
_GRAVITY = re.compile(r"accelerat|shock|vibration|bias|scale factor|\brms\b|threshold|linearity|balanc|stability", re.I)
_EITHER_G = ("g", "mg", "µg", "μg", "ug")


@cache
def canonical(printed: str, context: str = "") -> str:
    """The expression of a printed unit: `W/cm²` is `W/cm**2`. "" for counts and for no unit at all.

    `context` is the text around it, which tells a `g` of acceleration from a gram. Raises KeyError for other text.
    """
    factors, at = "", 0
    while (found := _part(printed, at)) is not None:
        join, atom, power, at = found
        name = _ATOMS[atom]
        if atom in _EITHER_G and _GRAVITY.search(context):
            name += "_0"
        if name:
            sign = "/" if join in ("/", "per") else "*"
            name = f"({name})" if "/" in name and (factors or power != 1) else name
            raised = f"{name}**{power}" if power != 1 else name
            factors = f"{factors}{sign}{raised}" if factors else ("1/" if sign == "/" else "") + raised
    if at != len(printed):
        raise KeyError(printed)
    return factors


def _part(printed: str, at: int) -> tuple[str, str, int, int] | None:
    """The factor that begins at a place: what joins it to the one before, its unit, its power, and where it ends."""
    join = _JOIN.match(printed, at)
    for start in (join.end(), at) if join else ():
        sizes = range(min(_LONGEST, len(printed) - start), 0, -1)
        atom = next((unit for size in sizes if (unit := printed[start : start + size]) in _ATOMS), None)
        power = _POWER.match(printed, start + len(atom)) if atom else None
        if atom and power:
            return printed[at:start].strip(), atom, _POWERS[power["power"] or ""], power.end()
    return None


def plain(value: Decimal) -> str:
    """A decimal as a plain string, without exponent or trailing noughts after the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
