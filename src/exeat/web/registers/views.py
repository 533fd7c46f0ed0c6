"""Pages of the register of exporters: the exporter's side, and the officer who verifies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.audit.record import record_read
from exeat.web.cases import documents
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.inspection.selectors import standing_against
from exeat.web.registers import services
from exeat.web.registers.forms import CompanyForm, ExporterForm
from exeat.web.registers.models import Exporter, Mandate
from exeat.web.saving import file_to_save


@login_required
def mandates(request: HttpRequest) -> HttpResponse:
    """The companies that the user acts for, or has asked to."""
    asked = request.user.mandates.select_related("exporter")
    return render(request, "registers/mandates.html", {"mandates": asked})


@login_required
def register_company(request: HttpRequest) -> HttpResponse:
    """Register a company or ask to act for one: the same form, for nobody can know which it will be."""
    form = CompanyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = {**form.cleaned_data, "letter": form.upload()}
        mandate = attempt(form, lambda: services.register_exporter(**values, by=request.user, now=timezone.now()))
        if mandate:
            known = _("%(company)s: your request has been sent. An officer will verify it, and you will hear by mail.")
            messages.success(request, known % {"company": mandate.exporter.name})
            return redirect("mandates")
    return render(request, "registers/register_company.html", {"form": form}, status=REFUSED if form.errors else 200)


@for_roles(Role.OFFICER)
def register_exporters(request: HttpRequest) -> HttpResponse:
    """The register: what waits for verification first, then everybody, by name or number."""
    sought = request.GET.get("q", "").strip()
    found = Exporter.objects.annotate(people=Count("mandates", filter=Q(mandates__status=Mandate.Status.VERIFIED)))
    if sought:
        found = found.filter(Q(name__icontains=sought) | Q(registration__icontains=sought))
    page = Paginator(found.order_by("name", "pk"), 50).get_page(request.GET.get("page"))
    return render(request, "registers/exporters.html", {"waiting": _waiting(), "page": page, "sought": sought})


@for_roles(Role.OFFICER)
def exporter_add(request: HttpRequest) -> HttpResponse:
    """Enter a company that applies by letter."""
    form = ExporterForm(request.POST or None)
    if form.is_valid():
        entered = attempt(
            form, lambda: services.enter_exporter(**form.cleaned_data, by=request.user, now=timezone.now())
        )
        if entered:
            messages.success(request, _("%(company)s is in the register.") % {"company": entered.name})
            return redirect("exporter", entered.pk)
    return render(request, "registers/exporter_add.html", {"form": form}, status=REFUSED if form.errors else 200)


def _waiting() -> QuerySet[Mandate]:
    """Requests that an officer has to answer, the oldest first."""
    pending = Mandate.objects.filter(status=Mandate.Status.PENDING)
    return pending.select_related("exporter", "user", "document").order_by("asked_at")


@for_roles(Role.OFFICER)
def exporter(request: HttpRequest, pk: int) -> HttpResponse:
    """One company, and the people who act for it."""
    shown = get_object_or_404(Exporter, pk=pk)
    people = shown.mandates.select_related("user", "document").order_by("-asked_at")
    context = {"exporter": shown, "mandates": people, "standing": standing_against(shown, request.user)}
    return render(request, "registers/exporter.html", context)


@require_POST
@for_roles(Role.OFFICER)
def exporter_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Verify or suspend a company."""
    shown = get_object_or_404(Exporter, pk=pk)
    steps = {"verify": services.verify_exporter, "suspend": services.suspend_exporter}
    return _take(request, shown, steps[step], needs_reason=step == "suspend", exporter=shown)


@require_POST
@for_roles(Role.OFFICER)
def mandate_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Verify, refuse or revoke a person's authority to act."""
    mandate = get_object_or_404(Mandate.objects.select_related("exporter"), pk=pk)
    steps = {"verify": services.verify_mandate, "refuse": services.refuse_mandate, "revoke": services.revoke_mandate}
    return _take(request, mandate.exporter, steps[step], needs_reason=step != "verify", mandate=mandate)


def _take(
    request: HttpRequest, shown: Exporter, step: Callable[..., None], *, needs_reason: bool, **subject: Any
) -> HttpResponse:
    """Call the service; back to the company's page, with what became of it."""
    reason = {"reason": request.POST.get("reason", "")} if needs_reason else {}
    try:
        step(**subject, **reason, by=request.user, now=timezone.now())
    except (NotPermitted, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Recorded."))
    return redirect("exporter", shown.pk)


@for_roles(Role.OFFICER)
def mandate_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of authority, as it was handed in; who reads it is recorded."""
    mandate = get_object_or_404(Mandate.objects.select_related("document"), pk=pk)
    if mandate.document is None:
        raise Http404
    subject = f"exporter:{mandate.exporter_id}"
    record_read(user=request.user, subject=subject, what=mandate.document.name, now=timezone.now())
    return file_to_save(documents.read(mandate.document), mandate.document.media_type, mandate.document.name)
