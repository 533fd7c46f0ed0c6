"""Powers of ten whose exponent was set level by the file's maker: `5 × 103 Gy` for `5 × 10³ Gy`.

A figure is put right only where something proves its value: the other list's twin paragraph, an equivalent in another
unit that is printed behind it, or the magnitude that the quantity has in nature. Every repair keeps the proof and what
the source has; what nothing proves is left as it is and marked as doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.records import Correction, Doubt, Provision
from exeat.domain.controls.twins import twins
from exeat.domain.controls.wording import bare, superscript

_FLAT = re.compile(
    r"(?:(?P<mantissa>(?<![\w,.])\d+(?:,\d+)?)(?P<times>\s?[×x]\s?)10(?P<sign>[-–−]?)(?P<exponent>\d{1,2})"
    r"|(?<![\w,.×])10(?P<minus>[-–−]?)(?P<alone>\d{1,2}))(?![\d,]|\.\d|[-–−]\d| ?%)"
)
_FIGURE = r"\d[\d,.]*(?:\s?[×x]\s?10[-–−]?\d{1,2})?"
_EQUIVALENT = re.compile(
    rf"(?P<first>{_FIGURE})\s*(?P<unit>[A-Za-zµμ]+)(?:\s?\(silicon\))?\s?\((?P<second>{_FIGURE})\s*(?P<other>[A-Za-zµμ]+)"
)
_RAISED = re.compile(
    r"(?:(?P<mantissa>(?<![\w,.])\d[\d,.]*)\s?[×x]\s?)?10(?P<exponent>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\{[-−+]?\d+\})"
)
_CLOSE = Decimal("0.02")  # equivalents are printed rounded
_RATIOS = {
    ("Pa", "Torr"): Decimal("133.322"),
    ("Pa", "mTorr"): Decimal("0.133322"),
    ("GBq", "Ci"): Decimal(37),
    ("Gy", "rad"): Decimal("0.01"),
    ("m", "μm"): Decimal("1e-6"),
    ("m", "µm"): Decimal("1e-6"),
}
"""How many of the first unit one of the second is: SI Brochure, 9th edition, and NIST SP 811, appendix B.8."""


@dataclass(frozen=True, slots=True)
class _Magnitude:
    """What a quantity measures in nature: a limit outside of it would control everything or nothing."""

    words: str
    unit: str
    least: Decimal
    most: Decimal
    because: str


_MAGNITUDES = (
    _Magnitude("specific modulus", "m", Decimal("1e5"), Decimal("1e8"), "that of structural steel is 2.6 × 10⁶ m"),
    _Magnitude(
        "specific tensile strength", "m", Decimal("5e3"), Decimal("1e6"), "that of structural steel is 5 × 10³ m"
    ),
    _Magnitude("energy density", "J/kg", Decimal("1e6"), Decimal("2e8"), "that of kerosene is 4.3 × 10⁷ J/kg"),
    _Magnitude("energy density", "J/m3", Decimal("1e9"), Decimal("2e11"), "that of kerosene is 3.5 × 10¹⁰ J/m³"),
)
"""From the definitions in Annex I (a modulus or strength over the specific weight) and handbook values: steel of
200 GPa, 400 MPa and 7,850 kg/m³; kerosene of 43 MJ/kg and 810 kg/m³."""


@dataclass(frozen=True, slots=True)
class _Flat:
    """A power of ten set level, where it stands in the source, and what it reads mended and as printed."""

    start: int
    text: str
    mended: str
    power: Decimal
    level: Decimal | None
    """None where the level reading is no figure: behind a multiplication sign, `10-4` is neither sum nor range."""
    plain: bool
    """Whether it reads as an ordinary number (`103`), which only another list's paragraph makes a power."""


def repaired(control_list: ControlList, twin_list: ControlList | None = None) -> ControlList:
    """The list with every proven power of ten put right and the others marked as doubtful.

    `twin_list` is a list that shares paragraphs with this one and has its exponents, as the Commerce Control List has.
    """
    shared = {mine.path: theirs for mine, theirs in twins(control_list, twin_list)} if twin_list else {}
    name = twin_list.title if twin_list else ""
    numbering = twin_list.numbering if twin_list else "own"

    def mended(record: Provision) -> Provision:
        twin = shared.get(record.path)
        if twin is None:
            return mend(record, {})
        powers = _powers(twin.text, comma="." if numbering == "eu" else "")
        return mend(record, {value: f"{name}, {twin.path}, has {printed}" for printed, value in powers})

    entries = []
    for entry in control_list.entries:
        records = tuple(mended(record) for record in entry.provisions)
        entries.append(replace(entry, title=records[0].text, provisions=records))
    return replace(control_list, entries=tuple(entries), general=tuple(mended(p) for p in control_list.general))


def mend(record: Provision, proofs: Mapping[Decimal, str]) -> Provision:
    """The record from its source text; `proofs` are the values that the twin paragraph proves."""
    source = record.source_text
    text, made, doubts = "", [], []
    done = 0
    for flat in _flats(source):
        text += source[done : flat.start]
        proof = proofs.get(flat.power) or _equivalent(flat, source) or _magnitude(flat, source) or _notation(flat)
        if proof:
            made.append(Correction(len(text), flat.text, flat.mended, proof))
        elif not flat.plain:
            doubts.append(Doubt(len(text), flat.text))
        text += flat.mended if proof else flat.text
        done = flat.start + len(flat.text)
    return replace(record, text=text + source[done:], corrections=tuple(made), doubts=tuple(doubts))


def _flats(text: str) -> Iterator[_Flat]:
    for match in _FLAT.finditer(text):
        sign, exponent = match["sign"] or match["minus"] or "", match["exponent"] or match["alone"]
        mantissa, times = match["mantissa"] or "1", match["times"] or ""
        raised = superscript(f"{'-' if sign else ''}{exponent}")
        power = _decimal(mantissa).scaleb(-int(exponent) if sign else int(exponent))
        level = None if sign and times else _decimal(mantissa) * int(f"10{exponent}")
        mended = f"{match['mantissa'] or ''}{times}10{raised}"
        yield _Flat(match.start(), match[0], mended, power, level, plain=not times and not sign)


def _powers(text: str, comma: str) -> Iterator[tuple[str, Decimal]]:
    """The powers of ten that a text prints raised, as printed and as values; `comma` is what its commas stand for."""
    for match in _RAISED.finditer(text):
        yield match[0], _decimal(match["mantissa"] or "1", comma).scaleb(int(bare(match["exponent"])))


def _equivalent(flat: _Flat, text: str) -> str | None:
    """The proof that the same quantity, printed beside the figure in another unit, agrees with the power only."""
    for match in _EQUIVALENT.finditer(text):
        ratio = _RATIOS.get((match["unit"], match["other"]))
        if ratio is None or flat.start not in (match.start("first"), match.start("second")):
            continue
        first, second = _value(match["first"]), _value(match["second"]) * ratio
        if abs(first - second) <= _CLOSE * second:
            same = f"{first.normalize():f} {match['unit']}"
            return f"printed with an equivalent, {match['second']} {match['other']}, which is {same}"
    return None


def _value(figure: str) -> Decimal:
    flat = next(_flats(figure), None)
    return flat.power if flat and not flat.plain else _decimal(figure.strip())


def _decimal(number: str, comma: str = ".") -> Decimal:
    return Decimal(number.replace(",", comma))


def _magnitude(flat: _Flat, text: str) -> str | None:
    """The proof that only the power is of the size that the quantity has in nature."""
    before, behind = text[: flat.start].casefold(), text[flat.start + len(flat.text) :].lstrip()
    fitting = [m for m in _MAGNITUDES if m.words in before and re.match(rf"{re.escape(m.unit)}(?![\w/])", behind)]
    if not fitting or flat.level is None:
        return None
    known = max(fitting, key=lambda m: before.rfind(m.words))
    proven = known.least <= flat.power <= known.most and not known.least <= flat.level <= known.most
    return f"{known.words} of {flat.level:f} {known.unit} is of no such size: {known.because}" if proven else None


def _notation(flat: _Flat) -> str | None:
    return "a minus behind a multiplication sign and 10 can only be an exponent's" if flat.level is None else None
