"""Notes that mention whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from exeat.web.api.answers import answers
from exeat.web.api.fields import Id
from exeat.web.cases.models import Mention
from exeat.web.cases.selectors.mentions import mentions_of
from exeat.web.cases.services.noting import see_mention

router = Router()


class MentionData(Schema):
    id: int
    case: str
    by: str
    text: str
    at: datetime
    seen: bool


@router.get("", response=answers(list[MentionData]))
def list_mentions(request: HttpRequest) -> list[dict[str, Any]]:
    """The notes that mention one and that one has not seen yet, the newest first."""
    return [_data(mention) for mention in mentions_of(request.user)]


@router.post("/{id}/seen", response=answers(MentionData))
def see_mention_of_me(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Say that one has seen a note that mentions one."""
    mention = get_object_or_404(Mention, pk=id, user=request.user)
    return _data(see_mention(mention=mention, by=request.user, now=timezone.now()))


def _data(mention: Mention) -> dict[str, Any]:
    note = mention.note
    return {
        "id": mention.pk,
        "case": note.case.reference,
        "by": note.by.name,
        "text": note.text,
        "at": note.at,
        "seen": mention.seen_at is not None,
    }
