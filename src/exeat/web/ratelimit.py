"""How often one address may ask what costs work, on pages that need no sign-in."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def too_many(request: HttpRequest, *, what: str, most: int, seconds: int) -> bool:
    """Count a request, and say whether it is one more than `most` in the present span of so many seconds.

    What is kept until the span ends is a count under a digest of the address, which does not lead back to it. Requests
    that come at the same instant may be counted as one: this spares the machine, and guards no secret.
    """
    address = get_adapter().get_client_ip(request)
    span = int(time.time()) // seconds
    key = f"rate:{what}:{salted_hmac('exeat.ratelimit', f'{address} {span}', algorithm='sha256').hexdigest()[:32]}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the span ended between the two steps
        return False
