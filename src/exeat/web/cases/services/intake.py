"""Intake: back to the applicant, or into the register, where the clock starts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.changing import carry_classifications, carry_conditions
from exeat.web.cases.services.telling import tell_applicant
from exeat.web.cases.standing import missing_from
from exeat.web.errors import Invalid


@transaction.atomic
def return_for_completion(*, case: Case, message: str, by: User, now: datetime) -> Case:
    """Send the application back, saying what is missing or wrong."""
    if not message.strip():
        raise Invalid({"message": "say what the applicant should add or correct"})
    case = locked(case)
    require("return", case, by=by, now=now)
    gaps = [gap.message for gap in missing_from(case)]
    take("return", case, by=by, now=now, data={"gaps": gaps}, private={"message": message})
    tell_applicant(case, "returned", now=now, message=message)
    return case


@transaction.atomic
def register(*, case: Case, by: User, now: datetime) -> Case:
    """Enter a complete, screened application in the register. The clock starts, which the applicant is told; the
    officer takes the case.

    In a change of a licence, goods that stay as they were keep their classification, and the conditions stand.
    """
    case = locked(case)
    require("register", case, by=by, now=now)
    case.officer = case.officer or by
    carried = [*carry_classifications(case, by=by, now=now), *carry_conditions(case, now=now)]
    take("register", case, by=by, now=now, rows=carried)
    tell_applicant(case, "registered", now=now)
    return case


@transaction.atomic
def begin_review(*, case: Case, by: User, now: datetime) -> Case:
    """Open the review of a registered case."""
    case = locked(case)
    require("begin_review", case, by=by, now=now)
    case.officer = case.officer or by
    take("begin_review", case, by=by, now=now)
    return case
