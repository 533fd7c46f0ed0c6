"""The register of denials: the list, one of them, entering and loading them, and notices of ours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.acting import actor_for
from exeat.web.audit.record import record_read
from exeat.web.cases.services.letters import denial_letter
from exeat.web.denials import selectors
from exeat.web.denials.forms import DenialForm, FileForm, RenewForm, RevokeForm, take_denial_step
from exeat.web.denials.models import Denial
from exeat.web.denials.services import finding, registering
from exeat.web.denials.services.registering import KEEPERS
from exeat.web.denials.table import COLUMNS, SHEET, notices, read_denials
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.in_force import counts_on
from exeat.web.permissions import visible_denials
from exeat.web.policy import local_day
from exeat.web.registers.spreadsheet import SheetError, template
from exeat.web.saving import XLSX, file_to_save

READERS = (*KEEPERS, Role.AUDITOR)
STEPS = {"renew": RenewForm, "revoke": RevokeForm}


@require_safe
@for_roles(*READERS)
def denials(request: HttpRequest) -> HttpResponse:
    """Those in force first shown; ours, other states', ended ones, all."""
    chosen = request.GET.get("show", "in_force")
    if chosen not in selectors.SHOWN:
        raise Http404
    now = timezone.now()
    labels = (
        _("In force"),
        _("Ours"),
        _("Other states'"),
        _("Notice not released"),
        _("To be reviewed"),
        _("Ended"),
        _("All"),
    )
    context = {
        "page": selectors.denials(request.user, shown=chosen, now=now, page=request.GET.get("page")),
        "chosen": chosen,
        "choices": list(zip(selectors.SHOWN, labels, strict=True)),
        "keeper": _keeper(request),
        "today": local_day(now),
    }
    return render(request, "denials/denials.html", context)


@require_safe
@for_roles(*READERS)
def denial(request: HttpRequest, pk: int) -> HttpResponse:
    """One denial, the cases that resemble it, and what may be done. Who opens it is recorded."""
    shown = get_object_or_404(visible_denials(request.user).select_related("case", "entered_by"), pk=pk)
    record_read(user=request.user, subject=shown.subject, what="denial", now=timezone.now())
    return _page(request, shown)


@require_POST
@for_roles(*KEEPERS)
def denial_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Renew or revoke. Refused: the page again, the reasons in their place."""
    shown = get_object_or_404(visible_denials(request.user), pk=pk)
    if step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST, auto_id=f"{step}-%s")
    if form.is_valid():
        now = timezone.now()
        attempt(form, lambda: take_denial_step(step, shown, form.cleaned_data, by=request.user, now=now))
    if form.errors:
        return _page(request, shown, {step: form})
    messages.success(request, _("Recorded."))
    return redirect("denial", pk)


@for_roles(*KEEPERS)
def denial_add(request: HttpRequest) -> HttpResponse:
    """Enter a denial that another state notified."""
    form = DenialForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: registering.enter(given=form.given, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("%(denial)s is in the register.") % {"denial": made})
            return redirect("denial", made.pk)
    return render(request, "denials/add.html", {"form": form}, status=REFUSED if form.errors else 200)


@for_roles(*KEEPERS)
def denials_load(request: HttpRequest) -> HttpResponse:
    """Load a file of denials, all or none."""
    form = FileForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = read_denials(file.read(), file.name)
            made = registering.enter_all(given=given, by=request.user, now=timezone.now())
        except SheetError as refusal:
            faults = [str(fault) for fault in refusal.faults]
        except Invalid as refusal:
            faults = [f"{where}: {message}" for where, message in refusal.errors.items()]
        else:
            messages.success(request, _("%(n)s denials are in the register.") % {"n": len(made)})
            return redirect("denials")
    context = {"form": form, "faults": faults, "columns": COLUMNS}
    return render(request, "denials/load.html", context, status=REFUSED if form.errors or faults else 200)


@require_safe
@for_roles(*KEEPERS)
def denials_template(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings and one row of examples."""
    return file_to_save(template(SHEET, COLUMNS), XLSX, "denials.xlsx")


@require_safe
@for_roles(*KEEPERS)
def denials_notices(request: HttpRequest) -> HttpResponse:
    """The notices of our denials in force that the head has released, for other states."""
    now = timezone.now()
    record_read(user=request.user, subject="denials", what="notices of denials", now=now)
    ours = finding.in_force(now).exclude(case=None).exclude(released_at=None)
    return file_to_save(notices(ours).encode("utf-8-sig"), "text/csv; charset=utf-8", "notices-of-denials.csv")


@require_safe
@for_roles(*KEEPERS)
def denial_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of a refusal of ours as it would go out today, to be read before the head releases it."""
    shown = get_object_or_404(visible_denials(request.user).exclude(case=None), pk=pk)
    content = denial_letter(shown, by=request.user, now=timezone.now())
    return file_to_save(content, "application/pdf", f"draft-notice-{shown.pk}.pdf")


@require_POST
@for_roles(Role.HEAD)
def denial_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the notice go out."""
    shown = get_object_or_404(visible_denials(request.user), pk=pk)
    try:
        registering.release(denial=shown, by=request.user, now=timezone.now())
    except NotPermitted as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The notice is released."))
    return redirect("denial", pk)


def _keeper(request: HttpRequest) -> bool:
    return actor_for(request.user, timezone.now()).in_any(KEEPERS)


def _page(request: HttpRequest, shown: Denial, refused: dict[str, Any] | None = None) -> HttpResponse:
    forms = {step: form(auto_id=f"{step}-%s") for step, form in STEPS.items()} | (refused or {})
    context = {
        "denial": shown,
        "counts": counts_on(shown, local_day(timezone.now())),
        "cases": selectors.resembling(shown, request.user),
        "forms": forms,
        "keeper": _keeper(request),
        "head": actor_for(request.user, timezone.now()).in_any((Role.HEAD,)),
    }
    return render(request, "denials/denial.html", context, status=REFUSED if refused else 200)
