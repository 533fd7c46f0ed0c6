"""Statistics of any period for the authority, the cases behind each figure, and reports for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.adapters.figures import FigureReport, write_csv, write_svg, write_xlsx
from exeat.adapters.pdf import render_report
from exeat.domain.review import Role
from exeat.domain.statistics import Period, Statistics
from exeat.web.access import attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.policy import local_day
from exeat.web.saving import XLSX, file_to_save
from exeat.web.statistics import selectors, services, showing
from exeat.web.statistics.forms import PeriodForm, PublishForm
from exeat.web.statistics.models import Report

READERS = (Role.HEAD, Role.OFFICER, Role.AUDITOR)
A_PAGE = 50


@require_safe
@for_roles(*READERS)
def statistics(request: HttpRequest) -> HttpResponse:
    """Every table of a period."""
    form, period = _period(request)
    found = _computed(period)
    context = {
        "form": form,
        "period": period,
        "period_text": showing.period_text(period),
        "tables": showing.shown(found.tables.values()),
        "notes": showing.notes(unvalued=found.unvalued),
        "publish": PublishForm(initial={"first": period.first, "last": period.last}),
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "may_publish": actor_for(request.user, timezone.now()).in_any((Role.HEAD,)),
        "reports": Report.objects.only("title", "first", "last", "at"),
    }
    return render(request, "statistics/statistics.html", context, status=422 if form.errors else 200)


@require_safe
@for_roles(*READERS)
def behind(request: HttpRequest, table: str) -> HttpResponse:
    """The cases behind a figure: `?row=` (empty: the total), `?column=`, and the period or the report."""
    tables = _tables_of(request)
    row = request.GET.get("row", "")
    try:
        column = request.GET.get("column") or tables[table].columns[0].name
        found = selectors.behind(tables[table], row, column, request.user)
    except KeyError:
        raise Http404 from None
    context = {
        "title": showing.figure_title(table, row, column),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "of_licences": table in selectors.OF_LICENCES,
        "asked": request.GET.urlencode(),
    }
    return render(request, "statistics/behind.html", context)


@require_safe
@for_roles(*READERS)
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The tables of a period as a file."""
    _form, period = _period(request)
    found = _computed(period)
    title = _("Licensing statistics, %(period)s") % {"period": showing.period_text(period)}
    notes = showing.notes(unvalued=found.unvalued)
    report = showing.files(title, found.tables.values(), notes, local_day(timezone.now()))
    return _file(report, form, f"statistics-{period.first}-{period.last}", request.GET.get("table", ""))


@require_POST
@for_roles(Role.HEAD)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the statistics of a period."""
    now, form = timezone.now(), PublishForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form, lambda: services.publish(title=data["title"], period=data["period"], by=request.user, now=now)
        )
        if made is not None:
            messages.success(request, _("The report is published. Its figures will not change."))
            return redirect("statistics_report", made.pk)
    return render(request, "statistics/publish.html", {"form": form}, status=422)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that were published; for everybody."""
    page = Paginator(Report.objects.defer("content", "public"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "statistics/reports.html", {"page": page})


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report's public tables; for everybody."""
    found = get_object_or_404(Report, pk=pk)
    tables = selectors.report_tables(found, whole=False)
    context = {
        "report": found,
        "period_text": showing.period_text(Period(found.first, found.last)),
        "tables": showing.shown(tables.values()),
        "notes": showing.notes(public=True),
    }
    return render(request, "statistics/report.html", context)


@require_safe
def report_download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A report's public tables as a file; for everybody."""
    found = get_object_or_404(Report, pk=pk)
    tables = selectors.report_tables(found, whole=False)
    written = showing.files(found.title, tables.values(), showing.notes(public=True), local_day(found.at))
    return _file(written, form, f"report-{found.first}-{found.last}", request.GET.get("table", ""))


@require_safe
@for_roles(*READERS)
def report_whole(request: HttpRequest, pk: int) -> HttpResponse:
    """A report's tables as they were when it was published, nothing withheld, with the cases behind each figure."""
    found = get_object_or_404(Report, pk=pk)
    tables = selectors.report_tables(found, whole=True)
    context = {
        "report": found,
        "period_text": showing.period_text(Period(found.first, found.last)),
        "tables": showing.shown(tables.values()),
        "notes": showing.notes(),
    }
    return render(request, "statistics/whole.html", context)


def _period(request: HttpRequest) -> tuple[PeriodForm, Period]:
    """The period asked for; the suggested one where none is, or where it cannot be."""
    suggested = selectors.suggested_period(local_day(timezone.now()))
    initial = {"first": suggested.first, "last": suggested.last}
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=initial)
    return form, form.cleaned_data["period"] if form.is_bound and form.is_valid() else suggested


def _computed(period: Period) -> Statistics:
    return selectors.statistics_of(period, head=services.catch_up(now=timezone.now()))


def _tables_of(request: HttpRequest) -> Any:
    """The tables that a figure belongs to: of the report that the address names, else of the period."""
    if (pk := request.GET.get("report", "")).isdigit():
        return selectors.report_tables(get_object_or_404(Report, pk=int(pk)), whole=True)
    return _computed(_period(request)[1]).tables


def _pdf(report: FigureReport) -> bytes:
    return render_report(report, language=get_language() or "en", page=_("Page {page} of {pages}"))


_WRITERS: dict[str, tuple[str, Callable[[FigureReport], str | bytes]]] = {
    "xlsx": (XLSX, write_xlsx),
    "csv": ("text/csv; charset=utf-8", write_csv),
    "pdf": ("application/pdf", _pdf),
}


def _file(report: FigureReport, form: str, name: str, table: str) -> HttpResponse:
    """The report in one of the forms; `svg` is of the table that the address names."""
    if form == "svg":
        drawn = next((each for each in report.tables if each.name == table), None)
        if drawn is None:
            raise Http404
        media_type, content, name = "image/svg+xml", write_svg(drawn), f"{name}-{table}"
    elif form in _WRITERS:
        media_type, write = _WRITERS[form]
        content = write(report)
    else:
        raise Http404
    return file_to_save(content, media_type, f"{name}.{form}")
