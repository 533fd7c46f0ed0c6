"""The register of officials: who there is, when they are away and what that costs, what lies with whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.workload import WorkloadError
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.people import selectors, services
from exeat.web.people.forms import DutyForm, LeaveForm, OfficialForm
from exeat.web.people.history import history_of
from exeat.web.people.key_people import key_map
from exeat.web.people.models import Duty, Leave, Official
from exeat.web.people.services import PLANNERS
from exeat.web.permissions import visible_officials
from exeat.web.policy import local_day, short_name
from exeat.web.workload.selectors import absence


@require_safe
@for_roles(*PLANNERS)
def officials(request: HttpRequest) -> HttpResponse:
    """Everybody in service, with what they can do and when they are next away."""
    context = {"rows": selectors.register(today=local_day(timezone.now())), "duties": selectors.duties()}
    return render(request, "people/officials.html", context)


@require_safe
@for_roles(*PLANNERS)
def key_people(request: HttpRequest) -> HttpResponse:
    """Who alone holds what. Who opens it is recorded."""
    now = timezone.now()
    record_read(user=request.user, subject="key-people", what="key-person map", now=now)
    return render(request, "people/key_people.html", {"map": key_map(now=now)})


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Leads to the user's own entry."""
    own = Official.objects.filter(user=request.user).first()
    return redirect("official", own.pk) if own else render(request, "people/mine.html")


@for_roles(*PLANNERS)
def official_add(request: HttpRequest) -> HttpResponse:
    """Enter an official."""
    form = OfficialForm(None, request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: services.add_official(given=form.given, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("%(name)s is in the register.") % {"name": made})
            return redirect("official", made.pk)
    return _form_page(request, form, _("Add an official"))


@for_roles(*PLANNERS)
def official_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is said of an official."""
    shown = get_object_or_404(Official, pk=pk)
    form = OfficialForm(shown, request.POST or None)
    if form.is_valid():
        now = timezone.now()
        made = attempt(
            form, lambda: services.change_official(official=shown, given=form.given, by=request.user, now=now)
        )
        if made is not None:
            messages.success(request, _("The changes are recorded."))
            return redirect("official", pk)
    return _form_page(request, form, shown.name, official=shown)


@login_required
def official(request: HttpRequest, pk: int) -> HttpResponse:
    """One official; `do=reckon` says what leave would make late, `do=record` records it."""
    now, shown = timezone.now(), get_object_or_404(visible_officials(request.user), pk=pk)
    form = LeaveForm(request.POST or None)
    context: dict[str, Any] = {}
    if form.is_valid():
        if request.POST.get("do") == "reckon":
            context = _cost(shown, form, now)
        elif attempt(
            form,
            lambda: services.record_leave(official=shown, **form.cleaned_data, by=request.user, now=now),
        ):
            messages.success(request, _("The leave is recorded."))
            return redirect("official", pk)
    context |= {
        "official": shown,
        "agency": short_name(shown.agency),
        "form": form,
        "leave": selectors.leave_from(shown, local_day(now)),
        "duties": shown.duties.select_related("deputy"),
        "may_change": actor_for(request.user, now).in_any(PLANNERS),
        "events": history_of(shown.subject),
    }
    return render(request, "people/official.html", context, status=REFUSED if form.errors else 200)


@require_POST
@login_required
def leave_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back leave."""
    found = get_object_or_404(Leave, pk=pk, official__in=visible_officials(request.user))
    services.cancel_leave(leave=found, by=request.user, now=timezone.now())
    messages.success(request, _("The leave is taken back."))
    return redirect("official", found.official_id)


@for_roles(*PLANNERS)
def duty_add(request: HttpRequest) -> HttpResponse:
    """Put a file into somebody's hands."""
    form = DutyForm(None, request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: services.assign_duty(**form.cleaned_data, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The duty is recorded."))
            return redirect("officials")
    return _form_page(request, form, _("Add a file or standing task"))


@for_roles(*PLANNERS)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a duty over, or end it."""
    shown = get_object_or_404(Duty, pk=pk)
    form = DutyForm(shown, request.POST or None)
    if form.is_valid():
        hands = {name: form.cleaned_data[name] for name in ("holder", "deputy")}
        if attempt(form, lambda: services.hand_over(duty=shown, **hands, by=request.user, now=timezone.now())):
            messages.success(request, _("The duty is handed over."))
            return redirect("officials")
    return _form_page(request, form, shown.title, duty=shown)


@require_POST
@for_roles(*PLANNERS)
def duty_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a duty."""
    services.end_duty(duty=get_object_or_404(Duty, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The duty has ended."))
    return redirect("officials")


def _cost(shown: Official, form: LeaveForm, now: datetime) -> dict[str, Any]:
    """What the leave would make late, or why that cannot be said."""
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    if not selectors.works_on_cases(shown, now=now):
        return {"unmeasured": True}
    if first < local_day(now):
        form.add_error("first", _("This day has passed."))
        return {}
    try:
        return {"absence": absence([shown.user], first, last, now=now)}
    except WorkloadError as refusal:
        return {"refusal": str(refusal)}


def _form_page(request: HttpRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, **more}
    return render(request, "people/form.html", context, status=REFUSED if form.errors else 200)
