"""Reckoning with units: an expression like `W/cm**2` as a factor and a dimension, exactly, in decimals.

Expressions are pint's (a test holds them to what pint makes of them); pint itself is not used, because it takes longer
to load than everything else here together. Sources: the SI brochure (9th edition) for SI units and those accepted with
them; NIST SP 811, appendix B, for the others. Frames and pixels are pure numbers (a frame rate may be printed in Hz);
samples, operations and levels in decibel are dimensions of their own, so that a sample rate is never taken for a
frequency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

_BASE = ("m", "g", "s", "A", "K", "mol", "rad", "bit", "sample", "op", "WT", "dB", "dBm", "dBi")
_DERIVED = {
    "Hz": "1/s", "N": "kg*m/s**2", "Pa": "N/m**2", "J": "N*m", "W": "J/s", "V": "W/A", "ohm": "V/A", "F": "A*s/V",
    "H": "V*s/A", "C": "A*s", "T": "V*s/m**2", "Bq": "1/s", "Gy": "J/kg", "VA": "W", "l": "0.001*m**3",
    "tonne": "1000*kg", "bar": "100000*Pa", "eV": "1.602176634e-19*J", "Ci": "3.7e10*Bq", "rads": "0.01*Gy",
    "degree": "3.14159265358979323846264338/180*rad", "arcminute": "degree/60", "arcsecond": "degree/3600",
    "rpm": "360*degree/minute", "minute": "60*s", "hour": "3600*s", "day": "86400*s", "month": "30.4375*day",
    "g_0": "9.80665*m/s**2", "Gal": "0.01*m/s**2", "tex": "g/(1000*m)", "denier": "g/(9000*m)",
    "pound": "453.59237*g", "grain": "0.06479891*g", "inch": "0.0254*m", "foot": "0.3048*m", "mile": "1609.344*m",
    "nautical_mile": "1852*m", "knot": "nautical_mile/hour", "atmosphere": "101325*Pa", "torr": "101325/760*Pa",
    "psi": "6894.757293168*Pa", "percent": "0.01", "ppm": "1e-6", "ppb": "1e-9", "flop": "op", "byte": "8*bit",
    "baud": "bit/s", "frame": "1", "pixel": "1", "degC": "K", "degF": "5/9*K",
}  # fmt: skip
_ZERO = {"degC": Decimal("273.15"), "degF": Decimal("459.67")}  # added before the factor, for a temperature by itself
_PREFIXES = {
    "f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "c": -2, "d": -1, "h": 2, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15,
}  # fmt: skip
_TOKEN = re.compile(r"\*\*|[*/()]|-?\d+(?:\.\d+)?(?:e-?\d+)?|[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class _Unit:
    factor: Decimal
    powers: frozenset[tuple[str, Decimal]]

    def times(self, other: _Unit, sign: int = 1) -> _Unit:
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, Decimal(0)) + sign * power
        factor = self.factor * other.factor if sign == 1 else self.factor / other.factor
        return _Unit(factor, frozenset((b, p) for b, p in powers.items() if p))

    def to_the(self, power: Decimal) -> _Unit:
        return _Unit(self.factor**power, frozenset((base, own * power) for base, own in self.powers))


_ONE = _Unit(Decimal(1), frozenset())


Dimension = frozenset[tuple[str, Decimal]]


def dimension(unit: str) -> Dimension:
    """What a unit measures: equal for units that convert into each other. Raises KeyError for an unknown unit."""
    return _parsed(unit).powers


@lru_cache(maxsize=4096)
def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """A value in another unit. Raises ValueError when that measures something else, KeyError for an unknown unit."""
    if unit == to:
        return value
    one, other = _parsed(unit), _parsed(to)
    if one.powers != other.powers:
        raise ValueError(f"{unit} cannot be converted to {to}")
    absolute = (value + _ZERO.get(unit, Decimal(0))) * one.factor
    return absolute / other.factor - _ZERO.get(to, Decimal(0))


@cache
def _parsed(expression: str) -> _Unit:
    tokens = _TOKEN.findall(expression)
    return _product(tokens) if tokens else _ONE


def _product(tokens: list[str]) -> _Unit:
    """Factors up to the end or a closing bracket; takes them from the list."""
    result = _power(tokens)
    while tokens and tokens[0] in "*/":
        sign = 1 if tokens.pop(0) == "*" else -1
        result = result.times(_power(tokens), sign)
    return result


def _power(tokens: list[str]) -> _Unit:
    token = tokens.pop(0)
    if token == "(":  # noqa: S105
        unit = _product(tokens)
        tokens.pop(0)
    elif token[0].isalpha():
        unit = _named(token)
    else:
        unit = _Unit(Decimal(token), frozenset())
    if tokens and tokens[0] == "**":
        tokens.pop(0)
        return unit.to_the(Decimal(tokens.pop(0)))
    return unit


@cache
def _named(name: str) -> _Unit:
    """A unit by its name, with or without a prefix."""
    if name in _BASE:
        return _Unit(Decimal(1), frozenset({(name, Decimal(1))}))
    if name in _DERIVED:
        return _parsed(_DERIVED[name])
    prefix, rest = name[0], name[1:]
    if prefix not in _PREFIXES or not (rest in _BASE or rest in _DERIVED):
        raise KeyError(name)
    return _Unit(Decimal(10) ** _PREFIXES[prefix], frozenset()).times(_named(rest))
