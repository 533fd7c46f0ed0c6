"""Deputies: who acts for whom, in which role, from when to when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.domain.review import Role
from exeat.web.accounts import services
from exeat.web.accounts.models import Delegation
from exeat.web.accounts.selectors import official, visible_delegations
from exeat.web.api.accounts import OfficialRole
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Id, Line, Paging

router = Router()


class NewDelegation(Body):
    """A deputy for oneself; an administrator names the principal too."""

    principal: Id | None = Field(None, description="a user's id; the signed-in user when absent")
    deputy: Id
    role: OfficialRole
    start: date
    end: date
    reason: Line = Field(examples=["annual leave"])


class DelegationData(Schema):
    id: int
    principal: str
    deputy: str
    role: str
    start: date
    end: date
    reason: str
    ended_at: datetime | None


class DelegationPage(Schema):
    count: int
    page: int
    results: list[DelegationData]


@router.get("", response=answers(DelegationPage))
def list_delegations(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The delegations that concern the user; all of them for an administrator."""
    return paged(visible_delegations(request.user), paging, _data)


@router.post("", response=answers(DelegationData, 201))
def delegate(request: HttpRequest, body: NewDelegation) -> Status:
    """Let a deputy act in one's role, from the first to the last day."""
    made = services.delegate(
        principal=official("principal", body.principal) if body.principal else request.user,
        deputy=official("deputy", body.deputy),
        role=Role(body.role),
        start=body.start,
        end=body.end,
        reason=body.reason,
        by=request.user,
        now=timezone.now(),
    )
    return Status(201, _data(made))


@router.post("/{id}/end", response=answers(DelegationData))
def end_delegation(request: HttpRequest, id: Id) -> dict[str, Any]:
    """End a delegation early."""
    delegation = get_object_or_404(visible_delegations(request.user), pk=id)
    services.end_delegation(delegation=delegation, by=request.user, now=timezone.now())
    return _data(delegation)


def _data(delegation: Delegation) -> dict[str, Any]:
    names = {"principal": delegation.principal.name, "deputy": delegation.deputy.name}
    return {name: getattr(delegation, name) for name in DelegationData.model_fields} | names
