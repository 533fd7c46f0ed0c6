"""Letters as a step would send them, marked as drafts; nothing of them is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from exeat.web.api.answers import answers, case_of, file_answer
from exeat.web.api.decisions import Intended, Outcome
from exeat.web.api.fields import Reference
from exeat.web.api.reviews import Ask
from exeat.web.cases.selectors import previews
from exeat.web.saving import file_to_show

router = Router()
PDF = "application/pdf"


@router.post("/{reference}/requests/preview", response=answers(None), openapi_extra=file_answer(PDF))
def preview_request(request: HttpRequest, reference: Reference, body: Ask) -> HttpResponse:
    """The letter that would ask the applicant."""
    case = case_of(request.user, reference)
    content = previews.request_preview(case=case, question=body.question, by=request.user, now=timezone.now())
    return _draft(content, "request")


@router.post("/{reference}/intended-refusal/preview", response=answers(None), openapi_extra=file_answer(PDF))
def preview_intended_refusal(request: HttpRequest, reference: Reference, body: Intended) -> HttpResponse:
    """The letter that would tell the applicant of what is intended."""
    case = case_of(request.user, reference)
    given = {**body.model_dump(), "by": request.user, "now": timezone.now()}
    return _draft(previews.intended_refusal_preview(case=case, **given), "intended")


@router.post("/{reference}/decide/preview", response=answers(None), openapi_extra=file_answer(PDF))
def preview_decision(request: HttpRequest, reference: Reference, body: Outcome) -> HttpResponse:
    """The letter of the decision. A grant or an answer ends in a signed document and has none: 422."""
    case = case_of(request.user, reference)
    given = {**body.model_dump(), "by": request.user, "now": timezone.now()}
    return _draft(previews.decision_preview(case=case, **given), "decision")


def _draft(content: bytes, of: str) -> HttpResponse:
    return file_to_show(content, PDF, f"draft-{of}.pdf")
