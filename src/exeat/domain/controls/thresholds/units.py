"""Units as lists and data sheets print them, and as pint understands them.

The registry holds only the units that appear there (pint's own takes most of a second to load). Definitions: the SI
brochure (9th edition) for SI units and what is accepted with them; NIST SP 811, appendix B, for the others. Frames and
pixels are pure numbers (a frame rate may be printed in Hz); samples, operations and levels in decibel are dimensions
of their own, so that a sample rate is never taken for a frequency.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pint import UnitRegistry

_DEFINITIONS = """
femto- = 1e-15 = f-
pico- = 1e-12 = p-
nano- = 1e-9 = n-
micro- = 1e-6 = u-
milli- = 1e-3 = m-
centi- = 1e-2 = c-
deci- = 1e-1 = d-
hecto- = 1e2 = h-
kilo- = 1e3 = k-
mega- = 1e6 = M-
giga- = 1e9 = G-
tera- = 1e12 = T-
peta- = 1e15 = P-
meter = [length] = m
gram = [mass] = g
second = [time] = s
ampere = [current] = A
kelvin = [temperature] = K
celsius = kelvin; offset: 273.15 = degC
fahrenheit = 5 / 9 * kelvin; offset: 459.67 / 1.8 = degF
mole = [substance] = mol
radian = [angle] = rad
degree = 3.141592653589793238 / 180 * radian
arcminute = degree / 60
arcsecond = degree / 3600
turn = 360 * degree
hertz = 1 / second = Hz
minute = 60 * second
hour = 3600 * second
day = 86400 * second
month = 30.4375 * day
rpm = turn / minute
newton = kilogram * meter / second ** 2 = N
pascal = newton / meter ** 2 = Pa
joule = newton * meter = J
watt = joule / second = W
volt = watt / ampere = V
ohm = volt / ampere
farad = ampere * second / volt = F
henry = volt * second / ampere = H
coulomb = ampere * second = C
tesla = volt * second / meter ** 2 = T
voltampere = watt = VA
electron_volt = 1.602176634e-19 * joule = eV
becquerel = 1 / second = Bq
curie = 3.7e10 * becquerel = Ci
gray = joule / kilogram = Gy
rads = 0.01 * gray
liter = 0.001 * meter ** 3 = l = L
tonne = 1000 * kilogram
pound = 453.59237 * gram
grain = 0.06479891 * gram
denier = gram / (9000 * meter)
tex = gram / (1000 * meter)
inch = 0.0254 * meter
foot = 0.3048 * meter
mile = 1609.344 * meter
nautical_mile = 1852 * meter
knot = nautical_mile / hour
bar = 100000 * pascal
atmosphere = 101325 * pascal
torr = 101325 / 760 * pascal
psi = 6894.757293168 * pascal
standard_gravity = 9.80665 * meter / second ** 2 = g_0
gal = 0.01 * meter / second ** 2
percent = 0.01
ppm = 1e-6
ppb = 1e-9
bit = [information]
byte = 8 * bit
sample = [samples]
operation = [operations] = flop = op
frame = 1
pixel = 1
baud = bit / second
weighted_teraflops = [weighted_performance] = WT
decibel = [level] = dB
dBm = [level_over_one_milliwatt]
dBi = [gain_over_isotropic]
"""

_LARGE = {"": "", "k": "k", "K": "k", "M": "M", "G": "G", "T": "T", "P": "P"}
_ALL = {"f": "f", "p": "p", "n": "n", "µ": "u", "μ": "u", "u": "u", "m": "m", "c": "c", "d": "d", "h": "h"} | _LARGE
_WORD_PREFIXES = {
    "": "", "femto": "f", "pico": "p", "nano": "n", "micro": "u", "milli": "m", "centi": "c", "kilo": "k", "mega": "M",
    "giga": "G", "tera": "T", "peta": "P",
}  # fmt: skip


def _atoms() -> dict[str, str]:
    """Every printed spelling of a single unit and its name in the registry."""
    table: dict[str, str] = {
        symbol + base: prefix + name
        for base, name in {
            "m": "m", "g": "g", "s": "s", "A": "A", "V": "V", "W": "W", "J": "J", "N": "N", "Pa": "Pa", "Hz": "Hz",
            "eV": "eV", "T": "T", "F": "F", "H": "H", "C": "C", "Ω": "ohm", "ohm": "ohm", "Gy": "Gy", "Bq": "Bq",
            "Ci": "Ci", "rad": "rad", "l": "l", "L": "l", "VA": "VA", "Wh": "W*hour", "Ah": "A*hour",
            "Torr": "torr", "bar": "bar", "Gal": "gal", "tex": "tex", "sec": "s", "mol": "mol",
            "Ns": "N*s", "Nm": "N*m",
        }.items()
        for symbol, prefix in _ALL.items()
    }  # fmt: skip
    table |= {
        symbol + base: prefix + name
        for base, name in {
            "bit": "bit", "bits": "bit", "b": "bit", "byte": "byte", "bytes": "byte", "B": "byte",
            "FLOPS": "flop/s", "FLOP/s": "flop/s", "OPS": "op/s", "SPS": "sample/s", "S/s": "sample/s", "bps": "bit/s",
        }.items()
        for symbol, prefix in _LARGE.items()
    }  # fmt: skip
    for word, name in {
        "meter": "m", "metre": "m", "gram": "g", "gramme": "g", "second": "s", "ampere": "A", "watt": "W", "joule": "J",
        "newton": "N", "pascal": "Pa", "volt": "V", "hertz": "Hz", "radian": "rad", "liter": "l", "litre": "l",
        "bit": "bit", "byte": "byte", "curie": "Ci", "becquerel": "Bq", "gray": "Gy", "tesla": "T", "farad": "F",
        "FLOPS": "flop/s", "electron volt": "eV",
    }.items():  # fmt: skip
        for prefix, symbol in _WORD_PREFIXES.items():
            for spelled in (prefix + word, (prefix + word).capitalize()):
                table[spelled] = table[spelled + "s"] = symbol + name
    return table | _ODD


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
    "mGal": "mgal", "g rms": "g_0", "mho": "1/ohm", "mm mrad": "mm*mrad", "mm-mrad": "mm*mrad",
    "Samples Per Second": "sample/s", "samples per second": "sample/s", "Giga Samples Per Second": "Gsample/s",
    "Mega Samples Per Second": "Msample/s", "MSps": "Msample/s", "GSps": "Gsample/s",
    "million samples per second": "Msample/s", "billion samples per second": "Gsample/s",
    "fps": "frame/s", "frames per second": "frame/s", "full frames per second": "frame/s", "frames/s": "frame/s",
    "frame/s": "frame/s", "images per second": "frame/s", "flashes per second": "1/s", "pulses per second": "1/s",
    "Weighted TeraFLOPS": "WT", "Weighted TFLOPS": "WT", "WT": "WT",
    "baud": "baud", "dB": "dB", "dBm": "dBm", "dBi": "dBi", "megapixel": "Mpixel", "megapixels": "Mpixel",
    "pixels": "pixel", "pixel": "pixel",
    "square root Hz": "Hz**0.5", "square root hour": "hour**0.5", "root Hz": "Hz**0.5", "√Hz": "Hz**0.5",
    "√h": "hour**0.5", "root hour": "hour**0.5", "square root of hour": "hour**0.5",
}  # fmt: skip

_ATOMS = _atoms()
_POWERS = {"²": 2, "³": 3, "2": 2, "3": 3, "⁻¹": -1, "⁻²": -2, "⁻³": -3, "-1": -1, "-2": -2, "-3": -3, "": 1}
_ATOM = "|".join(re.escape(a) for a in sorted(_ATOMS, key=len, reverse=True))
_FACTOR = rf"(?:{_ATOM})(?:⁻?[¹²³]|(?:[23]|-[123])(?![\w.,]))?"
_REMARK = r"(?: ?\((?:rms|RMS|peak)\))?"
PRINTED = rf"{_FACTOR}{_REMARK}(?:(?: ?/ ?| per |[·*•]| ?x ?(?=mrad))(?:{_FACTOR}){_REMARK})*(?![A-Za-zµμ²³])"
"""A regular expression for a printed unit: factors with exponents, joined by a stroke, "per" or a dot."""

_PART = re.compile(rf"(?P<join> ?/ ?| per |[·*•]| ?x ?)?(?P<atom>{_ATOM})(?P<power>⁻?[¹²³]|[23]|-[123])?{_REMARK}")
_GRAVITY = re.compile(r"accelerat|shock|vibration|bias|scale factor|\brms\b|threshold|linearity|balanc|stability", re.I)
_EITHER_G = ("g", "mg", "µg", "μg", "ug")


@cache
def canonical(printed: str, context: str = "") -> str:
    """The pint expression of a printed unit: `W/cm²` is `W/cm**2`. "" for counts and for no unit at all.

    `context` is the text around it, which tells a `g` of acceleration from a gram. Raises KeyError for other text.
    """
    factors, at = "", 0
    while match := _PART.match(printed, at):
        if match.end() == at:
            break
        join, name, power = match["join"], _ATOMS[match["atom"]], _POWERS[match["power"] or ""]
        if match["atom"] in _EITHER_G and _GRAVITY.search(context):
            name += "_0"
        if name:
            sign = "/" if join and join.strip() in ("/", "per") else "*"
            name = f"({name})" if "/" in name and (factors or power != 1) else name
            raised = f"{name}**{power}" if power != 1 else name
            factors = f"{factors}{sign}{raised}" if factors else ("1/" if sign == "/" else "") + raised
        at = match.end()
    if at != len(printed):
        raise KeyError(printed)
    return factors


@cache
def _registry() -> UnitRegistry[Any]:
    from pint import UnitRegistry  # on first use: it takes as long to load as the rest of the package

    return UnitRegistry(_DEFINITIONS.strip().splitlines(), non_int_type=Decimal)


@cache
def dimension(unit: str) -> str:
    """What a unit measures, as text that is equal for units that convert into each other."""
    return str(sorted(_registry().Unit(unit or "dimensionless").dimensionality.items()))


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """A value in another unit of the same dimension. Raises pint.DimensionalityError."""
    if unit == to:
        return value
    quantity = _registry().Quantity(value, unit or "dimensionless")
    return Decimal(str(quantity.to(to or "dimensionless").magnitude))


def plain(value: Decimal) -> str:
    """A decimal as a plain string, without exponent or trailing noughts after the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
