"""Where the links of allauth's own mails lead: to the address that people open, as in every other mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Takes no host from a request: a server answers by several names, and behind a proxy without its certificate."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link at which a forgotten password is chosen anew."""
        return _public(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: Any, emailconfirmation: Any) -> str:
        """The link that confirms an address."""
        return _public(super().get_email_confirmation_url(request, emailconfirmation))


def _public(url: str) -> str:
    return settings.EXEAT_URL + urlsplit(url).path
