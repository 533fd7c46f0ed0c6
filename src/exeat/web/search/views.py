"""The search: cases by words, by parties in any spelling, and by filters that are links."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.adapters.figures import FigureReport, write_rows, write_xlsx
from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.policy import local_day, policy
from exeat.web.saving import XLSX, file_to_save
from exeat.web.search import selectors
from exeat.web.search.forms import AssignForm, KeepForm, ReferEachForm, RemindEachForm, TickedForm
from exeat.web.search.inspections import found_in_inspections
from exeat.web.search.models import SavedView
from exeat.web.search.selectors import Sought
from exeat.web.search.services import indexing, keeping
from exeat.web.search.table import MOST_ROWS, case_table

ASSIGNERS = (Role.OFFICER, Role.HEAD)
IN_BULK: dict[str, Any] = {"assign": AssignForm, "refer": ReferEachForm, "remind": RemindEachForm}


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may open and that are looked for."""
    indexing.catch_up(now=timezone.now(), at_most=indexing.READ_AT_ONCE)
    return _page(request, Sought.of(request.GET))


@login_required
@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The cases of a search as a workbook or as comma-separated values."""
    cases = selectors.matching(request.user, Sought.of(request.GET)).select_related("exporter", "officer")
    table = case_table(cases.order_by("-created_at", "-pk")[:MOST_ROWS])
    if form == "csv":
        return file_to_save(write_rows(table).encode("utf-8-sig"), "text/csv; charset=utf-8", "cases.csv")
    if form == "xlsx":
        today = local_day(timezone.now())
        report = FigureReport(table.title, policy().state.authority_name, today, (), (table,))
        return file_to_save(write_xlsx(report), XLSX, "cases.xlsx")
    raise Http404


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name."""
    form = KeepForm(request.POST)
    given = request.POST.get("query", "")
    if form.is_valid() and attempt(form, lambda: form.take(SavedView.Page.SEARCH, by=request.user)):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('search')}?{given}")
    return _page(request, _sought(given), keep_form=form)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a kept search away."""
    keeping.drop_view(user=request.user, page=SavedView.Page.SEARCH, pk=pk)
    return redirect("search")


@require_POST
@for_roles(*ASSIGNERS)
def act(request: HttpRequest, what: str) -> HttpResponse:
    """Do something with the cases that are ticked; what could not be done is said of each."""
    now, given = timezone.now(), request.POST.get("query", "")
    if what not in IN_BULK:
        raise Http404
    form = IN_BULK[what](request.POST, by=request.user, auto_id=f"{what}-%s")
    if form.is_valid() and (made := attempt(form, lambda: form.take(by=request.user, now=now))):
        if made.done:
            messages.success(request, _("Done: %(cases)s.") % {"cases": ", ".join(map(str, made.done))})
        for case, why in made.refused:
            messages.error(request, _("Not done: %(case)s: %(why)s") % {"case": case, "why": why})
        return redirect(f"{reverse('search')}?{given}")
    return _page(request, _sought(given), refused=(what, form))


def _sought(query: str) -> Sought:
    return Sought.of(QueryDict(query))


def _page(
    request: HttpRequest,
    sought: Sought,
    keep_form: KeepForm | None = None,
    refused: tuple[str, TickedForm] | None = None,
) -> HttpResponse:
    query, viewer = sought.query(), request.user
    actor = actor_for(viewer, timezone.now())
    cases = selectors.matching(viewer, sought)
    in_bulk = {what: form(by=viewer, auto_id=f"{what}-%s") for what, form in IN_BULK.items()}
    context: dict[str, Any] = {
        "sought": sought,
        "query": query,
        "page": selectors.search(viewer, sought, cases, page=request.GET.get("page")),
        "there": found_in_inspections(viewer, sought.text) if not sought.chosen else [],
        "facets": selectors.facets(viewer, sought, cases),
        "views": viewer.saved_views.filter(page=SavedView.Page.SEARCH),
        "keep_form": keep_form or KeepForm(initial={"query": query}, auto_id="keep-%s"),
        "assigner": actor.in_any(ASSIGNERS),
        "officer": actor.in_any((Role.OFFICER,)),
        "in_bulk": in_bulk | ({refused[0]: refused[1]} if refused else {}),
        "refused": refused,
    }
    return render(request, "search/search.html", context, status=REFUSED if keep_form or refused else 200)
