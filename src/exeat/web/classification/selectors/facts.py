"""What is known of a line's goods: the applicant's words, and the answers that officers stated."""

from __future__ import annotations

from exeat.web.cases.models import CaseItem
from exeat.web.classification.models import StatedFact


def stated_in_force(item: CaseItem) -> list[StatedFact]:
    """The newest answer to each question, and every fact that was stated unasked, in their order."""
    newest: dict[object, StatedFact] = {}
    for fact in sorted(item.stated_facts.all(), key=lambda fact: (fact.at, fact.pk)):
        newest[(fact.entry, fact.question) if fact.question else fact.pk] = fact
    return sorted(newest.values(), key=lambda fact: (fact.at, fact.pk))


def facts_of(item: CaseItem) -> str:
    """All facts as the classifier reads them: a fact a line, the applicant's first."""
    return "\n".join(filter(None, [item.facts, *(fact.statement for fact in stated_in_force(item))]))
