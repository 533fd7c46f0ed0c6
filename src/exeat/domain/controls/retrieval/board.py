"""The scores of one answer as they come together, with the reasons for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is offered: the kind of evidence, and a sentence for people."""

    kind: Literal["words", "trade_term", "meaning", "code", "material", "structure", "figures", "customs"]
    text: str


@dataclass
class Board:
    """A score and reasons for each entry's code."""

    _scores: dict[str, float] = field(default_factory=dict)
    _reasons: dict[str, list[Reason]] = field(default_factory=dict)

    def codes(self) -> list[str]:
        return list(self._scores)

    def score(self, code: str) -> float:
        return self._scores.get(code, 0.0)

    def reasons(self, code: str) -> tuple[Reason, ...]:
        return tuple(self._reasons.get(code, ()))

    def best(self, count: int) -> list[str]:
        """The codes with the highest scores above nothing, best first; equals by code."""
        scored = ((-score, code) for code, score in self._scores.items() if score > 0)
        return [code for _, code in nsmallest(count, scored)]

    def add(self, code: str, amount: float, reason: Reason | None = None) -> None:
        if amount > 0:
            self._scores[code] = self.score(code) + amount
            self._give(code, reason)

    def raise_to(self, code: str, amount: float, reason: Reason) -> None:
        """Score at least so much; nothing happens to one that scores more already."""
        if amount > self.score(code):
            self._scores[code] = amount
            self._give(code, reason)

    def scale(self, code: str, share: float) -> None:
        self._scores[code] *= share

    def _give(self, code: str, reason: Reason | None) -> None:
        if reason:
            self._reasons.setdefault(code, []).append(reason)
