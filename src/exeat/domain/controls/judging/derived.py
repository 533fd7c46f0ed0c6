"""Figures that a list defines by a formula, worked out from what an applicant states.

Each formula is the list's own: specific modulus and specific tensile strength (definitions of both lists: the property
divided by the specific weight), "total processing performance" (technical note to 3A501.a.16 and 3A090), the aggregate
one-way peak serial transceiver data rate (technical note to 3A001.a.7), "adjusted peak performance" (the technical note
of category 4), and the isotopic ratio of deuterium (0C003, from a share).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from exeat.domain.controls.judging.facts import Stated
from exeat.domain.controls.judging.intervals import INFINITY, Interval, exactly
from exeat.domain.controls.judging.kinds import KINDS, Kind
from exeat.domain.controls.judging.showing import grouped, metres
from exeat.domain.controls.thresholds.algebra import convert
from exeat.domain.controls.thresholds.units import plain

GRAVITY = Decimal("9.80665")  # m/s², standard acceleration of free fall: SI brochure
_NAMED = {kind.name: kind for kind in KINDS}
_TOLERANCE = Decimal("0.02")  # a claimed figure this far from the recomputed one is rounded, not contradicted


def derived(figures: tuple[Stated, ...]) -> tuple[Stated, ...]:
    """Every figure that follows from the stated ones, with its arithmetic."""
    return (*_specific(figures), *_transceivers(figures), *_processing(figures), *_peak(figures), *_deuterium(figures))


def contradictions(figures: tuple[Stated, ...], worked_out: tuple[Stated, ...]) -> tuple[str, ...]:
    """A sentence for each claimed figure that the other stated figures do not bear out."""
    return tuple(
        f"the stated {claim.kind.name} of {claim.shown} is not what the other figures give: {result.working}"
        for result in worked_out
        for claim in figures
        if claim.kind is not None and claim.kind == result.kind and _differs(claim, result)
    )


def _differs(claim: Stated, result: Stated) -> bool:
    around = Interval(result.values.low * (1 - _TOLERANCE), result.values.high * (1 + _TOLERANCE))
    return claim.values.converted(claim.unit, result.unit).within(around) == "none"


def _specific(figures: tuple[Stated, ...]) -> Iterable[Stated]:
    """Young's modulus, or ultimate tensile strength, divided by specific weight: metres."""
    densities = _exact(figures, "density")
    for source, name in (("tensile modulus", "specific modulus"), ("tensile strength", "specific tensile strength")):
        for stiff in _exact(figures, source):
            for dense in densities:
                weight = convert(dense.values.low, dense.unit, "kg/m**3")
                value = convert(stiff.values.low, stiff.unit, "Pa") / (weight * GRAVITY)
                working = f"{stiff.shown} ÷ ({grouped(weight)} kg/m³ × {GRAVITY}) = {metres(value)}"
                yield _result(name, exactly(value), "m", working, stiff.doubtful or dense.doubtful)
    for tenacity in _exact(figures, "tenacity"):
        strength = convert(tenacity.values.low, tenacity.unit, "N*m/kg")
        working = f"{tenacity.shown} = {grouped(strength)} N·m/kg; ÷ {GRAVITY} m/s² = {metres(strength / GRAVITY)}"
        yield _result("specific tensile strength", exactly(strength / GRAVITY), "m", working, tenacity.doubtful)


_TRANSCEIVERS = re.compile(r"\b(?:transceivers?|channels?|serdes|lanes?)\b", re.I)
_IS_RATE = re.compile(r"^[kMGT]?bit/s$")


def _transceivers(figures: tuple[Stated, ...]) -> Iterable[Stated]:
    """Number of transceivers times the rate of each, where both stand side by side: "16 channels at 32 Gbit/s"."""
    for number, rate in pairwise(figures):
        counts = not number.unit and _TRANSCEIVERS.search(number.words)
        if counts and _IS_RATE.match(rate.unit) and _single(number) and _single(rate):
            each = convert(rate.values.low, rate.unit, "Gbit/s")
            value = number.values.low * each
            working = f"{plain(number.values.low)} × {plain(each)} Gbit/s = {plain(value)} Gbit/s"
            doubtful = number.doubtful or rate.doubtful
            yield _result("aggregate transceiver rate", exactly(value), "Gbit/s", working, doubtful)


_LENGTH = re.compile(r"\b(?:FP|INT|BF|MXFP)(4|6|8|16|32|64)\b", re.I)
_SPARSE = re.compile(r"spars", re.I)


def _processing(figures: tuple[Stated, ...]) -> Iterable[Stated]:
    """Tera-operations per second times the bit length of the operation; the highest counts.

    With only one length stated the sheet may be silent of a faster one: then it is the least that the goods do.
    """
    found: list[tuple[Decimal, str, bool]] = []
    for figure in figures:
        if figure.unit in ("Tflop/s", "Top/s", "Pflop/s", "Pop/s", "Gflop/s") and not _SPARSE.search(figure.words):
            lengths = _LENGTH.findall(figure.words)
            if len(set(lengths)) == 1 and _single(figure):
                rate = convert(figure.values.low, figure.unit, "Top/s")
                value = rate * Decimal(lengths[0])
                found.append((value, f"{plain(rate)} TOPS × {lengths[0]} bit = {grouped(value)}", figure.doubtful))
    if found:
        value, working, doubtful = max(found)
        values = exactly(value) if len(found) > 1 else Interval(low=value)
        yield _result("total processing performance", values, "", working, doubtful)


_DOUBLE = re.compile(r"\bFP64\b|double[- ]precision|64-bit float", re.I)
_LEAST_WEIGHT = Decimal("0.3")  # of a processor that is not a vector processor, for which it is 0.9


def _peak(figures: tuple[Stated, ...]) -> Iterable[Stated]:
    """The weighted 64-bit rate of one processor, in weighted teraflops: the least that a system of them does."""
    for figure in figures:
        if figure.unit.endswith("flop/s") and _DOUBLE.search(figure.words) and _single(figure):
            rate = convert(figure.values.low, figure.unit, "Tflop/s")
            value = rate * _LEAST_WEIGHT
            working = (
                f"at least {_LEAST_WEIGHT} × {plain(rate)} TFLOPS = {plain(value)} WT (0.9 if it is a vector processor)"
            )
            yield _result("adjusted peak performance", Interval(value, INFINITY), "WT", working, figure.doubtful)


_OF_DEUTERIUM = re.compile(r"\bD\b|deuterium|\bD2O\b|D₂O", re.I)


def _deuterium(figures: tuple[Stated, ...]) -> Iterable[Stated]:
    """A share f of deuterium among the hydrogen is a ratio of f : (1 - f)."""
    for figure in figures:
        if figure.unit in ("percent", "ppm") and _OF_DEUTERIUM.search(figure.words):
            share = figure.values.converted(figure.unit, "")
            if share.high < 1:
                low, high = (max(end, Decimal(0)) / (1 - end) for end in (share.low, share.high))
                values = Interval(low, high, share.open_low, share.open_high)
                working = f"{figure.shown} deuterium is a ratio of {_rounded(high)}"
                yield _result("ratio of deuterium to hydrogen", values, "", working, figure.doubtful)


def _exact(figures: tuple[Stated, ...], kind: str) -> list[Stated]:
    return [f for f in figures if f.kind is not None and f.kind.name == kind and _single(f)]


def _rounded(value: Decimal) -> str:
    return plain(Decimal(f"{value:.4g}"))


def _single(figure: Stated) -> bool:
    return figure.values.low == figure.values.high


def _result(kind: str, values: Interval, unit: str, working: str, doubtful: bool) -> Stated:
    named: Kind = _NAMED[kind]
    return Stated(values, unit, kind, kind, working, named, doubtful, working)
