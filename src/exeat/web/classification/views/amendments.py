"""What amendments of control lists changed, and whom they touch."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from exeat.web.access import for_roles
from exeat.web.classification.selectors.amendments import amendments, touched_by
from exeat.web.permissions import AMENDMENT_READERS

A_PAGE = 50
SHOWN = {
    "cases": _("Open cases"),
    "licences": _("Live licences"),
    "precedents": _("Precedents"),
    "changes": _("Paragraphs"),
}


@require_safe
@for_roles(*AMENDMENT_READERS)
def amendment_list(request: HttpRequest) -> HttpResponse:
    """Every amendment."""
    page = Paginator(amendments().defer("changes", "touched", "suggested"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "classification/amendments.html", {"page": page})


@require_safe
@for_roles(*AMENDMENT_READERS)
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """One amendment: the open cases, live licences and precedents that it touches, and its paragraphs."""
    shown = request.GET.get("show", "cases")
    if shown not in SHOWN:
        raise Http404
    touched = touched_by(get_object_or_404(amendments(), pk=pk), request.user)
    rows = {
        "cases": touched.cases,
        "licences": touched.licences,
        "precedents": touched.precedents,
        "changes": touched.amendment.changes,
    }
    context = {
        "amendment": touched.amendment,
        "shown": shown,
        "choices": [(name, title, len(rows[name])) for name, title in SHOWN.items()],
        "page": Paginator(rows[shown], A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "classification/amendment.html", context)
