"""What if: change one thing about a plan, and see it move."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.cooperation.forms_whatif import change_forms
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.services.planning import ask_what_if
from exeat.web.cooperation.whatif import tried_on
from exeat.web.people.services import PLANNERS


@for_roles(*PLANNERS)
def plan_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes that can be tried on a plan; posting one asks for the plan with it."""
    run = get_object_or_404(PlanRun.objects.select_related("base"), pk=pk, plan__isnull=False)
    forms = change_forms(run, request.POST or None)
    form = forms.get(request.POST.get("form", ""))
    if form is not None and form.is_valid():
        now, changes = timezone.now(), [form.change]
        made = attempt(form, lambda: ask_what_if(base=run, changes=changes, by=request.user, now=now))
        if made is not None:
            messages.success(request, _("The plan is being made anew with this change."))
            return redirect("plan", made.pk)
    context = {"run": run, "forms": forms.items(), "tried": tried_on(run)}
    refused = form is not None and form.errors
    return render(request, "cooperation/what_if.html", context, status=REFUSED if refused else 200)
