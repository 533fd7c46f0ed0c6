"""Answers that the authority gave to the question that a case asks, or about those to whom its goods go."""

from __future__ import annotations

from datetime import date

from exeat.domain.review.opinions import about_recipients, same_question
from exeat.domain.screening import compare as compare_names
from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.standing import application_of
from exeat.web.licences.models import Licence
from exeat.web.permissions import visible_licences
from exeat.web.policy import policy

MOST_READ = 300
"""How many answers in force, the newest first, are looked through."""


def opinions_for(case: Case, viewer: User, today: date) -> list[Licence]:
    """The answers in force that the viewer may read and that bear on the case, the newest first.

    A holder is offered answers given to their own companies; an officer every answer.
    """
    kinds = [kind.id for kind in policy().kinds.values() if kind.reusable]
    if case.kind in kinds:
        kinds = [case.kind]
    given = visible_licences(viewer).filter(
        content__form="letter", content__kind__in=kinds, state="active", valid_until__gte=today
    )
    rows = given.exclude(case=case).exclude(case=None).select_related("case", "exporter")[:MOST_READ]
    return [row for row in rows if _bears_on(case, row)]


def _bears_on(case: Case, row: Licence) -> bool:
    asked, least = application_of(case), policy().denials.least_score
    assert row.case is not None
    answered = application_of(row.case)
    if case.kind == row.kind:
        return same_question(asked, answered, _alike, least)
    return about_recipients(asked, answered, _alike, least)


def _alike(one: str, other: str) -> float:
    return compare_names(one, other, "organisation").score
