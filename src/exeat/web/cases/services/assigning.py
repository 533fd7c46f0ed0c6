"""Giving cases to officers: one, or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Case
from exeat.web.cases.services._step import locked, require, take
from exeat.web.errors import Invalid, NotPermitted


@transaction.atomic
def assign(*, cases: Iterable[Case], officer: User, by: User, now: datetime) -> list[Case]:
    """Give the cases to an officer, all or none; those that the officer has already are left as they are.

    Raises Invalid for somebody who is no officer, and NotPermitted naming the case that may not be given away.
    """
    if not actor_for(officer, now).in_any((Role.OFFICER,)):
        raise Invalid({"officer": f"{officer} is not a licensing officer"})
    given = []
    for one in sorted(cases, key=lambda case: case.pk):  # one order of locks
        case = locked(one)
        if case.officer_id == officer.pk:
            continue
        try:
            require("assign", case, by=by, now=now)
        except NotPermitted as refusal:
            reasons = "; ".join(reason.message for reason in refusal.refusals)
            raise NotPermitted.because(refusal.refusals[0].code, f"{case.reference}: {reasons}") from None
        before, case.officer = case.officer_id, officer
        take("assign", case, by=by, now=now, data={"officer": officer.pk, "before": before})
        given.append(case)
    return given
