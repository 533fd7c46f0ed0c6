"""What views share: running a service, and turning its refusal into what the person reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from exeat.web.errors import Invalid, NotPermitted

Result = TypeVar("Result")


def attempt(request: HttpRequest, service: Callable[[], Result], form: BaseForm | None = None) -> Result | None:
    """The service's result; None when it refused, and then the reasons stand in the form or in a message."""
    try:
        return service()
    except NotPermitted as refusal:
        for reason in refusal.refusals:
            messages.error(request, _sentence(reason.message))
    except Invalid as invalid:
        for field, message in invalid.errors.items():
            if form is not None and field in form.fields:
                form.add_error(field, _sentence(message))
            else:
                messages.error(request, _sentence(message))
    return None


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
