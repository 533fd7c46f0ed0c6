"""Permanent addresses of what a list prints, in the version that a decision cites."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse

CURRENT = "current"
"""What stands in an address for the version in force."""


class VersionConverter:
    """A version's name as one part of an address: a slash in it is written `~`."""

    regex: ClassVar[str] = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("~", "/")

    def to_url(self, value: str) -> str:
        return value.replace("/", "~")


def list_url(list_id: str, version: str = CURRENT) -> str:
    """The entries of a list in that version; in the one in force unless told."""
    return reverse("control_list", args=[list_id, version or CURRENT])


def provision_url(list_id: str, version: str, path: str) -> str:
    """The page of a provision as that version of the list has it; of the version in force where none is named."""
    return reverse("provision", args=[list_id, version or CURRENT, path])
