"""Goods just inside and just outside of every figure of a list: right on both sides, and none that is listed ruled out.

The goods are made from the thresholds themselves, stated as data sheets do; a fixed seed draws those that are asked.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, Entry, Provision, Version
from exeat.domain.controls.judging import Judge, facts_of
from exeat.domain.controls.judging.outline import outline
from exeat.domain.controls.judging.showing import unit_name
from exeat.domain.controls.judging.weighing import Test as Threshold
from exeat.domain.controls.thresholds.algebra import convert

LISTS = [("eu-annex-i-json", "eu_annex_i_2025-11-15.json"), ("us-ccl-ecfr-xml", "us_ccl_2026-07.xml")]
UNDERSTOOD = 0.93  # of the sides; the other names are half sentences that no data sheet says, and stay questions
DRAWN = 120
SURE = 0.8  # less sure readings rule nothing out
NEAR = Decimal("0.02")
OTHER_UNITS = {
    "m": "mm", "mm": "cm", "um": "nm", "nm": "um", "GHz": "MHz", "MHz": "GHz", "kHz": "Hz", "W": "kW", "kW": "W",
    "MPa": "bar", "GPa": "MPa", "kPa": "MPa", "s": "ms", "ms": "us", "us": "ns", "ns": "us", "V": "kV", "kV": "V",
    "A": "mA", "kg": "g", "K": "degC", "degC": "K", "kN": "N", "J": "mJ",
}  # fmt: skip
FORMS = {
    "plain": "{name} {value} {unit}",
    "grouped": "{name} of {grouped} {unit}",
    "decimal comma": "{name}: {comma} {unit}",
    "no blank": "{name} {value}{unit}",
    "among others": "3 units, {name} = {value} {unit}, 2024 model",
}
HEDGED = ("{name} about {value} {unit}", "not {name} {value} {unit}")
INVENTED = (
    "Rakes having a tine length exceeding 15 mm.",
    "Sieves having a sweep frequency of 40 Hz or more and a handle mass of less than 2,5 kg.",
    "Harrows having a spring force of 12 kN or less.",
)


@dataclass(frozen=True)
class Goods:
    """What a data sheet says of goods that keep a limit or do not, by so little."""

    test: Threshold
    entry: str
    name: str
    value: Decimal
    unit: str

    def sheet(self, form: str) -> str:
        plain = f"{self.value.normalize():f}"
        whole, _, part = plain.partition(".")
        grouped = f"{int(whole):,}{'.' if part else ''}{part}"
        comma = plain.replace(".", ",") if len(part) != 3 else plain  # 1,750 may be a thousand and more
        return form.format(name=self.name, value=plain, grouped=grouped, comma=comma, unit=unit_name(self.unit)).strip()


def limits_of(control_list: ControlList) -> Iterator[tuple[str, Threshold]]:
    """The tests of a list's goods that ask for one figure under a name of its own and under no condition."""
    for entry in control_list.entries:
        if entry.code[1:2] not in "DE":
            for node in outline(control_list, entry).all():
                for test in node.tests:
                    (first, *more), threshold = test.threshold.limits, test.threshold
                    named = threshold.quantity and threshold.confidence >= SURE and not threshold.condition
                    if named and first.value > 0 and not (more or first.growth):
                        yield entry.code, test


def near(code: str, test: Threshold, inside: bool) -> Iterator[Goods]:
    """Goods by a little on one side of the limit, in the list's unit and in another."""
    limit = test.threshold.limits[0]
    more = (limit.comparator in (">", ">=")) is inside
    value = limit.value * (1 + NEAR if more else 1 - NEAR)
    if not limit.unit and limit.value == limit.value.to_integral():
        value = limit.value + (1 if more else -1)
    for unit in (limit.unit, *filter(None, [OTHER_UNITS.get(limit.unit)])):
        stated = Decimal(f"{convert(value, limit.unit, unit):.9g}")
        if Decimal("1e-4") <= abs(stated) < Decimal("1e7"):
            yield Goods(test, code, test.threshold.quantity, stated, unit)


def drawn(control_list: ControlList) -> list[tuple[str, Threshold]]:
    found = list(limits_of(control_list))
    return random.Random(1540).sample(found, min(DRAWN, len(found)))


@pytest.mark.real_data
@pytest.mark.parametrize(("reader", "file"), LISTS, ids=[reader for reader, _ in LISTS])
def test_both_sides_of_the_limits_of_a_published_list(shared_data: Path, reader: str, file: str) -> None:
    control_list = READERS[reader]([shared_data / "controls" / file]).control_list
    goods = drawn(control_list)
    assert len(goods) == DRAWN
    assert shown_right(control_list, goods) >= UNDERSTOOD


def test_both_sides_of_every_limit_of_a_small_list() -> None:
    entries = tuple(
        Entry(code, text, (Provision(code, "heading", code, text, None, order),))
        for order, (code, text) in enumerate((f"1A00{n}", text) for n, text in enumerate(INVENTED, 1))
    )
    invented = ControlList("x", "x", Version("1"), "eu", "", "", entries)
    goods = list(limits_of(invented))
    assert len(goods) == 4
    assert shown_right(invented, goods) == 1


def shown_right(control_list: ControlList, goods: list[tuple[str, Threshold]]) -> float:
    """Fail when a side is taken for the other or listed goods are ruled out; else how many sides came out with sums."""
    judge = Judge(control_list)
    shown = []
    for code, test in goods:
        for inside in near(code, test, inside=True):
            for form in FORMS.values():
                facts = facts_of(inside.sheet(form))
                weighed = test.weigh(facts.figures)
                shown.append(weighed.status == "met" and bool(weighed.arithmetic))
                assert weighed.status != "unmet", (test.path, inside.sheet(form), weighed.arithmetic)
                assert judge.judge(code, facts).verdict != "ruled_out", (test.path, inside.sheet(form))
        for outside in near(code, test, inside=False):
            for form in FORMS.values():
                weighed = test.weigh(facts_of(outside.sheet(form)).figures)
                shown.append("is not" in " ".join(weighed.arithmetic))
                assert weighed.status != "met", (test.path, outside.sheet(form), weighed.arithmetic)
            for form in HEDGED:
                assert test.weigh(facts_of(outside.sheet(form)).figures).status != "unmet", outside.sheet(form)
    return sum(shown) / len(shown)
