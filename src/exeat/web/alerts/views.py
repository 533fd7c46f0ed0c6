"""Alerts: the list, the page of one, and what an officer does about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.alerts import selectors
from exeat.web.alerts.forms import FORMS, AlertForm
from exeat.web.alerts.models import Alert

READERS = (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.REVIEWER)


@require_safe
@for_roles(*READERS)
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts that the reader may see, those to be settled first shown; by kind, and by version of a list."""
    chosen, version = request.GET.get("show", "open"), request.GET.get("version", "")
    rescreening = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        page = selectors.alert_rows(request.user, shown=chosen, rescreening=rescreening, page=request.GET.get("page"))
    except KeyError:
        raise Http404 from None
    context = {
        "page": page,
        "chosen": chosen,
        "rescreening": rescreening,
        "choices": selectors.choices(request.user),
        "rescreenings": selectors.rescreenings(request.user),
    }
    return render(request, "alerts/alerts.html", context)


@require_safe
@for_roles(*READERS)
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert: why it is one, what it touches, what was found, and what may be done."""
    return _page(request, _alert_or_404(request, pk))


@require_POST
@for_roles(*READERS)
def alert_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one step. Refused: the page again, the reasons in their place."""
    shown = _alert_or_404(request, pk)
    if step not in FORMS:
        raise Http404
    now = timezone.now()
    form = FORMS[step](selectors.alert_page(shown, viewer=request.user, now=now), request.POST)
    if form.is_valid():
        attempt(form, lambda: form.take(by=request.user, now=now))
    if form.errors:
        return _page(request, _alert_or_404(request, pk), form)
    messages.success(request, _("Recorded: %(step)s.") % {"step": form.button})
    return redirect("alert", pk)


def _alert_or_404(request: HttpRequest, pk: int) -> Alert:
    found = selectors.find_alert(pk, request.user)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, shown: Alert, refused: AlertForm | None = None) -> HttpResponse:
    page = selectors.alert_page(shown, viewer=request.user, now=timezone.now())
    forms = {step: form(page) for step, form in FORMS.items()}
    if refused is not None:
        forms[refused.step] = refused
    context = {"page": page, "alert": shown, "forms": forms, "refused": refused}
    return render(request, "alerts/alert.html", context, status=REFUSED if refused else 200)
