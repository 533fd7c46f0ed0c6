"""Applications and cases: the applicant's side, and reading for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import BaseModel, Field

from exeat.domain.offers import Level
from exeat.web.api.answers import Refusal, answers, case_of, file_answer, paged, sent
from exeat.web.api.application import ApplicationPart, ApplicationWithFiles
from exeat.web.api.case_data import CaseData, CaseLine, CasePage, DocumentData, after, case_line
from exeat.web.api.fields import Body, Id, Line, Marking, Paging, Reference, Text, Word
from exeat.web.audit.record import record_read
from exeat.web.cases.models import Document
from exeat.web.cases.selectors.dossier import case_data
from exeat.web.cases.selectors.export import export_case
from exeat.web.cases.selectors.search import found_cases
from exeat.web.cases.services import applying, handing_in, reviewing
from exeat.web.permissions import may_read_document

router = Router()
ANY_FILE = "application/octet-stream"
State = Literal[
    "draft", "submitted", "returned", "registered", "under_review", "recommended", "countersigned", "granted",
    "granted_with_conditions", "refused", "no_licence_required", "answered", "withdrawn",
    "acknowledged", "measure_taken", "no_measure", "",
]  # fmt: skip


class Sought(BaseModel):
    """Which cases; all that the user may open when nothing is said."""

    state: State = ""
    exporter: Id | None = None
    late: bool = Field(False, description="only those past their due date")
    text: Line = Field("", description="in a reference or the exporter's name")


class How(BaseModel):
    """What to do with the application."""

    submit: bool = Field(False, description="submit at once when complete; else it stays a draft")
    on_paper: bool = Field(False, description="an officer enters it from a letter")


class Created(CaseLine):
    """The case made; `refusals` says what kept it a draft when it was to be submitted."""

    refusals: list[Refusal]


class Withdrawal(Body):
    reason: Text = ""


class Answer(Body):
    """The answer to a request for information; `documents` are ids of documents of the case that belong to it."""

    answer: Text
    documents: list[Id] = Field(default_factory=list, max_length=50)


class CaseExport(Schema):
    """A case to take elsewhere: as the reader may see it, in a form that another installation files as foreign."""

    format: Literal["exeat-case"]
    version: Literal[1]
    authority: str
    country: str
    exported_at: datetime
    case: CaseData


@router.get("", response=answers(CasePage))
def list_cases(request: HttpRequest, sought: Query[Sought], paging: Query[Paging]) -> dict[str, Any]:
    """The cases that the user may open, the newest first."""
    return paged(found_cases(request.user, timezone.now(), **sought.model_dump()), paging, case_line)


@router.post("", response=answers(Created, 201))
def create_case(request: HttpRequest, body: ApplicationWithFiles, how: Query[How]) -> Status:
    """Make a draft from an application, with the documents that come along, and submit it when asked to."""
    made = handing_in.hand_in(
        application=body.as_given(),
        files=body.files(),
        by=request.user,
        now=timezone.now(),
        on_paper=how.on_paper,
        submitting=how.submit,
    )
    return Status(201, case_line(made.case) | {"refusals": [vars(reason) for reason in made.refusals]})


@router.get("/{reference}", response=answers(CaseData), exclude_unset=True)
def show_case(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """A case whole, as the user may see it."""
    return case_data(case_of(request.user, reference), viewer=request.user, now=timezone.now())


@router.get("/{reference}/export", response=answers(CaseExport), exclude_unset=True)
def export(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """A case as a file for another installation; that it was taken out is recorded."""
    return export_case(case_of(request.user, reference), viewer=request.user, now=timezone.now())


@router.put("/{reference}/application", response=answers(CaseLine))
def save_application(request: HttpRequest, reference: Reference, body: ApplicationPart) -> dict[str, Any]:
    """Replace the content of a draft, or of an application that was returned."""
    case = case_of(request.user, reference)
    applying.save_draft(case=case, application=body.as_given(), by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/submit", response=answers(CaseLine))
def submit_case(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """Hand the application in; goods are classified and parties screened at once."""
    case = case_of(request.user, reference)
    applying.submit(case=case, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/withdraw", response=answers(CaseLine))
def withdraw_case(request: HttpRequest, reference: Reference, body: Withdrawal) -> dict[str, Any]:
    """Take the application back."""
    case = case_of(request.user, reference)
    applying.withdraw(case=case, reason=body.reason, by=request.user, now=timezone.now())
    return after(case)


@router.post("/{reference}/documents", response=answers(DocumentData, 201))
def add_document(
    request: HttpRequest,
    reference: Reference,
    kind: Form[Word],
    file: File[UploadedFile],
    marking: Form[Marking] = "unmarked",
) -> Status:
    """Add a document; a newer one of the same kind and name supersedes the older, which stays."""
    document = applying.add_document(
        case=case_of(request.user, reference),
        kind=kind,
        name=file.name or "",
        content=file.read(),
        marking=Level.named(marking),
        by=request.user,
        now=timezone.now(),
    )
    return Status(201, document.as_data())


@router.get("/{reference}/documents/{id}", response=answers(None), openapi_extra=file_answer(ANY_FILE))
def download_document(request: HttpRequest, reference: Reference, id: Id) -> HttpResponse:
    """The file of a document; who reads it is recorded."""
    case = case_of(request.user, reference)
    document = get_object_or_404(Document.objects.select_related("case"), case=case, pk=id)
    if not may_read_document(request.user, document):
        raise Http404
    record_read(user=request.user, subject=case.subject, what=document.name[:120], now=timezone.now())
    return sent(request, document)


@router.post("/{reference}/requests/{id}/answer", response=answers(CaseLine))
def answer_request(request: HttpRequest, reference: Reference, id: Id, body: Answer) -> dict[str, Any]:
    """Answer a request for information; the clock runs on."""
    case = case_of(request.user, reference)
    reviewing.answer_request(
        request=get_object_or_404(case.requests, pk=id),
        answer=body.answer,
        documents=[get_object_or_404(case.documents, pk=pk) for pk in body.documents],
        by=request.user,
        now=timezone.now(),
    )
    return after(case)
