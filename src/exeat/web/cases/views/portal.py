"""The exporter's portal: what became of each application, and an application typed in saved steps.

An officer types an application that came by letter in the same steps.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.carried import carried, put_down
from exeat.web.cases.forms.application import (
    STEPS,
    NewApplicationForm,
    RowsStep,
    SingleStep,
    kind_of,
    open_step,
)
from exeat.web.cases.forms.places import place_of
from exeat.web.cases.forms.upload import UploadForm, upload_forms
from exeat.web.cases.models import Case
from exeat.web.cases.selectors.applications import EDITABLE, applications_of, documents_of, standings, why_returned
from exeat.web.cases.selectors.changes import differences_of
from exeat.web.cases.selectors.hints import resembling
from exeat.web.cases.selectors.opinions import opinions_for
from exeat.web.cases.services import applying
from exeat.web.cases.services.reviewing import may_answer_for
from exeat.web.cases.standing import missing_from
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.permissions import visible_cases
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter
from exeat.web.scrutiny.case_forms import AnswerFlagsForm
from exeat.web.scrutiny.selectors import flags_of

FIELDS = ("start", "change", "goods", "parties", "use")
"""The steps that hold fields of the draft."""
PAGE_OF = {
    "goods": "goods",
    "amounts": "goods",
    "parties": "parties",
    "end_use": "use",
    "route": "use",
    "holder": "change",
    "validity": "change",
    "reason": "change",
}
"""The page on which each part that a change may touch is typed."""
ALWAYS = ("flags", "documents", "check")
"""The pages that a change has whatever it may touch."""


@for_roles(Role.EXPORTER)
def portal(request: HttpRequest) -> HttpResponse:
    """Where each application stands, those that wait for the exporter first."""
    now = timezone.now()
    page = Paginator(applications_of(request.user, now), 25).get_page(request.GET.get("page"))
    mandates = request.user.mandates.select_related("exporter")
    context = {"page": page, "applications": standings(page.object_list, now), "mandates": mandates}
    return render(request, "cases/portal.html", context)


@for_roles(Role.EXPORTER)
def application_new(request: HttpRequest) -> HttpResponse:
    """Open a draft, with the goods that were described on a page before it."""
    now, begun = timezone.now(), carried(request.session)
    exporters = Exporter.objects.filter(pk__in=actor_for(request.user, now).exporters)
    form = NewApplicationForm(exporters, request.POST or None, initial=begun)
    if form.is_valid():
        draft, exporter = form.written(begun), form.cleaned_data["exporter"]
        case = attempt(
            form, lambda: applying.create_draft(exporter=exporter, application=draft, by=request.user, now=now)
        )
        if case:
            put_down(request.session)
            return redirect("application_step", case.reference, "goods")
    context = {"form": form, "exporters": exporters, "begun": begun}
    return render(request, "cases/portal_new.html", context, status=REFUSED if form.errors else 200)


@login_required
def application_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """One step of the application: shown, or saved as typed."""
    if step not in STEPS:
        raise Http404
    case = _editable(request, reference)
    if case.state not in EDITABLE:
        return redirect("case", case.reference)
    if step not in _pages(case):
        return redirect("application_step", case.reference, "check")
    if step not in FIELDS:
        context = _context(request.user, case, step)
        if step == "check":
            context["opinions"] = opinions_for(case, request.user, local_day(timezone.now()))
        if step == "flags":
            context["form"] = AnswerFlagsForm(case)
        return render(request, f"cases/portal_{step}.html", context)
    typed = request.POST if request.method == "POST" else None
    forms = open_step(step, case.application, typed)
    if typed is None:
        return render(request, "cases/portal_step.html", _context(request.user, case, step, forms))
    valid = forms.is_valid()
    if valid:
        applying.save_draft(case=case, application=forms.written(case.application), by=request.user, now=timezone.now())
    if "add" in typed or "remove" in typed:  # the rows stay on the page, an empty one among them
        page = "cases/portal_rows_answer.html" if "HX-Request" in request.headers else "cases/portal_step.html"
        return render(request, page, _context(request.user, _fresh(case), step, forms))
    if not valid:
        return render(request, "cases/portal_step.html", _context(request.user, case, step, forms), status=REFUSED)
    messages.success(request, _("Saved."))
    return redirect("application_step", case.reference, step if "stay" in typed else _following(_fresh(case), step))


@require_POST
@login_required
def application_missing(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """The list of what is missing, as if what is typed were saved: for a page that asks while somebody types."""
    if step not in FIELDS:
        raise Http404
    case = _editable(request, reference)
    forms = open_step(step, case.application, request.POST)
    if forms.is_valid():
        case.application = forms.written(case.application)
    return render(request, "cases/portal_missing_answer.html", _context(request.user, case, step))


@require_POST
@login_required
def application_hints(request: HttpRequest, reference: str, row: int) -> HttpResponse:
    """Entries that the description of a row resembles. It never says that goods are not controlled."""
    _editable(request, reference)
    typed = {name: request.POST.get(f"items-{row}-{name}", "") for name in ("description", "facts", "hs")}
    return render(request, "cases/portal_hints.html", {"candidates": resembling(**typed)})


@require_POST
@login_required
def application_flags(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep the answers to the questions on end use; what is not answered stays open and holds nothing up."""
    case = _editable(request, reference)
    if "flags" not in _pages(case):
        raise Http404
    form = AnswerFlagsForm(case, request.POST)
    if form.is_valid() and form.answers() and form.has_changed():
        attempt(form, lambda: form.take(by=request.user, now=timezone.now()))
    if form.errors:
        context = _context(request.user, case, "flags") | {"form": form}
        return render(request, "cases/portal_flags.html", context, status=REFUSED)
    return redirect("application_step", case.reference, _following(case, "flags"))


@require_POST
@login_required
def application_documents(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a document of one kind; refused, the page again with the error beside the file."""
    case = _editable(request, reference)
    kind = policy().documents.get(request.POST.get("kind", ""))
    if kind is None:
        raise Http404
    form = UploadForm(kind, request.POST, request.FILES)
    if form.is_valid():
        upload = form.upload()
        if attempt(form, lambda: applying.add_document(case=case, **upload, by=request.user, now=timezone.now())):
            messages.success(request, _("%(name)s was added.") % {"name": upload["name"]})
            return redirect("application_step", case.reference, "documents")
    context = _context(request.user, case, "documents", refused=form)
    return render(request, "cases/portal_documents.html", context, status=REFUSED)


@require_POST
@login_required
def application_submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the application in."""
    case = _editable(request, reference)
    try:
        applying.submit(case=case, by=request.user, now=timezone.now())
    except NotPermitted as refusal:
        reasons = [reason.message for reason in refusal.refusals]
    except Invalid as refusal:
        reasons = [f"{place_of(path).label}: {message}" for path, message in refusal.errors.items()]
    else:
        messages.success(request, _("%(reference)s has been submitted.") % {"reference": case.reference})
        return redirect("case", case.reference)
    context = _context(request.user, _fresh(case), "check") | {"reasons": reasons}
    return render(request, "cases/portal_check.html", context, status=REFUSED)


def _editable(request: HttpRequest, reference: str) -> Case:
    """A case that the user may open and writes for: the exporter's people, or an officer for one on paper."""
    cases = visible_cases(request.user).select_related("exporter").prefetch_related("documents")
    case = get_object_or_404(cases, reference=reference)
    if not may_answer_for(case, request.user, timezone.now()):
        raise Http404
    return case


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("exporter").prefetch_related("documents").get(pk=case.pk)


def _pages(case: Case) -> tuple[str, ...]:
    """The pages of the application's form, by the kind of application; of a change, those that it may touch."""
    asked = any("exporter" in flag.asked for flag in policy().red_flags.values())
    pages = tuple(name for name in kind_of(case.application).form_steps if name != "flags" or asked)
    rule = policy().changes.get(case.change)
    if rule is None:
        return pages
    touched = {PAGE_OF[part] for part in rule.may_change}
    return tuple(name for name in ("change", *pages) if name in touched or name in ALWAYS)


def first_page(case: Case) -> str:
    """The first page of the application's form that has something to fill in."""
    return next(name for name in _pages(case) if name != "start")


def _following(case: Case, step: str) -> str:
    names = _pages(case)
    return names[names.index(step) + 1]


def _context(
    viewer: User, case: Case, step: str, forms: SingleStep | RowsStep | None = None, refused: UploadForm | None = None
) -> dict[str, Any]:
    """What every page of an application shows: the steps, what is missing and where, the documents at hand."""
    found = [{"message": gap.message, **asdict(place_of(gap.path))} for gap in missing_from(case)]
    pages = _pages(case)
    gaps = sorted(found, key=lambda gap: list(STEPS).index(gap["step"]))
    return {
        "case": case,
        "step": step,
        "steps": [(name, STEPS[name], sum(gap["step"] == name for gap in gaps)) for name in pages],
        "kind": kind_of(case.application),
        "pages": pages,
        "differences": differences_of(case),
        "forms": forms,
        "gaps": gaps,
        "flags": flags_of(case, inside=False) if step == "check" and "flags" in pages else [],
        "documents": documents_of(case, viewer),
        "why_returned": why_returned(case) if case.state == "returned" else "",
        "uploads": upload_forms(case, viewer, refused) if step == "documents" else [],
        "units": policy().licence.tolerance_percent,
    }
