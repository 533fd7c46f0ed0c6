"""What every page knows: the authority, the version, and whether this is a demonstration."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from django.db import connection
from django.http import HttpRequest

from exeat.web.policy import policy


def authority(request: HttpRequest) -> dict[str, Any]:
    """Values for `base.html`."""
    return {"authority_name": policy().state.authority_name, "version": version("exeat"), "is_demo": is_demo()}


@lru_cache(maxsize=1)
def is_demo() -> bool:
    """Whether the database was made for the demonstration, which its comment says; asked once a process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone() == ("exeat demo",)
