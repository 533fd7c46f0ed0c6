"""The workload page: what the cases take of whose time, and what an absence would cost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exeat.domain.review import Role
from exeat.domain.workload import WorkloadError
from exeat.web.access import for_roles
from exeat.web.policy import local_day
from exeat.web.workload import selectors
from exeat.web.workload.forms import AbsenceForm


@require_safe
@for_roles(Role.HEAD, Role.OFFICER)
def workload(request: HttpRequest) -> HttpResponse:
    """The measured workload; with `people`, `first` and `last` in the address also what that absence would cost."""
    now = timezone.now()
    asked = "first" in request.GET
    first, last = selectors.suggested_dates(now=now)
    people = selectors.could_be_away(now=now)
    form = AbsenceForm(people, local_day(now), request.GET if asked else None, initial={"first": first, "last": last})
    absence, refusal = None, ""
    if asked and form.is_valid():
        data = form.cleaned_data
        try:
            absence = selectors.absence(list(data["people"]), data["first"], data["last"], now=now)
        except WorkloadError as error:
            refusal = str(error)
    context = {"workload": selectors.workload(now=now), "form": form, "absence": absence, "refusal": refusal}
    return render(request, "workload/workload.html", context, status=422 if form.errors else 200)
