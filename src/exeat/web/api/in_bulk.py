"""One step for several cases: each by itself, so that one refusal stops no other case."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from exeat.domain.review import case_action
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.api.answers import answers
from exeat.web.api.fields import Body, Id, Reference, Word
from exeat.web.cases.models import Case
from exeat.web.cases.services import assigning, in_bulk
from exeat.web.cases.services.in_bulk import InBulk
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.permissions import visible_cases

router = Router()
References = Annotated[list[Reference], Field(min_length=1, max_length=200)]


class Cases(Body):
    """The cases that are meant, by reference."""

    cases: References


class ReferCases(Cases):
    """The agencies that are to be asked about each of them, and what the end users are, from the policy's register."""

    agencies: list[Word] = Field(min_length=1, max_length=50)
    end_user_kinds: list[Word] = Field(default_factory=list, max_length=50)


class AssignCases(Cases):
    """The officer who is to have them."""

    officer: Id


class NotDone(Schema):
    """A case with which it could not be done, and why."""

    case: str
    why: str


class DoneInBulk(Schema):
    """What came of each case."""

    done: list[str]
    refused: list[NotDone]


@router.post("/refer", response=answers(DoneInBulk))
def refer_cases(request: HttpRequest, body: ReferCases) -> dict[str, Any]:
    """Refer cases to the same agencies; one for which the criteria name others is left as it is, and named."""
    _require("refer", request.user)
    cases = _cases(request.user, body.cases)
    wanted = {"agencies": body.agencies, "end_user_kinds": body.end_user_kinds}
    return _told(in_bulk.refer_each(cases=cases, **wanted, by=request.user, now=timezone.now()))


@router.post("/remind", response=answers(DoneInBulk))
def remind_agencies_of_cases(request: HttpRequest, body: Cases) -> dict[str, Any]:
    """Remind the agencies of cases that are late with their positions."""
    _require("remind_agencies", request.user)
    cases = _cases(request.user, body.cases)
    return _told(in_bulk.remind_each(cases=cases, by=request.user, now=timezone.now()))


@router.post("/assign", response=answers(DoneInBulk))
def assign_cases(request: HttpRequest, body: AssignCases) -> dict[str, Any]:
    """Give cases to an officer, all or none."""
    _require("assign", request.user)
    cases, officer = _cases(request.user, body.cases), User.objects.filter(pk=body.officer).first()
    if officer is None:
        raise Invalid({"officer": "this is not the number of a user"})
    return _told(InBulk(assigning.assign(cases=cases, officer=officer, by=request.user, now=timezone.now())))


def _require(step: str, user: User) -> None:
    """Somebody whose role takes the step with no case takes it with none: said once, and not of each."""
    row = case_action(step)
    if not actor_for(user, timezone.now()).in_any(row.roles):
        raise NotPermitted.because("role", f"only the {' or '.join(role.label for role in row.roles)} may {row.label}")


def _cases(user: User, references: list[str]) -> list[Case]:
    """The cases; raises Invalid naming those that the user may not open, as if there were none."""
    found = {case.reference: case for case in visible_cases(user).filter(reference__in=references)}
    if missing := sorted(set(references) - set(found)):
        raise Invalid({"cases": f"there are no such cases: {', '.join(missing)}"})
    return list(found.values())


def _told(made: InBulk) -> dict[str, Any]:
    refused = [{"case": case.reference, "why": why} for case, why in made.refused]
    return {"done": [case.reference for case in made.done], "refused": refused}
