"""The page on which an officer classifies a line; everybody who reviews the case may read it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.web.access import REFUSED, attempt
from exeat.web.audit.record import record_read
from exeat.web.cases.models import CaseItem
from exeat.web.classification.forms import LISTED, ClassifyForm, FactForm
from exeat.web.classification.selectors.panel import find_item, panel


@login_required
@require_safe
def line(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """The panel of a line. A link may name an entry, with which the form then begins."""
    item = _item_or_404(request, reference, line)
    record_read(user=request.user, subject=item.case.subject, what=f"line {line}", now=timezone.now())
    entry = request.GET.get("entry", "")[:40]
    begun = ClassifyForm(initial={"finding": LISTED, "entry": entry}) if entry else None
    return _page(request, item, classify=begun)


@login_required
@require_POST
def state(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Keep a fact; the page again, with the verdicts as they are now."""
    item, form = _item_or_404(request, reference, line), FactForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: form.take(item, by=request.user, now=timezone.now()))
    if form.errors:
        return _page(request, item, fact=form)
    return redirect("classification_panel", reference, line)


@login_required
@require_POST
def classify(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Record the officer's finding and lead back to the case."""
    item, form = _item_or_404(request, reference, line), ClassifyForm(request.POST)
    if form.is_valid():
        attempt(form, lambda: form.take(item, by=request.user, now=timezone.now()))
    if form.errors:
        return _page(request, item, classify=form)
    messages.success(request, _("Line %(line)s is classified.") % {"line": line})
    return redirect(f"{reverse('case', args=[reference])}#goods")


def _item_or_404(request: HttpRequest, reference: str, line: int) -> CaseItem:
    item = find_item(reference, line, request.user)
    if item is None:
        raise Http404
    return item


def _page(
    request: HttpRequest, item: CaseItem, fact: FactForm | None = None, classify: ClassifyForm | None = None
) -> HttpResponse:
    context = {
        "page": panel(item, viewer=request.user, now=timezone.now()),
        "fact_form": fact or FactForm(),
        "classify_form": classify or ClassifyForm(),
    }
    refused = (fact and fact.errors) or (classify and classify.errors)
    status = REFUSED if refused and "HX-Request" not in request.headers else 200  # htmx shows no other answer
    return render(request, "classification/panel.html", context, status=status)
