"""A mixed-integer linear program in the making: columns and rows, each row with the rule it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

INFINITY = float("inf")
Number = int | float | Fraction
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """``low`` ≤ Σ coefficient × column ≤ ``high``; ``rule`` is its number and the id it is about, if it is a rule."""

    terms: Mapping[int, Number]
    low: Number
    high: Number
    rule: tuple[int, str] | None


@dataclass(frozen=True)
class Matrix:
    """A program as arrays, ready for a solver and small enough to send to another machine.

    Row r has the columns ``index[start[r]:start[r + 1]]`` with the coefficients beside them in ``value``.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: Floats
    low: Floats
    high: Floats


@dataclass
class Program:
    """To be maximised. ``about`` names, by column, the thing that the column decides on, if it decides."""

    cost: list[Number] = field(default_factory=list)
    upper: list[Number] = field(default_factory=list)  # columns lie between 0 and this
    whole: list[bool] = field(default_factory=list)
    about: list[str | None] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, upper: Number = 1, whole: bool = False, about: str | None = None) -> int:
        self.cost.append(0)
        self.upper.append(upper)
        self.whole.append(whole)
        self.about.append(about)
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

    def matrix(self, rows: Iterable[Row] | None = None) -> Matrix:
        """The program as arrays, with these of its rows or with all."""
        kept = self.rows if rows is None else list(rows)
        terms = [[(column, float(n)) for column, n in row.terms.items() if n] for row in kept]
        return Matrix(
            cost=np.array(self.cost, dtype=float),
            lower=np.zeros(len(self.cost)),
            upper=np.array(self.upper, dtype=float),
            whole=np.array(self.whole, dtype=bool),
            start=np.cumsum([0, *map(len, terms)], dtype=np.int32),
            index=np.array([column for row in terms for column, _ in row], dtype=np.int32),
            value=np.array([n for row in terms for _, n in row], dtype=float),
            low=np.array([row.low for row in kept], dtype=float),
            high=np.array([row.high for row in kept], dtype=float),
        )
