"""A mixed-integer linear program in the making: columns and rows, each row with the rule it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

INFINITY = float("inf")
Number = int | float | Fraction


@dataclass(frozen=True)
class Row:
    """``low`` ≤ Σ coefficient × column ≤ ``high``; ``rule`` is its number and the id it is about, if it is a rule."""

    terms: Mapping[int, Number]
    low: Number
    high: Number
    rule: tuple[int, str] | None


@dataclass
class Program:
    """To be maximised."""

    cost: list[Number] = field(default_factory=list)
    upper: list[Number] = field(default_factory=list)  # columns lie between 0 and this
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, upper: Number = 1, whole: bool = False) -> int:
        self.cost.append(0)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(
        self,
        terms: Mapping[int, Number],
        *,
        low: Number = -INFINITY,
        high: Number = INFINITY,
        rule: tuple[int, str] | None = None,
    ) -> None:
        """Add a row. One without terms is kept too: where it cannot hold, the program has no solution."""
        self.rows.append(Row(terms, low, high, rule))
