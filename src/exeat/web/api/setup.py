"""Whether everything is in place on the installation, for administrators and what watches a server."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from exeat.web.accounts.services import require_administrator
from exeat.web.api.answers import answers
from exeat.web.setup.selectors import Point, points

router = Router()


class SetupPointData(Schema):
    """One thing that is asked of an installation, and a sentence on how it stands."""

    title: str
    state: Literal["in_place", "missing", "to_look_at"]
    said: str


@router.get("", response=answers(list[SetupPointData]))
def show_setup(request: HttpRequest) -> list[Point]:
    """What a case needs to go its way, and whether it is there."""
    require_administrator(request.user)
    return points(now=timezone.now())
