"""The frontier as a picture beside its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from exeat.web.studies.selectors import PointRow

register = template.Library()
WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 34, 14, 14, 34
TICKS = 4


@dataclass(frozen=True)
class Dot:
    """A point where it stands in the picture."""

    row: PointRow
    x: float
    y: float

    @property
    def diamond(self) -> str:
        """The corners of the mark of this plan."""
        return f"{self.x},{self.y - 7} {self.x + 7},{self.y} {self.x},{self.y + 7} {self.x - 7},{self.y}"


@dataclass(frozen=True)
class Tick:
    """A value on an axis and where it stands."""

    at: float
    label: str


@register.inclusion_tag("studies/frontier.html")
def frontier_chart(rows: Sequence[PointRow], across: str) -> dict[str, Any]:
    """Capability gained, upwards, against what it delays, across; the line joins the plans that no other betters."""
    most_x = _round_up(max((row.delay for row in rows), default=1.0))
    most_y = _round_up(max((row.gain for row in rows), default=1.0))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def across_at(value: float) -> float:
        return round(LEFT + wide * value / most_x, 1)

    def up_at(value: float) -> float:
        return round(TOP + high * (1 - value / most_y), 1)

    dots = [Dot(row, across_at(row.delay), up_at(row.gain)) for row in rows]
    steps = [step / TICKS for step in range(TICKS + 1)]
    return {
        "dots": dots,
        "line": " ".join(f"{dot.x},{dot.y}" for dot in dots if dot.row.best),
        "across": [Tick(across_at(most_x * step), f"{most_x * step:g}") for step in steps],
        "up": [Tick(up_at(most_y * step), f"{most_y * step:g}") for step in steps],
        "axes": {"left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM},
        "width": WIDTH,
        "height": HEIGHT,
        "measure": across,
        "rows": rows,
    }


@register.filter
def standing(standings: Mapping[str, str], reference: str) -> str:
    """How the answer to one offer stands; nothing while that is not worked out."""
    return standings.get(reference, "")


def _round_up(value: float) -> float:
    """The next number of which four parts are plain, so that an axis has plain ticks."""
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while value <= size / 10:
        size /= 10
        if size < 0.01:
            return 1.0
    return next(size * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if size * step >= value)
