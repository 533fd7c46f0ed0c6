"""For partners: the load meter, and the windows that are published."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.partners import selectors
from exeat.web.partners.forms import WindowsForm
from exeat.web.partners.models import Publication
from exeat.web.partners.services import prepare_windows, release_windows
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day
from exeat.web.saving import file_to_save

AHEAD = timedelta(weeks=26)


@for_roles(*PLANNERS)
def partners(request: HttpRequest) -> HttpResponse:
    """What partners' calendars take; posting prepares windows for them."""
    now = timezone.now()
    form = WindowsForm(request.POST or None, initial={"last": local_day(now) + AHEAD})
    if form.is_valid():
        made = attempt(form, lambda: prepare_windows(**form.cleaned_data, by=request.user, now=now))
        if made is not None:
            messages.success(request, _("The windows are prepared. They leave when the head releases them."))
            return redirect("windows", made.pk)
    context = {"form": form, "meter": selectors.load_meter(), "publications": selectors.publications()}
    return render(request, "partners/partners.html", context, status=REFUSED if form.errors else 200)


@require_safe
@for_roles(*PLANNERS)
def windows(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be, or is, published. Who opens it is recorded."""
    found, now = get_object_or_404(Publication.objects.select_related("released_by"), pk=pk), timezone.now()
    record_read(user=request.user, subject=found.subject, what="free windows", now=now)
    may_release = found.released_at is None and actor_for(request.user, now).in_any((Role.HEAD,))
    context = {"publication": found, "sections": selectors.window_sections(found.statement), "may_release": may_release}
    return render(request, "partners/windows.html", context)


@require_POST
@for_roles(Role.HEAD)
def windows_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the windows."""
    release_windows(publication=get_object_or_404(Publication, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The windows are released and signed."))
    return redirect("windows", pk)


@require_safe
@for_roles(*PLANNERS)
def windows_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed file; only of windows that the head released."""
    found, now = get_object_or_404(Publication, pk=pk, released_at__isnull=False), timezone.now()
    record_read(user=request.user, subject=found.subject, what="free windows, as a file", now=now)
    return file_to_save(found.token, "application/jose", f"windows-{found.first}.jws")
