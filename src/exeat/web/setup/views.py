"""The page that says what an installation lacks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exeat.domain.review import Role
from exeat.web.access import for_roles
from exeat.web.setup.selectors import points


@require_safe
@for_roles(Role.ADMINISTRATOR)
def setup(request: HttpRequest) -> HttpResponse:
    """What is in place for a case to go its way from draft to customs, and what is not."""
    found = points(now=timezone.now())
    context = {"points": found, "missing": sum(point.state == "missing" for point in found)}
    return render(request, "setup/setup.html", context)
