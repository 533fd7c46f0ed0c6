"""Pages of the auditor: the ledger, its proof, exceptions, and who read what."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.web.access import REFUSED, for_roles
from exeat.web.audit import selectors
from exeat.web.audit.checkpoints import exported
from exeat.web.audit.forms import LedgerForm, ReadsForm
from exeat.web.audit.services import READERS, ask_for_proof
from exeat.web.saving import file_to_save

A_PAGE = 50


@for_roles(*READERS)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The ledger, the newest event first."""
    form = LedgerForm(request.GET)
    sought = form.sought() if form.is_valid() else selectors.Sought()
    page = Paginator(selectors.events(sought), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "principals": selectors.principals(list(page.object_list))}
    return render(request, "audit/ledger.html", context, status=REFUSED if form.errors else 200)


@for_roles(*READERS)
@require_safe
def audit_proof(request: HttpRequest) -> HttpResponse:
    """What the last proof found, and the checkpoints."""
    page = Paginator(selectors.checkpoints(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/proof.html", {"last": selectors.last_verification(), "page": page})


@for_roles(*READERS)
@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Have the ledger proved."""
    ask_for_proof(by=request.user, now=timezone.now())
    messages.success(request, _("The ledger is being proved."))
    return redirect("audit_proof")


@for_roles(*READERS)
@require_safe
def audit_checkpoints(request: HttpRequest) -> HttpResponse:
    """Every signed checkpoint as a file, to be kept elsewhere; `exeat audit verify --checkpoint` reads it."""
    return file_to_save("".join(exported()), "application/jsonl", "checkpoints.jsonl")


@for_roles(*READERS)
@require_safe
def audit_exceptions(request: HttpRequest) -> HttpResponse:
    """Overrides of separations, and delegations."""
    overrides = Paginator(selectors.overrides(), A_PAGE).get_page(request.GET.get("overrides"))
    delegations = Paginator(selectors.delegations(), A_PAGE).get_page(request.GET.get("page"))
    context = {"overrides": overrides, "page": delegations, "now": timezone.now()}
    return render(request, "audit/exceptions.html", context)


@for_roles(*READERS)
@require_safe
def audit_reads(request: HttpRequest) -> HttpResponse:
    """Who opened which document or dossier."""
    form = ReadsForm(request.GET)
    person = form.cleaned_data["person"] if form.is_valid() else None
    subject = form.cleaned_data.get("subject", "")
    found = selectors.reads(subject=subject, person=person and person.pk)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/reads.html", {"form": form, "page": page}, status=REFUSED if form.errors else 200)
