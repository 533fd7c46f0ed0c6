"""What an officer does about a denial that a case resembles: say why it differs, or consult the denying state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.cases.services._step import locked, require, take
from exeat.web.denials.models import Resemblance
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy

Status, Answer = Resemblance.Status, Resemblance.Answer


@transaction.atomic
def settle(*, resemblance: Resemblance, reason: str, by: User, now: datetime) -> Resemblance:
    """Say why the denial does not stand against the case: what differs, or for one of ours what has changed."""
    case = locked(resemblance.case)
    require("settle_denial", case, by=by, now=now)
    row = _row(resemblance)
    if not reason.strip():
        raise Invalid({"reason": "say what differs from the denied transaction, or what has changed since"})
    if row.status == Status.CONSULTING:
        raise NotPermitted.because("consulting", "the denying state was asked: record its answer")
    row.status, row.reason, row.settled_by, row.settled_at = Status.SETTLED, reason, by, now
    row.save()
    take("settle_denial", case, by=by, now=now, data={"denial": str(row.denial)}, rows=[row])
    return row


@transaction.atomic
def consult(*, resemblance: Resemblance, by: User, now: datetime) -> Resemblance:
    """Note that the denying state is asked today; it has the policy's working days to answer."""
    case = locked(resemblance.case)
    require("consult_on_denial", case, by=by, now=now)
    row = _row(resemblance)
    if row.denial.own:
        raise NotPermitted.because("own", "the denial is ours: say what differs or has changed")
    if row.status == Status.CONSULTING:
        raise NotPermitted.because("consulting", f"the state was asked on {row.asked_on}")
    row.status, row.asked_on = Status.CONSULTING, local_day(now)
    row.due = policy().calendar.add(row.asked_on, policy().denials.consultation_days)
    row.answer = row.answer_text = row.reason = ""
    row.settled_by, row.settled_at = None, None
    row.save()
    take("consult_on_denial", case, by=by, now=now, data={"denial": str(row.denial), "due": row.due}, rows=[row])
    return row


@transaction.atomic
def record_answer(*, resemblance: Resemblance, answer: str, text: str, by: User, now: datetime) -> Resemblance:
    """Record what the denying state answered, or after its deadline that it kept silent.

    Whatever the answer, the authority decides; an objection is for its reasons to weigh.
    """
    case = locked(resemblance.case)
    require("record_consultation", case, by=by, now=now)
    row = _row(resemblance)
    if row.status != Status.CONSULTING or row.due is None:
        raise NotPermitted.because("consulting", "the denying state has not been asked")
    if answer not in Answer.values:
        raise Invalid({"answer": f"one of {', '.join(Answer.values)}"})
    if answer == Answer.SILENT and local_day(now) <= row.due:
        raise Invalid({"answer": f"the state may still answer until {row.due:%d %B %Y}"})
    if answer != Answer.SILENT and not text.strip():
        raise Invalid({"text": "say what the state answered, and in which message"})
    row.status, row.answer, row.answer_text = Status.CONSULTED, answer, text
    row.settled_by, row.settled_at = by, now
    row.save()
    data = {"denial": str(row.denial), "answer": answer}
    take("record_consultation", case, by=by, now=now, data=data, rows=[row])
    return row


def _row(resemblance: Resemblance) -> Resemblance:
    return Resemblance.objects.select_for_update(of=("self",)).select_related("denial").get(pk=resemblance.pk)
