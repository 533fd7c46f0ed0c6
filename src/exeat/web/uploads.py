"""Files that must not touch the disk before they have been looked at: what is marked too high leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

MOST_BYTES = 11_000_000


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory whatever its size; of a request above `MOST_BYTES` it keeps none at all."""

    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *rest: Any) -> None:
        self.activated = content_length <= MOST_BYTES


def in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose uploads never lie in a temporary file. It goes outside all other decorators."""

    @csrf_exempt  # the check reads the request, and must come after the handler is chosen
    @wraps(view)
    def handled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return handled
