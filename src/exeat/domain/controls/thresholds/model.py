"""What is read of a provision: its thresholds, and the tests of it that are words and not numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from exeat.domain.controls.thresholds.comparing import Comparator
from exeat.domain.controls.thresholds.units import plain

SIGNS: dict[Comparator, str] = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of a threshold: `value` as a plain decimal in the threshold's unit; the span of number and unit."""

    comparator: Comparator
    value: Decimal
    unit: str
    start: int
    end: int
    growth: Decimal = Decimal(0)
    """What the limit grows by with each millimetre of a measured length."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A quantity of the goods and the limits it must keep, all of them, for the provision to apply.

    `unit` (of each limit) is a pint expression, "" for counts. `condition` is what else the sentence fixes
    ("at 298 K"), `standard` the document it measures by. `scope` tells how the threshold combines with the one
    before it in the same text. `confidence` is 0..1: certain where quantity, comparator and unit are printed together,
    less where one was taken from the lines above, least where the figure seems to be one of other things than the
    goods (of the rockets that they are usable in) or tells where another figure holds ("at any frequency exceeding").
    """

    quantity: str
    limits: tuple[Limit, ...]
    start: int
    end: int
    condition: str = ""
    standard: str = ""
    scope: Literal["and", "or"] = "and"
    confidence: float = 1.0

    @property
    def direction(self) -> Literal["more", "less", "between"]:
        """Whether more, less, or staying between two values brings goods under the provision."""
        if len(self.limits) > 1:
            return "between"
        return "more" if self.limits[0].comparator in (">", ">=") else "less"

    def __str__(self) -> str:
        return " and ".join(f"{SIGNS[m.comparator]} {plain(m.value)} {m.unit}".strip() for m in self.limits)

    def to_dict(self) -> dict[str, Any]:
        """The threshold as JSON values; decimals as strings."""
        return {
            "quantity": self.quantity,
            "limits": [
                {
                    "comparator": m.comparator,
                    "value": plain(m.value),
                    "unit": m.unit,
                    "growth_per_mm": plain(m.growth),
                    "span": [m.start, m.end],
                }
                for m in self.limits
            ],
            "direction": self.direction,
            "condition": self.condition,
            "standard": self.standard,
            "scope": self.scope,
            "span": [self.start, self.end],
            "confidence": self.confidence,
        }

    @staticmethod
    def from_dict(row: dict[str, Any]) -> Threshold:
        """The threshold that `to_dict` wrote out."""
        limits = tuple(
            Limit(m["comparator"], Decimal(m["value"]), m["unit"], start, end, Decimal(m["growth_per_mm"]))
            for m in row["limits"]
            for start, end in [m["span"]]
        )
        printed = {key: row[key] for key in ("condition", "standard", "scope", "confidence")}
        return Threshold(row["quantity"], limits, *row["span"], **printed)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one text: thresholds in order, and its qualitative tests as printed."""

    thresholds: tuple[Threshold, ...] = ()
    tests: tuple[str, ...] = ()
