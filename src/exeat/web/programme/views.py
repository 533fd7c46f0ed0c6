"""The programme office: states and their windows, our offers planned against them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.partners.selectors import window_sections
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day
from exeat.web.programme import selectors, services
from exeat.web.programme.forms import KeyForm, ProgrammeForm, WindowsFileForm
from exeat.web.programme.models import ProgrammePlan, StateWindows
from exeat.web.programme.sheet import invitations_sheet
from exeat.web.saving import XLSX, file_to_save


@for_roles(*PLANNERS)
def programme(request: HttpRequest) -> HttpResponse:
    """Which states are known and what was planned; posting has our offers planned."""
    form = ProgrammeForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        own, theirs = form.cleaned_data["offers"], form.cleaned_data["others"]
        asked = {"offers": own, "others": [theirs] if theirs else [], "by": request.user, "now": timezone.now()}
        made = attempt(form, lambda: services.ask_for_invitations(**asked))
        if made is not None:
            messages.success(request, _("The invitations are being planned."))
            return redirect("programme_plan", made.pk)
    return _page(request, form=form)


@require_POST
@for_roles(*PLANNERS)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring in windows that a state published."""
    form = WindowsFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["windows"]
        sent = {"text": file.read().decode("ascii", "replace"), "source": file.name}
        made = attempt(form, lambda: services.bring_windows(**sent, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The windows of %(state)s are genuine, and kept.") % {"state": made.name})
            return redirect("programme")
    return _page(request, windows_form=form)


@require_POST
@for_roles(Role.HEAD)
def key(request: HttpRequest) -> HttpResponse:
    """Trust the key of a state."""
    form = KeyForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: services.take_key(**given, by=request.user, now=timezone.now())) is not None:
            messages.success(request, _("Windows signed with this key are read from now on."))
            return redirect("programme")
    return _page(request, key_form=form)


@require_safe
@for_roles(*PLANNERS)
def state(request: HttpRequest, state: str) -> HttpResponse:
    """What a state published last. Who opens it is recorded."""
    found = StateWindows.objects.select_related("state", "brought_by").filter(state=state).first()
    if found is None:
        raise Http404
    record_read(user=request.user, subject=found.state.subject, what="free windows of a state", now=timezone.now())
    context = {"windows": found, "sections": window_sections(found.statement)}
    return render(request, "programme/state.html", context)


@require_safe
@for_roles(*PLANNERS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to invite to what, and what that takes of whose desk."""
    found = get_object_or_404(ProgrammePlan.objects.select_related("asked_by").prefetch_related("windows"), pk=pk)
    context = {"plan": found, "page": selectors.programme_page(found)}
    return render(request, "programme/plan.html", context)


@require_safe
@for_roles(*PLANNERS)
def plan_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The invitations as a workbook, or as JSON in the form that `exeat partner plan` prints."""
    found = get_object_or_404(ProgrammePlan, pk=pk, result__isnull=False)
    if form == "xlsx":
        return file_to_save(invitations_sheet(found, now=timezone.now()), XLSX, f"invitations-{pk}.xlsx")
    if form == "json":
        text = json.dumps(found.result, ensure_ascii=False, indent=1)
        return file_to_save(text, "application/json", f"invitations-{pk}.json")
    raise Http404


def _page(request: HttpRequest, **forms: Form) -> HttpResponse:
    """The first page, with the form that was sent as it was sent."""
    now = timezone.now()
    context: dict[str, Any] = {
        "form": ProgrammeForm(),
        "windows_form": WindowsFileForm(),
        "key_form": KeyForm(),
        "states": selectors.state_rows(local_day(now)),
        "plans": ProgrammePlan.objects.select_related("asked_by").defer("offers", "others")[: selectors.SHOWN],
        "may_trust": actor_for(request.user, now).in_any((Role.HEAD,)),
    }
    refused = any(form.errors for form in forms.values())
    return render(request, "programme/programme.html", context | forms, status=REFUSED if refused else 200)
