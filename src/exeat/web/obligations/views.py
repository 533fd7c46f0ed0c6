"""Obligations: the list that one may see, and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exeat.domain.review import OBLIGATION_ACTIONS
from exeat.web.access import REFUSED, attempt
from exeat.web.acting import actor_for
from exeat.web.cases.selectors.steps import steps_among
from exeat.web.licences.forms import ReasonForm
from exeat.web.obligations import services, usage
from exeat.web.obligations.forms import FulfilForm
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.selectors import SHOWN, last_return, listed
from exeat.web.permissions import of_the_authority, visible_obligations
from exeat.web.policy import local_day

WITH_REASON: dict[str, Callable[..., object]] = {
    "send_back_fulfilment": services.send_back_fulfilment,
    "release_obligation": services.release_obligation,
}


@login_required
def obligations(request: HttpRequest) -> HttpResponse:
    """What is owed, the earliest due first; for a holder their own, for the authority all."""
    shown = request.GET.get("show", "open")
    if shown not in SHOWN:
        raise Http404
    today = local_day(timezone.now())
    rows = listed(visible_obligations(request.user), shown, today)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    choices = (
        ("open", _("Open")),
        ("overdue", _("Overdue")),
        ("handed_in", _("Handed in")),
        ("settled", _("Settled")),
        ("all", _("All")),
    )
    context = {"page": page, "shown": shown, "choices": choices, "today": today}
    return render(request, "obligations/obligations.html", context)


@login_required
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """One obligation: what is owed, what was handed in, and what the reader may do."""
    return _page(request, _found(request, pk))


@require_POST
@login_required
def obligation_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Hand in, accept, send back, release."""
    shown, now = _found(request, pk), timezone.now()
    if action == "fulfil":
        form: django_forms.Form = FulfilForm(shown.document_kind, request.POST, request.FILES)
    elif action in WITH_REASON:
        form = ReasonForm(request.POST, auto_id=f"{action}-%s")
    elif action == "accept_fulfilment":
        form = django_forms.Form(request.POST)
    else:
        raise Http404
    if form.is_valid() and attempt(form, lambda: _take(action, shown, form, request, now)):
        messages.success(request, _("Recorded."))
        return redirect("obligation", pk)
    return _page(request, shown, refused=(action, form))


def _take(action: str, shown: Obligation, form: Any, request: HttpRequest, now: Any) -> object:
    if action == "fulfil":
        file = form.cleaned_data["file"]
        return services.fulfil(
            obligation=shown,
            name=file.name,
            content=file.read(),
            note=form.cleaned_data["note"],
            by=request.user,
            now=now,
        )
    if action == "accept_fulfilment":
        return services.accept_fulfilment(obligation=shown, by=request.user, now=now)
    reason = form.cleaned_data["reason"]
    return WITH_REASON[action](obligation=shown, reason=reason, by=request.user, now=now)


def _found(request: HttpRequest, pk: int) -> Obligation:
    rows = visible_obligations(request.user).select_related("licence__exporter", "licence__case", "draw__line")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, shown: Obligation, refused: tuple[str, Any] | None = None) -> HttpResponse:
    now = timezone.now()
    standing = services.obligation_standing(shown, now)
    steps = steps_among(OBLIGATION_ACTIONS, standing, actor_for(request.user, now))
    forms: dict[str, Any] = {name: ReasonForm(auto_id=f"{name}-%s") for name in steps}
    forms["fulfil"] = FulfilForm(shown.document_kind)
    if refused:
        forms[refused[0]] = refused[1]
    context = {
        "obligation": shown,
        "fulfilments": shown.fulfilments.select_related("document", "by"),
        **_usage(shown, request),
        "steps": [(step, forms[name]) for name, step in steps.items()],
        "refused": refused[1] if refused else None,
        "early": services.too_early(shown, now),
        "late": shown.state == "open" and shown.due < local_day(now),
    }
    return render(request, "obligations/obligation.html", context, status=REFUSED if refused else 200)


def _usage(shown: Obligation, request: HttpRequest) -> dict[str, Any]:
    """The lines of a return that was handed in last; to the authority, what should be looked at in it."""
    last = last_return(shown)
    if last is None:
        return {}
    lines = usage.lines_of(last)
    return {
        "usage": last,
        "lines": lines,
        "totals": usage.totals(lines),
        "remarks": usage.remarks_on(last) if of_the_authority(request.user) else (),
    }
