"""What came of the events: reports that are due, reports filed, evidence taken over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.web.access import REFUSED, attempt, for_roles, told
from exeat.web.cooperation.models import Offer
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day
from exeat.web.returns import selectors
from exeat.web.returns.forms import ReportForm
from exeat.web.returns.models import Achieved, Return
from exeat.web.returns.services import accept_evidence, file_report


@require_safe
@for_roles(*PLANNERS)
def returns(request: HttpRequest) -> HttpResponse:
    """Events that are over: without a report, and with one."""
    due = selectors.due_reports(Offer.objects.all(), today=local_day(timezone.now()))
    return render(request, "returns/returns.html", {"due": due, "filed": selectors.filed_reports()})


@for_roles(*PLANNERS)
def return_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Report on an event."""
    offer = get_object_or_404(Offer.objects.select_related("host"), reference=reference)
    form = ReportForm(offer, request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: file_report(offer=offer, **form.given, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The report is filed."))
            return redirect("return", made.pk)
    context = {"form": form, "offer": offer}
    return render(request, "returns/file.html", context, status=REFUSED if form.errors else 200)


@require_safe
@for_roles(*PLANNERS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report."""
    shown = get_object_or_404(Return.objects.select_related("offer__host", "filed_by"), pk=pk)
    achieved = shown.achieved.select_related("capability", "evidence")
    return render(request, "returns/return.html", {"report": shown, "achieved": achieved})


@require_POST
@for_roles(*PLANNERS)
def return_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a report shows as evidence."""
    achieved = get_object_or_404(Achieved, pk=pk)
    if told(request, lambda: accept_evidence(achieved=achieved, by=request.user, now=timezone.now())):
        messages.success(request, _("The evidence is in the register of capabilities."))
    return redirect("return", achieved.report_id)
