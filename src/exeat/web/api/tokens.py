"""Who am I, and the keys that act for me."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from exeat.web.accounts import services
from exeat.web.accounts.models import ApiToken
from exeat.web.accounts.password_check import TooManyAttempts, check_password
from exeat.web.acting import actor_for
from exeat.web.api.answers import Errors, Message, answers
from exeat.web.api.fields import Body, Id, Line

router = Router()


class SignIn(Body):
    """A user's own address and password, and the code of their second factor where they have one."""

    email: Line = Field(examples=["officer@example.org"])
    password: Line
    code: Line = Field("", description="six digits of the authenticator app, or a recovery code")
    name: str = Field("API", max_length=80, pattern=r"^[^\x00-\x1f]+$", description="what the token is for")
    days: int = Field(30, ge=1, le=365)


class TokenMade(Schema):
    """The token, shown this once."""

    token: str
    expires_at: datetime


class TokenKept(Schema):
    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime


class Me(Schema):
    """The signed-in user: roles held in person and as a deputy today, and the exporters they act for."""

    id: int
    email: str
    name: str
    roles: list[str]
    deputising: list[str]
    agency: str
    exporters: list[int]


@router.post("/tokens", auth=None, response={201: TokenMade, 400: Message, 401: Message, 422: Errors, 429: Message})
def make_token(request: HttpRequest, body: SignIn) -> Status:
    """Exchange address and password for a token. Failed attempts are counted together with those of the pages."""
    try:
        user = check_password(request, email=body.email, password=body.password, code=body.code)
    except TooManyAttempts:
        return Status(429, {"message": "too many failed attempts: try again in five minutes"})
    if user is None:
        return Status(401, {"message": "the address, the password or the code of the second factor is not right"})
    made, secret = services.create_token(user=user, name=body.name, days=body.days, now=timezone.now())
    return Status(201, {"token": secret, "expires_at": made.expires_at})


@router.get("/tokens", response=answers(list[TokenKept]))
def my_tokens(request: HttpRequest) -> list[ApiToken]:
    """The user's tokens, without their secrets."""
    return list(request.user.tokens.all())


@router.delete("/tokens/{id}", response=answers(None, 204))
def revoke_token(request: HttpRequest, id: Id) -> Status:
    """Take one of the user's tokens out of use."""
    token = get_object_or_404(ApiToken, pk=id, user=request.user)
    services.revoke_token(token=token, by=request.user, now=timezone.now())
    return Status(204, None)


@router.get("/me", response=answers(Me))
def me(request: HttpRequest) -> dict[str, Any]:
    """The signed-in user."""
    user, actor = request.user, actor_for(request.user, timezone.now())
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "roles": sorted(actor.roles),
        "deputising": sorted(actor.deputising),
        "agency": user.agency,
        "exporters": sorted(actor.exporters),
    }
