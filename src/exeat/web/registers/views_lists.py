"""Pages of the lists, for those who work with them: officers and reviewers, the head, the auditor."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from exeat.domain.review import Role
from exeat.web.access import for_roles
from exeat.web.registers import selectors
from exeat.web.registers.addresses import provision_url
from exeat.web.registers.lists import read_control_list
from exeat.web.registers.models import ControlListVersion

READERS = (Role.OFFICER, Role.REVIEWER, Role.HEAD, Role.AUDITOR)
A_PAGE = 50


@require_safe
@for_roles(*READERS)
def watchlists(request: HttpRequest) -> HttpResponse:
    """The watchlists: versions, counts, legal effect."""
    return render(request, "registers/lists_watchlists.html", {"lists": selectors.watchlist_histories()})


@require_safe
@for_roles(*READERS)
def control_lists(request: HttpRequest) -> HttpResponse:
    """The control lists and their versions."""
    return render(request, "registers/lists_control_lists.html", {"lists": selectors.control_list_histories()})


@require_safe
@for_roles(*READERS)
def control_list(request: HttpRequest, list_id: str) -> HttpResponse:
    """The entries of a list, page by page, or those nearest to what is sought; a code leads to its own page."""
    version = _version_or_404(request, list_id)
    shown, sought = read_control_list(version), request.GET.get("q", "").strip()
    context = {"list": shown, "version": version, "sought": sought}
    if not sought:
        context["page"] = Paginator(shown.entries, A_PAGE).get_page(request.GET.get("page"))
    elif found := selectors.provision_page(version, sought):
        return redirect(provision_url(list_id, version.version, found.record.path))
    else:
        context["found"] = selectors.search(shown, sought)
    return render(request, "registers/lists_control_list.html", context)


@require_safe
@for_roles(*READERS)
def provision(request: HttpRequest, list_id: str, path: str) -> HttpResponse:
    """The permanent page of what a list prints at a path, in the version that the address names."""
    page = selectors.provision_page(_version_or_404(request, list_id), path)
    if page is None:
        raise Http404
    return render(request, "registers/lists_provision.html", {"page": page})


def _version_or_404(request: HttpRequest, list_id: str) -> ControlListVersion:
    version = selectors.find_version(list_id, request.GET.get("version", ""))
    if version is None:
        raise Http404
    return version
