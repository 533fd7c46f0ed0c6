"""Two ways to be somebody: a token of one's own (programs), or the session of the pages (browsers, with CSRF)."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from exeat.web.accounts.models import User
from exeat.web.accounts.services import user_of_token


class Token(HttpBearer):
    """`Authorization: Bearer exeat_…`: acts as the token's owner."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = user_of_token(secret=token, now=timezone.now())
        if user is not None:
            request.user = user
        return user


class Session(SessionAuth):
    """The cookie of somebody signed in to the pages; anything but reading needs the `X-CSRFToken` header."""


SIGNED_IN = (Token(), Session())
