"""A case before the committee: laid before it, spoken on, concluded; and decided by others where it could not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from exeat.domain.review import PositionKind, Role, Voice, escalation_due, resolve
from exeat.domain.review.committee import FOR
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.before_committee import committee_criteria
from exeat.web.cases.models import Case
from exeat.web.cases.services import _step as of_case
from exeat.web.cases.services.telling import tell_officers
from exeat.web.cases.standing import current_position, referral_facts
from exeat.web.committee.models import AgendaItem, Escalation, Spoken
from exeat.web.committee.services._step import locked, require, take
from exeat.web.committee.services.telling import tell_who_decides
from exeat.web.committee.standing import voices_of
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy

DECIDED = (*(voice.value for voice in FOR), Voice.REFUSE.value)


@transaction.atomic
def lay_before(*, case: Case, summary: str, by: User, now: datetime) -> AgendaItem:
    """Lay a case before the committee, with a summary for its members; the secretary finds a sitting for it."""
    case = of_case.locked(case)
    of_case.require("lay_before_committee", case, by=by, now=now)
    if not summary.strip():
        raise Invalid({"summary": "write what the members should know before they read the dossier"})
    why = list(_why(case))
    made = AgendaItem.objects.create(case=case, why=why, summary=summary, laid_by=by, laid_at=now)
    of_case.take("lay_before_committee", case, by=by, now=now, data={"why": why}, rows=[made])
    return made


@transaction.atomic
def speak(*, item: AgendaItem, agency: str, voice: str, text: str, by: User, now: datetime) -> Spoken:
    """What a member says on a case in an open sitting: by whoever sits for the agency, or entered by the secretary."""
    sitting = locked(item.sitting)
    require("speak", sitting, by=by, now=now)
    if voice not in list(Voice):
        raise Invalid({"voice": f"one of {', '.join(Voice)}"})
    if voice == Voice.REFUSE and not text.strip():
        raise Invalid({"text": "say why it should be refused"})
    present = sitting.attendance.filter(agency=agency).first()
    if present is None:
        raise NotPermitted.because("present", "nobody sits for this agency today")
    if present.user_id != by.pk and not actor_for(by, now).in_any((Role.SECRETARY,)):
        raise NotPermitted.because("role", "for an agency speaks who sits for it today, or the secretary")
    if item.how:
        raise NotPermitted.because("state", "the committee has concluded on this case")
    made = Spoken.objects.create(item=item, agency=agency, voice=voice, text=text, by=by, at=now)
    data = {"case": item.case.reference, "agency": agency, "voice": voice}
    take("speak", sitting, by=by, now=now, data=data, rows=[made])
    return made


@transaction.atomic
def conclude(*, item: AgendaItem, minute: str, by: User, now: datetime) -> AgendaItem:
    """Conclude on a case: what the voices come to under the policy's rule, or that others decide from here."""
    case = of_case.locked(item.case)
    of_case.require("conclude_in_committee", case, by=by, now=now)
    sitting = locked(item.sitting)
    require("conclude", sitting, by=by, now=now)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.how:
        raise NotPermitted.because("state", "the committee has concluded on this case")
    _require_all_voices(row)
    found = resolve(voices_of(row), policy().committee)
    row.how, row.advice, row.count, row.minute, row.concluded_at = found.how, found.advice, found.why, minute, now
    row.save()
    rows = [row]
    if found.how == "escalated":
        rows.append(_begin(row, policy().committee.escalation[0].id, now))
    data = {"sitting": sitting.number, "how": row.how, "advice": row.advice}
    of_case.take("conclude_in_committee", case, by=by, now=now, data=data, rows=rows)
    tell_officers(case, "committee_concluded", now=now, committee=policy().committee.name)
    return row


@transaction.atomic
def decide_escalated(*, case: Case, advice: str, reasons: str, by: User, now: datetime) -> Escalation:
    """What whoever decides after the committee decided, entered by the role that the policy names for the step."""
    case = of_case.locked(case)
    of_case.require("decide_escalated", case, by=by, now=now)
    row = _open_step(case, by, now)
    if advice not in DECIDED:
        raise Invalid({"advice": f"one of {', '.join(DECIDED)}"})
    if not reasons.strip():
        raise Invalid({"reasons": "give the reasons, and where the decision is written"})
    row.advice, row.reasons, row.by, row.at = advice, reasons, by, now
    row.save()
    data = {"step": row.step, "advice": advice}
    of_case.take("decide_escalated", case, by=by, now=now, data=data, private={"reason": reasons}, rows=[row])
    tell_officers(case, "committee_concluded", now=now, committee=policy().committee.step(row.step).title)
    return row


@transaction.atomic
def pass_on(*, case: Case, reasons: str, by: User | None, now: datetime) -> Escalation:
    """Hand on what could not be decided to the next step; Exeat itself does so when a step let its time pass."""
    case = of_case.locked(case)
    of_case.require("pass_on_escalated", case, by=by, now=now)
    row = _open_step(case, by, now)
    following = policy().committee.step_after(row.step)
    if following is None:
        raise NotPermitted.because("last", f"nobody decides after the {policy().committee.step(row.step).title}")
    if by is None and local_day(now) <= row.due:
        raise NotPermitted.because("due", f"it may be decided until {row.due:%d %B %Y}")
    if by is not None and not reasons.strip():
        raise Invalid({"reasons": "say why it is handed on"})
    row.handed_on, row.reasons, row.by, row.at = True, reasons, by, now
    row.save()
    made = _begin(row.item, following.id, now)
    data = {"from": row.step, "to": made.step, "due": made.due}
    of_case.take("pass_on_escalated", case, by=by, now=now, data=data, private={"reason": reasons}, rows=[row, made])
    return made


def _why(case: Case) -> Iterator[str]:
    for criterion in committee_criteria(referral_facts(case)):
        yield f"{criterion.text} ({criterion.provision})"
    for referral in case.referrals.prefetch_related("positions"):
        position = current_position(referral)
        if position is not None and position.kind == PositionKind.OBJECTION:
            yield f"{policy().agencies[referral.agency].name} objects"


def _require_all_voices(item: AgendaItem) -> None:
    spoken = set(voices_of(item))
    silent = [row.agency for row in item.sitting.attendance.all() if row.agency not in spoken]
    if silent:
        names = ", ".join(policy().agencies[agency].name for agency in silent)
        raise NotPermitted.because("voices", f"no view yet of {names}: a member without one says so")


def _begin(item: AgendaItem, step: str, now: datetime) -> Escalation:
    since = local_day(now)
    due = escalation_due(step, since, policy().committee, policy().calendar)
    made = Escalation.objects.create(item=item, step=step, since=since, due=due)
    tell_who_decides(made, "escalated", now=now)
    return made


def _open_step(case: Case, by: User | None, now: datetime) -> Escalation:
    """The step that waits, for the role that the policy names for it."""
    waiting = Escalation.objects.select_for_update(of=("self",)).filter(item__case=case, at=None)
    row = waiting.order_by("pk").last()
    step = policy().committee.step(row.step)
    if by is not None and not actor_for(by, now).in_any((Role(step.recorded_by),)):
        raise NotPermitted.because("role", f"what the {step.title} decides is entered by the {step.recorded_by.label}")
    return row
