"""Pages of accounts: an administrator's users, everybody's delegations and API tokens."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles
from exeat.web.accounts import services
from exeat.web.accounts.forms import DelegationForm, RolesForm, TokenForm, UserForm
from exeat.web.accounts.models import ApiToken, Delegation, User
from exeat.web.accounts.password_link import invite, send_password_link
from exeat.web.accounts.selectors import visible_delegations
from exeat.web.errors import NotPermitted
from exeat.web.policy import local_day


@for_roles(Role.ADMINISTRATOR)
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with an account: officials first."""
    everybody = User.objects.order_by("-is_active", "name")
    return render(
        request,
        "accounts/users.html",
        {
            "officials": [user for user in everybody if set(user.roles) != {Role.EXPORTER.value}],
            "exporters": [user for user in everybody if set(user.roles) == {Role.EXPORTER.value}],
        },
    )


@for_roles(Role.ADMINISTRATOR)
def user_add(request: HttpRequest) -> HttpResponse:
    """Make an official and mail them the link at which to choose a password."""
    form = UserForm(request.POST or None)
    if form.is_valid():
        attempt(form, lambda: invite(**form.cleaned_data, by=request.user, now=timezone.now()))
        if form.is_valid():
            _tell_of_link(request, _("The account is made; a link to choose a password is on its way by mail."))
            return redirect("users")
    return render(request, "accounts/user_add.html", {"form": form}, status=REFUSED if form.errors else 200)


@for_roles(Role.ADMINISTRATOR)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, and the button that closes it."""
    shown = get_object_or_404(User, pk=pk)
    form = RolesForm(request.POST or None, initial={"roles": shown.roles, "agency": shown.agency})
    if form.is_valid():
        changes = form.cleaned_data
        attempt(form, lambda: services.change_roles(user=shown, **changes, by=request.user, now=timezone.now()))
        if form.is_valid():
            messages.success(request, _("The roles are changed."))
            return redirect("user", pk)
    context = {"shown": shown, "form": form, "is_own": shown == request.user}
    return render(request, "accounts/user.html", context, status=REFUSED if form.errors else 200)


def _tell_of_link(request: HttpRequest, sent: str) -> None:
    """Say that a link is on its way, or where to find it while no mail goes out."""
    if settings.EMAIL_HOST:
        messages.success(request, sent)
    else:
        messages.warning(
            request, _("Recorded. No mail goes out yet (EXEAT_MAIL_URL): the worker prints the letter with the link.")
        )


@require_POST
@for_roles(Role.ADMINISTRATOR)
def user_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Close an account, open it again, or mail a link to choose a password."""
    shown = get_object_or_404(User, pk=pk)
    now = timezone.now()
    try:
        if step == "password":
            send_password_link(user=shown, by=request.user, now=now)
            _tell_of_link(request, _("A link to choose a password is on its way by mail."))
        else:
            services.set_active(user=shown, active=step == "open", by=request.user, now=now)
            messages.success(request, _("The account is open.") if step == "open" else _("The account is closed."))
    except NotPermitted as refusal:
        messages.error(request, str(refusal))
    return redirect("user", pk)


@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    """Delegations that concern the user, or all for an administrator; and the form for a new one."""
    if not request.user.is_official:
        raise PermissionDenied
    form = DelegationForm(request.POST or None, user=request.user)
    if form.is_valid():
        values = {"principal": request.user, **form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        attempt(form, lambda: services.delegate(**values, by=request.user, now=timezone.now()))
        if form.is_valid():
            messages.success(request, _("The delegation is recorded."))
            return redirect("delegations")
    context = {"form": form, "delegations": visible_delegations(request.user), "today": local_day(timezone.now())}
    return render(request, "accounts/delegations.html", context, status=REFUSED if form.errors else 200)


@require_POST
@login_required
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation early."""
    delegation = get_object_or_404(Delegation.objects.select_related("principal", "deputy"), pk=pk)
    try:
        services.end_delegation(delegation=delegation, by=request.user, now=timezone.now())
        messages.success(request, _("The delegation has ended."))
    except NotPermitted as refusal:
        messages.error(request, str(refusal))
    return redirect("delegations")


@never_cache
@login_required
def api_tokens(request: HttpRequest) -> HttpResponse:
    """The user's keys to the API. A new one is shown on this answer and never again."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        _token, secret = services.create_token(user=request.user, **form.cleaned_data, now=timezone.now())
        form = TokenForm()
    context = {"form": form, "secret": secret, "tokens": request.user.tokens.all(), "now": timezone.now()}
    return render(request, "accounts/api_tokens.html", context, status=REFUSED if form.errors else 200)


@require_POST
@login_required
def api_token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of the user's keys out of use."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    services.revoke_token(token=token, by=request.user, now=timezone.now())
    messages.success(request, _("The token no longer works."))
    return redirect("api_tokens")
