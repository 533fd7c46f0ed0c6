"""The return under a general authorisation: its lines typed on a page, or an empty sheet to fill in elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exeat.domain.review import obligation_action, refusals
from exeat.web.access import REFUSED, attempt
from exeat.web.acting import actor_for
from exeat.web.obligations import services, usage
from exeat.web.obligations.forms import ReturnForm, UsageForms, UsageFormSet
from exeat.web.obligations.models import RETURN, Obligation
from exeat.web.permissions import visible_obligations
from exeat.web.policy import policy
from exeat.web.saving import XLSX, file_to_show

MORE = 3
"""Empty rows that a button adds."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def usage_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what left in the months of a return, line by line; for whoever may hand it in."""
    owed = _owed(request, pk)
    if request.method != "POST":
        return _page(request, owed, _rows(owed), ReturnForm())
    if "more" in request.POST:
        return _page(request, owed, _rows(owed, _longer(request.POST)), ReturnForm(request.POST))
    rows, form = _rows(owed, request.POST), ReturnForm(request.POST)
    if all([rows.is_valid(), form.is_valid()]) and form.check(rows.lines()):
        note, now = form.cleaned_data["note"], timezone.now()
        given = {"obligation": owed, "lines": rows.lines(), "note": note}
        if attempt(form, lambda: services.hand_in_figures(**given, by=request.user, now=now)):
            messages.success(request, _("The return is handed in."))
            return redirect("obligation", pk)
    return _page(request, owed, rows, form, status=REFUSED)


@login_required
@require_safe
def usage_sheet(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet for a return, with a line of examples."""
    return file_to_show(usage.empty_sheet(), XLSX, "return.xlsx")


def _rows(owed: Obligation, typed: QueryDict | None = None) -> UsageForms:
    destinations = [code for code, _name in owed.licence.content.get("destinations", ())]
    return UsageFormSet(typed, prefix="lines", form_kwargs={"destinations": destinations})


def _longer(typed: QueryDict) -> QueryDict:
    """What was typed, with some rows more."""
    data = typed.copy()
    total = data.get("lines-TOTAL_FORMS", "")
    data["lines-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + MORE)
    return data


def _owed(request: HttpRequest, pk: int) -> Obligation:
    """A return that the reader may hand in now; 404 for any other."""
    rows = visible_obligations(request.user).select_related("licence__exporter", "licence__case")
    owed, now = get_object_or_404(rows, pk=pk, rule=RETURN), timezone.now()
    standing = services.obligation_standing(owed, now)
    refused = refusals(obligation_action("fulfil"), standing, actor_for(request.user, now), policy())
    if refused or services.too_early(owed, now):
        raise Http404
    return owed


def _page(
    request: HttpRequest, owed: Obligation, rows: UsageForms, form: ReturnForm, status: int = 200
) -> HttpResponse:
    context = {"obligation": owed, "rows": rows, "form": form, "refused": status == REFUSED}
    return render(request, "obligations/return.html", context, status=status)
