"""Answers that are files: to save, or to be shown by the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
SHOWN_IN_PLACE = ("application/pdf", "image/png", "image/jpeg")
"""What a browser may show itself; everything else is only handed over as a file."""


def file_to_save(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """The file under that name; no cache on the way keeps what was written for one reader.

    References of cases may hold a slash, which no file's name does.
    """
    return _file(content, media_type, name, to_save=True)


def file_to_show(content: bytes, media_type: str, name: str) -> HttpResponse:
    """The same, opened in the browser where it is of a type that may be."""
    return _file(content, media_type, name, to_save=media_type not in SHOWN_IN_PLACE)


def _file(content: bytes | str, media_type: str, name: str, *, to_save: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(to_save, name.replace("/", "-"))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
