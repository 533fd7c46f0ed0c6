"""What pages of inspection call by the policy's words."""

from __future__ import annotations

from django import template

from exeat.web.policy import policy

register = template.Library()


@register.filter
def checklist_title(name: str) -> str:
    """A checklist as people read it; its id when the policy has dropped it."""
    known = policy().inspection.checklists.get(name)
    return known.title if known else name
