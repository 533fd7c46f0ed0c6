"""Why an open case is on somebody's desk: what it waits for, and for whom, in words. No queries: all is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exeat.domain.review import PositionKind
from exeat.web.cases.models import Match
from exeat.web.cases.selectors.glance import Glance, Referred
from exeat.web.cases.standing import (
    current_classification,
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


def reasons_for(glance: Glance, today: date) -> list[Reason]:
    """What the case waits for, the office's own work first."""
    by_state = {
        "draft": _draft,
        "submitted": _submitted,
        "returned": _returned,
        "registered": _registered,
        "under_review": _under_review,
        "recommended": _recommended,
        "countersigned": _countersigned,
    }
    state = glance.case.state
    found = list(by_state[state](glance, today)) if state in by_state else []
    if glance.last_event == "case.answer_request":
        found.insert(0, Reason("officer", _("answer arrived"), "attention"))
    return sorted(found, key=lambda reason: reason.whom != "officer")


def _draft(glance: Glance, today: date) -> Iterator[Reason]:
    yield Reason("officer", _("from a letter: not submitted yet"))


def _submitted(glance: Glance, today: date) -> Iterator[Reason]:
    gaps = len(missing_from(glance.case))
    if gaps:
        text = ngettext("new: %(n)d thing is missing", "new: %(n)d things are missing", gaps) % {"n": gaps}
        yield Reason("officer", text, "attention")
    else:
        yield Reason("officer", _("new: not registered"), "progress")


def _returned(glance: Glance, today: date) -> Iterator[Reason]:
    yield Reason("applicant", _("returned to the applicant for completion"))


def _registered(glance: Glance, today: date) -> Iterator[Reason]:
    yield Reason("officer", _("registered: review not begun"), "progress")
    yield from _assessment(glance)
    yield from _questions(glance, today)


def _under_review(glance: Glance, today: date) -> Iterator[Reason]:
    found = [*_assessment(glance), *_questions(glance, today), *_agencies(glance, today)]
    yield from found
    if all(reason.tone == "bad" and reason.whom == "officer" for reason in found):  # hits, objections: to be weighed
        yield Reason("officer", _("ready for a recommendation"), "good")


def _recommended(glance: Glance, today: date) -> Iterator[Reason]:
    made = list(glance.case.recommendations.all())
    outcome = made[-1].outcome.replace("_", " ") if made else ""
    if policy().needs_countersignature(referral_facts(glance.case)):
        text = _("recommended (%(outcome)s): to be countersigned")
        yield Reason("officer", text % {"outcome": outcome}, "progress")
    else:
        yield Reason("head", _("recommended (%(outcome)s): to be decided") % {"outcome": outcome}, "progress")


def _countersigned(glance: Glance, today: date) -> Iterator[Reason]:
    yield Reason("head", _("countersigned: to be decided"), "progress")


def _assessment(glance: Glance) -> Iterator[Reason]:
    if lines := sum(1 for item in glance.case.items.all() if current_classification(item) is None):
        text = ngettext("%(n)d line to classify", "%(n)d lines to classify", lines) % {"n": lines}
        yield Reason("officer", text, "attention")
    if matches := glance.matches[Match.Status.OPEN]:
        text = ngettext("%(n)d match to settle", "%(n)d matches to settle", matches) % {"n": matches}
        yield Reason("officer", text, "attention")
    if hits := glance.matches[Match.Status.CONFIRMED]:
        yield Reason("officer", ngettext("%(n)d confirmed hit", "%(n)d confirmed hits", hits) % {"n": hits}, "bad")


def _questions(glance: Glance, today: date) -> Iterator[Reason]:
    due = glance.answer_due
    if due is None:
        return
    if due < today:
        yield Reason("applicant", _("the applicant's answer was due %(day)s") % {"day": _day(due)}, "bad")
    else:
        yield Reason("applicant", _("waiting for the applicant until %(day)s") % {"day": _day(due)})


def _agencies(glance: Glance, today: date) -> Iterator[Reason]:
    asked = {referral.agency for referral in glance.referrals}
    unasked = [due.agency for due in referrals_for(glance.case) if due.agency not in asked]
    if unasked and all(current_classification(item) for item in glance.case.items.all()):
        yield Reason("officer", _("to be referred to %(agencies)s") % {"agencies": ", ".join(unasked)}, "attention")
    for referral in glance.referrals:
        yield from _agency(referral, today)


def _agency(referral: Referred, today: date) -> Iterator[Reason]:
    names = {"agency": short_name(referral.agency), "day": _day(referral.due)}
    if referral.said == PositionKind.OBJECTION:
        yield Reason("officer", _("objection: %(agency)s") % names, "bad")
    elif referral.said == PositionKind.NEEDS_INFORMATION:
        yield Reason("officer", _("information wanted by %(agency)s") % names, "attention")
    elif referral.said is None and not referral.silence_counted:
        if today > referral.due:
            yield Reason("agency", _("late: %(agency)s, was due %(day)s") % names, "bad")
        else:
            yield Reason("agency", _("waiting for %(agency)s until %(day)s") % names)


def _day(day: date) -> str:
    return date_format(day, "j M")
