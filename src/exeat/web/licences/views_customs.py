"""The customs post: find a licence, record a shipment, undo or settle an entry, what waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.licences.forms import DrawForm, ResolveForm, ReturnForm, ReverseForm, ShipmentForm, initial_of
from exeat.web.licences.models import Draw, LicenceLine, UnplacedShipment
from exeat.web.licences.post import entries_of_today, find_licence, licence_view, unreconciled
from exeat.web.licences.selectors import overdrawn_lines
from exeat.web.licences.services import customs as services
from exeat.web.policy import local_day

SHOWN = 50
POST = "customs_post"
"""The session remembers the post that the officer named last."""


@for_roles(Role.CUSTOMS)
def customs(request: HttpRequest) -> HttpResponse:
    """Find a licence by its number or scanned code; what was entered today, what waits, what is overdrawn."""
    sought = request.GET.get("q", "").strip()
    found = find_licence(sought) if sought else None
    if found is not None:
        return redirect("licence", found.number)
    context = {
        "sought": sought,
        "today": entries_of_today(timezone.now())[:SHOWN],
        "unreconciled": unreconciled()[:SHOWN],
        "overdrawn": overdrawn_lines(),
        "unplaced": UnplacedShipment.objects.filter(resolved_at=None).count(),
    }
    return render(request, "licences/customs.html", context, status=404 if sought else 200)


@for_roles(Role.CUSTOMS)
def shipment(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Draw a shipment from a line."""
    now = timezone.now()
    drawn_from = get_object_or_404(
        LicenceLine.objects.select_related("licence__exporter"), licence__number=number, number=line
    )
    form = DrawForm(drawn_from, request.POST or None, initial=_from_here(request, now))
    if form.is_valid():
        drawn = attempt(
            form,
            lambda: services.record_shipment(
                line=drawn_from,
                quantity=form.cleaned_data["quantity"],
                unit=drawn_from.unit,
                value=form.cleaned_data["value"],
                currency=drawn_from.currency,
                declaration=form.made(),
                recipient=form.cleaned_data.get("recipient", ""),
                destination=form.cleaned_data.get("destination", ""),
                by=request.user,
                now=now,
            ),
        )
        if drawn:
            return _recorded(request, drawn, _("Recorded."))
    context = {"form": form, "line": drawn_from, "licence": drawn_from.licence}
    context["where"] = _position(request, drawn_from, now)
    return render(request, "licences/shipment.html", context, status=REFUSED if form.errors else 200)


@for_roles(Role.CUSTOMS)
def returned(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Record goods that came back."""
    now = timezone.now()
    back_on = get_object_or_404(
        LicenceLine.objects.select_related("licence__exporter"), licence__number=number, number=line
    )
    form = ReturnForm(request.POST or None, initial=_from_here(request, now))
    if form.is_valid():
        quantity = form.cleaned_data["quantity"]
        given = {"quantity": quantity, "unit": back_on.unit, "declaration": form.made()}
        made = attempt(form, lambda: services.record_return(line=back_on, **given, by=request.user, now=now))
        if made:
            return _recorded(request, made, _("The return is recorded."))
    context = {"form": form, "line": back_on, "licence": back_on.licence}
    context["where"] = _position(request, back_on, now)
    return render(request, "licences/returned.html", context, status=REFUSED if form.errors else 200)


@for_roles(Role.CUSTOMS)
def shipment_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an entry by a counter-entry."""
    draw, now = _entry(pk), timezone.now()
    form = ReverseForm(request.POST or None, initial=initial_of(draw) | {"declared_on": local_day(now)})
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        undone = attempt(
            form,
            lambda: services.reverse(draw=draw, reason=reason, declaration=form.made(), by=request.user, now=now),
        )
        if undone:
            return _recorded(request, undone, _("The entry is undone."))
    return render(
        request, "licences/reverse.html", {"form": form, "draw": draw}, status=REFUSED if form.errors else 200
    )


@for_roles(Role.CUSTOMS)
def reconcile(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a provisional entry with the figures found right."""
    draw, now = _entry(pk), timezone.now()
    form = ShipmentForm(draw.line, request.POST or None, initial=initial_of(draw))
    if form.is_valid():
        settled = attempt(
            form,
            lambda: services.reconcile(
                draw=draw,
                quantity=form.cleaned_data["quantity"],
                value=form.cleaned_data["value"],
                declaration=form.made(),
                by=request.user,
                now=now,
            ),
        )
        if settled:
            return _recorded(request, settled, _("The entry is settled."))
    return render(
        request, "licences/reconcile.html", {"form": form, "draw": draw}, status=REFUSED if form.errors else 200
    )


@for_roles(Role.CUSTOMS, Role.OFFICER, Role.HEAD)
def unplaced(request: HttpRequest) -> HttpResponse:
    """Records that fit no line of a licence, and what became of them."""
    return _unplaced_page(request)


@require_POST
@for_roles(Role.CUSTOMS)
def unplaced_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the matter of one record."""
    row = get_object_or_404(UnplacedShipment, pk=pk)
    form = ResolveForm(request.POST, auto_id=f"{pk}-%s")
    if form.is_valid():
        resolution = form.cleaned_data["resolution"]
        if attempt(
            form,
            lambda: services.resolve_unplaced(shipment=row, resolution=resolution, by=request.user, now=timezone.now()),
        ):
            messages.success(request, _("Closed."))
            return redirect("unplaced")
    return _unplaced_page(request, (pk, form))


def _unplaced_page(request: HttpRequest, refused: tuple[int, ResolveForm] | None = None) -> HttpResponse:
    rows: QuerySet[UnplacedShipment] = UnplacedShipment.objects.select_related("by")
    forms = dict([refused] if refused else [])
    waiting = [(row, forms.get(row.pk) or ResolveForm(auto_id=f"{row.pk}-%s")) for row in rows.filter(resolved_at=None)]
    context = {
        "waiting": waiting,
        "closed": rows.exclude(resolved_at=None).order_by("-resolved_at")[:SHOWN],
        "may_resolve": request.user.has_role(Role.CUSTOMS),
    }
    return render(request, "licences/unplaced.html", context, status=REFUSED if refused else 200)


def _entry(pk: int) -> Draw:
    return get_object_or_404(Draw.objects.select_related("line__licence", "by"), pk=pk)


def _from_here(request: HttpRequest, now: datetime) -> dict[str, Any]:
    return {"post": request.session.get(POST, ""), "declared_on": local_day(now)}


def _position(request: HttpRequest, line: LicenceLine, now: datetime) -> Any:
    lines = licence_view(line.licence, viewer=request.user, now=now).lines
    return next(view for view in lines if view.line.pk == line.pk)


def _recorded(request: HttpRequest, draw: Draw, what: str) -> HttpResponse:
    """Back to the licence, saying what remains."""
    request.session[POST] = draw.post
    if not draw.line.ceiling:
        messages.success(request, _("%(what)s The licence sets no ceiling.") % {"what": what})
        return redirect("licence", draw.line.licence.number)
    view = _position(request, draw.line, timezone.now())
    remains = f"{view.where.remaining.normalize():f} {draw.line.unit}"
    line = {"what": what, "remains": remains, "line": draw.line.number}
    messages.success(request, _("%(what)s %(remains)s remain on line %(line)s.") % line)
    return redirect("licence", draw.line.licence.number)
