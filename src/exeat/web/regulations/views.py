"""Laws, regulations and lists in force on a day; a place with its texts and what cites it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.policy import local_day
from exeat.web.regulations import selectors
from exeat.web.regulations.forms import EndForm, InstrumentForm, TextForm
from exeat.web.regulations.models import Instrument, Provision
from exeat.web.regulations.services.registering import KEEPERS

READERS = (*KEEPERS, Role.AUDITOR, Role.REVIEWER)
STEPS = {"text": TextForm, "end": EndForm}


@login_required
@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    """What is in force on a day: today's, unless another is asked for. Laws are public to whoever signs in."""
    day = _day(request)
    context = {
        "day": day,
        "instruments": selectors.instruments_on(day),
        "others": selectors.others(day),
        "lists": selectors.lists_on(day) if _reads_citations(request) else [],
        "keeper": _keeper(request),
        "reader": _reads_citations(request),
    }
    return render(request, "regulations/regulations.html", context)


@login_required
@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """An instrument with the texts in force on a day."""
    return _instrument(request, get_object_or_404(Instrument, pk=slug))


@require_safe
@for_roles(*READERS)
def provision(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A place: its texts, the newest first, and what cites it."""
    found = get_object_or_404(Provision.objects.select_related("instrument"), pk=pk, instrument=slug)
    return render(request, "regulations/place.html", {"view": selectors.place_view(found)})


@require_safe
@for_roles(*READERS)
def changes(request: HttpRequest) -> HttpResponse:
    """Places whose text changed, the newest first."""
    return render(request, "regulations/changes.html", {"changes": selectors.changes()})


@for_roles(*KEEPERS)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter an instrument."""
    form = InstrumentForm(request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: form.take(by=request.user, now=timezone.now()))):
        messages.success(request, _("%(title)s is in the register.") % {"title": made})
        return redirect("regulation", made.pk)
    return render(request, "regulations/enter.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_POST
@for_roles(*KEEPERS)
def act(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Enter a text, or the instrument's last day."""
    shown = get_object_or_404(Instrument, pk=slug)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST, auto_id=f"{step}-%s")
    if form.is_valid():
        made = attempt(form, lambda: form.take(shown, by=request.user, now=timezone.now()))
        if isinstance(made, Provision):
            messages.success(request, _("Recorded. Below stands what cites it."))
            return redirect("provision_text", slug, made.pk)
        if made is not None:
            messages.success(request, _("Recorded."))
            return redirect("regulation", slug)
    return _instrument(request, shown, {step: form})


def _instrument(request: HttpRequest, shown: Instrument, refused: dict[str, Any] | None = None) -> HttpResponse:
    day = _day(request)
    forms = {step: form(auto_id=f"{step}-%s") for step, form in STEPS.items()} | (refused or {})
    context = {
        "instrument": shown,
        "day": day,
        "texts": selectors.texts_on(shown, day),
        "keeper": _keeper(request),
        "reader": _reads_citations(request),
        "forms": forms,
        "refused": refused,
    }
    return render(request, "regulations/instrument.html", context, status=REFUSED if refused else 200)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return local_day(timezone.now())


def _keeper(request: HttpRequest) -> bool:
    return actor_for(request.user, timezone.now()).in_any(KEEPERS)


def _reads_citations(request: HttpRequest) -> bool:
    return actor_for(request.user, timezone.now()).in_any(READERS)
