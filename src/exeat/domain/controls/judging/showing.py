"""How values, units and comparisons are written for people."""

from __future__ import annotations

import re
from decimal import Decimal

from exeat.domain.controls.judging.intervals import Interval
from exeat.domain.controls.thresholds import Limit, Threshold
from exeat.domain.controls.thresholds.model import SIGNS

_UNITS = {
    "percent": "%", "degC": "°C", "degF": "°F", "degree": "°", "arcsecond": "seconds of arc", "g_0": "g",
    "Msample/s": "MSPS", "Gsample/s": "GSPS", "frame/s": "frames/s", "minute": "min", "hour": "h",
    "Tflop/s": "TFLOPS", "Top/s": "TOPS", "ug_0": "micro g",
    "pixel": "pixels", "Mpixel": "megapixels", "nautical_mile": "nautical miles", "degree/hour**0.5": "°/√h",
}  # fmt: skip
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_POWER = re.compile(r"\*\*(-?\d+)(?![.\d])")
_HUGE = Decimal(10) ** 4


def unit_name(unit: str) -> str:
    """A unit as people write it: `W/cm**2` is W/cm², `Msample/s` MSPS."""
    if unit in _UNITS:
        return _UNITS[unit]
    raised = _POWER.sub(lambda m: m[1].translate(_RAISED), unit)
    return re.sub(r"\bu(?=[A-Za-z])", "µ", raised).replace("**0.5", "^½").replace("*", "·")


def grouped(value: Decimal) -> str:
    """A number with its thousands set off: 1,790."""
    return f"{value.normalize():,f}"


def metres(value: Decimal) -> str:
    """A great length in metres as the lists print it: 18.46 × 10⁶ m."""
    power, sign = (Decimal(10) ** 6, "10⁶") if value >= Decimal(10) ** 6 else (Decimal(10) ** 4, "10⁴")
    return f"{(value / power).quantize(Decimal('0.01'))} × {sign} m"


def shown(value: Decimal, unit: str) -> str:
    """A value with its unit."""
    if unit == "m" and value >= 10 * _HUGE:
        return metres(value)
    name = unit_name(unit)
    return f"{grouped(value)}{'' if name in ('%', '°') or not name else ' '}{name}"


def asked(threshold: Threshold) -> str:
    """What a threshold asks for: "≥ 12 bit and < 14 bit"."""
    return " and ".join(f"{SIGNS[m.comparator]} {_limit(m)}" for m in threshold.limits)


def _limit(limit: Limit) -> str:
    if not limit.growth:
        return shown(limit.value, limit.unit)
    return f"({grouped(limit.value)} + L/{grouped(1 / limit.growth)}) {unit_name(limit.unit)}"


def shown_values(values: Interval, unit: str) -> str:
    """Stated values: "60 Hz", "9 Hz or less", "2 Hz to 110 GHz" in one unit."""
    if values.low == values.high:
        return shown(values.low, unit)
    if values.high.is_infinite():
        least = shown(values.low, unit)
        return f"more than {least}" if values.open_low else f"{least} or more"
    if values.low.is_infinite() or values.low == 0:
        most = shown(values.high, unit)
        return f"less than {most}" if values.open_high else f"{most} or less"
    return f"{shown(values.low, unit)} to {shown(values.high, unit)}"
