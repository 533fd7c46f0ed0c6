"""Answers to partners: drafted and edited by those who plan, released by the head."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.web.api.answers import answers, file_answer, paged
from exeat.web.api.fields import Body, Id, Line, Paging, Reference, Text
from exeat.web.cooperation.models import Offer
from exeat.web.permissions import plans_to_read, visible_offers, visible_replies
from exeat.web.replies.letter import letter_pdf
from exeat.web.replies.models import Reply
from exeat.web.replies.services import drafting, releasing
from exeat.web.replies.views_memo import FORMS, memo_file

router = Router()
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_TYPES = {media_type.partition(";")[0]: _BINARY for media_type, _write in FORMS.values()}
_MEMO = {"responses": {200: {"description": "the memo", "content": _TYPES}}}


class ReplyData(Schema):
    """An answer; `released_at` is empty while it is a draft. `start` and `end` are the dates asked for instead."""

    id: int
    offer: str
    host: str
    kind: str
    form: str
    subject: str
    text: str
    marking: str
    start: date | None
    end: date | None
    drafted_at: datetime
    released_at: datetime | None
    released_by: str


class ReplyPage(Schema):
    count: int
    page: int
    results: list[ReplyData]


class NewReply(Body):
    """Which answer; without `form` it goes as the offer came in. `delegate` is an address, for that kind alone.

    `instead` is the id of a draft that is thrown away for it.
    """

    kind: Literal["accept", "accept_with_nominees", "decline", "another_date", "host_pays", "trainers_here", "delegate"]
    form: Literal["", "letter", "note", "calendar"] = ""
    instead: Id | None = None
    delegate: str = Field("", max_length=254, pattern=r"^([^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[a-z]{2,20})?$")


class Words(Body):
    """The words of a draft."""

    subject: Line
    text: Text


@router.get("/replies", response=answers(ReplyPage))
def list_replies(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Answers to partners, the newest first; none for those who do not plan."""
    return paged(visible_replies(request.user).select_related("offer__host", "released_by"), paging, _row)


@router.post("/offers/{reference}/replies", response=answers(ReplyData, 201))
def draft_reply(request: HttpRequest, reference: Reference, body: NewReply) -> Status:
    """Draft an answer in the policy's words."""
    offer: Offer = get_object_or_404(visible_offers(request.user), reference=reference)
    made = drafting.draft(offer=offer, **body.model_dump(), by=request.user, now=timezone.now())
    return Status(201, _row(made))


@router.put("/replies/{id}", response=answers(ReplyData))
def change_reply(request: HttpRequest, id: Id, body: Words) -> dict[str, Any]:
    """Edit a draft."""
    given = body.model_dump()
    return _row(drafting.change(reply=_reply(request, id), **given, by=request.user, now=timezone.now()))


@router.post("/replies/{id}/release", response=answers(ReplyData))
def release_reply(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Let an answer go: a calendar reply is mailed."""
    return _row(releasing.release(reply=_reply(request, id), by=request.user, now=timezone.now()))


@router.delete("/replies/{id}", response=answers(None, 204))
def drop_reply(request: HttpRequest, id: Id) -> Status:
    """Throw a draft away."""
    drafting.drop(reply=_reply(request, id), by=request.user, now=timezone.now())
    return Status(204, None)


@router.get("/replies/{id}/letter.pdf", response=answers(None), openapi_extra=file_answer("application/pdf"))
def download_reply(request: HttpRequest, id: Id) -> HttpResponse:
    """A released letter or note as its PDF."""
    letters = visible_replies(request.user).filter(released_at__isnull=False).exclude(form=Reply.Form.CALENDAR)
    shown = get_object_or_404(letters.select_related("offer__host"), pk=id)
    return HttpResponse(letter_pdf(shown), content_type="application/pdf")


@router.get("/plans/{id}/memo", response=answers(None), openapi_extra=_MEMO)
def download_memo(request: HttpRequest, id: Id, form: Literal["pdf", "docx", "md"] = "pdf") -> HttpResponse:
    """The recommendation memo of a plan, on the figures of today."""
    return memo_file(get_object_or_404(plans_to_read(request.user), pk=id), form)


def _reply(request: HttpRequest, key: int) -> Reply:
    return get_object_or_404(visible_replies(request.user).select_related("offer__host", "released_by"), pk=key)


def _row(reply: Reply) -> dict[str, Any]:
    names = ("kind", "form", "subject", "text", "start", "end", "drafted_at", "released_at")
    return {"id": reply.pk, "offer": reply.offer.reference, "host": reply.offer.host.name} | {
        "marking": reply.get_marking_display(),
        "released_by": str(reply.released_by or ""),
        **{name: getattr(reply, name) for name in names},
    }
