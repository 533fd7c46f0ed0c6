"""The officer's work on a case: classify, settle matches, record exemptions, ask the applicant."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field

from exeat.web.api.answers import answers, case_of
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Id, Line, LineNumber, Reference, Text
from exeat.web.cases.models import Case, Match
from exeat.web.cases.services import reviewing

router = Router()


class Classify(Body):
    """The entry that lists the line, with the reason; an empty entry says that none does."""

    entry: str = Field(max_length=40, pattern=r"^[^\x00-\x1f]*$", examples=["6A003.b.4"])
    reason: Text


class Settle(Body):
    """Whether the party is the listed one."""

    confirmed: bool
    reason: Text


class Exempt(Body):
    """An exemption from one block: a match that was confirmed, or an embargo on a country."""

    match: Id | None = None
    embargo: str = Field("", pattern=r"^([A-Z]{2})?$")
    document: Id = Field(description="a document of the case that proves it")
    legal_basis: Line


class Ask(Body):
    """A question to the applicant; about a match, where one is named."""

    question: Text
    match: Id | None = None


@router.post("/{reference}/items/{line}/classify", response=answers(CaseLine))
def classify_item(request: HttpRequest, reference: Reference, line: LineNumber, body: Classify) -> dict[str, Any]:
    """Say in which entry a line is listed, or that the officer found it in none."""
    case = case_of(request.user, reference)
    item = get_object_or_404(case.items, line=line)
    reviewing.classify(item=item, entry=body.entry, reason=body.reason, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/matches/{key}/settle", response=answers(CaseLine))
def settle_match(request: HttpRequest, reference: Reference, key: Id, body: Settle) -> dict[str, Any]:
    """Confirm a match, or dismiss it, with the reason."""
    case = case_of(request.user, reference)
    match = _match(case, key)
    reviewing.settle_match(
        match=match, confirmed=body.confirmed, reason=body.reason, by=request.user, now=timezone.now()
    )
    return after(case)


@router.post("/{reference}/exemptions", response=answers(CaseLine, 200))
def record_exemption(request: HttpRequest, reference: Reference, body: Exempt) -> dict[str, Any]:
    """Record the exemption from a block, with its document and legal basis."""
    case = case_of(request.user, reference)
    reviewing.record_exemption(
        case=case,
        document=get_object_or_404(case.documents, pk=body.document),
        legal_basis=body.legal_basis,
        match=_match(case, body.match) if body.match else None,
        embargo=body.embargo,
        by=request.user,
        now=timezone.now(),
    )
    return after(case)


@router.post("/{reference}/requests", response=answers(CaseLine))
def request_information(request: HttpRequest, reference: Reference, body: Ask) -> dict[str, Any]:
    """Ask the applicant: the clock stands still until the answer."""
    case = case_of(request.user, reference)
    match = _match(case, body.match) if body.match else None
    reviewing.request_information(case=case, question=body.question, match=match, by=request.user, now=timezone.now())
    return after(case)


def _match(case: Case, key: int) -> Match:
    return get_object_or_404(Match.objects.select_related("party__case"), party__case=case, pk=key)
