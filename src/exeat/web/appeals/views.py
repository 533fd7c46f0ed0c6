"""The reviews that wait for a decision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exeat.domain.review import Role
from exeat.web.access import for_roles
from exeat.web.appeals import selectors
from exeat.web.policy import policy


@require_safe
@for_roles(Role.APPEAL, Role.HEAD, Role.OFFICER, Role.AUDITOR)
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits, the first due first; `?show=past` for what was decided."""
    past = request.GET.get("show") == "past"
    page = selectors.reviews(request.user, past=past, page=request.GET.get("page"), now=timezone.now())
    return render(request, "appeals/reviews.html", {"page": page, "past": past, "rules": policy().appeals})
