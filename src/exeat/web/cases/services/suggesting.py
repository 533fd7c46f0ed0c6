"""The entries that Exeat puts before an officer for a line of goods, from the lists in force."""

from __future__ import annotations

from exeat.web.cases.models import CaseItem
from exeat.web.registers.asking import candidates

CANDIDATES = 10


def suggest(item: CaseItem, facts: str) -> list[str]:
    """Keep the best candidates of each list with the line, best first; gives the list versions that were asked."""
    item.suggestions, item.suggested_from = candidates(
        description=item.description, facts=facts, hs=item.hs, top=CANDIDATES
    )
    item.save(update_fields=["suggestions", "suggested_from"])
    return item.suggested_from
