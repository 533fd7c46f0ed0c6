"""What Exeat does by itself as days pass. Each may run at any hour, and again: what is done is not done twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from exeat.domain.review import CaseState
from exeat.domain.review.actions import IN_REVIEW
from exeat.web.cases.models import Case, InformationRequest, Referral
from exeat.web.cases.selectors.agency import awaiting
from exeat.web.cases.services._step import locked, weigh_anew
from exeat.web.cases.services.referring import let_silence_speak
from exeat.web.cases.services.telling import tell_agency, tell_applicant
from exeat.web.denials.models import Denial
from exeat.web.errors import NotPermitted
from exeat.web.obligations.models import Obligation
from exeat.web.policy import local_day, policy

DAYS_BEFORE = 2
"""Working days before its deadline on which an agency is reminded."""


def let_silence_count(*, now: datetime) -> int:
    """Count the silence of agencies past their deadline where the policy takes it as no objection; how many.

    Elsewhere silence is for people: to escalate, or to wait for.
    """
    silent = awaiting().filter(said=None, silence="no_objection", due__lt=local_day(now)).select_related("case")
    return sum(_counts(referral, now) for referral in silent)


def _counts(referral: Referral, now: datetime) -> bool:
    try:
        let_silence_speak(case=referral.case, referral=referral, by=None, now=now)
    except NotPermitted:
        return False  # the agency spoke, or the case moved on, since we looked
    return True


def remind_agencies(*, now: datetime) -> int:
    """Remind agencies whose position is due within two working days, once, and not on the day they were asked."""
    today = local_day(now)
    last_day = policy().calendar.add(today, DAYS_BEFORE)
    soon = awaiting().filter(said=None, reminded_at=None, due__range=(today, last_day)).select_related("case")
    return sum(_remind_agency(referral, now) for referral in soon if local_day(referral.sent_at) < today)


def weigh_as_days_pass(*, now: datetime) -> int:
    """Bring the points of risk up to date of cases for which a day has passed since they were weighed: the last for
    something that their exporter owes, or the last on which a denial beside them counts. How many."""
    today, weighed = local_day(now), OuterRef("weighed_on")
    owed = Obligation.objects.filter(
        licence__exporter=OuterRef("exporter"), state="open", due__gte=weighed, due__lt=today
    )
    ran_out = Denial.objects.filter(
        resemblances__case=OuterRef("pk"), revoked_on=None, valid_until__gte=weighed, valid_until__lt=today
    )
    stale = Q(weighed_on=None) | Exists(owed) | Exists(ran_out)
    cases = Case.objects.filter(stale, state__in=IN_REVIEW)
    return sum(_weigh(case, now) for case in cases.order_by("pk"))


@transaction.atomic
def _weigh(case: Case, now: datetime) -> bool:
    weigh_anew(locked(case), now)
    return True


@transaction.atomic
def _remind_agency(referral: Referral, now: datetime) -> bool:
    if not Referral.objects.filter(pk=referral.pk, reminded_at=None).update(reminded_at=now):
        return False
    tell_agency(referral.case, referral.agency, "position_due_soon", now=now, referral=referral)
    return True


def remind_applicants(*, now: datetime) -> int:
    """Remind applicants whose answer is overdue, once a request; how many."""
    over = [state.value for state in CaseState if state.ended]
    overdue = InformationRequest.objects.filter(answered_at=None, reminded_at=None, due__lt=local_day(now))
    return sum(
        _remind_applicant(request, now) for request in overdue.exclude(case__state__in=over).select_related("case")
    )


@transaction.atomic
def _remind_applicant(request: InformationRequest, now: datetime) -> bool:
    if not InformationRequest.objects.filter(pk=request.pk, reminded_at=None).update(reminded_at=now):
        return False
    tell_applicant(request.case, "answer_overdue", now=now, request=request)
    return True
