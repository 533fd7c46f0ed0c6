"""How far a plan is to be trusted: what it was put to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.web.access import for_roles
from exeat.web.audit.record import record_read
from exeat.web.cooperation.models import PlanRun
from exeat.web.people.services import PLANNERS
from exeat.web.studies.selectors import trials
from exeat.web.studies.services import ask_for_studies


@require_safe
@for_roles(*PLANNERS)
def plan_tests(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan under other weights, without each of its people, and among other plans. Who opens it is recorded."""
    run = get_object_or_404(PlanRun, pk=pk)
    page = trials(run)
    if page.illness is not None:
        record_read(user=request.user, subject=run.subject, what="key people of a plan", now=timezone.now())
    return render(request, "studies/tests.html", {"page": page, "run": run})


@require_POST
@for_roles(*PLANNERS)
def plan_tests_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the plan tested."""
    ask_for_studies(run=get_object_or_404(PlanRun, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The plan is being tested."))
    return redirect("plan_tests", pk)
