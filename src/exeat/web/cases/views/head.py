"""What whoever signs and whoever answers for the office look at."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from exeat.domain.review import Role
from exeat.web.access import for_roles
from exeat.web.cases.selectors import decisions as to_sign
from exeat.web.cases.selectors import overview as figures


@for_roles(Role.HEAD, Role.OFFICER)
def decisions(request: HttpRequest) -> HttpResponse:
    """What awaits decision or countersignature, in brief."""
    now = timezone.now()
    page = to_sign.awaiting_signature(request.user, page=request.GET.get("page"), now=now)
    context = {"page": page, "delegations": to_sign.delegations_in_force(now)}
    return render(request, "cases/decisions.html", context)


@for_roles(Role.HEAD, Role.OFFICER, Role.AUDITOR)
def overview(request: HttpRequest) -> HttpResponse:
    """Open, late, waiting for whom, and the last twelve months."""
    return render(request, "cases/overview.html", {"view": figures.overview(request.user, now=timezone.now())})


@for_roles(Role.HEAD, Role.OFFICER, Role.AUDITOR)
def overview_cases(request: HttpRequest, figure: str) -> HttpResponse:
    """The cases behind a figure of the overview; `?of=` says which month or reason."""
    of, page = request.GET.get("of", ""), request.GET.get("page")
    try:
        listed = figures.cases_of(figure, of, request.user, page=page, now=timezone.now())
    except KeyError:
        raise Http404 from None
    return render(request, "cases/overview_cases.html", {"listed": listed, "page": listed.page})
