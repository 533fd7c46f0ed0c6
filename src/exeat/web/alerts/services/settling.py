"""What an officer does about an alert: confirm, dismiss, ask the applicant, propose to suspend a licence."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from exeat.domain.review import Role, case_action
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.alerts.models import Alert, SuspensionProposal
from exeat.web.alerts.services.following import put
from exeat.web.audit.record import record
from exeat.web.cases.models import Case, InformationRequest, Match
from exeat.web.cases.services.reviewing import request_information, settle_match
from exeat.web.cases.services.telling import with_role
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.mail.services import notify


@transaction.atomic
def settle_alert(*, alert: Alert, confirmed: bool, reason: str, by: User, now: datetime) -> Alert:
    """Say whether the party is the listed one, with the reason; a settled alert may be settled anew.

    Matches of the same two parties in the open cases that the alert touches are settled with it, where the table of
    steps allows; a case that was recommended is sent back first, on its own page.
    """
    alert = _locked(alert, by, now)
    if alert.status == Alert.Status.CLOSED:
        raise NotPermitted.because("state", f"this alert is closed: {alert.reason}")
    if not reason.strip():
        raise Invalid({"reason": "say what shows that it is, or is not, the listed party"})
    status = Alert.Status.CONFIRMED if confirmed else Alert.Status.DISMISSED
    put(alert, status=status, reason=reason.strip(), by=by, now=now)
    for match in matches_of(alert).filter(party__case__state__in=case_action("settle_match").sources):
        settle_match(match=match, confirmed=confirmed, reason=reason.strip(), by=by, now=now)
    return alert


@transaction.atomic
def ask_applicant(*, alert: Alert, case: Case, question: str, by: User, now: datetime) -> InformationRequest:
    """Ask the applicant of an open case about the party; the clock stands still until the answer."""
    alert = _locked(alert, by, now)
    match = matches_of(alert).filter(party__case=case).first()
    if match is None:
        raise Invalid({"case": "the alert touches no match of this case"})
    return request_information(case=case, question=question, match=match, by=by, now=now)


@transaction.atomic
def propose_suspension(*, alert: Alert, licence: Licence, reason: str, by: User, now: datetime) -> SuspensionProposal:
    """Advise the head of the authority, who alone suspends, to suspend a licence that the alert touches."""
    alert = _locked(alert, by, now)
    licence = alert.licences.select_for_update().filter(pk=licence.pk).first()
    if licence is None:
        raise Invalid({"licence": "the alert does not touch this licence"})
    if licence.state != "active":
        raise NotPermitted.because("state", f"the licence is {licence.get_state_display()} already")
    if alert.proposals.filter(licence=licence).exists():
        raise NotPermitted.because("state", f"the suspension of {licence.number} was proposed already")
    if not reason.strip():
        raise Invalid({"reason": "say why the licence should be suspended"})
    made = SuspensionProposal.objects.create(alert=alert, licence=licence, reason=reason.strip(), by=by, at=now)
    record(
        kind="licence.propose_suspension",
        subject=licence.subject,
        by=by,
        now=now,
        roles=(Role.OFFICER,),
        data={"alert": alert.pk},
        rows=[made],
    )
    context = {"licence": licence, "link": settings.EXEAT_URL + reverse("alert", args=[alert.pk])}
    notify(with_role(Role.HEAD), template="suspension_proposed", about=licence.number, context=context, now=now)
    return made


def matches_of(alert: Alert):
    """The matches of the same two parties in the cases that the alert touches, as they are now."""
    return Match.objects.filter(
        party__case__in=alert.cases.all(),
        party__name=alert.name,
        party__type=alert.type,
        party__country=alert.country,
        list_id=alert.rescreening.list_id,
        listed_id=alert.listed_id,
    ).select_related("party__case")


def _locked(alert: Alert, by: User, now: datetime) -> Alert:
    if not actor_for(by, now).in_any((Role.OFFICER,)):
        raise NotPermitted.because("role", f"only the {Role.OFFICER.label} works on alerts")
    list(alert.cases.select_for_update(of=("self",)).order_by("pk"))  # before the alert, as settling a match does
    return Alert.objects.select_for_update(of=("self",)).select_related("rescreening").get(pk=alert.pk)
