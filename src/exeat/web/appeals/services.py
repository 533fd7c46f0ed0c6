"""Review of a decision: asked for by the applicant, decided by others than those who made it.

The decision stands as it was made. What varies it is a decision of its own that supersedes it; what annuls it sends the
case back under review.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from exeat.domain.review import OWN_MOTION, Measure, fault_in_variation, licence_action
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.appeals.models import Review
from exeat.web.audit.checkpoints import checkpoint
from exeat.web.cases.models import Case, Condition, Decision
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.deciding import check_until, ends
from exeat.web.cases.services.letters import review_letter, review_received_letter
from exeat.web.cases.services.referring import new_condition
from exeat.web.cases.services.telling import tell_applicant, tell_officers, tell_role
from exeat.web.denials.services.registering import take_back
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.services.issuing import end_on_review, issue, soften_on_review, undo_on_review
from exeat.web.policy import local_day, policy

VARIED = {True: "vary_to_grant_with_conditions", False: "vary_to_grant"}
MILDER = ("suspend_licence", "leave_licence")
"""What a measure may become on review: whoever asks for one is never worse off for it."""
DAYS_BEFORE = 2
"""Working days before a review is due on which whoever decides it is reminded."""


@transaction.atomic
def ask_review(*, case: Case, statement: str, by: User, now: datetime) -> Review:
    """Ask for the review of the decision in force; a letter confirms it and says by when it is decided."""
    case = locked(case)
    require("ask_review", case, by=by, now=now)
    if not statement.strip():
        raise Invalid({"statement": "say what is wrong with the decision"})
    due = policy().calendar.add(local_day(now), policy().appeals.working_days)
    made = Review(case=case, decision=case.decision, statement=statement, asked_by=by, asked_at=now, due=due)
    letter = review_received_letter(made, now=now)
    made.save()
    take("ask_review", case, by=by, now=now, data={"due": due}, rows=[made, letter])
    for role in policy().appeals.decided_by:
        tell_role(role, case, "review_asked", now=now, review=made)
    tell_officers(case, "review_asked", now=now, review=made)
    return made


@transaction.atomic
def withdraw_review(*, case: Case, by: User, now: datetime) -> Review:
    """The applicant takes the request back; the decision stands."""
    case = locked(case)
    require("withdraw_review", case, by=by, now=now)
    row = _open(case)
    row.outcome, row.at = Review.Outcome.WITHDRAWN, now
    row.save()
    take("withdraw_review", case, by=by, now=now, rows=[row])
    return row


@transaction.atomic
def uphold(*, case: Case, reasons: str, by: User, now: datetime) -> Review:
    """The decision stands."""
    case = locked(case)
    require("uphold", case, by=by, now=now)
    row = _written(_decided(case, Review.Outcome.UPHELD, reasons, by, now))
    take("uphold", case, by=by, now=now, rows=[row, row.letter])
    return _told(row, now)


@transaction.atomic
def vary(
    *,
    case: Case,
    reasons: str,
    by: User,
    now: datetime,
    strike: Collection[Condition] = (),
    add: Collection[str] = (),
) -> Review:
    """Grant instead, or grant with other conditions: those in `strike` go, those of the library in `add` come.

    A new decision supersedes the one that was reviewed, and a new licence is issued.
    """
    case = locked(case)
    require("uphold", case, by=by, now=now)  # who may decide at all, before conditions are touched
    struck = [_struck(case, one.pk, reasons, by, now) for one in strike]
    added = [new_condition(case, template, "", "", by, now) for template in add]
    outcome = VARIED[case.conditions.filter(dropped_at=None).exists()]
    require(outcome, case, by=by, now=now)
    row = _decided(case, Review.Outcome.VARIED, reasons, by, now)
    made = _instead(row, outcome.removeprefix("vary_to_"))
    _end_what_rested_on_it(case, row, by, now)
    _written(row, made)
    take(outcome, case, by=by, now=now, rows=[row, row.letter, made, *struck, *added])
    issue(case=case, decision=made, by=by, now=now)
    return _told(row, now)


@transaction.atomic
def vary_measure(
    *, case: Case, outcome: str, reasons: str, by: User, now: datetime, until: date | None = None
) -> Review:
    """Take a milder measure against a licence: a suspension, with its last day in `until` if it has one, or none.

    A new decision supersedes the one that was reviewed, and is done to the licence in the same moment.
    """
    case = locked(case)
    if outcome not in MILDER:
        raise Invalid({"outcome": f"on review a measure becomes one of {', '.join(MILDER)}"})
    require(f"vary_to_{outcome}", case, by=by, now=now)
    check_until(case, outcome, until, now)
    row = _decided(case, Review.Outcome.VARIED, reasons, by, now)
    if outcome == "suspend_licence":
        if fault := fault_in_variation(Measure(row.decision.outcome, row.decision.until), until):
            raise Invalid({"until": fault})
        made = _instead(row, outcome, grounds=row.decision.grounds, until=until)
        soften_on_review(decision=made, now=now)
    else:
        made = _instead(row, outcome)
        undo_on_review(decision=row.decision, now=now)
    _written(row, made)
    take(
        f"vary_to_{outcome}",
        case,
        by=by,
        now=now,
        data={"grounds": made.grounds, **ends(until)},
        rows=[row, row.letter, made],
    )
    return _told(row, now)


@transaction.atomic
def annul(*, case: Case, reasons: str, by: User, now: datetime) -> Review:
    """The decision counts no longer, and the case is examined anew; its clock begins again."""
    case = locked(case)
    require("annul", case, by=by, now=now)
    row = _decided(case, Review.Outcome.ANNULLED, reasons, by, now)
    _end_what_rested_on_it(case, row, by, now)
    _written(row)
    take("annul", case, by=by, now=now, private={"reason": reasons}, rows=[row, row.letter])
    tell_officers(case, "reopened", now=now, reason=reasons)
    return _told(row, now)


def remind_of_reviews(*, now: datetime) -> int:
    """Remind those who decide reviews two working days before one is due, once each; how many."""
    last_day = policy().calendar.add(local_day(now), DAYS_BEFORE)
    near = Review.objects.filter(outcome="", reminded_at=None, due__lte=last_day).select_related("case")
    return sum(_remind(row, now) for row in near)


@transaction.atomic
def _remind(row: Review, now: datetime) -> bool:
    if not Review.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=now):
        return False
    for role in policy().appeals.decided_by:
        tell_role(role, row.case, "review_due", now=now, review=row)
    return True


def _open(case: Case) -> Review:
    return case.reviews.select_for_update(of=("self",)).get(outcome="")


def _decided(case: Case, outcome: str, reasons: str, by: User, now: datetime) -> Review:
    """The review with its outcome, before its letter is written."""
    if not reasons.strip():
        raise Invalid({"reasons": "give the reasons"})
    row = _open(case)
    row.outcome, row.reasons, row.by, row.at = outcome, reasons, by, now
    row.for_users = sorted(actor_for(by, now).identities(policy().appeals.decided_by) - {by.pk})
    return row


def _written(row: Review, instead: Decision | None = None) -> Review:
    """The review with its letter, which tells how the licence stands by now; kept."""
    row.letter = review_letter(row, instead, now=row.at)
    row.save()
    return row


def _instead(row: Review, outcome: str, **rest: Any) -> Decision:
    """The decision that supersedes the one reviewed."""
    return Decision.objects.create(
        case=row.case,
        outcome=outcome,
        reasons=row.reasons,
        by=row.by,
        for_users=row.for_users,
        at=row.at,
        supersedes=row.decision,
        **rest,
    )


def _struck(case: Case, key: int, reasons: str, by: User, now: datetime) -> Condition:
    row = case.conditions.filter(pk=key, dropped_at=None).first()
    if row is None:
        raise Invalid({"strike": "this condition does not stand"})
    row.dropped_by, row.dropped_at, row.dropped_reason = by, now, reasons
    row.save()
    return row


def _end_what_rested_on_it(case: Case, row: Review, by: User, now: datetime) -> None:
    """The licence of a decision that counts no longer ends, a measure is undone, and our denial is taken back."""
    if case.change in OWN_MOTION:
        undo_on_review(decision=row.decision, now=now)
    if case.licence is not None:
        standing = case.licence.state
        if case.licence.lines.filter(draws__isnull=False).exists():
            raise NotPermitted.because("shipped", "goods have left on the licence: uphold, and let it be amended")
        if standing in licence_action("replace_on_review").sources:
            end_on_review(licence=case.licence, reason=f"{row.get_outcome_display()} on review", now=now)
    take_back(case, reason=f"the refusal was {row.get_outcome_display()} on review", now=now)


def _told(row: Review, now: datetime) -> Review:
    checkpoint(now=now)
    tell_applicant(row.case, "review_decided", now=now, review=row)
    tell_officers(row.case, "review_decided", now=now, review=row)
    return row
