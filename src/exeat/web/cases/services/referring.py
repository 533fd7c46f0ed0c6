"""Agencies: referral by the criteria, positions, what silence means, conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from exeat.domain.review import Actor, PositionKind, Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Case, Condition, Position, Referral
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.telling import tell_agency, tell_officers
from exeat.web.cases.standing import current_position, referrals_for
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy, short_name


@transaction.atomic
def refer(
    *,
    case: Case,
    by: User,
    now: datetime,
    end_user_kinds: Collection[str] | None = None,
    expected: Collection[str] | None = None,
) -> list[Referral]:
    """Lay the case before every agency that the policy's criteria name and that was not asked yet.

    `end_user_kinds` is what the officer finds the end user to be, from the policy's register; None keeps what was said.
    Who names the agencies `expected` has the case referred to these, or not at all.
    """
    case = locked(case)
    require("refer", case, by=by, now=now)
    if end_user_kinds is not None:
        unknown = sorted(set(end_user_kinds) - set(policy().end_user_kinds))
        if unknown:
            raise Invalid({"end_user_kinds": f"{', '.join(unknown)}: not in the policy's register"})
        case.end_user_kinds = sorted(set(end_user_kinds))
    asked = set(case.referrals.values_list("agency", flat=True))
    wanted = [due for due in referrals_for(case) if due.agency not in asked]
    if expected is not None and {due.agency for due in wanted} != set(expected):
        named = ", ".join(short_name(due.agency) for due in wanted) or "no agency"
        raise Invalid({"agencies": f"the criteria name {named}"})
    made = [
        Referral.objects.create(
            case=case,
            agency=due.agency,
            criteria=[{"id": c.id, "text": c.text, "provision": c.provision} for c in due.criteria],
            sent_at=now,
            due=policy().calendar.add(local_day(now), due.working_days),
            silence=due.silence,
        )
        for due in wanted
    ]
    take("refer", case, by=by, now=now, data={"agencies": [referral.agency for referral in made]}, rows=made)
    for referral in made:
        tell_agency(case, referral.agency, "position_due", now=now, referral=referral)
    return made


@transaction.atomic
def give_position(
    *,
    case: Case,
    kind: str,
    text: str,
    by: User,
    now: datetime,
    conditions: Collection[str] = (),
    condition_text: str = "",
    values: Mapping[str, Mapping[str, str]] | None = None,
) -> Position:
    """An agency's position; it supersedes the one before. With conditions: templates of the policy, or a text.

    `values` fill in the parameters of a template, where they are others than the library's.
    """
    case = locked(case)
    require("give_position", case, by=by, now=now)
    position = _position_kind(kind)
    wants = position is PositionKind.NO_OBJECTION_WITH_CONDITIONS
    if wants != bool(conditions or condition_text.strip()):
        raise Invalid({"conditions": "name the conditions" if wants else f"{position.label} goes without conditions"})
    if position in (PositionKind.OBJECTION, PositionKind.NEEDS_INFORMATION) and not text.strip():
        raise Invalid({"text": f"give the reason for: {position.label}"})
    referral = case.referrals.get(agency=by.agency)
    made = Position.objects.create(referral=referral, kind=position.value, text=text, by=by, at=now)
    filled = values or {}
    wanted = [new_condition(case, name, "", by.agency, by, now, filled.get(name)) for name in conditions]
    if condition_text.strip():
        wanted.append(new_condition(case, "", condition_text, by.agency, by, now))
    take(
        "give_position",
        case,
        by=by,
        now=now,
        data={"agency": by.agency, "position": made.kind},
        rows=[made, *wanted],
    )
    tell_officers(case, "position_given", now=now, position=made)
    return made


@transaction.atomic
def remind_agencies(*, case: Case, by: User, now: datetime) -> list[Referral]:
    """Tell the agencies that are late with their positions that they are waited for, each at most once a day."""
    case = locked(case)
    require("remind_agencies", case, by=by, now=now)
    today = local_day(now)
    owed = [one for one in case.referrals.all() if one.silence_applied_at is None and not _answered(one)]
    late = [one for one in owed if one.due < today and not (one.reminded_at and local_day(one.reminded_at) == today)]
    for referral in late:
        referral.reminded_at = now
        referral.save(update_fields=["reminded_at"])
    take("remind_agencies", case, by=by, now=now, data={"agencies": [referral.agency for referral in late]})
    for referral in late:
        tell_agency(case, referral.agency, "position_overdue", now=now, referral=referral)
    return late


@transaction.atomic
def let_silence_speak(*, case: Case, referral: Referral, by: User | None, now: datetime) -> Referral:
    """After the deadline, let an agency's silence count as the policy says: as no objection, or as escalated."""
    case = locked(case)
    require("let_silence_speak", case, by=by, now=now)
    referral = case.referrals.get(pk=referral.pk)
    if referral.silence == "never_consent":
        raise NotPermitted.because("silence", "for these goods silence is never consent")
    if local_day(now) <= referral.due:
        raise NotPermitted.because("silence", f"the agency has until {referral.due:%d %B %Y}")
    if referral.silence_applied_at is not None or _answered(referral):
        raise NotPermitted.because("silence", "nothing is missing from this agency")
    referral.silence_applied_at = now
    referral.save()
    take(
        "let_silence_speak",
        case,
        by=by,
        now=now,
        data={"agency": referral.agency, "means": referral.silence},
        rows=[referral],
    )
    return referral


@transaction.atomic
def propose_condition(
    *,
    case: Case,
    by: User,
    now: datetime,
    template: str = "",
    text: str = "",
    values: Mapping[str, str] | None = None,
) -> Condition:
    """The officer's own condition: a template of the policy's library with its parameters filled in, or a text."""
    case = locked(case)
    require("propose_condition", case, by=by, now=now)
    if not actor_for(by, now).in_any((Role.OFFICER,)):
        raise NotPermitted.because("role", "an agency asks for a condition with its position")
    made = new_condition(case, template, text, "", by, now, values)
    take("propose_condition", case, by=by, now=now, data={"template": template}, rows=[made])
    return made


@transaction.atomic
def drop_condition(*, condition: Condition, reason: str, by: User, now: datetime) -> Condition:
    """Drop a condition. One that an agency asked for is dropped by that agency, nobody else."""
    case = locked(condition.case)
    require("drop_condition", case, by=by, now=now)
    condition = case.conditions.get(pk=condition.pk)
    if condition.dropped_at is not None:
        raise NotPermitted.because("state", "the condition was dropped before")
    if not may_drop(condition, actor_for(by, now)):
        if not condition.agency:
            raise NotPermitted.because("role", "this condition is the authority's own")
        name = policy().agencies[condition.agency].name
        raise NotPermitted.because(
            "consent", f"{name} asked for this condition: it goes only with that agency's consent"
        )
    if not reason.strip():
        raise Invalid({"reason": "say why the condition is dropped"})
    condition.dropped_by, condition.dropped_at, condition.dropped_reason = by, now, reason
    condition.save()
    take("drop_condition", case, by=by, now=now, data={"condition": condition.pk}, rows=[condition])
    return condition


def may_drop(condition: Condition, actor: Actor) -> bool:
    """Whether the condition is the actor's to drop: their agency's own, or the authority's for an officer."""
    if condition.agency:
        return Role.REVIEWER in actor.roles and actor.agency == condition.agency
    return actor.in_any((Role.OFFICER,))


def _position_kind(kind: str) -> PositionKind:
    try:
        return PositionKind(kind)
    except ValueError:
        raise Invalid({"kind": f"{kind!r} is not a position: {', '.join(PositionKind)}"}) from None


def new_condition(
    case: Case,
    template: str,
    text: str,
    agency: str,
    by: User,
    now: datetime,
    values: Mapping[str, str] | None = None,
) -> Condition:
    """The row of a condition: a template with its parameters filled in, or a text. Raises Invalid."""
    filled: dict[str, str] = {}
    if template:
        known = policy().conditions.get(template)
        if known is None:
            raise Invalid({"conditions": f"{template!r} is not in the policy's library of conditions"})
        try:
            filled = known.values(values or {})
        except ValueError as fault:
            raise Invalid({"conditions": str(fault)}) from None
        title, text = known.title, known.worded(filled)
    elif text.strip():
        title = text.strip().splitlines()[0][:200]
    else:
        raise Invalid({"text": "choose a condition of the library, or write one"})
    if case.conditions.filter(title=title, agency=agency, dropped_at=None).exists():
        raise Invalid({"conditions": f"the condition {title!r} stands already"})
    return Condition.objects.create(
        case=case, template=template, values=filled, title=title, text=text, agency=agency, by=by, at=now
    )


def _answered(referral: Referral) -> bool:
    position = current_position(referral)
    return position is not None and position.kind != PositionKind.NEEDS_INFORMATION
