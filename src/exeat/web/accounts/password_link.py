"""The link at which an official chooses a first password, or a new one. Apart from the services, for allauth's forms
load our sign-up form, which calls a service."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from exeat.web.accounts.models import User
from exeat.web.accounts.services import create_user, record_of_user, require_administrator
from exeat.web.mail.services import notify


@transaction.atomic
def invite(
    *, email: str, name: str, roles: Collection[str], by: User, now: datetime, title: str = "", agency: str = ""
) -> User:
    """Make an official and mail them the link at which to choose a password."""
    user = create_user(email=email, name=name, roles=roles, title=title, agency=agency, by=by, now=now)
    send_password_link(user=user, by=by, now=now)
    return user


@transaction.atomic
def send_password_link(*, user: User, by: User, now: datetime) -> None:
    """Mail the user a link at which to choose a password: once, within Django's PASSWORD_RESET_TIMEOUT (three days)."""
    require_administrator(by)
    notify([user], template="password_set", context={"link": _link(user), "email": user.email}, now=now)
    record_of_user("user.password_link_sent", user, by=by, now=now)


@transaction.atomic
def show_password_link(*, user: User, now: datetime) -> str:
    """The same link, for the command line to show: at first there may be no mail."""
    record_of_user("user.password_link_shown", user, by=None, now=now)
    return _link(user)


def _link(user: User) -> str:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.EXEAT_URL + reverse("account_reset_password_from_key", kwargs=key)
