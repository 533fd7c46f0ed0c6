"""Thresholds read from the set phrases that control lists are written in. The provisions are invented."""

import re
from decimal import Decimal

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.controls.thresholds import Threshold, read
from exeat.domain.controls.thresholds.algebra import convert, dimension
from exeat.domain.controls.thresholds.units import PRINTED, canonical


@pytest.mark.parametrize(
    "unit",
    ["mm", "mm mrad", "mΩ", "kΩ", "rad", "rad (Si)", "Gy(Si)", "seconds of arc", "degrees C", "nautical miles", "g rms",
     "Mbit/s", "Mbar", "GFLOPS", "Kiloelectron volts", "Milliwatts", "min", "mol/l", "lbs.", "K", "KFLOP/s",
     "square root of hour", "W/cm²", "nT/√Hz", "mm x mrad"],
)  # fmt: skip
def test_a_unit_is_read_to_its_end(unit: str) -> None:
    found = re.match(PRINTED, f"{unit} or more")
    assert found is not None
    assert found[0] == unit
    dimension(canonical(unit))


def said(text: str, **how: str) -> list[tuple[str, str]]:
    return [(t.quantity, str(t)) for t in read(text, **how).thresholds]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "quantity", "limits"),
    [
        ("A tine length exceeding 15 mm;", "tine length", "> 15 mm"),
        ("A tine length equal to or greater than 15 mm;", "tine length", ">= 15 mm"),
        ("A hum of less (better) than or equal to 3 nm; or", "hum", "<= 3 nm"),
        ("A hum equal to or less (better) than 3 nm", "hum", "<= 3 nm"),
        ("A jet pressure of 5 MPa or more at 298 K (25 °C);", "jet pressure", ">= 5 MPa"),
        ("Pumps with a flow not exceeding 2,100 kg/h;", "flow", "<= 2100 kg/hour"),
        ("A spray width of at least 2 m", "spray width", ">= 2 m"),
        ("Wavelengths between 300 nm and 800 nm", "Wavelengths", ">= 300 nm and <= 800 nm"),
        ("A drift from 0.9 to 23 kg; and", "drift", ">= 0.9 kg and <= 23 kg"),
        ("A pitch exceeding 3 GHz but not exceeding 6 GHz;", "pitch", "> 3 GHz and <= 6 GHz"),
        ("A pitch of 3 GHz or more, but less than 6 GHz;", "pitch", ">= 3 GHz and < 6 GHz"),
        ("Five or more axes that move together", "axes", ">= 5"),
        ("Soil with more than 40% peat by weight;", "peat", "> 40 percent"),
        ("Seed with a purity better than 99.9%", "purity", "> 99.9 percent"),
        ("A hum better than 0.3 nT (rms) per square root Hz", "hum", "< 0.3 nT/Hz**0.5"),
        ("Stroke accelerations exceeding 15 g", "Stroke accelerations", "> 15 g_0"),
        ("Sacks that contain more than 15 g of seed", "seed", "> 15 g"),
        ("A flux of 3.3 × 10⁻² W/cm² or more", "flux", ">= 0.033 W/cm**2"),
        ("Tines 40 mm or less in length", "length", "<= 40 mm"),
    ],
)
def test_a_set_phrase(text: str, quantity: str, limits: str) -> None:
    expected = [(quantity, limits.replace(">=", "≥").replace("<=", "≤"))]
    assert said(text) == expected


def test_a_comma_is_a_point_in_one_list_and_nothing_in_another() -> None:
    assert said("A girth exceeding 1,250 mm", comma="decimal") == [("girth", "> 1.25 mm")]
    assert said("A girth exceeding 1,250 mm", comma="thousands") == [("girth", "> 1250 mm")]


def test_an_exponent_that_lost_its_height_is_still_one() -> None:
    assert said("A dose of 5 × 103 Gy or more") == [("dose", "≥ 5000 Gy")]
    assert said("A rate of 2 × 10-3 mm or less") == [("rate", "≤ 0.002 mm")]


def test_a_paragraph_hands_its_comparison_down() -> None:
    above = "Rakes having a tensile strength, measured at 293 K (20 °C), equal to or greater than:"
    (threshold,) = read("0,9 GPa in the soft stage; or", "decimal", above).thresholds
    assert (str(threshold), threshold.quantity) == ("≥ 0.9 GPa", "tensile strength")
    assert threshold.confidence < 1


def test_what_measures_nothing_is_no_threshold() -> None:
    for text in (
        "See 3A001.a.2 and Category 2, Part 1.",
        "Testing to ISO 230-2 (2006), before 1970.",
        "Chlororakine (CAS 506-59-2);",
        "N,N-Dimethylrakine 1,2-dione",
        "(See 22 CFR parts 120 through 130.)",
        "One or more tines; at least one handle",
        "Rakes (typically 1 kW to 5 kW) for gardens",
        "Hums are measured at 298 K, over 300 mm of travel",
    ):
        assert said(text) == [], text


def test_a_value_given_again_in_another_unit_is_not_a_second_threshold() -> None:
    assert said("Works above 450 K (177 °C)") == [("Works", "> 450 K")]
    assert said("High heat (450 K (177 °C) and above) sensors") == [("High heat", "≥ 450 K")]


def test_condition_standard_scope_and_span_stand_beside_the_threshold() -> None:
    text = "A hum of 3 nm or less according to ISO 230-2 (2014), or a mass exceeding 2 kg when measured at 298 K;"
    hum, mass = read(text).thresholds
    assert (hum.standard, hum.scope, mass.scope) == ("ISO 230-2 (2014)", "and", "or")
    assert mass.condition == "when measured at 298 K"
    limit = mass.limits[0]
    assert text[limit.start : limit.end] == "2 kg"
    assert (hum.direction, mass.direction) == ("less", "more")


def test_an_error_may_grow_with_the_measured_length() -> None:
    text = "Rules with an error equal to or less (better) than (1,7 + L/1000) μm (L is the measured length in mm)"
    (threshold,) = read(text, "decimal").thresholds
    (limit,) = threshold.limits
    assert (limit.comparator, limit.value, limit.unit, limit.growth) == ("<=", Decimal("1.7"), "um", Decimal("0.001"))


def test_qualitative_tests_are_kept_in_words() -> None:
    assert read("Rakes specially designed for lawns, capable of 2 m").tests == ("specially designed", "capable of")


def test_as_json_every_number_is_a_decimal_string() -> None:
    (threshold,) = read("A dose exceeding 5 × 10³ Gy (Si)").thresholds
    assert threshold.to_dict()["limits"] == [
        {"comparator": ">", "value": "5000", "unit": "Gy", "growth_per_mm": "0", "span": [17, 32]}
    ]


def test_units_convert_exactly_and_samples_are_not_oscillations() -> None:
    assert convert(Decimal(36), "km/hour", "m/s") == 10
    assert convert(Decimal("-54"), "degC", "K") == Decimal("219.15")
    assert dimension("Msample/s") != dimension("MHz") == dimension("frame/s")


@pytest.mark.slow
def test_pint_reads_every_unit_as_we_do() -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    for own in (
        "sample = [samples]",
        "op = [operations] = flop",
        "frame = 1",
        "WT = [weighted]",
        "g_0 = 9.80665 m/s**2",
    ):
        registry.define(own)
    for printed in (
        "kW/cm²",
        "degree per square root hour",
        "g/cm3",
        "nT (rms)/square root Hz",
        "cN/dtex",
        "psi",
        "Torr",
        "knots",
        "r.p.m.",
        "lbs",
        "mm·mrad",
        "eV",
        "Wh/kg",
        "MNs",
        "µGal",
        "seconds of arc",
        "Ci",
        "rads (Si)",
        "GSPS",
    ):
        unit = canonical(printed)
        base = "*".join(f"{name}**{power}" for name, power in sorted(dimension(unit)))
        theirs = registry.Quantity(Decimal(1), unit).to(base).magnitude
        assert float(convert(Decimal(1), unit, base)) == pytest.approx(float(theirs), rel=1e-6), printed


@given(text=st.text(alphabet=st.sampled_from(" 0123456789.,×⁻³%/mmkgHz°ortlesanx()±-"), max_size=60))
def test_spans_stay_inside_any_text_at_all(text: str) -> None:
    for threshold in read(text).thresholds:
        assert isinstance(threshold, Threshold)
        for limit in threshold.limits:
            assert 0 <= limit.start < limit.end <= len(text)
