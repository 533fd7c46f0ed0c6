"""Calendars of officials: read for leave that a person then confirms, and written from what is recorded."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from exeat.adapters.calendar_files import CalendarEntry, read_busy, write_calendar
from exeat.domain.offers import OfferError
from exeat.web.access import REFUSED, attempt
from exeat.web.people import selectors, services
from exeat.web.people.forms import CalendarForm, ConfirmedForm
from exeat.web.permissions import visible_officials
from exeat.web.saving import file_to_save


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the absences that a calendar file holds; none is recorded yet."""
    shown = get_object_or_404(visible_officials(request.user), pk=pk)
    form = CalendarForm(request.POST or None, request.FILES or None)
    context = {"official": shown, "form": form}
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            spans = read_busy(file.read(), file.name)
        except OfferError as refusal:
            form.add_error("file", str(refusal))
        else:
            fresh = selectors.not_recorded(shown, spans)
            context |= {"spans": fresh, "known": len(spans) - len(fresh), "confirm": ConfirmedForm.proposing(fresh)}
    return render(request, "people/calendar.html", context, status=REFUSED if form.errors else 200)


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the dates that were confirmed: all of them, or none."""
    shown = get_object_or_404(visible_officials(request.user), pk=pk)
    form = ConfirmedForm.of(request.POST)
    if form.is_valid():
        spans, now = form.cleaned_data["spans"], timezone.now()

        def record_all() -> int:
            with transaction.atomic():
                for first, last in spans:
                    services.record_leave(official=shown, first=first, last=last, by=request.user, now=now)
            return len(spans)

        if recorded := attempt(form, record_all):
            text = ngettext("One absence is recorded.", "%(count)d absences are recorded.", recorded)
            messages.success(request, text % {"count": recorded})
            return redirect("official", pk)
    context = {"official": shown, "form": CalendarForm(), "refused": form}
    return render(request, "people/calendar.html", context, status=REFUSED)


@require_safe
@login_required
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The official's recorded leave as a calendar file."""
    shown = get_object_or_404(visible_officials(request.user), pk=pk)
    entries = [
        CalendarEntry(f"leave-{leave.pk}@exeat", _("Away: %(name)s") % {"name": shown}, leave.first, leave.last)
        for leave in shown.leave.all()
    ]
    name = f"{slugify(shown.name) or 'calendar'}.ics"
    return file_to_save(write_calendar(entries, timezone.now()), "text/calendar; charset=utf-8", name)
