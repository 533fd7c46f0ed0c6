"""The page of a case, the one for every reader; its steps; its documents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.web.access import attempt
from exeat.web.audit.record import record_read
from exeat.web.cases import documents
from exeat.web.cases.forms.step import StepForm
from exeat.web.cases.models import Case, Document
from exeat.web.cases.selectors.case_page import case_page, find_case
from exeat.web.cases.views.steps import FORMS, PageForms
from exeat.web.permissions import may_read_document
from exeat.web.saving import file_to_show

REFUSED, GONE = 422, 410


@login_required
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The case, as far as the reader may see it. That an official opened the dossier is recorded."""
    shown = _case_or_404(request, reference)
    if request.user.is_official:
        record_read(user=request.user, subject=shown.subject, what="dossier", now=timezone.now())
    return _page(request, shown)


@login_required
@require_POST
def case_act(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Take one step of the case: its form, then its service. Refused: the page again, the reasons in their place."""
    shown = _case_or_404(request, reference)
    if step not in FORMS:
        raise Http404
    form = FORMS[step](shown, request.POST, request.FILES)
    if form.is_valid():
        attempt(form, lambda: form.take(by=request.user, now=timezone.now()))
    if form.errors:
        return _page(request, shown, form)
    messages.success(request, _("Recorded: %(step)s.") % {"step": form.button})
    return redirect(f"{reverse('case', args=[reference])}#{form.section}")


@login_required
@require_POST
def case_preview(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """The letter that a step would send, as a draft; nothing is kept. Refused: the page again, as for the step."""
    shown = _case_or_404(request, reference)
    if step not in FORMS or not FORMS[step].previews:
        raise Http404
    form = FORMS[step](shown, request.POST)
    content = form.is_valid() and attempt(form, lambda: form.preview(by=request.user, now=timezone.now()))
    if not content:
        return _page(request, shown, form)
    return file_to_show(content, "application/pdf", f"draft-{step}.pdf")


def _case_or_404(request: HttpRequest, reference: str) -> Case:
    found = find_case(reference, request.user)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, shown: Case, refused: StepForm | None = None) -> HttpResponse:
    if hasattr(shown, "disposal"):
        return render(request, "cases/disposed.html", {"case": shown}, status=GONE)
    page = case_page(shown, viewer=request.user, now=timezone.now())
    context = {"page": page, "case": shown, "forms": PageForms(shown, refused), "refused": refused}
    return render(request, "cases/case.html", context, status=REFUSED if refused else 200)


@login_required
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document, to those who may read it; who read it is recorded."""
    found = get_object_or_404(Document.objects.select_related("case"), pk=pk)
    if not may_read_document(request.user, found):
        raise Http404
    if found.case is not None and hasattr(found.case, "disposal"):
        return render(request, "cases/disposed.html", {"case": found.case}, status=GONE)
    content = documents.read(found)
    subject = found.case.subject if found.case else f"document:{found.pk}"
    record_read(user=request.user, subject=subject, what=f"{found.kind}: {found.name}", now=timezone.now())
    return file_to_show(content, found.media_type, found.name)
