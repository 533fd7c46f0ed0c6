"""What every operation may answer, and the pieces that views share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Schema

from exeat.web.accounts.models import User
from exeat.web.api.fields import Paging
from exeat.web.cases import documents
from exeat.web.cases.models import Case, Document
from exeat.web.licences.models import Licence
from exeat.web.permissions import visible_cases, visible_licences
from exeat.web.saving import file_to_save


class Message(Schema):
    """Why there is no answer, in a sentence."""

    message: str


class Refusal(Schema):
    """One reason why the rules do not allow a step: the requirement's name, and a sentence for the person."""

    code: str
    message: str


class Refused(Schema):
    """The rules do not allow the step: to this person (403), or at this moment (409). Nothing was changed."""

    refusals: list[Refusal]


class Errors(Schema):
    """What was given cannot be used: one sentence a field. Nothing was changed."""

    errors: dict[str, str]


def answers(good: Any, status: int = 200) -> dict[int, Any]:
    """The documented answers of an operation for signed-in users: the good one, and the ways to say no."""
    return {status: good, 400: Message, 401: Message, 403: Refused, 404: Message, 409: Refused, 422: Errors}


def file_answer(media_type: str) -> dict[str, Any]:
    """OpenAPI's words for an answer that is a file."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": "the file", "content": content}}}


def paged(rows: QuerySet[Any], paging: Paging, as_data: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One page of a list, and how long the whole is: two queries beside what the rows prefetch."""
    start = (paging.page - 1) * paging.per_page
    shown: Sequence[Any] = rows[start : start + paging.per_page]
    return {"count": rows.count(), "page": paging.page, "results": [as_data(row) for row in shown]}


def case_of(user: User, reference: str) -> Case:
    """A case that the user may open; 404 for any other, as if there were none."""
    return get_object_or_404(visible_cases(user).select_related("exporter"), reference=reference)


def licence_of(user: User, number: str) -> Licence:
    """A licence that the user may open; 404 for any other."""
    return get_object_or_404(visible_licences(user).select_related("exporter", "case"), number=number)


def sent(request: HttpRequest, document: Document, media_type: str = "application/octet-stream") -> HttpResponse:
    """A document to save. Who may read it was asked before."""
    return file_to_save(documents.read(document), media_type, document.name)
