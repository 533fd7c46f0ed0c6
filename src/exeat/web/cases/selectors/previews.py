"""Letters as a step would send them, marked as drafts: drawn for whoever may take the step, and kept nowhere."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.models import Case, Decision
from exeat.web.cases.selectors.steps import steps_of
from exeat.web.cases.services.deciding import checked
from exeat.web.cases.services.hearing import new_intended_refusal
from exeat.web.cases.services.letters import KINDS, draw_decision, draw_intended_refusal, draw_request
from exeat.web.cases.services.reviewing import new_request
from exeat.web.cases.standing import standing_of
from exeat.web.errors import Invalid, NotPermitted

INTENDED = {"revoke": "revoke_licence", "suspend": "suspend_licence"}
"""The decision that a proceeding on a licence may lead to."""


def request_preview(*, case: Case, question: str, by: User, now: datetime) -> bytes:
    """The PDF of the letter that would ask the applicant."""
    _require("request_information", case, by, now)
    return draw_request(new_request(case=case, question=question, by=by, now=now), now=now, draft=True)


def intended_refusal_preview(*, case: Case, reasons: str, grounds: Collection[str], by: User, now: datetime) -> bytes:
    """The PDF of the letter that would tell of what is intended."""
    _require("intend_refusal", case, by, now)
    cited = checked(case, INTENDED.get(case.change, "refuse"), reasons, grounds, now=now)
    intended = new_intended_refusal(case=case, reasons=reasons, grounds=cited, by=by, now=now)
    return draw_intended_refusal(intended, now=now, draft=True)


def decision_preview(
    *,
    case: Case,
    outcome: str,
    reasons: str,
    by: User,
    now: datetime,
    grounds: Collection[str] = (),
    until: date | None = None,
) -> bytes:
    """The PDF of the letter of a decision. Raises Invalid for an outcome that no letter goes with."""
    cited = checked(case, outcome, reasons, grounds, now=now, until=until)
    if outcome not in KINDS:
        raise Invalid({"outcome": "a signed document goes with this outcome, and no letter: there is nothing to show"})
    _require(outcome, case, by, now)
    decision = Decision(case=case, outcome=outcome, reasons=reasons, grounds=cited, until=until, by=by, at=now)
    return draw_decision(decision, now=now, draft=True)


def _require(step: str, case: Case, by: User, now: datetime) -> None:
    """The step must be one that the page offers to this person now; what else it still needs does not matter."""
    if step not in steps_of(standing_of(case, now), actor_for(by, now)):
        raise NotPermitted.because("state", "this step is not yours to take now, and neither is its letter")
