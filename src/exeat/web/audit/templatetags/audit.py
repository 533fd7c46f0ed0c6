"""How the auditor's pages show an event."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()
PAGES = {"case": "case", "licence": "licence"}


@register.filter
def subject_url(subject: str) -> str:
    """The page of the case or licence that an event is about; empty for other subjects."""
    what, _, name = subject.partition(":")
    try:
        return reverse(PAGES[what], args=[name])
    except (KeyError, NoReverseMatch):
        return ""


@register.filter
def fields(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields of an event as text; lists are joined, empty ones left out."""
    return [(key, _text(value)) for key, value in data.items() if value not in (None, "", [], {})]


@register.filter
def named(ids: list[int], names: dict[int, str]) -> str:
    """The people of these numbers by name."""
    return ", ".join(names.get(number, f"#{number}") for number in ids)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())
    return str(value)
