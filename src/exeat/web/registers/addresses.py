"""Permanent addresses of what a list prints, in the version that a decision cites."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse


def provision_url(list_id: str, version: str, path: str) -> str:
    """The page of a provision as that version of the list has it; of the version in force where none is named."""
    return reverse("provision", args=[list_id, path]) + (f"?{urlencode({'version': version})}" if version else "")
