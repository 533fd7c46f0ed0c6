"""Facts of the goods that an officer states while classifying; the candidates are weighed anew with them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.cases.models import CaseItem
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.suggesting import suggest
from exeat.web.classification.models import StatedFact
from exeat.web.classification.selectors.facts import facts_of
from exeat.web.errors import Invalid


@transaction.atomic
def state_fact(
    *, item: CaseItem, statement: str, by: User, now: datetime, entry: str = "", question: str = ""
) -> StatedFact:
    """Keep an answer with who gave it and when, and weigh the line's candidates with all facts known of it.

    `entry` and `question` say what was asked; both are empty for a fact that the officer adds unasked. Raises Invalid.
    """
    case = locked(item.case)
    require("state_fact", case, by=by, now=now)
    if not statement.strip():
        raise Invalid({"statement": "write the fact, with its figure and unit where it has one"})
    made = StatedFact.objects.create(
        item=item, entry=entry, question=question.strip(), statement=statement.strip(), by=by, at=now
    )
    item = CaseItem.objects.prefetch_related("stated_facts").get(pk=item.pk)
    suggest(item, facts_of(item))
    take("state_fact", case, by=by, now=now, data={"line": item.line, "entry": entry}, rows=[made])
    return made
