"""What a return under a general authorisation may say, and what in it points at a use beyond the authorisation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exeat.domain.licences import Remark, UsageLine, remarks

LINE = UsageLine(1, "Thermal camera", "6A003.b.4", Decimal(8), "item", Decimal("20800.00"), "USD", "XD", "Delta Rescue")
G1: dict[str, Any] = {"title": "XA-G1", "entries": ("6A003", "2B350"), "destinations": ("XD", "XE")}
SEEN = {("6A003", "XD", "item"): Decimal(8)}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"goods": ""}, "goods"),
        ({"consignee": ""}, "consignee"),
        ({"unit": "u" * 21}, "unit"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("0.0000001")}, "quantity"),
        ({"value": Decimal("-1")}, "value"),
        ({"value": Decimal("1.005")}, "value"),
        ({"currency": "ZZZ"}, "currency"),
        ({"destination": "Q1"}, "destination"),
        ({"entry": "6" * 41}, "entry"),
    ],
)
def test_a_line_that_cannot_be_kept_names_its_column(changes: dict[str, Any], column: str) -> None:
    assert [name for name, _ in replace(LINE, **changes).faults(["USD"], ["XD"])] == [column]
    assert list(LINE.faults(["USD"], ["XD"])) == []


def test_a_return_that_agrees_with_customs_and_the_authorisation_raises_nothing() -> None:
    assert remarks([LINE], customs=SEEN, **G1) == ()
    halves = [replace(LINE, quantity=Decimal(3)), replace(LINE, number=2, quantity=Decimal(5), entry="6A003")]
    assert remarks(halves, customs=SEEN, **G1) == ()


def test_goods_and_destinations_beyond_the_authorisation_are_named_by_line() -> None:
    lines = [replace(LINE, entry="6A005"), replace(LINE, number=2, destination="QM")]
    customs = {("6A005", "XD", "item"): Decimal(8), ("6A003", "QM", "item"): Decimal(8)}
    assert remarks(lines, customs=customs, **G1) == (
        Remark(1, "6A005: XA-G1 is for 2B350, 6A003"),
        Remark(2, "QM: XA-G1 is for XD, XE"),
    )


def test_goods_in_words_alone_are_within_an_authorisation_that_names_none() -> None:
    repaired = replace(LINE, entry="")
    g2: dict[str, Any] = {"title": "XA-G2", "entries": ("",), "destinations": ("XD",)}
    assert remarks([repaired], customs={("", "XD", "item"): Decimal(8)}, **g2) == ()
    [remark] = remarks([LINE], customs=SEEN, **g2)
    assert remark == Remark(1, "6A003.b.4: XA-G2 is for goods in words alone")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "6A003 to XD: the return says 0 item, customs recorded 8"),
        ([replace(LINE, quantity=Decimal("8.5"))], "6A003 to XD: the return says 8.5 item, customs recorded 8"),
    ],
)
def test_what_customs_recorded_otherwise_is_pointed_out(lines: list[UsageLine], said: str) -> None:
    assert remarks(lines, customs=SEEN, **G1) == (Remark(0, said),)


def test_units_are_not_added_up() -> None:
    texts = [remark.text for remark in remarks([replace(LINE, unit="kg")], customs=SEEN, **G1)]
    assert texts == [
        "6A003 to XD: the return says 0 item, customs recorded 8",
        "6A003 to XD: the return says 8 kg, customs recorded 0",
    ]
