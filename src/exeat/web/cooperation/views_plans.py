"""Plans: ask for one, look at it, release it, take it along."""

from __future__ import annotations

import json
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.adapters.calendar_files import write_calendar
from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles, told
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.cooperation.forms import PlanForm
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import calendar_entries, plan_page
from exeat.web.cooperation.services.planning import ask_for_plan, release, supposed
from exeat.web.cooperation.weeks import weeks_page
from exeat.web.cooperation.whatif import comparison
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day
from exeat.web.saving import file_to_save
from exeat.web.studies.selectors import standings

AHEAD = timedelta(weeks=26)
_SHOWN = 20


@for_roles(*PLANNERS)
def plans(request: HttpRequest) -> HttpResponse:
    """The latest plans; posting asks for another."""
    now = timezone.now()
    form = PlanForm(request.POST or None, initial={"last": local_day(now) + AHEAD})
    if form.is_valid():
        run = attempt(form, lambda: ask_for_plan(**form.cleaned_data, by=request.user, now=now))
        if run is not None:
            messages.success(request, _("The plan is being made."))
            return redirect("plan", run.pk)
    found = PlanRun.objects.select_related("asked_by", "released_by").defer("scenario", "plan")[:_SHOWN]
    context = {"form": form, "runs": found}
    return render(request, "cooperation/plans.html", context, status=REFUSED if form.errors else 200)


@require_safe
@for_roles(*PLANNERS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What is recommended for each offer, and why."""
    run = get_object_or_404(PlanRun.objects.select_related("asked_by", "released_by", "base"), pk=pk)
    may_release = actor_for(request.user, timezone.now()).in_any((Role.HEAD,)) and not supposed(run)
    beside = {"moved": comparison(run), "standings": standings(run)}
    context = {"page": plan_page(run), "run": run, "may_release": may_release, **beside}
    return render(request, "cooperation/plan.html", context)


@require_safe
@for_roles(*PLANNERS)
def plan_weeks(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is where week by week, and what each desk has left against its reserve. Who opens it is recorded."""
    run = get_object_or_404(PlanRun, pk=pk)
    page = weeks_page(run)
    if page is None:
        raise Http404
    record_read(user=request.user, subject=run.subject, what="people by week", now=timezone.now())
    return render(request, "cooperation/weeks.html", {"page": page, "run": run})


@require_POST
@for_roles(Role.HEAD)
def plan_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the plan the authority's answer."""
    run = get_object_or_404(PlanRun, pk=pk)
    if told(request, lambda: release(run=run, by=request.user, now=timezone.now())):
        messages.success(request, _("The plan is released."))
    return redirect("plan", pk)


@require_safe
@for_roles(*PLANNERS)
def plan_file(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The scenario or the plan as JSON, as `exeat plan` reads and writes them."""
    run = get_object_or_404(PlanRun, pk=pk)
    text = run.scenario if part == "scenario" else json.dumps(run.plan, ensure_ascii=False, indent=1)
    return file_to_save(text, "application/json", f"{part}-{pk}.json")


@require_safe
@for_roles(*PLANNERS)
def plan_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """What was accepted, as a calendar file; only of a plan that the head released."""
    run = get_object_or_404(PlanRun, pk=pk, released_at__isnull=False)
    content = write_calendar(calendar_entries(run), timezone.now())
    return file_to_save(content, "text/calendar; charset=utf-8", f"plan-{pk}.ics")
