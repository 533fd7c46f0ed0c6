"""Why an open case is on somebody's desk: what it waits for, and for whom, in words. No queries: rows are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exeat.domain.review import PositionKind
from exeat.web.cases.models import Case, Match, Referral
from exeat.web.cases.standing import (
    current_classification,
    current_position,
    missing_from,
    referral_facts,
    referrals_for,
)
from exeat.web.policy import policy, short_name

Whom = Literal["officer", "applicant", "agency", "head"]


@dataclass(frozen=True)
class Reason:
    """One thing that a case waits for; `tone` as the components know it."""

    whom: Whom
    text: str
    tone: str = "neutral"


def reasons_for(case: Case, today: date, last_event: str) -> list[Reason]:
    """What the case waits for, the office's own work first. `last_event` is the kind of its newest event."""
    by_state = {
        "draft": _draft,
        "submitted": _submitted,
        "returned": _returned,
        "registered": _registered,
        "under_review": _under_review,
        "recommended": _recommended,
        "countersigned": _countersigned,
    }
    found = list(by_state[case.state](case, today)) if case.state in by_state else []
    if last_event == "case.answer_request":
        found.insert(0, Reason("officer", _("answer arrived"), "attention"))
    return sorted(found, key=lambda reason: reason.whom != "officer")


def _draft(case: Case, today: date) -> Iterator[Reason]:
    yield Reason("officer", _("from a letter: not submitted yet"))


def _submitted(case: Case, today: date) -> Iterator[Reason]:
    gaps = len(missing_from(case))
    if gaps:
        text = ngettext("new: %(n)d thing is missing", "new: %(n)d things are missing", gaps) % {"n": gaps}
        yield Reason("officer", text, "attention")
    else:
        yield Reason("officer", _("new: not registered"), "progress")


def _returned(case: Case, today: date) -> Iterator[Reason]:
    yield Reason("applicant", _("returned to the applicant for completion"))


def _registered(case: Case, today: date) -> Iterator[Reason]:
    yield Reason("officer", _("registered: review not begun"), "progress")
    yield from _assessment(case)
    yield from _questions(case, today)


def _under_review(case: Case, today: date) -> Iterator[Reason]:
    found = [*_assessment(case), *_questions(case, today), *_agencies(case, today)]
    yield from found
    if all(reason.tone == "bad" and reason.whom == "officer" for reason in found):  # hits, objections: to be weighed
        yield Reason("officer", _("ready for a recommendation"), "good")


def _recommended(case: Case, today: date) -> Iterator[Reason]:
    made = list(case.recommendations.all())
    outcome = made[-1].outcome.replace("_", " ") if made else ""
    if policy().needs_countersignature(referral_facts(case)):
        text = _("recommended (%(outcome)s): to be countersigned")
        yield Reason("officer", text % {"outcome": outcome}, "progress")
    else:
        yield Reason("head", _("recommended (%(outcome)s): to be decided") % {"outcome": outcome}, "progress")


def _countersigned(case: Case, today: date) -> Iterator[Reason]:
    yield Reason("head", _("countersigned: to be decided"), "progress")


def _assessment(case: Case) -> Iterator[Reason]:
    lines = sum(1 for item in case.items.all() if current_classification(item) is None)
    if lines:
        yield Reason(
            "officer", ngettext("%(n)d line to classify", "%(n)d lines to classify", lines) % {"n": lines}, "attention"
        )
    matches = sum(1 for party in case.parties.all() for m in party.matches.all() if m.status == Match.Status.OPEN)
    if matches:
        text = ngettext("%(n)d match to settle", "%(n)d matches to settle", matches) % {"n": matches}
        yield Reason("officer", text, "attention")
    hits = sum(1 for party in case.parties.all() for m in party.matches.all() if m.status == Match.Status.CONFIRMED)
    if hits:
        yield Reason("officer", ngettext("%(n)d confirmed hit", "%(n)d confirmed hits", hits) % {"n": hits}, "bad")


def _questions(case: Case, today: date) -> Iterator[Reason]:
    open_ones = [request for request in case.requests.all() if request.answered_at is None]
    if open_ones:
        due = min(request.due for request in open_ones)
        if due < today:
            yield Reason("applicant", _("the applicant's answer was due %(day)s") % {"day": _day(due)}, "bad")
        else:
            yield Reason("applicant", _("waiting for the applicant until %(day)s") % {"day": _day(due)})


def _agencies(case: Case, today: date) -> Iterator[Reason]:
    asked = {referral.agency for referral in case.referrals.all()}
    unasked = [due.agency for due in referrals_for(case) if due.agency not in asked]
    if unasked and all(current_classification(item) for item in case.items.all()):
        yield Reason("officer", _("to be referred to %(agencies)s") % {"agencies": ", ".join(unasked)}, "attention")
    for referral in case.referrals.all():
        yield from _agency(referral, today)


def _agency(referral: Referral, today: date) -> Iterator[Reason]:
    names = {"agency": short_name(referral.agency), "day": _day(referral.due)}
    position = current_position(referral)
    if position is not None and position.kind == PositionKind.OBJECTION:
        yield Reason("officer", _("objection: %(agency)s") % names, "bad")
    elif position is not None and position.kind == PositionKind.NEEDS_INFORMATION:
        yield Reason("officer", _("information wanted by %(agency)s") % names, "attention")
    elif position is None and referral.silence_applied_at is None:
        if today > referral.due:
            yield Reason("agency", _("late: %(agency)s, was due %(day)s") % names, "bad")
        else:
            yield Reason("agency", _("waiting for %(agency)s until %(day)s") % names)


def _day(day: date) -> str:
    return date_format(day, "j M")
