"""Pages of the watchlists, for those who work with them: officers and reviewers, the head, the auditor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exeat.domain.review import Role
from exeat.web.access import for_roles
from exeat.web.registers import selectors

READERS = (Role.OFFICER, Role.REVIEWER, Role.HEAD, Role.AUDITOR)


@require_safe
@for_roles(*READERS)
def watchlists(request: HttpRequest) -> HttpResponse:
    """The watchlists: versions, counts, legal effect."""
    return render(request, "registers/lists_watchlists.html", {"lists": selectors.watchlist_histories()})
