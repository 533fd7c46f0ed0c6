"""The desk of an agency's reviewers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from exeat.domain.review import Role
from exeat.web.access import for_roles
from exeat.web.cases.selectors.agency import asked_of


@for_roles(Role.REVIEWER)
def agency_desk(request: HttpRequest) -> HttpResponse:
    """What awaits the position of the reader's agency; `?show=past` for what it was asked before."""
    past = request.GET.get("show") == "past"
    page = asked_of(request.user.agency, past=past, page=request.GET.get("page"), now=timezone.now())
    return render(request, "cases/agency_desk.html", {"page": page, "past": past, "agency": request.user.agency})
