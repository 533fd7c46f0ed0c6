"""Charts of the overview. Each figure is a link to its cases; each picture stands beside the same figures as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from exeat.web.accounts.templatetags.exeat import bars
from exeat.web.cases.selectors.overview import Figure
from exeat.web.cases.selectors.throughput import Month

register = template.Library()
HEIGHT, LABELS, STEP, WIDTH = 100, 18, 40, 14
"""Of the chart of months: its height, the room of the labels under it and of a month, the width of a column."""


@dataclass(frozen=True)
class Columns:
    """A month of the chart: where its two columns stand, and how high they are."""

    month: Month
    left: int
    right: int
    arrived: float
    decided: float
    top_arrived: float
    top_decided: float


@register.simple_tag
def figure_url(figure: Figure) -> str:
    """The page of the cases behind a figure."""
    address = reverse("overview_cases", args=[figure.name])
    return f"{address}?{urlencode({'of': figure.of})}" if figure.of else address


@register.inclusion_tag("components/bars.html")
def figure_bars(figures: Iterable[Figure], caption: str) -> dict[str, Any]:
    """A bar chart of figures whose labels lead to their cases."""
    rows = [
        (
            format_html('<a href="{}">{}</a>', figure_url(one), one.label) if one.count else one.label,
            one.count,
            one.tone,
        )
        for one in figures
    ]
    return bars(rows, caption)


@register.inclusion_tag("cases/overview_months.html")
def month_columns(months: Sequence[Month]) -> dict[str, Any]:
    """Arrivals and decisions as pairs of columns, and the table that says the same."""
    highest = max((len(month.arrived) for month in months), default=0)
    highest = max(highest, *(len(month.decided) for month in months), 1)
    columns = [_columns(month, number, highest) for number, month in enumerate(months)]
    return {
        "columns": columns,
        "width": STEP * len(columns),
        "height": HEIGHT,
        "whole_height": HEIGHT + LABELS,
        "column": WIDTH,
    }


def _columns(month: Month, number: int, highest: int) -> Columns:
    arrived, decided = (round(HEIGHT * len(part) / highest, 1) for part in (month.arrived, month.decided))
    left = number * STEP + (STEP - 2 * WIDTH) // 2
    return Columns(month, left, left + WIDTH, arrived, decided, HEIGHT - arrived, HEIGHT - decided)
