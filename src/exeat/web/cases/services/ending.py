"""A licence that ends or rests with no other in its place: given up by its holder, or by a measure of the authority.

The authority proceeds of its own motion, by a case on the licence: what it intends is notified with its reasons, the
holder is heard, an officer recommends, and somebody else decides. Where it cannot wait, the head suspends at once, and
that opens the case.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from exeat.domain.review import OWN_MOTION, Application, licence_action, refusals
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Case
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.applying import begin_change, lay_out, next_reference, submit
from exeat.web.cases.services.changing import (
    as_licensed,
    carry_classifications,
    open_changes,
    require_no_proceeding,
)
from exeat.web.cases.services.hearing import new_intended_refusal
from exeat.web.cases.services.letters import intended_refusal_letter, surrender_letter, told_reasons
from exeat.web.cases.services.telling import tell_applicant, tell_officers
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.licences.services.issuing import change_state
from exeat.web.licences.standing import licence_standing
from exeat.web.policy import policy


@transaction.atomic
def ask_surrender(*, licence: Licence, reason: str, by: User, now: datetime) -> Case:
    """Its holder gives the licence up: a case that an officer acknowledges. Until then it holds."""
    _require_of_licence("ask_surrender", licence, by, now)
    if not reason.strip():
        raise Invalid({"reason": "say why the licence is given up"})
    return submit(case=begin_change(licence=licence, how="surrender", reason=reason, by=by, now=now), by=by, now=now)


@transaction.atomic
def acknowledge_surrender(*, case: Case, by: User, now: datetime) -> Case:
    """The licence ends at this moment; a letter says so. What is owed under it stays owed."""
    case = locked(case)
    require("acknowledge_surrender", case, by=by, now=now)
    require_no_proceeding(case.changes)
    letter = surrender_letter(case, by=by, now=now)
    case.officer = case.officer or by
    take("acknowledge_surrender", case, by=by, now=now, rows=[letter])
    change_state(licence=case.changes, action="surrender", reason=f"given up in {case.reference}", by=None, now=now)
    tell_applicant(case, "surrender_acknowledged", now=now)
    return case


@transaction.atomic
def open_proceeding(
    *, licence: Licence, how: str, reasons: str, grounds: Collection[str], by: User, now: datetime
) -> Case:
    """Propose a measure against a licence: its holder is told of what is intended, and may answer. For officers."""
    licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
    _require_of_licence("propose_measure", licence, by, now)
    rule = policy().changes.get(how)
    if how not in OWN_MOTION or rule is None:
        raise Invalid({"how": f"{how[:40]!r} is no measure against a licence here"})
    cited = sorted(set(grounds))
    if not cited or set(cited) - set(policy().grounds_for(how)):
        raise Invalid({"grounds": "cite at least one ground of the policy's register for measures, and no other"})
    require_no_proceeding(licence)
    return _opened(licence, how, reasons, cited, by, now, at_once=False)


@transaction.atomic
def suspend_at_once(*, licence: Licence, reason: str, by: User, now: datetime) -> Licence:
    """Stop a licence before anybody is heard, where it cannot wait. It opens the case in which its holder is heard,
    unless one is open already. For the head."""
    if not reason.strip():
        raise Invalid({"reason": "give the reason: the holder reads it"})
    told = "\n\n".join(told_reasons(reason))
    licence = change_state(licence=licence, action="suspend", reason=told, by=by, now=now)
    if "suspend" in policy().changes and not open_changes(licence).filter(change__in=OWN_MOTION).exists():
        _opened(licence, "suspend", reason, [], by, now, at_once=True)
    return licence


def _opened(
    licence: Licence, how: str, reasons: str, grounds: list[str], by: User, now: datetime, *, at_once: bool
) -> Case:
    """The case, its letter to the holder sent; what follows from a suspension at once is nobody's proposal."""
    content = as_licensed(licence) | {"change": {"how": how, "licence": licence.number}}
    if content["kind"] not in policy().kinds:  # a registration comes of no application: goods are exported on it
        content["kind"] = Case().kind
    application = Application.draft_from_json(content)
    of = licence.case
    case = Case.objects.create(
        reference=next_reference(now),
        kind=application.kind,
        exporter=licence.exporter,
        applicant=by,
        change=how,
        changes=licence,
        on_paper=of is None or of.on_paper,
        application=application.to_json(),
        officer=None if at_once else by,
        created_at=now,
        policy_version=policy().version,
    )
    case = locked(case)
    opener = None if at_once else by
    require("open_proceeding", case, by=opener, now=now)
    laid_out = lay_out(case, application)
    classified = carry_classifications(case, by=by, now=now)
    made = new_intended_refusal(case=case, reasons=reasons, grounds=grounds, by=by, now=now)
    made.letter = intended_refusal_letter(made, now=now)
    made.save()
    data = {"how": how, "licence": licence.number, "due": made.due, "grounds": grounds}
    rows = [*laid_out, *classified, made, made.letter]
    take("open_proceeding", case, by=opener, now=now, data=data, rows=rows)
    tell_applicant(case, "intended_measure", now=now, intended=made)
    tell_officers(case, "proceeding_opened", now=now)
    return case


def _require_of_licence(name: str, licence: Licence, by: User, now: datetime) -> None:
    if found := refusals(licence_action(name), licence_standing(licence, now), actor_for(by, now), policy()):
        raise NotPermitted(found)
