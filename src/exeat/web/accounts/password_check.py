"""Checking a password outside the pages, with the same limits and the same second factor. Apart from the services,
for it needs the request: allauth counts failed attempts by address and by network address."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from exeat.web.accounts.models import User


class TooManyAttempts(Exception):
    """So many failed attempts that no further one is looked at for now."""


def check_password(request: HttpRequest, *, email: str, password: str, code: str = "") -> User | None:
    """The user whose address and password these are, or None.

    `code` is asked of whoever has a second factor: of the authenticator app, or a recovery code (a passkey needs the
    pages). A failed password and a failed code look the same to the caller. Raises TooManyAttempts.
    """
    try:
        user = get_adapter().authenticate(request, email=email, password=password)
    except ValidationError:
        raise TooManyAttempts
    if user is None or not user.is_active:
        return None
    if is_mfa_enabled(user) and not _second_factor(user, code):
        return None
    return user


def _second_factor(user: User, code: str) -> bool:
    form = AuthenticateForm(data={"code": code}, user=user)
    if form.is_valid():
        return True
    if form.has_error("code", "too_many_login_attempts"):
        raise TooManyAttempts
    return False
