"""Recommendation, countersignature, override, decision."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from exeat.domain.review import CITING, DECISIONS, MEASURES, OWN_MOTION, Role, case_action, fault_in_last_day
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.checkpoints import checkpoint
from exeat.web.cases.models import Case, Decision, Override, Recommendation
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.letters import KINDS, decision_file, decision_letter
from exeat.web.cases.services.telling import (
    tell_applicant,
    tell_countersigners,
    tell_head,
    tell_head_and_auditors,
    tell_officers,
)
from exeat.web.denials.services.registering import note_refusal
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.services.issuing import carry_out, issue
from exeat.web.policy import local_day, policy

SIGNED = ("grant", "grant_with_conditions", "give_answer")
"""The outcomes that end in a signed document."""


@transaction.atomic
def recommend(
    *,
    case: Case,
    outcome: str,
    reasons: str,
    by: User,
    now: datetime,
    grounds: Collection[str] = (),
    until: date | None = None,
) -> Recommendation:
    """The officer's recommendation to whoever decides; `until` is the last day of a suspension for a time."""
    case = locked(case)
    standing = require("recommend", case, by=by, now=now)
    cited = checked(case, outcome, reasons, grounds, now=now, until=until)
    made = Recommendation.objects.create(
        case=case, outcome=outcome, reasons=reasons, grounds=cited, until=until, by=by, at=now
    )
    data = {"outcome": outcome, "grounds": cited, **ends(until)}
    take("recommend", case, by=by, now=now, data=data, rows=[made])
    if standing.countersignature_needed:
        tell_countersigners(case, now=now, recommender=by)
    else:
        tell_head(case, "decision_due", now=now)
    return made


@transaction.atomic
def countersign(*, case: Case, by: User, now: datetime) -> Case:
    """A second person stands behind the recommendation."""
    case = locked(case)
    standing = require("countersign", case, by=by, now=now)
    take("countersign", case, by=by, now=now)
    if standing.countersignature_needed:
        tell_head(case, "decision_due", now=now)
    return case


@transaction.atomic
def reopen(*, case: Case, reason: str, by: User, now: datetime) -> Case:
    """Send a recommended case back for review."""
    if not reason.strip():
        raise Invalid({"reason": "say what should be looked at again"})
    case = locked(case)
    require("reopen", case, by=by, now=now)
    take("reopen", case, by=by, now=now, private={"reason": reason})
    tell_officers(case, "reopened", now=now, reason=reason)
    return case


@transaction.atomic
def extend_clock(*, case: Case, days: int, reason: str, by: User, now: datetime) -> Case:
    """Extend the authority's time by working days, within what the policy allows; the applicant is told, and why."""
    case = locked(case)
    standing = require("extend_clock", case, by=by, now=now)
    rule = policy().clocks.extension
    left = rule.working_days - standing.extended if rule else 0
    errors = {}
    if not 1 <= days <= left:
        errors["days"] = f"from 1 to {left} working days are left"
    if not reason.strip():
        errors["reason"] = "say to the applicant why the time does not suffice"
    if errors:
        raise Invalid(errors)
    data = {"days": days, "legal_basis": rule.legal_basis if rule else ""}
    take("extend_clock", case, by=by, now=now, data=data, private={"reason": reason})
    tell_applicant(case, "clock_extended", now=now, days=days)
    return case


@transaction.atomic
def record_override(
    *, case: Case, steps: Collection[str], reason: str, expires: datetime, by: User, now: datetime
) -> Override:
    """Let one person take two steps that the policy separates: reasoned, expiring, reported to head and auditor.

    Never for recommending and deciding: that separation is not the policy's to lift.
    """
    case = locked(case)
    require("record_override", case, by=by, now=now)
    pair = tuple(sorted(set(steps)))
    separated = {tuple(sorted(pair)) for pair in policy().separation.different}
    if pair not in separated or set(pair) == {"recommend", "decide"}:
        raise NotPermitted.because(
            "separate", "only a separation that the policy made can be overridden, never recommend and decide"
        )
    if not reason.strip():
        raise Invalid({"reason": "an override gives its reason"})
    if expires <= now:
        raise Invalid({"expires": "an override ends in the future"})
    made = Override.objects.create(case=case, steps=list(pair), reason=reason, expires=expires, by=by, at=now)
    take("record_override", case, by=by, now=now, data={"steps": pair, "expires": expires}, rows=[made])
    tell_head_and_auditors(case, "override_recorded", now=now, override=made)
    return made


@transaction.atomic
def decide(
    *,
    case: Case,
    outcome: str,
    reasons: str,
    by: User,
    now: datetime,
    grounds: Collection[str] = (),
    until: date | None = None,
) -> Decision:
    """The decision. A grant and an answer issue a signed document, the rest a letter; applicant and officer are told.

    A measure against a licence is done to it in the same transaction; `until` is the last day of a suspension for a
    time, which ends by itself.
    """
    case = locked(case)
    cited = checked(case, outcome, reasons, grounds, now=now, until=until)
    require(outcome, case, by=by, now=now, grounds=cited)
    actor = actor_for(by, now)
    signing = [Role(role) for role in policy().signatories]
    principals = sorted(actor.identities(signing) - {by.pk})
    decision = Decision(
        case=case, outcome=outcome, reasons=reasons, grounds=cited, until=until, by=by, for_users=principals, at=now
    )
    rows: list = [decision]
    if outcome in KINDS:
        decision.letter = decision_letter(decision, now=now)
        rows.append(decision.letter)
    decision.save()
    rows.append(decision_file(decision, now=now))
    take(outcome, case, by=by, now=now, data={"grounds": cited, **ends(until)}, rows=rows)
    if outcome in SIGNED:
        issue(case=case, decision=decision, by=by, now=now)
    if outcome in MEASURES:
        carry_out(decision=decision, now=now)
    if outcome == "refuse":
        note_refusal(case, decision, now=now)
    checkpoint(now=now)
    tell_applicant(case, "decided", now=now, decision=decision)
    tell_officers(case, "decision_made", now=now)
    return decision


def outcomes_of(case: Case) -> list[str]:
    """The decisions in which the case can end: a question is answered, a measure taken or not, the rest granted."""
    rule, kind = policy().changes.get(case.change), policy().kinds.get(case.kind)
    if rule and rule.own_motion:
        return [name for name in MEASURES if name != "revoke_licence" or rule.id == "revoke"]
    others = ("grant", "grant_with_conditions") if kind and kind.ends_in == "letter" else ("give_answer",)
    return [name for name in DECISIONS if name not in (*others, *MEASURES)]


def checked(
    case: Case, outcome: str, reasons: str, grounds: Collection[str], *, now: datetime, until: date | None = None
) -> list[str]:
    """The grounds that are cited, in order. Raises Invalid where what is given of a decision does not go together."""
    if outcome not in DECISIONS or (case.change in OWN_MOTION) != (outcome in MEASURES):
        raise Invalid({"outcome": f"{outcome!r} is not an outcome here: {', '.join(outcomes_of(case))}"})
    if not reasons.strip():
        raise Invalid({"reasons": "give the reasons"})
    cited = sorted(set(grounds))
    if unknown := [ground for ground in cited if ground not in policy().grounds_for(case.change)]:
        raise Invalid({"grounds": f"{', '.join(unknown)}: not in the policy's register of grounds for it"})
    if outcome in CITING and not cited:
        raise Invalid({"grounds": f"to {case_action(outcome).label} cites at least one ground"})
    if outcome not in CITING and cited:
        raise Invalid({"grounds": "grounds are cited by a refusal or a measure only"})
    check_until(case, outcome, until, now)
    return cited


def check_until(case: Case, outcome: str, until: date | None, now: datetime) -> None:
    """Raise Invalid where the last day does not go with the outcome, or with the licence."""
    if until is None:
        return
    if outcome != "suspend_licence":
        raise Invalid({"until": "a last day goes with a suspension only"})
    if fault := fault_in_last_day(until, today=local_day(now), licence_ends=case.changes.valid_until):
        raise Invalid({"until": fault})


def ends(until: date | None) -> dict[str, date]:
    """The last day of a suspension for a time as an event tells it; nothing for all else."""
    return {"until": until} if until else {}
