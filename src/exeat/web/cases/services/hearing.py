"""Hearing the applicant: a refusal or a measure is notified as intended, with its reasons, and answered or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case, Document, IntendedRefusal
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.letters import intended_kind, intended_refusal_letter
from exeat.web.cases.services.telling import tell_applicant, tell_officers
from exeat.web.errors import Invalid
from exeat.web.policy import local_day, policy


@transaction.atomic
def intend_refusal(*, case: Case, reasons: str, grounds: Collection[str], by: User, now: datetime) -> IntendedRefusal:
    """Tell the applicant of what is intended, with its reasons; a letter says until when they may answer."""
    case = locked(case)
    cited = sorted(set(grounds))
    require("intend_refusal", case, by=by, now=now, grounds=cited)
    made = new_intended_refusal(case=case, reasons=reasons, grounds=cited, by=by, now=now)
    made.letter = intended_refusal_letter(made, now=now)
    made.save()
    data = {"grounds": cited, "due": made.due}
    take("intend_refusal", case, by=by, now=now, data=data, rows=[made, made.letter])
    tell_applicant(case, intended_kind(case), now=now, intended=made)
    return made


def new_intended_refusal(
    *, case: Case, reasons: str, grounds: Sequence[str], by: User, now: datetime
) -> IntendedRefusal:
    """What is intended, not saved, with the last day for an answer. Raises Invalid without reasons."""
    if not reasons.strip():
        raise Invalid({"reasons": "say why: the applicant answers to it"})
    due = policy().calendar.add(local_day(now), policy().hearing.working_days)
    return IntendedRefusal(case=case, reasons=reasons, grounds=list(grounds), by=by, at=now, due=due)


@transaction.atomic
def answer_intended_refusal(
    *, case: Case, answer: str, by: User, now: datetime, documents: Sequence[Document] = ()
) -> IntendedRefusal:
    """What the applicant has to say (entered by an officer for a case on paper); the decision waits no longer."""
    case = locked(case)
    require("answer_intended_refusal", case, by=by, now=now)
    if not answer.strip():
        raise Invalid({"answer": "write what you have to say"})
    row = case.intended_refusals.select_for_update().order_by("at", "pk").last()
    row.answer, row.answered_by, row.answered_at = answer, by, now
    row.save()
    data = {"documents": [document.pk for document in documents]}
    take("answer_intended_refusal", case, by=by, now=now, data=data, rows=[row])
    tell_officers(case, "refusal_answered", now=now, intended=row)
    return row
