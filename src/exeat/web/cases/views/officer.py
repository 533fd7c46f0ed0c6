"""The licensing officer's desk, and applications that came by letter."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from exeat.domain.review import Role
from exeat.web.access import attempt, for_roles
from exeat.web.cases.forms.paper import PaperForm
from exeat.web.cases.selectors import desk as desk_selector
from exeat.web.cases.services.applying import create_draft
from exeat.web.policy import local_day

REFUSED = 422


@for_roles(Role.OFFICER)
def desk(request: HttpRequest) -> HttpResponse:
    """The open cases by due date with why each is there, and what else waits."""
    now = timezone.now()
    chosen, by_risk = request.GET.get("show", "all"), request.GET.get("order") == "risk"
    try:
        page = desk_selector.queue(request.user, chosen=chosen, page=request.GET.get("page"), now=now, by_risk=by_risk)
    except KeyError:
        raise Http404 from None
    today = local_day(now)
    context = {
        "page": page,
        "chosen": chosen,
        "choices": desk_selector.choices(request.user, today),
        "by_risk": by_risk,
        "waiting": desk_selector.waiting(request.user, today),
    }
    return render(request, "cases/desk.html", context)


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
