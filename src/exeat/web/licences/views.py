"""Licences: the list of those that one may see, a licence's page, and the steps in its life."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exeat.adapters.qr import write_svg
from exeat.web.access import REFUSED, attempt
from exeat.web.cases.models import Case
from exeat.web.cases.selectors.changes import proceedings_of
from exeat.web.cases.services import applying, ending
from exeat.web.cases.views.portal import first_page
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.forms import ProceedingForm, ReasonForm
from exeat.web.licences.models import Licence
from exeat.web.licences.post import licence_view, licences_listed, positions_listed
from exeat.web.licences.services.issuing import change_state
from exeat.web.permissions import visible_licences, visible_obligations
from exeat.web.policy import local_day, policy

FORMS: dict[str, type[ReasonForm | ProceedingForm]] = {
    "suspend": ReasonForm,
    "reinstate": ReasonForm,
    "ask_surrender": ReasonForm,
    "propose_measure": ProceedingForm,
}
SERVICES: dict[str, Callable[..., Licence | Case]] = {
    "suspend": ending.suspend_at_once,
    "reinstate": partial(change_state, action="reinstate"),
    "ask_surrender": ending.ask_surrender,
    "propose_measure": ending.open_proceeding,
}
"""The steps on the page of a licence, by their names in the table of its life."""


@login_required
def exporter_licences(request: HttpRequest) -> HttpResponse:
    """The exporter's licences with what is left of each; all licences for the authority and customs."""
    sought = request.GET.get("q", "").strip()
    page = Paginator(licences_listed(visible_licences(request.user), sought), 25).get_page(request.GET.get("page"))
    context = {"page": page, "licences": positions_listed(page.object_list), "sought": sought}
    return render(request, "licences/licences.html", context)


@login_required
def licence(request: HttpRequest, number: str) -> HttpResponse:
    """One licence: its lines with what is left, its conditions, its ledger, its document and code."""
    return _page(request, _licence_or_404(request, number))


@require_POST
@login_required
def licence_step(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Suspend the licence at once, reinstate it, give it up, or propose a measure against it."""
    shown = _licence_or_404(request, number)
    if action not in FORMS:
        raise Http404
    form = FORMS[action](request.POST, auto_id=f"{action}-%s")
    if form.is_valid():
        now = timezone.now()
        done = attempt(form, lambda: SERVICES[action](licence=shown, **form.cleaned_data, by=request.user, now=now))
        if isinstance(done, Case):
            messages.success(request, _("The case %(case)s is open.") % {"case": done.reference})
            return redirect("case", done.reference)
        if done is not None:
            state = {"number": done.number, "state": done.get_state_display()}
            messages.success(request, _("Licence %(number)s is now %(state)s.") % state)
            return redirect("licence", done.number)
    return _page(request, shown, refused=(action, form))


@require_POST
@login_required
def licence_change(request: HttpRequest, number: str) -> HttpResponse:
    """Open a draft that changes the licence, filled in with what was licensed."""
    shown = _licence_or_404(request, number)
    how = request.POST.get("how", "")
    try:
        case = applying.begin_change(licence=shown, how=how, by=request.user, now=timezone.now())
    except (NotPermitted, Invalid) as refusal:
        messages.error(request, str(refusal))
        return redirect("licence", shown.number)
    return redirect("application_step", case.reference, first_page(case))


@login_required
def licence_code(request: HttpRequest, number: str) -> HttpResponse:
    """The licence's signed code, as a picture for a phone's camera."""
    shown = _licence_or_404(request, number)
    if not shown.token:
        raise Http404
    response = HttpResponse(write_svg(shown.token), content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _licence_or_404(request: HttpRequest, number: str) -> Licence:
    licences = (
        visible_licences(request.user)
        .select_related("exporter", "case", "document", "supersedes", "superseded_by")
        .prefetch_related("lines")
    )
    return get_object_or_404(licences, number=number)


def _page(request: HttpRequest, shown: Licence, refused: tuple[str, Form] | None = None) -> HttpResponse:
    view = licence_view(shown, viewer=request.user, now=timezone.now())
    forms: dict[str, Form] = {step.name: FORMS[step.name](auto_id=f"{step.name}-%s") for step in view.steps}
    if refused:
        forms[refused[0]] = refused[1]
    context = {
        "page": view,
        "licence": shown,
        "steps": [(step, forms[step.name]) for step in view.steps],
        "refused": refused[1] if refused else None,
        "changes": [one for one in policy().changes.values() if one.ends_in_licence] if view.may_change else (),
        "proceedings": proceedings_of(shown, request.user),
        "obligations": visible_obligations(request.user).filter(licence=shown),
        "today": local_day(timezone.now()),
        "internal": request.user.has_perm("licences.view_any"),
        "may_open_case": shown.case is not None and request.user.has_perm("cases.view_case", shown.case),
    }
    return render(request, "licences/licence.html", context, status=REFUSED if refused else 200)
