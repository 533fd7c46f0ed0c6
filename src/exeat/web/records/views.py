"""Records to take along, and the page on which the head decides what is kept."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.cases.selectors.case_page import find_case
from exeat.web.policy import policy
from exeat.web.records import selectors
from exeat.web.records.forms import DisposeForm, HoldForm
from exeat.web.records.services import bundles, customs
from exeat.web.records.services.retention import KEEPERS
from exeat.web.registers.models import Exporter
from exeat.web.saving import file_to_save


@login_required
@require_safe
def case_bundle(request: HttpRequest, reference: str) -> HttpResponse:
    """A case with its documents, signed, as far as the reader may see it."""
    found = find_case(reference, request.user)
    if found is None:
        raise Http404
    content = bundles.bundle_case(case=found, viewer=request.user, now=timezone.now())
    return file_to_save(content, "application/zip", f"case-{reference}.zip")


@require_safe
@for_roles(*bundles.DISCLOSERS)
def exporter_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is held of an exporter and may be told to it."""
    exporter = get_object_or_404(Exporter, pk=pk)
    content = bundles.bundle_exporter(exporter=exporter, by=request.user, now=timezone.now())
    return file_to_save(content, "application/zip", f"exporter-{exporter.registration}.zip")


@require_safe
@for_roles(Role.HEAD, Role.AUDITOR)
def records(request: HttpRequest) -> HttpResponse:
    """Cases whose time has come, those kept longer, what was disposed of, what customs systems wait for."""
    return _page(request)


@require_POST
@for_roles(*KEEPERS)
def hold(request: HttpRequest) -> HttpResponse:
    """Keep a case longer."""
    form = HoldForm(request.POST)
    if form.is_valid() and attempt(form, lambda: form.take(by=request.user, now=timezone.now())):
        messages.success(request, _("Recorded."))
        return redirect("records")
    return _page(request, hold_form=form)


@require_POST
@for_roles(*KEEPERS)
def dispose(request: HttpRequest) -> HttpResponse:
    """Dispose of cases."""
    now = timezone.now()
    form = DisposeForm(request.POST, now=now)
    if form.is_valid() and (done := attempt(form, lambda: form.take(by=request.user, now=now))):
        messages.success(request, _("%(n)s cases were disposed of.") % {"n": len(done)})
        return redirect("records")
    return _page(request, dispose_form=form)


def _page(
    request: HttpRequest, hold_form: HoldForm | None = None, dispose_form: DisposeForm | None = None
) -> HttpResponse:
    now = timezone.now()
    context = {
        "page": selectors.due_page(now, request.GET.get("page")),
        "kept": policy().retention,
        "last_day": selectors.last_day_kept(now),
        "holds": selectors.running_holds(now),
        "disposals": selectors.disposals(),
        "customs_told": customs.told(),
        "undelivered": selectors.undelivered(),
        "keeper": actor_for(request.user, now).in_any(KEEPERS),
        "hold_form": hold_form or HoldForm(auto_id="hold-%s"),
        "dispose_form": dispose_form or DisposeForm(now=now, auto_id="dispose-%s"),
    }
    return render(request, "records/records.html", context, status=REFUSED if hold_form or dispose_form else 200)
