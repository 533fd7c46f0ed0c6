"""Recommendation, countersignature, override, decision."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import AwareDatetime, Field

from exeat.web.api.answers import answers, case_of
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Id, Reference, Text, Word
from exeat.web.cases.services import deciding, ending, hearing

router = Router()
Step = Literal["register", "classify", "recommend", "countersign", "decide"]


class Outcome(Body):
    """How the case should end, or ends; a refusal or a measure cites grounds of the policy's register.

    `until` is the last day of a suspension for a time; without it the head reinstates the licence.
    """

    outcome: Literal[
        "grant", "grant_with_conditions", "refuse", "find_no_licence_required", "give_answer",
        "revoke_licence", "suspend_licence", "leave_licence",
    ]  # fmt: skip
    reasons: Text
    grounds: list[Word] = Field(default_factory=list, max_length=50)
    until: date | None = None


class Reopen(Body):
    reason: Text


class Intended(Body):
    """Why it is to be refused, or the measure taken, on which grounds of the policy's register."""

    reasons: Text
    grounds: list[Word] = Field(min_length=1, max_length=50)


class AnswerToRefusal(Body):
    """What the applicant has to say; documents are those of the case that show it."""

    answer: Text
    documents: list[Id] = Field(default_factory=list, max_length=20)


class Extension(Body):
    """By how many working days the authority takes longer, and why: the applicant reads it."""

    days: int = Field(ge=1, le=1000)
    reason: Text


class Override(Body):
    """Two steps that the policy separates, and until when one person may take both."""

    steps: list[Step] = Field(min_length=2, max_length=2, examples=[["countersign", "decide"]])
    reason: Text
    expires: AwareDatetime


@router.post("/{reference}/recommend", response=answers(CaseLine))
def recommend(request: HttpRequest, reference: Reference, body: Outcome) -> dict[str, Any]:
    """Recommend an outcome to whoever decides."""
    case = case_of(request.user, reference)
    deciding.recommend(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/countersign", response=answers(CaseLine))
def countersign(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Stand behind the recommendation as a second person."""
    case = case_of(request.user, reference)
    deciding.countersign(case=case, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/intended-refusal", response=answers(CaseLine))
def intend_refusal(request: HttpRequest, reference: Reference, body: Intended) -> dict[str, Any]:
    """Tell the applicant of what is intended; the decision waits for the answer, or until the day has passed."""
    case = case_of(request.user, reference)
    hearing.intend_refusal(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/intended-refusal/answer", response=answers(CaseLine))
def answer_intended_refusal(request: HttpRequest, reference: Reference, body: AnswerToRefusal) -> dict[str, Any]:
    """Say what there is to say before a refusal, or a measure against a licence, is decided."""
    case = case_of(request.user, reference)
    documents = [get_object_or_404(case.documents, pk=pk) for pk in body.documents]
    hearing.answer_intended_refusal(
        case=case, answer=body.answer, documents=documents, by=request.user, now=timezone.now()
    )
    return after(case)


@router.post("/{reference}/reopen", response=answers(CaseLine))
def reopen_case(request: HttpRequest, reference: Reference, body: Reopen) -> dict[str, Any]:
    """Send a recommended case back for review."""
    case = case_of(request.user, reference)
    deciding.reopen(case=case, reason=body.reason, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/override", response=answers(CaseLine))
def record_override(request: HttpRequest, reference: Reference, body: Override) -> dict[str, Any]:
    """Let one person take two steps that the policy separates, never recommending and deciding."""
    case = case_of(request.user, reference)
    deciding.record_override(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/extend", response=answers(CaseLine))
def extend_clock(request: HttpRequest, reference: Reference, body: Extension) -> dict[str, Any]:
    """Extend the time for the decision, within what the policy allows."""
    case = case_of(request.user, reference)
    deciding.extend_clock(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/acknowledge", response=answers(CaseLine))
def acknowledge_surrender(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Acknowledge that a licence is given up: it ends at once."""
    case = case_of(request.user, reference)
    ending.acknowledge_surrender(case=case, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/decide", response=answers(CaseLine))
def decide(request: HttpRequest, reference: Reference, body: Outcome) -> dict[str, Any]:
    """Decide. A grant issues the signed licence or certificate, an answer the signed letter; the rest a letter.

    A measure is done to the licence at once.
    """
    case = case_of(request.user, reference)
    deciding.decide(case=case, **body.model_dump(), by=request.user, now=timezone.now())
    return after(case)
