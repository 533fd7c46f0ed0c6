"""Intake: back to the applicant, or into the register."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from exeat.web.api.answers import answers, case_of
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Reference, Text
from exeat.web.cases.services import intake

router = Router()


class Return(Body):
    message: Text


@router.post("/{reference}/return", response=answers(CaseLine))
def return_case(request: HttpRequest, reference: Reference, body: Return) -> dict[str, Any]:
    """Send the application back, saying what is missing or wrong."""
    case = case_of(request.user, reference)
    intake.return_for_completion(case=case, message=body.message, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/register", response=answers(CaseLine))
def register_case(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Enter a complete application in the register: the clock starts."""
    case = case_of(request.user, reference)
    intake.register(case=case, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/begin-review", response=answers(CaseLine))
def begin_review(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Open the review of a registered case."""
    case = case_of(request.user, reference)
    intake.begin_review(case=case, by=request.user, now=timezone.now())
    return after(case)
