"""Answers that are files to save."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_to_save(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """The file under that name; no cache on the way keeps what was written for one reader.

    References of cases may hold a slash, which no file's name does.
    """
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name.replace("/", "-"))
    response["Cache-Control"] = "private, no-store"
    return response
