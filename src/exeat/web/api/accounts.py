"""Users, for administrators."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.web.accounts import services
from exeat.web.accounts.models import User
from exeat.web.accounts.password_link import invite, send_password_link
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Id, Paging, Word

router = Router()
OfficialRole = Literal["officer", "reviewer", "head", "customs", "secretary", "appeal", "auditor", "administrator"]


class Official(Body):
    """An official to be: they choose a password at a link that goes to their address."""

    email: str = Field(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$")
    name: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+$")
    title: str = Field("", max_length=120, pattern=r"^[^\x00-\x1f]*$", description="printed under their signature")
    roles: list[OfficialRole] = Field(min_length=1)
    agency: str = Field("", max_length=40, pattern=r"^[a-z0-9_-]*$")


class Roles(Body):
    roles: list[OfficialRole]
    agency: str = Field("", max_length=40, pattern=r"^[a-z0-9_-]*$")


class Account(Schema):
    id: int
    email: str
    name: str
    title: str
    roles: list[str]
    agency: str
    is_active: bool


class AccountPage(Schema):
    count: int
    page: int
    results: list[Account]


@router.get("", response=answers(AccountPage))
def list_users(request: HttpRequest, paging: Query[Paging], role: Word = "") -> dict[str, Any]:
    """Everybody with an account; `role` keeps the holders of one."""
    services.require_administrator(request.user)
    users = User.objects.order_by("name", "pk")
    return paged(users.filter(roles__contains=[role]) if role else users, paging, _account)


@router.post("", response=answers(Account, 201))
def create_user(request: HttpRequest, body: Official) -> Status:
    """Make an official and mail them the link at which to choose a password."""
    return Status(201, _account(invite(**body.model_dump(), by=request.user, now=timezone.now())))


@router.get("/{id}", response=answers(Account))
def show_user(request: HttpRequest, id: Id) -> dict[str, Any]:
    """One account."""
    return _account(_user(request, id))


@router.put("/{id}/roles", response=answers(Account))
def change_roles(request: HttpRequest, id: Id, body: Roles) -> dict[str, Any]:
    """Set an official's roles and agency; nobody changes their own."""
    user = _user(request, id)
    services.change_roles(user=user, **body.model_dump(), by=request.user, now=timezone.now())
    return _account(user)


@router.post("/{id}/close", response=answers(Account))
def close_user(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Close an account: its tokens stop at once, its history stays."""
    user = _user(request, id)
    services.set_active(user=user, active=False, by=request.user, now=timezone.now())
    return _account(user)


@router.post("/{id}/open", response=answers(Account))
def open_user(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Open a closed account again."""
    user = _user(request, id)
    services.set_active(user=user, active=True, by=request.user, now=timezone.now())
    return _account(user)


@router.post("/{id}/password-link", response=answers(Account))
def mail_password_link(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Mail the user a link at which to choose a new password."""
    user = _user(request, id)
    send_password_link(user=user, by=request.user, now=timezone.now())
    return _account(user)


def _user(request: HttpRequest, id: int) -> User:
    services.require_administrator(request.user)
    return get_object_or_404(User, pk=id)


def _account(user: User) -> dict[str, Any]:
    return {name: getattr(user, name) for name in Account.model_fields}
