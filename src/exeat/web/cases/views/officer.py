"""The licensing officer's desk, and applications that came by letter."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.cases.forms.paper import PaperForm
from exeat.web.cases.selectors import desk as desk_selector
from exeat.web.cases.services.applying import create_draft
from exeat.web.policy import local_day
from exeat.web.search.forms import KeepForm
from exeat.web.search.models import SavedView
from exeat.web.search.services import keeping


@require_safe
@for_roles(Role.OFFICER)
def desk(request: HttpRequest) -> HttpResponse:
    """The open cases by due date with why each is there, and what else waits."""
    return _desk(request, request.GET)


@require_POST
@for_roles(Role.OFFICER)
def desk_keep(request: HttpRequest) -> HttpResponse:
    """Keep what the desk shows under a name."""
    form, asked = KeepForm(request.POST), QueryDict(request.POST.get("query", ""))
    chosen, _by_risk = _asked(asked)
    if chosen not in desk_selector.filters(request.user, local_day(timezone.now())):
        raise Http404
    if form.is_valid() and attempt(form, lambda: form.take(SavedView.Page.DESK, by=request.user)):
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('desk')}?{asked.urlencode()}")
    return _desk(request, asked, keep_form=form)


@require_POST
@for_roles(Role.OFFICER)
def desk_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a kept view of the desk away."""
    keeping.drop_view(user=request.user, page=SavedView.Page.DESK, pk=pk)
    return redirect("desk")


def _asked(query: QueryDict) -> tuple[str, bool]:
    """The filter that an address sets, and whether the riskiest come first."""
    return query.get("show", "all"), query.get("order") == "risk"


def _desk(request: HttpRequest, asked: QueryDict, keep_form: KeepForm | None = None) -> HttpResponse:
    now = timezone.now()
    today = local_day(now)
    chosen, by_risk = _asked(asked)
    choices = desk_selector.choices(request.user, today)
    total = next((choice.count for choice in choices if choice.name == chosen), 0)
    try:
        page = desk_selector.queue(
            request.user, chosen=chosen, page=asked.get("page"), now=now, by_risk=by_risk, total=total
        )
    except KeyError:
        raise Http404 from None
    query = urlencode({"show": chosen} | ({"order": "risk"} if by_risk else {}))
    context = {
        "page": page,
        "chosen": chosen,
        "choices": choices,
        "by_risk": by_risk,
        "waiting": desk_selector.waiting(request.user, today),
        "views": request.user.saved_views.filter(page=SavedView.Page.DESK),
        "keep_form": keep_form or KeepForm(initial={"query": query}, auto_id="keep-%s"),
    }
    return render(request, "cases/desk.html", context, status=REFUSED if keep_form else 200)


@for_roles(Role.OFFICER)
def paper_application(request: HttpRequest) -> HttpResponse:
    """Open the draft of an application that came by letter; its form is the one that exporters fill in."""
    form = PaperForm(request.POST or None)
    if form.is_valid():
        values = {"application": form.application(), "by": request.user, "now": timezone.now()}
        case = attempt(form, lambda: create_draft(exporter=form.cleaned_data["exporter"], on_paper=True, **values))
        if case:
            return redirect("application_step", case.reference, "goods")
    status = REFUSED if form.errors else 200
    return render(request, "cases/paper_application.html", {"form": form}, status=status)
