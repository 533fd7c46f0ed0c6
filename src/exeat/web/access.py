"""How a view lets people in, and how it shows that a service said no."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from exeat.domain.review import Role
from exeat.web.acting import actor_for
from exeat.web.errors import Invalid, NotPermitted

View = Callable[..., HttpResponse]
Result = TypeVar("Result")
REFUSED = 422
"""The status of a page that a form comes back on: what was sent cannot be used, or the rules do not allow it."""


def for_roles(*roles: Role) -> Callable[[View], View]:
    """A view for holders of one of the roles, in person or as a deputy today; others must sign in, or get a 403."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not actor_for(request.user, timezone.now()).in_any(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def attempt(form: BaseForm, step: Callable[[], Result]) -> Result | None:
    """Call a service for a valid form; when it refuses, its reasons become errors of the form."""
    try:
        return step()
    except Invalid as refusal:
        for field, message in refusal.errors.items():
            form.add_error(field if field in form.fields else None, message)
    except NotPermitted as refusal:
        for reason in refusal.refusals:
            form.add_error(None, reason.message)
    return None


def told(request: HttpRequest, step: Callable[[], Result]) -> Result | None:
    """Call a service for a button; when it refuses, the next page says why."""
    try:
        return step()
    except Invalid as refusal:
        for message in refusal.errors.values():
            messages.error(request, message)
    except NotPermitted as refusal:
        for reason in refusal.refusals:
            messages.error(request, reason.message)
    return None
