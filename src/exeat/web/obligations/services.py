"""Meeting an obligation: handed in, accepted or sent back; reminders, and the release that the head may give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from exeat.domain.licences import UsageLine
from exeat.domain.review import CaseStanding, Role, obligation_action, refusals, return_possible_from
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.documents import check_upload, keep, plain_name
from exeat.web.cases.services._step import weigh_cases_of
from exeat.web.cases.services.telling import with_role
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.licences.standing import positions_of
from exeat.web.mail.services import notify
from exeat.web.obligations import usage
from exeat.web.obligations.models import RETURN, Fulfilment, Obligation
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Mandate


def obligation_standing(obligation: Obligation, now: datetime) -> CaseStanding:
    """What the table of an obligation's life looks at."""
    case = obligation.licence.case
    return CaseStanding(
        state=obligation.state,
        now=now,
        exporter_id=obligation.licence.exporter_id,
        on_paper=case is None or case.on_paper,
    )


def too_early(obligation: Obligation, now: datetime) -> str:
    """Why the return of a period cannot be handed in yet; empty once it can, and for everything else that is owed."""
    if obligation.rule != RETURN:
        return ""
    licence = obligation.licence
    ended = None if licence.state in ("active", "suspended") else local_day(licence.state_since)
    first = return_possible_from(obligation.arose, ended)
    if local_day(now) >= first:
        return ""
    return f"its months are not over, and goods may still leave in them: hand it in from {first:%d %B %Y}"


@transaction.atomic
def fulfil(*, obligation: Obligation, name: str, content: bytes, note: str, by: User, now: datetime) -> Fulfilment:
    """Hand in the document that meets an obligation. It counts once an officer has accepted it.

    Of a return under a general authorisation a table (.csv or .xlsx) is read as its figures, whole or not at all.
    """
    name = plain_name(name)
    figures = obligation.rule == RETURN and usage.is_table(name)
    lines = usage.read_return(name, content) if figures else None
    return _handed_in(obligation, name, content, lines, note, by, now)


@transaction.atomic
def hand_in_figures(
    *, obligation: Obligation, lines: Sequence[UsageLine], note: str, by: User, now: datetime
) -> Fulfilment:
    """Hand in a return by its lines; none say that nothing left. They are kept as a table beside the figures."""
    if obligation.rule != RETURN:
        raise Invalid({"lines": "only a return under a general authorisation is handed in as figures"})
    usage.check_lines(lines)
    return _handed_in(obligation, "return.csv", usage.written(lines), lines, note, by, now)


def _handed_in(
    obligation: Obligation,
    name: str,
    content: bytes,
    lines: Sequence[UsageLine] | None,
    note: str,
    by: User,
    now: datetime,
) -> Fulfilment:
    """Keep the document, and the figures where `lines` gives them."""
    obligation = _locked(obligation)
    _require("fulfil", obligation, by, now)
    if reason := too_early(obligation, now):
        raise NotPermitted.because("early", reason)
    media_type = check_upload(obligation.document_kind, name, content)
    document = keep(
        case=obligation.licence.case,
        kind=obligation.document_kind,
        name=name,
        media_type=media_type,
        content=content,
        by=by,
        now=now,
    )
    made = Fulfilment.objects.create(
        obligation=obligation, document=document, figures=lines is not None, note=note, by=by, at=now
    )
    _take("fulfil", obligation, by, now, [document, made, *usage.keep(made, lines or ())])
    _tell(_officers(obligation), obligation, "obligation_handed_in", now)
    return made


@transaction.atomic
def accept_fulfilment(*, obligation: Obligation, by: User, now: datetime) -> Obligation:
    """Find the obligation met by what was handed in last."""
    obligation = _locked(obligation)
    _require("accept_fulfilment", obligation, by, now)
    obligation.settled_on = local_day(now)
    _take("accept_fulfilment", obligation, by, now, [])
    _tell(_holders(obligation), obligation, "obligation_settled", now)
    return obligation


@transaction.atomic
def send_back_fulfilment(*, obligation: Obligation, reason: str, by: User, now: datetime) -> Obligation:
    """Say what is wrong with what was handed in; the obligation is open again, its day unchanged."""
    obligation = _locked(obligation)
    _require("send_back_fulfilment", obligation, by, now)
    if not reason.strip():
        raise Invalid({"reason": "say what is missing or wrong"})
    last = obligation.fulfilments.latest("at", "pk")
    last.sent_back_reason, last.sent_back_at = reason, now
    last.save()
    _take("send_back_fulfilment", obligation, by, now, [last])
    _tell(_holders(obligation), obligation, "obligation_sent_back", now, reason=reason)
    return obligation


@transaction.atomic
def release_obligation(*, obligation: Obligation, reason: str, by: User, now: datetime) -> Obligation:
    """Let the holder off: the head's word, with the reason."""
    obligation = _locked(obligation)
    _require("release_obligation", obligation, by, now)
    if not reason.strip():
        raise Invalid({"reason": "give the reason"})
    obligation.settled_on, obligation.settled_reason = local_day(now), reason
    _take("release_obligation", obligation, by, now, [])
    _tell(_holders(obligation), obligation, "obligation_settled", now)
    return obligation


def goods_return(licence: Licence) -> bool:
    """Whether something is owed under the licence that the return of the goods meets."""
    return any(_by_returns(one) for one in licence.obligations.all())


def settle_returns(*, licence: Licence, now: datetime) -> None:
    """Find the obligation to bring goods back met once nothing more may leave and all that left is back; open again
    where that no longer holds. Called in the transaction of what changed. What the head released stays so."""
    owed = [one for one in licence.obligations.exclude(state="released") if _by_returns(one)]
    if not owed:
        return
    over = licence.state not in ("active", "suspended")
    back = over and all(where.abroad <= 0 for _, where in positions_of(licence))
    for one in owed:
        obligation = _locked(one)
        if back and not obligation.settled:
            obligation.settled_on, obligation.settled_reason = local_day(now), "all that left has come back"
            _take("meet_by_returns", obligation, None, now, [])
            _tell(_holders(obligation), obligation, "obligation_settled", now)
        elif not back and obligation.state == "met" and not obligation.fulfilments.filter(sent_back_at=None).exists():
            obligation.settled_on, obligation.settled_reason = None, ""
            _take("reopen_returns", obligation, None, now, [])


def _by_returns(obligation: Obligation) -> bool:
    rule = policy().obligations.rules.get(obligation.rule)
    return rule is not None and rule.returns


def remind_holders(*, now: datetime) -> int:
    """Remind holders of what is due soon, and of what is overdue, once each; how many letters' worth."""
    today = local_day(now)
    soon = policy().calendar.add(today, policy().obligations.remind_days)
    open_ones = Obligation.objects.filter(state="open").select_related("licence__exporter", "licence__case")
    upcoming = open_ones.filter(reminded_at=None, due__range=(today, soon))
    overdue = open_ones.filter(chased_at=None, due__lt=today)
    return sum(_remind(one, "reminded_at", "obligation_due_soon", now) for one in upcoming) + sum(
        _remind(one, "chased_at", "obligation_overdue", now) for one in overdue
    )


@transaction.atomic
def _remind(obligation: Obligation, mark: str, template: str, now: datetime) -> bool:
    if not Obligation.objects.filter(pk=obligation.pk, **{mark: None}).update(**{mark: now}):
        return False
    _tell(_holders(obligation), obligation, template, now)
    return True


def _locked(obligation: Obligation) -> Obligation:
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("licence__case", "licence__exporter")
    return rows.get(pk=obligation.pk)


def _require(action: str, obligation: Obligation, by: User, now: datetime) -> None:
    found = refusals(obligation_action(action), obligation_standing(obligation, now), actor_for(by, now), policy())
    if found:
        raise NotPermitted(found)


def _take(action: str, obligation: Obligation, by: User | None, now: datetime, rows: list[Any]) -> None:
    row = obligation_action(action)
    obligation.state = row.target or obligation.state
    obligation.save()
    record(
        kind=f"obligation.{action}",
        subject=obligation.licence.subject,
        by=by,
        now=now,
        roles=row.roles,
        data={"rule": obligation.rule, "due": obligation.due},
        rows=[obligation, *rows],
    )
    if row.weighs:
        weigh_cases_of(obligation.licence.exporter_id, now)


def _holders(obligation: Obligation) -> Iterable[User]:
    verified = Mandate.objects.filter(exporter=obligation.licence.exporter, status=Mandate.Status.VERIFIED)
    return User.objects.filter(is_active=True, mandates__in=verified).distinct()


def _officers(obligation: Obligation) -> Iterable[User]:
    case = obligation.licence.case
    return [case.officer] if case and case.officer else with_role(Role.OFFICER)


def _tell(users: Iterable[User], obligation: Obligation, template: str, now: datetime, **context: Any) -> None:
    link = settings.EXEAT_URL + reverse("obligation", args=[obligation.pk])
    about = {"obligation": obligation, "link": link, **context}
    notify(users, template=template, about=obligation.licence.number, context=about, now=now)
