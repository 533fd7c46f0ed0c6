"""The offers: the list, what came in, one offer as a person confirms it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.offers import MarkedAboveCeiling, OfferError
from exeat.web.access import REFUSED, attempt, for_roles, told
from exeat.web.cooperation import selectors
from exeat.web.cooperation.forms import OfferForm, ReadForm, Rows, WithdrawForm
from exeat.web.cooperation.models import Offer
from exeat.web.cooperation.services.offers import confirm, enter, meet_date, withdraw
from exeat.web.cooperation.services.reading import read_offers
from exeat.web.people.history import history_of
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day, policy
from exeat.web.returns.selectors import experiences
from exeat.web.uploads import in_memory


@require_safe
@for_roles(*PLANNERS)
def offers(request: HttpRequest) -> HttpResponse:
    """Everything that is offered, by reply date."""
    today = local_day(timezone.now())
    context = {
        "rows": selectors.offer_rows(today=today),
        "past": selectors.past_offers(today),
        "withdrawn": selectors.withdrawn_offers(),
    }
    return render(request, "cooperation/offers.html", context)


@for_roles(*PLANNERS)
def offer_add(request: HttpRequest) -> HttpResponse:
    """Enter an offer by hand."""
    form, rows = OfferForm(None, request.POST or None), Rows(None, request.POST or None)
    if form.is_valid() and rows.is_valid():
        made = attempt(form, lambda: enter(given=rows.given(form), by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The offer is entered."))
            return redirect("offer", made.reference)
    return _form_page(request, form, rows)


@for_roles(*PLANNERS)
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """One offer with what it came in; a person confirms or corrects it here."""
    shown = get_object_or_404(selectors.whole_offers(), reference=reference)
    form, rows = OfferForm(shown, request.POST or None), Rows(shown, request.POST or None)
    if form.is_valid() and rows.is_valid():
        given = rows.given(form)
        if attempt(form, lambda: confirm(offer=shown, given=given, by=request.user, now=timezone.now())):
            messages.success(request, _("The offer is open for planning."))
            return redirect("offers")
    return _form_page(request, form, rows, shown)


@require_POST
@for_roles(*PLANNERS)
def offer_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an offer out of planning."""
    shown, form = get_object_or_404(Offer, reference=reference), WithdrawForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: withdraw(offer=shown, reason=reason, by=request.user, now=timezone.now())):
            messages.success(request, _("The offer is withdrawn."))
            return redirect("offers")
    return _form_page(request, OfferForm(shown), Rows(shown), shown, withdrawing=form)


@require_POST
@for_roles(*PLANNERS)
def offer_meet(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Note that what a date asks for is done."""
    shown = get_object_or_404(Offer, reference=reference)
    if told(request, lambda: meet_date(offer=shown, kind=kind, by=request.user, now=timezone.now())):
        messages.success(request, _("The date is met."))
    return redirect("offer", reference)


@in_memory
@for_roles(*PLANNERS)
def offers_read(request: HttpRequest) -> HttpResponse:
    """Read what a partner sent. A text that is marked too high is neither kept nor shown again."""
    form = ReadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content, name = form.sent
        try:
            found = read_offers(content=content, name=name, by=request.user, now=timezone.now())
        except MarkedAboveCeiling as refusal:
            form = ReadForm()
            return _read_page(request, form, refusal=str(refusal))
        except OfferError as refusal:
            form.add_error(None, str(refusal))
        else:
            text = ngettext("One event is proposed.", "%(count)d events are proposed.", len(found))
            messages.success(request, text % {"count": len(found)})
            return redirect("offer", found[0].reference) if len(found) == 1 else redirect("offers")
    return _read_page(request, form)


def _read_page(request: HttpRequest, form: ReadForm, refusal: str = "") -> HttpResponse:
    context = {"form": form, "refusal": refusal, "ceiling": policy().cooperation.highest_marking}
    return render(request, "cooperation/read.html", context, status=REFUSED if form.errors or refusal else 200)


def _form_page(
    request: HttpRequest,
    form: OfferForm,
    rows: Rows,
    shown: Offer | None = None,
    withdrawing: WithdrawForm | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "offer": shown,
        "bites": selectors.bites(shown, local_day(timezone.now())) if shown else (),
        "withdrawing": withdrawing or WithdrawForm(),
        "learnt": experiences().get((shown.host_id, shown.kind)) if shown else None,
        "events": history_of(shown.subject) if shown else (),
    }
    return render(request, "cooperation/offer.html", context, status=REFUSED if request.method == "POST" else 200)
