"""What every page knows: the authority, the version, and whether this is a demonstration."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.http import HttpRequest

from exeat.web.demonstration import is_demo
from exeat.web.policy import policy


def authority(request: HttpRequest) -> dict[str, Any]:
    """Values for `base.html`."""
    return {"authority_name": policy().state.authority_name, "version": version("exeat"), "is_demo": is_demo()}
