"""The register of capabilities, one of them, and the table of resolution 1540."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exeat.adapters.figures import write_rows, write_xlsx
from exeat.domain.capabilities import Level
from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.capabilities import selectors, services
from exeat.web.capabilities.forms import CapabilityForm, EvidenceForm
from exeat.web.capabilities.models import Capability
from exeat.web.people.history import history_of
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day
from exeat.web.saving import XLSX, file_to_save

READERS = (*PLANNERS, Role.AUDITOR)


@require_safe
@for_roles(*READERS)
def capabilities(request: HttpRequest) -> HttpResponse:
    """All of them on the ladder, with what falls apart."""
    rows = selectors.register()
    context = {
        "rows": rows,
        "levels": list(Level),
        "work": selectors.work_by_skill(rows),
        "outrun_by_plan": sum(row.value.plan_outruns_practice for row in rows),
        "outrun_by_equipment": sum(row.value.equipment_outruns_people for row in rows),
        "may_change": _may_change(request),
    }
    return render(request, "capabilities/capabilities.html", context)


@for_roles(*READERS)
def capability(request: HttpRequest, slug: str) -> HttpResponse:
    """One capability; a planner may record evidence."""
    now, shown = timezone.now(), get_object_or_404(Capability, pk=slug)
    initial = {"level": shown.implemented, "on": local_day(now)}
    form = EvidenceForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, lambda: services.record_evidence(capability=shown, **form.cleaned_data, by=request.user, now=now)
    ):
        messages.success(request, _("The evidence is recorded."))
        return redirect("capability", slug)
    context = {
        "row": selectors.row_of(shown),
        "evidence": shown.evidence.select_related("by"),
        "form": form,
        "level": Level(shown.implemented),
        "events": history_of(shown.subject),
        "may_change": _may_change(request),
    }
    return render(request, "capabilities/capability.html", context, status=REFUSED if form.errors else 200)


@for_roles(*PLANNERS)
def capability_add(request: HttpRequest) -> HttpResponse:
    """Enter a capability."""
    form = CapabilityForm(None, request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: services.set_out(given=form.given, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The capability is in the register."))
            return redirect("capability", made.pk)
    return _form_page(request, form, _("Add a capability"))


@for_roles(*PLANNERS)
def capability_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a capability."""
    shown = get_object_or_404(Capability, pk=slug)
    form = CapabilityForm(shown, request.POST or None)
    if form.is_valid():
        now = timezone.now()
        made = attempt(
            form,
            lambda: services.change_capability(capability=shown, given=form.given, by=request.user, now=now),
        )
        if made is not None:
            messages.success(request, _("The changes are recorded."))
            return redirect("capability", slug)
    return _form_page(request, form, shown.title, capability=shown)


@require_safe
@for_roles(*READERS)
def report(request: HttpRequest) -> HttpResponse:
    """The table of resolution 1540."""
    (table,) = selectors.report_file(now=timezone.now()).tables
    return render(request, "capabilities/resolution_1540.html", {"rows": selectors.report(), "title": table.title})


@require_safe
@for_roles(*READERS)
def report_file(request: HttpRequest, form: str) -> HttpResponse:
    """The table of resolution 1540 as CSV or XLSX."""
    written = selectors.report_file(now=timezone.now())
    name = f"resolution-1540.{form}"
    if form == "xlsx":
        return file_to_save(write_xlsx(written), XLSX, name)
    if form == "csv":
        return file_to_save(write_rows(written.tables[0]), "text/csv; charset=utf-8", name)
    raise Http404


def _may_change(request: HttpRequest) -> bool:
    return actor_for(request.user, timezone.now()).in_any(PLANNERS)


def _form_page(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, **more}
    return render(request, "capabilities/form.html", context, status=REFUSED if form.errors else 200)
