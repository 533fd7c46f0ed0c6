"""Mentions: the lines on a desk, and where a note's text holds them."""

from __future__ import annotations

from typing import Any

from django import template

from exeat.web.cases.mentions import pieces
from exeat.web.cases.models import AgencyNote, Mention
from exeat.web.cases.selectors.mentions import mentions_of

register = template.Library()


@register.inclusion_tag("cases/parts/mentions.html", takes_context=True)
def mentions(context: dict[str, Any]) -> dict[str, list[Mention]]:
    """The notes that mention the reader and that they have not seen: `{% mentions %}` at the head of a desk."""
    return {"mentions": mentions_of(context["request"].user)}


@register.filter
def in_pieces(note: AgencyNote) -> list[tuple[str, bool]]:
    """The text of a note in pieces, each with whether it mentions somebody."""
    return list(pieces(note.text, [mention.user for mention in note.mentions.all()]))
