"""The committee's pages: its sittings and seats, and one sitting with its agenda."""

from __future__ import annotations

from collections.abc import Callable
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
from exeat.web.committee import selectors
from exeat.web.committee.forms import AdjournForm, AttendForm, ConcludeForm, PlanForm, ReasonForm, SeatForm, SpeakForm
from exeat.web.committee.models import AgendaItem, Sitting
from exeat.web.committee.services import agenda
from exeat.web.committee.services import sittings as services
from exeat.web.permissions import visible_sittings
from exeat.web.policy import policy

READERS = (Role.SECRETARY, Role.HEAD, Role.OFFICER, Role.REVIEWER, Role.AUDITOR)


@require_safe
@for_roles(*READERS)
def sittings(request: HttpRequest) -> HttpResponse:
    """The sittings, the seats, and the cases that wait for a sitting."""
    return _sittings(request)


@require_POST
@for_roles(Role.SECRETARY)
def sitting_plan(request: HttpRequest) -> HttpResponse:
    """Set the day of a sitting."""
    form = PlanForm(request.POST)
    if form.is_valid():
        made = attempt(form, lambda: services.plan(by=request.user, now=timezone.now(), **form.cleaned_data))
        if made:
            messages.success(request, _("%(number)s is planned.") % {"number": made})
            return redirect("sitting", made.number)
    return _sittings(request, plan=form)


@require_POST
@for_roles(Role.SECRETARY)
def seat(request: HttpRequest, agency: str) -> HttpResponse:
    """Say who sits for an agency."""
    if agency not in policy().committee.agencies:
        raise Http404
    form = SeatForm(agency, request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.name_seat(agency=agency, by=request.user, now=timezone.now(), **form.cleaned_data)
    ):
        messages.success(request, _("Recorded."))
        return redirect("sittings")
    return _sittings(request, seat_form=(agency, form))


def _sittings(
    request: HttpRequest, plan: PlanForm | None = None, seat_form: tuple[str, SeatForm] | None = None
) -> HttpResponse:
    secretary = actor_for(request.user, timezone.now()).in_any((Role.SECRETARY,))
    refused = dict([seat_form] if seat_form else [])
    seats = [(one, refused.get(one.agency) or SeatForm(one.agency)) for one in selectors.seats()]
    context = {
        "page": selectors.sittings(request.user, page=request.GET.get("page")),
        "waiting": selectors.waiting_items(request.user),
        "seats": seats,
        "committee": policy().committee,
        "secretary": secretary,
        "form": plan or PlanForm(),
    }
    return render(request, "committee/sittings.html", context, status=REFUSED if plan or seat_form else 200)


@require_safe
@login_required
def sitting(request: HttpRequest, number: str) -> HttpResponse:
    """A sitting: its seats, its agenda, what may be done."""
    return _sitting(request, _found(request, number))


@require_POST
@login_required
def sitting_act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step of a sitting. Refused: the page again, the reasons in their place."""
    shown = _found(request, number)
    if step not in _STEPS:
        raise Http404
    form = _form(step, shown, request)
    if form.is_valid():
        attempt(form, lambda: _STEPS[step](shown, form.cleaned_data, by=request.user, now=timezone.now()))
    if form.errors:
        return _sitting(request, shown, (step, request.POST.get("item", ""), form))
    messages.success(request, _("Recorded."))
    return redirect("sitting", number)


def _found(request: HttpRequest, number: str) -> Sitting:
    return get_object_or_404(visible_sittings(request.user).select_related("adjourned_to", "minutes"), number=number)


def _form(step: str, shown: Sitting, request: HttpRequest) -> forms.Form:
    item = request.POST.get("item", "")
    if step == "attend":
        return AttendForm(shown, request.POST)
    if step in ("speak", "conclude", "place"):
        return _ItemForms[step](request.POST, key=item, agencies=tuple(policy().committee.agencies))
    return {"adjourn": AdjournForm, "call_off": ReasonForm}.get(step, forms.Form)(request.POST)


class _WithItem(forms.Form):
    """A step on one case of the agenda."""

    item = forms.ModelChoiceField(AgendaItem.objects.select_related("case", "sitting"), widget=forms.HiddenInput)


class _Speak(_WithItem, SpeakForm):
    def __init__(self, data: Any, *, key: str, agencies: tuple[str, ...]) -> None:
        SpeakForm.__init__(self, agencies, data, key=key)


class _Conclude(_WithItem, ConcludeForm):
    def __init__(self, data: Any, *, key: str, agencies: tuple[str, ...]) -> None:
        ConcludeForm.__init__(self, data, key=key)


class _Place(_WithItem):
    def __init__(self, data: Any, *, key: str, agencies: tuple[str, ...]) -> None:
        super().__init__(data)


_ItemForms: dict[str, Callable[..., forms.Form]] = {"speak": _Speak, "conclude": _Conclude, "place": _Place}


def _in(shown: Sitting, item: AgendaItem) -> AgendaItem:
    """An item of this sitting alone."""
    if item.sitting_id != shown.pk:
        raise Http404
    return item


_STEPS: dict[str, Callable[..., object]] = {
    "place": lambda shown, given, **who: services.place_on_agenda(item=given["item"], sitting=shown, **who),
    "call": lambda shown, given, **who: services.call(sitting=shown, **who),
    "attend": lambda shown, given, **who: services.attend(sitting=shown, present=given, **who),
    "open": lambda shown, given, **who: services.open_sitting(sitting=shown, **who),
    "adjourn": lambda shown, given, **who: services.adjourn(sitting=shown, **given, **who),
    "close": lambda shown, given, **who: services.close(sitting=shown, **who),
    "call_off": lambda shown, given, **who: services.call_off(sitting=shown, **given, **who),
    "speak": lambda shown, given, **who: agenda.speak(**{**given, "item": _in(shown, given["item"])}, **who),
    "conclude": lambda shown, given, **who: agenda.conclude(**{**given, "item": _in(shown, given["item"])}, **who),
}


def _sitting(request: HttpRequest, shown: Sitting, refused: tuple[str, str, forms.Form] | None = None) -> HttpResponse:
    page = selectors.sitting_page(shown, viewer=request.user, now=timezone.now())
    step, key, form = refused or ("", "", None)

    def own(name: str, made: Callable[[], forms.Form], item: int | str = "") -> forms.Form:
        return form if form is not None and (step, key) == (name, str(item)) else made()

    agenda_forms = [
        (
            view,
            own("speak", lambda view=view: SpeakForm(view.speaks_for, key=view.item.pk), view.item.pk),
            own("conclude", lambda view=view: ConcludeForm(key=view.item.pk), view.item.pk),
        )
        for view in page.items
    ]
    context = {
        "page": page,
        "sitting": shown,
        "committee": policy().committee,
        "agenda": agenda_forms,
        "attend": own("attend", lambda: AttendForm(shown)),
        "adjourn": own("adjourn", AdjournForm),
        "call_off": own("call_off", ReasonForm),
        "refused": form,
    }
    return render(request, "committee/sitting.html", context, status=REFUSED if refused else 200)
