"""Provisional records: what a post let leave while it had no line to us.

The page queues records in the browser and sends them when the line returns; without JavaScript it takes one record,
or a file of them.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, for_roles
from exeat.web.licences.forms import COLUMNS, MOST_ROWS, ProvisionalForm, RecordsFileForm
from exeat.web.licences.services.customs import Outcome, take_over
from exeat.web.licences.views_customs import POST
from exeat.web.policy import local_day
from exeat.web.saving import file_to_save

ASSETS = (
    "vendor/bootstrap/bootstrap.min.css",
    "vendor/bootstrap/bootstrap.rtl.min.css",
    "exeat.css",
    "brand/favicon.svg",
    "brand/mark.svg",
    "vendor/htmx/htmx.min.js",
    "licences/provisional.js",
)
"""What the page needs when there is no line."""


@for_roles(Role.CUSTOMS)
def provisional(request: HttpRequest) -> HttpResponse:
    """Enter one record; with JavaScript, by way of the queue in the browser."""
    here = {"post": request.session.get(POST, ""), "declared_on": local_day(timezone.now())}
    form = ProvisionalForm(request.POST or None, initial=here)
    if form.is_valid():
        record = form.record()
        [outcome] = take_over(shipments=[record], by=request.user, now=timezone.now())
        if outcome.status != "refused":
            request.session[POST] = record.declaration.post
            messages.success(request, outcome.message[:1].upper() + outcome.message[1:] + ".")
            return redirect("provisional")
        form.add_error(None, outcome.message)
    return _page(request, form, RecordsFileForm())


@require_POST
@for_roles(Role.CUSTOMS)
def provisional_file(request: HttpRequest) -> HttpResponse:
    """Take over a post's file: whole, or not at all when a line of it cannot be read."""
    form = RecordsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, ProvisionalForm(), form)
    records = form.cleaned_data["file"]
    outcomes = take_over(shipments=records, by=request.user, now=timezone.now())
    return render(request, "licences/provisional_taken.html", {"taken": list(zip(records, outcomes, strict=True))})


def _page(request: HttpRequest, form: ProvisionalForm, file_form: RecordsFileForm) -> HttpResponse:
    context = {"form": form, "file_form": file_form}
    return render(
        request, "licences/provisional.html", context, status=REFUSED if form.errors or file_form.errors else 200
    )


@for_roles(Role.CUSTOMS)
@require_safe
def provisional_example(request: HttpRequest) -> HttpResponse:
    """The heading of the file, to fill in with a spreadsheet."""
    return file_to_save(",".join(COLUMNS) + "\r\n", "text/csv; charset=utf-8", "records.csv")


@require_POST
def provisional_send(request: HttpRequest) -> JsonResponse:
    """Take over the queue: `{"records": [{"id": …, fields of the form}]}`, answered by an outcome for each id.

    Says 401 and 403 instead of leading to the sign-in page, for the reader is a script that must keep its records.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": _("sign in, then send again")}, status=401)
    if not request.user.has_role(Role.CUSTOMS):
        return JsonResponse({"error": _("only customs officers record shipments")}, status=403)
    try:
        records = json.loads(request.body)["records"]
        rows = [(str(row["id"]), ProvisionalForm(row)) for row in records[:MOST_ROWS]]
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"error": _("expected a list of records, each with an id")}, status=400)
    return JsonResponse({"results": [{"id": key} | _taken(request, form) for key, form in rows]})


def _taken(request: HttpRequest, form: ProvisionalForm) -> dict[str, str]:
    if not form.is_valid():
        return {"status": "refused", "message": form.problems()}
    [outcome] = take_over(shipments=[form.record()], by=request.user, now=timezone.now())
    return _as_data(outcome)


def _as_data(outcome: Outcome) -> dict[str, str]:
    return {"status": outcome.status, "message": outcome.message}


@require_safe
def provisional_offline(request: HttpRequest) -> HttpResponse:
    """The queue's page as it is kept in the browser: nobody's name on it, nothing to read but what the post wrote."""
    return render(request, "licences/provisional_offline.html", {"form": ProvisionalForm()})


@require_safe
def provisional_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page at hand: its addresses, then the file. It rules over this folder only."""
    kept = json.dumps([reverse("provisional_offline"), *(static(name) for name in ASSETS)])
    code = Path(finders.find("licences/provisional-worker.js")).read_text(encoding="utf-8")
    script = f"const OFFLINE = {json.dumps(reverse('provisional_offline'))};\nconst KEPT = {kept};\n{code}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
