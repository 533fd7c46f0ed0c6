"""Reviews of decisions: asked for by the applicant, decided by others than those who made them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from exeat.web.api.answers import answers, case_of
from exeat.web.api.case_data import CaseLine, Clock, after
from exeat.web.api.fields import Body, Id, Reference, Text, Word
from exeat.web.appeals import services
from exeat.web.appeals.selectors import reviews_of
from exeat.web.cases.selectors.dossier import clock_data
from exeat.web.cases.services.letters import told_reasons
from exeat.web.errors import Invalid
from exeat.web.permissions import has_inside_view

router = Router()


class ReviewData(Schema):
    """A review, with its own clock. Reasons are those that the reader may know."""

    statement: str
    asked_at: datetime
    due: date
    clock: Clock
    outcome: str
    reasons: list[str]
    decided_at: datetime | None
    letter: int | None


class Statement(Body):
    """What is wrong with the decision."""

    statement: Text


class Reasons(Body):
    """Why."""

    reasons: Text


class Varied(Reasons):
    """A grant instead: conditions of the case that are struck out, by id, and of the library that are added."""

    strike: list[Id] = Field(default_factory=list, max_length=50)
    add: list[Word] = Field(default_factory=list, max_length=50)


class Milder(Reasons):
    """What a measure becomes: a suspension, with its last day if it has one, or none."""

    outcome: Literal["suspend_licence", "leave_licence"]
    until: date | None = None


@router.get("/{reference}/reviews", response=answers(list[ReviewData]))
def reviews_of_case(request: HttpRequest, reference: Reference) -> list[dict[str, Any]]:
    """The reviews of a case, the latest first."""
    case = case_of(request.user, reference)
    inside = has_inside_view(request.user, case)
    return [
        {
            "statement": view.row.statement,
            "asked_at": view.row.asked_at,
            "due": view.row.due,
            "clock": clock_data(view.clock),
            "outcome": view.row.outcome,
            "reasons": [view.row.reasons] if inside and view.row.reasons else list(told_reasons(view.row.reasons)),
            "decided_at": view.row.at,
            "letter": view.row.letter_id,
        }
        for view in reviews_of(case, timezone.now())
    ]


@router.post("/{reference}/review", response=answers(CaseLine))
def ask_review(request: HttpRequest, reference: Reference, body: Statement) -> dict[str, Any]:
    """Ask for the review of the decision in force."""
    case = case_of(request.user, reference)
    services.ask_review(case=case, statement=body.statement, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/review/withdraw", response=answers(CaseLine))
def withdraw_review(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Take the request back."""
    case = case_of(request.user, reference)
    services.withdraw_review(case=case, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/review/uphold", response=answers(CaseLine))
def uphold_decision(request: HttpRequest, reference: Reference, body: Reasons) -> dict[str, Any]:
    """The decision stands."""
    case = case_of(request.user, reference)
    services.uphold(case=case, reasons=body.reasons, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/review/vary", response=answers(CaseLine))
def vary_decision(request: HttpRequest, reference: Reference, body: Varied) -> dict[str, Any]:
    """Grant instead, or grant with other conditions."""
    case = case_of(request.user, reference)
    strike = list(case.conditions.filter(pk__in=body.strike))
    if len(strike) < len(set(body.strike)):
        raise Invalid({"strike": "not all of them are conditions of this case"})
    services.vary(case=case, reasons=body.reasons, strike=strike, add=body.add, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/review/vary-measure", response=answers(CaseLine))
def vary_measure(request: HttpRequest, reference: Reference, body: Milder) -> dict[str, Any]:
    """Take a milder measure against the licence, or none: done to it at once."""
    case = case_of(request.user, reference)
    services.vary_measure(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/review/annul", response=answers(CaseLine))
def annul_decision(request: HttpRequest, reference: Reference, body: Reasons) -> dict[str, Any]:
    """The decision counts no longer; the case is examined anew."""
    case = case_of(request.user, reference)
    services.annul(case=case, reasons=body.reasons, by=request.user, now=timezone.now())
    return after(case)
