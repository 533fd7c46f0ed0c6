"""The inspectors' pages: the programme, the register of sites, a site, a visit with its checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.inspection import selectors
from exeat.web.inspection.acting import INSPECTORS, READERS, agencies_of
from exeat.web.inspection.forms import (
    AnswersForm,
    CancelForm,
    CloseForm,
    FindForm,
    LetterForm,
    PlanForm,
    ReportForm,
    RiskForm,
    SiteForm,
)
from exeat.web.inspection.models import Site, Visit
from exeat.web.permissions import visible_sites
from exeat.web.policy import local_day

SITE_STEPS = {"plan": PlanForm, "risk": RiskForm, "letter": LetterForm, "close": CloseForm}
VISIT_STEPS = {"find": FindForm, "report": ReportForm, "cancel": CancelForm}


@require_safe
@for_roles(*READERS)
def programme(request: HttpRequest) -> HttpResponse:
    """Which sites are visited next, why, and whose time it takes; disclosures that wait."""
    now = timezone.now()
    context = {
        "programmes": selectors.programmes(request.user, now),
        "disclosures": selectors.disclosures(request.user),
        "overdue": selectors.overdue_count(request.user, local_day(now)),
    }
    return render(request, "inspection/programme.html", context)


@require_safe
@for_roles(*READERS)
def sites(request: HttpRequest) -> HttpResponse:
    """The register of sites."""
    chosen = request.GET.get("show", "inspected")
    if chosen not in selectors.SHOWN:
        raise Http404
    labels = (_("Inspected"), _("Exporters"), _("Facilities"), _("With open findings"), _("No longer"))
    context = {
        "page": selectors.sites(request.user, shown=chosen, page=request.GET.get("page")),
        "chosen": chosen,
        "choices": list(zip(selectors.SHOWN, labels, strict=True)),
        "inspector": bool(agencies_of(actor_for(request.user, timezone.now()))),
    }
    return render(request, "inspection/sites.html", context)


@for_roles(*INSPECTORS)
def site_add(request: HttpRequest) -> HttpResponse:
    """Put a site under inspection."""
    now = timezone.now()
    form = SiteForm(request.user, now, request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: form.take(by=request.user, now=now))):
        messages.success(request, _("%(site)s is in the register.") % {"site": made})
        return redirect("inspection_site", made.pk)
    return render(request, "inspection/site_add.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_safe
@login_required
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """A site: its visits, what was found, what may be done. Who opens it is recorded."""
    shown = _site(request, pk)
    record_read(user=request.user, subject=shown.subject, what="site under inspection", now=timezone.now())
    return _site_page(request, shown)


@require_POST
@login_required
def site_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Plan a visit, change the risk, enter a disclosure, end the inspection. Refused: the page with the reasons."""
    shown = _site(request, pk)
    if step not in SITE_STEPS:
        raise Http404
    form = SITE_STEPS[step](shown, request.POST, auto_id=f"{step}-%s")
    if form.is_valid():
        made = attempt(form, lambda: form.take(shown, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("Recorded."))
            return (
                redirect("inspection_visit", made.number)
                if isinstance(made, Visit)
                else redirect("inspection_site", pk)
            )
    return _site_page(request, shown, {step: form})


@require_safe
@login_required
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """A visit with its checklist, filled in place. Who opens it is recorded."""
    shown = _visit(request, number)
    record_read(user=request.user, subject=shown.site.subject, what=f"visit {shown}", now=timezone.now())
    return _visit_page(request, shown)


@require_POST
@login_required
def visit_act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Fill in the checklist, record a finding, close or cancel the visit."""
    shown = _visit(request, number)
    form: Any
    if step == "answer":
        form = AnswersForm(selectors.asked_on(shown), request.POST)
    elif step in VISIT_STEPS:
        form = VISIT_STEPS[step](shown, request.POST, auto_id=f"{step}-%s")
    else:
        raise Http404
    if form.is_valid() and attempt(form, lambda: form.take(shown, by=request.user, now=timezone.now())):
        messages.success(request, _("Recorded."))
        return redirect("inspection_visit", number)
    return _visit_page(request, shown, {step: form})


def _site(request: HttpRequest, pk: int) -> Site:
    return get_object_or_404(visible_sites(request.user).select_related("exporter", "entered_by"), pk=pk)


def _visit(request: HttpRequest, number: str) -> Visit:
    """A visit whose site the reader sees from inside."""
    found = get_object_or_404(
        Visit.objects.select_related("site__exporter", "report", "follows", "reported_by").prefetch_related(
            "inspectors", "followed_by"
        ),
        number=number,
        site__in=visible_sites(request.user).values("pk"),
    )
    if not selectors.is_inside(actor_for(request.user, timezone.now()), found.site):
        raise Http404
    return found


def _site_page(request: HttpRequest, shown: Site, refused: dict[str, forms.Form] | None = None) -> HttpResponse:
    now = timezone.now()
    inside = selectors.is_inside(actor_for(request.user, now), shown)
    inspects = _inspects(request, shown)
    made = {step: form(shown, auto_id=f"{step}-%s") for step, form in SITE_STEPS.items()} if inspects else {}
    context = {
        "site": shown,
        "inside": inside,
        "inspects": inspects,
        "visits": selectors.visits_of(shown, inside=inside),
        "findings": selectors.findings_of(Site.objects.filter(pk=shown.pk), request.user, now),
        "disclosures": shown.disclosures.select_related("by"),
        "forms": made | (refused or {}),
    }
    return render(request, "inspection/site.html", context, status=REFUSED if refused else 200)


def _visit_page(request: HttpRequest, shown: Visit, refused: dict[str, Any] | None = None) -> HttpResponse:
    now = timezone.now()
    open_to_change = _inspects(request, shown.site) and shown.state == Visit.State.PLANNED
    asked = selectors.asked_on(shown)
    made: dict[str, Any] = {}
    if open_to_change:
        made = {step: form(shown, auto_id=f"{step}-%s") for step, form in VISIT_STEPS.items()}
        made["answer"] = AnswersForm(asked)
    made |= refused or {}
    context = {
        "visit": shown,
        "asked": asked,
        "rows": _with_fields(asked, made.get("answer")),
        "findings": selectors.findings_of(Site.objects.filter(pk=shown.site_id), request.user, now),
        "forms": made,
        "open_to_change": open_to_change,
        "refused": refused,
    }
    context["findings"] = [one for one in context["findings"] if one.row.visit_id == shown.pk]
    return render(request, "inspection/visit.html", context, status=REFUSED if refused else 200)


def _with_fields(asked: list[selectors.AskedList], form: AnswersForm | None) -> list[tuple[Any, list[tuple[Any, ...]]]]:
    """Each checklist with its questions, and beside each question the fields in which it is answered."""
    return [
        (
            part,
            [
                (one, form[one.question.id], form[one.question.id + "~note"]) if form else (one, None, None)
                for one in part.questions
            ],
        )
        for part in asked
    ]


def _inspects(request: HttpRequest, shown: Site) -> bool:
    return shown.agency in agencies_of(actor_for(request.user, timezone.now()))
