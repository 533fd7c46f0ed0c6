"""Pages of the control lists: for everybody where the policy opens a list, else for those who sign in."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from exeat.web.permissions import reads_amendments
from exeat.web.registers import control_lists as reading
from exeat.web.registers import selectors
from exeat.web.registers.addresses import list_url, provision_url
from exeat.web.registers.lists import read_control_list
from exeat.web.registers.models import ControlListVersion

A_PAGE = 50


@require_safe
def control_lists(request: HttpRequest) -> HttpResponse:
    """The control lists that the reader may see, and their versions."""
    histories = selectors.control_list_histories()
    shown = [history for history in histories if reading.may_read(request.user, history.current.list_id)]
    context = {
        "lists": shown,
        "more_inside": len(shown) < len(histories),
        "reads_amendments": reads_amendments(request.user),
    }
    return render(request, "registers/lists_control_lists.html", context)


@require_safe
def control_list_in_force(request: HttpRequest, list_id: str) -> HttpResponse:
    """The short address of a list: its version in force."""
    return redirect(list_url(list_id))


@require_safe
def control_list(request: HttpRequest, list_id: str, version: str) -> HttpResponse:
    """The entries of a list, page by page, or those nearest to what is sought; a code leads to its own page."""
    if not reading.may_read(request.user, list_id):
        return redirect_to_login(request.get_full_path())
    found, sought = _version_or_404(list_id, version), request.GET.get("q", "").strip()
    shown = read_control_list(found)
    context = {"list": shown, "version": found, "named": version, "sought": sought}
    if not sought:
        context["page"] = Paginator(shown.entries, A_PAGE).get_page(request.GET.get("page"))
    elif exact := reading.provision_page(found, sought):
        return redirect(provision_url(list_id, version, exact.record.path))
    else:
        context["found"] = reading.search(found, sought)
    return render(request, "registers/lists_control_list.html", context)


@require_safe
def provision(request: HttpRequest, list_id: str, version: str, path: str) -> HttpResponse:
    """The permanent page of what a list prints at a path, in the version that the address names."""
    if not reading.may_read(request.user, list_id):
        return redirect_to_login(request.get_full_path())
    page = reading.provision_page(_version_or_404(list_id, version), path)
    if page is None:
        raise Http404
    return render(request, "registers/lists_provision.html", {"page": page})


def _version_or_404(list_id: str, version: str) -> ControlListVersion:
    found = reading.find_version(list_id, version)
    if found is None:
        raise Http404
    return found
