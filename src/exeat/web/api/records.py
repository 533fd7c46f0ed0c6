"""Records to take along: signed bundles of a case, or of all that is held of an exporter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router

from exeat.web.api.answers import answers, case_of, file_answer
from exeat.web.api.fields import Id, Reference
from exeat.web.records.services import bundles
from exeat.web.registers.visible import visible_exporters

router = Router()
ZIP = "application/zip"


@router.get("/cases/{reference}/bundle", response=answers(None), openapi_extra=file_answer(ZIP))
def bundle_case(request: HttpRequest, reference: Reference) -> HttpResponse:
    """A case with its licence and documents as a signed ZIP file; that it was taken out is recorded."""
    found = case_of(request.user, reference)
    return HttpResponse(bundles.bundle_case(case=found, viewer=request.user, now=timezone.now()), content_type=ZIP)


@router.get("/exporters/{id}/bundle", response=answers(None), openapi_extra=file_answer(ZIP))
def bundle_exporter(request: HttpRequest, id: Id) -> HttpResponse:
    """All that is held of an exporter and may be told to it; the disclosure is an event of the ledger."""
    exporter = get_object_or_404(visible_exporters(request.user, timezone.now()), pk=id)
    content = bundles.bundle_exporter(exporter=exporter, by=request.user, now=timezone.now())
    return HttpResponse(content, content_type=ZIP)
