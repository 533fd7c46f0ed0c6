"""Catch-all notices: the list, one of them, issuing and revoking."""

from __future__ import annotations

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
from exeat.web.in_force import counts_on
from exeat.web.permissions import has_inside_notice, visible_cases, visible_notices
from exeat.web.policy import local_day, policy
from exeat.web.scrutiny import selectors
from exeat.web.scrutiny.forms import NoticeForm, RevokeForm
from exeat.web.scrutiny.services import noticing

SHOWN = (("in_force", _("In force")), ("ended", _("Ended")), ("all", _("All")))


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """Those in force first shown; an exporter sees those that were told to it."""
    chosen, now = request.GET.get("show", "in_force"), timezone.now()
    try:
        page = selectors.notices(request.user, shown=chosen, page=request.GET.get("page"), now=now)
    except KeyError:
        raise Http404 from None
    head = actor_for(request.user, now).in_any((Role.HEAD,))
    context = {"page": page, "chosen": chosen, "choices": SHOWN, "head": head, "bases": policy().catch_all.bases}
    return render(request, "scrutiny/notices.html", context)


@for_roles(Role.HEAD)
def notice_add(request: HttpRequest) -> HttpResponse:
    """Issue a notice."""
    form = NoticeForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: noticing.issue_notice(given=form.given, by=request.user, now=timezone.now()))
        if made:
            messages.success(request, _("%(number)s was issued, and the exporter told.") % {"number": made})
            return redirect("notice", made.number)
    return render(request, "scrutiny/add.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_safe
@login_required
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice, with the cases that meet it as far as the reader may open them."""
    return _page(request, number, RevokeForm())


@require_POST
@for_roles(Role.HEAD)
def notice_revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Revoke a notice."""
    shown = get_object_or_404(visible_notices(request.user), number=number)
    form = RevokeForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form, lambda: noticing.revoke_notice(notice=shown, reason=reason, by=request.user, now=timezone.now())
        ):
            messages.success(request, _("Revoked, and the exporter told."))
            return redirect("notice", number)
    return _page(request, number, form)


def _page(request: HttpRequest, number: str, form: RevokeForm) -> HttpResponse:
    rows = visible_notices(request.user).select_related("exporter", "issued_by", "letter", "revoked_letter")
    shown, now = get_object_or_404(rows, number=number), timezone.now()
    inside = has_inside_notice(request.user)
    met = shown.meetings.filter(case__in=visible_cases(request.user).values("pk")).select_related("case__exporter")
    context = {
        "notice": shown,
        "basis": policy().catch_all.bases.get(shown.basis),
        "counts": counts_on(shown, local_day(now)),
        "met": met if inside else [],
        "inside": inside,
        "form": form,
        "head": actor_for(request.user, now).in_any((Role.HEAD,)),
    }
    return render(request, "scrutiny/notice.html", context, status=REFUSED if form.errors else 200)
