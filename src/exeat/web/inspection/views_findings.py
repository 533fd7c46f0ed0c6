"""What was found, as inspectors and the inspected see it: corrective actions, a finding, disclosures."""

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

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.inspection import selectors
from exeat.web.inspection.acting import READERS, agencies_of
from exeat.web.inspection.forms import (
    DiscloseForm,
    DoneForm,
    EndForm,
    FindForm,
    MeasureForm,
    RequireForm,
    SendBackForm,
    SettleForm,
    VerifyForm,
)
from exeat.web.inspection.models import Disclosure, Finding, Site
from exeat.web.inspection.selectors import FindingView
from exeat.web.permissions import AUTHORITY, visible_sites
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter

ON_ACTIONS = {"done": DoneForm, "verify": VerifyForm, "send_back": SendBackForm}
ON_MEASURES = {"end": EndForm}
ON_FINDING = {"require": RequireForm, "measure": MeasureForm}
ON_DISCLOSURE = {"find": FindForm, "settle": SettleForm}


@require_safe
@for_roles(*READERS)
def actions(request: HttpRequest) -> HttpResponse:
    """Corrective actions that nobody has verified yet: overdue first."""
    return render(request, "inspection/actions.html", {"actions": selectors.open_actions(request.user, timezone.now())})


@require_safe
@login_required
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding, what corrects it, the measures taken. Who opens it is recorded."""
    view = _finding(request, pk)
    record_read(user=request.user, subject=view.row.site.subject, what=f"finding {view.row}", now=timezone.now())
    return _finding_page(request, view)


@require_POST
@login_required
def finding_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step on a finding, one of its actions or measures. Refused: the page with the reasons in their place."""
    view = _finding(request, pk)
    known = ON_ACTIONS | ON_MEASURES | ON_FINDING
    if step not in known:
        raise Http404
    target = request.POST.get("target", "")
    form = known[step](view, request.POST, request.FILES, auto_id=f"{step}-{target}-%s")
    if form.is_valid() and attempt(form, lambda: form.take(by=request.user, now=timezone.now())):
        messages.success(request, _("Recorded."))
        return redirect("inspection_finding", pk)
    return _finding_page(request, view, (step, target, form))


@require_safe
@login_required
def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    """A disclosure and what came of it. Who opens it is recorded."""
    shown = _disclosure(request, pk)
    record_read(user=request.user, subject=shown.site.subject, what="disclosure", now=timezone.now())
    return _disclosure_page(request, shown)


@require_POST
@login_required
def disclosure_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Record a finding of a disclosure, or settle it."""
    shown = _disclosure(request, pk)
    if step not in ON_DISCLOSURE:
        raise Http404
    form = ON_DISCLOSURE[step](shown, request.POST, auto_id=f"{step}-%s")
    if form.is_valid() and attempt(form, lambda: form.take(shown, by=request.user, now=timezone.now())):
        messages.success(request, _("Recorded."))
        return redirect("inspection_disclosure", pk)
    return _disclosure_page(request, shown, {step: form})


@for_roles(Role.EXPORTER)
def mine(request: HttpRequest) -> HttpResponse:
    """An exporter's own sites and findings; disclosing a breach."""
    now = timezone.now()
    own = Exporter.objects.filter(pk__in=actor_for(request.user, now).exporters)
    form = DiscloseForm(own, request.POST or None)
    if form.is_valid() and (made := attempt(form, lambda: form.take(by=request.user, now=now))):
        messages.success(request, _("Your disclosure is recorded. The inspectors are told."))
        return redirect("inspection_disclosure", made.pk)
    sites = visible_sites(request.user).filter(exporter__in=own)
    context = {**_found_at(request, sites), "form": form, "rule": policy().inspection.disclosure}
    return render(request, "inspection/mine.html", context, status=REFUSED if form.errors else 200)


@require_safe
@for_roles(*AUTHORITY)
def of_exporter(request: HttpRequest, pk: int) -> HttpResponse:
    """An exporter's sites and findings, as the authority sees them. Who opens it is recorded."""
    exporter = get_object_or_404(Exporter, pk=pk)
    record_read(user=request.user, subject=f"exporter:{pk}", what="inspections", now=timezone.now())
    sites = visible_sites(request.user).filter(exporter=exporter)
    return render(request, "inspection/mine.html", {**_found_at(request, sites), "exporter": exporter})


def _found_at(request: HttpRequest, sites: Any) -> dict[str, Any]:
    """What was found at an exporter's sites."""
    return {
        "sites": sites.select_related("exporter"),
        "findings": selectors.findings_of(sites, request.user, timezone.now()),
        "disclosures": Disclosure.objects.filter(site__in=sites).select_related("site", "by"),
    }


def _finding(request: HttpRequest, pk: int) -> FindingView:
    found = get_object_or_404(
        Finding.objects.select_related("site__exporter", "visit", "disclosure", "by").prefetch_related(
            "actions__document", "actions__reported_by", "actions__verified_by", "measures__by", "measures__ended_by"
        ),
        pk=pk,
        site__in=visible_sites(request.user).values("pk"),
    )
    now = timezone.now()
    return selectors.finding_view(found, actor_for(request.user, now), now)


def _finding_page(
    request: HttpRequest, view: FindingView, refused: tuple[str, str, forms.Form] | None = None
) -> HttpResponse:
    now = timezone.now()
    step, target, form = refused or ("", "", None)

    def on(name: str, kind: Any, key: int) -> Any:
        if (step, target) == (name, str(key)):
            return form
        return kind(view, initial={"target": key}, auto_id=f"{name}-{key}-%s")

    inspects = view.row.site.agency in agencies_of(actor_for(request.user, now))
    context = {
        "view": view,
        "finding": view.row,
        "inside": selectors.is_inside(actor_for(request.user, now), view.row.site),
        "inspects": inspects,
        "actions": [
            (one, {name: on(name, kind, one.row.pk) for name, kind in ON_ACTIONS.items()}) for one in view.actions
        ],
        "measures": [(one, on("end", EndForm, one.pk)) for one in view.row.measures.all()],
        "forms": {
            name: form if step == name else kind(view, auto_id=f"{name}--%s") for name, kind in ON_FINDING.items()
        },
        "may_end": inspects or actor_for(request.user, now).in_any((Role.HEAD,)),
        "refused": form,
    }
    return render(request, "inspection/finding.html", context, status=REFUSED if refused else 200)


def _disclosure(request: HttpRequest, pk: int) -> Disclosure:
    shown = visible_sites(request.user).values("pk")
    return get_object_or_404(
        Disclosure.objects.select_related("site__exporter", "by", "settled_by"), pk=pk, site__in=shown
    )


def _disclosure_page(request: HttpRequest, shown: Disclosure, refused: dict[str, Any] | None = None) -> HttpResponse:
    now = timezone.now()
    inspects = shown.site.agency in agencies_of(actor_for(request.user, now)) and shown.settled_at is None
    made = {step: form(shown, auto_id=f"{step}-%s") for step, form in ON_DISCLOSURE.items()} if inspects else {}
    found = selectors.findings_of(Site.objects.filter(pk=shown.site_id), request.user, now)
    context = {
        "disclosure": shown,
        "inside": selectors.is_inside(actor_for(request.user, now), shown.site),
        "findings": [one for one in found if one.row.disclosure_id == shown.pk],
        "rule": policy().inspection.disclosure,
        "inspects": inspects,
        "forms": made | (refused or {}),
    }
    return render(request, "inspection/disclosure.html", context, status=REFUSED if refused else 200)
