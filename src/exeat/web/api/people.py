"""The registers that planning rests on: officials with their leave, and capabilities with their evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from exeat.domain.capabilities import Level
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Id, Paging, Text, Word
from exeat.web.capabilities.models import Capability, Evidence
from exeat.web.capabilities.services import record_evidence as keep_evidence
from exeat.web.people import services
from exeat.web.people.models import Official
from exeat.web.permissions import visible_capabilities, visible_officials

router = Router()


class LeaveData(Body):
    """Dates, both included, on which an official is not there."""

    first: date
    last: date


class OfficialData(Schema):
    id: int
    name: str
    agency: str
    rank: str
    skills: list[str]
    languages: list[str]
    max_days_away: int | None
    leave: list[LeaveData]


class OfficialPage(Schema):
    count: int
    page: int
    results: list[OfficialData]


class CapabilityData(Schema):
    id: str
    title: str
    agency: str
    weight: int
    planned: str
    implemented: str
    gap: int
    equipped: int
    people_needed: int
    people_trained: int
    paragraphs: list[str]
    depends_on: list[str]


class CapabilityPage(Schema):
    count: int
    page: int
    results: list[CapabilityData]


class NewEvidence(Body):
    """What shows where a capability stands, from 0 (none) to 5 (sustained)."""

    level: Literal[0, 1, 2, 3, 4, 5]
    text: Text = Field(examples=["The authority was set up by decree."])
    on: date


class EvidenceData(Schema):
    level: str
    text: str
    on: date
    at: datetime


@router.get("/officials", response=answers(OfficialPage))
def list_officials(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The officials in service with their leave, for those who plan; for others, their own entry."""
    found = visible_officials(request.user).filter(active=True)
    return paged(found.order_by("pk").prefetch_related("leave"), paging, _official)


@router.post("/officials/{id}/leave", response=answers(LeaveData, 201))
def record_leave(request: HttpRequest, id: Id, body: LeaveData) -> Status:
    """Record leave of an official, or one's own."""
    official = get_object_or_404(visible_officials(request.user), pk=id)
    now = timezone.now()
    leave = services.record_leave(official=official, first=body.first, last=body.last, by=request.user, now=now)
    return Status(201, {"first": leave.first, "last": leave.last})


@router.get("/capabilities", response=answers(CapabilityPage))
def list_capabilities(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What the state set out to be able to do, and how far it has come; none for those who may not know."""
    found = visible_capabilities(request.user).order_by("pk").prefetch_related("depends_on")
    return paged(found, paging, _capability)


@router.post("/capabilities/{slug}/evidence", response=answers(EvidenceData, 201))
def record_evidence(request: HttpRequest, slug: Word, body: NewEvidence) -> Status:
    """Record evidence; that of the latest day says where the capability stands."""
    capability = get_object_or_404(visible_capabilities(request.user), pk=slug)
    made = keep_evidence(
        capability=capability, level=body.level, text=body.text, on=body.on, by=request.user, now=timezone.now()
    )
    return Status(201, _evidence(made))


def _official(official: Official) -> dict[str, Any]:
    names = ("id", "name", "agency", "rank", "skills", "languages", "max_days_away")
    leave = [{"first": one.first, "last": one.last} for one in official.leave.all()]
    return {name: getattr(official, name) for name in names} | {"leave": leave}


def _capability(capability: Capability) -> dict[str, Any]:
    value = capability.value
    names = ("id", "title", "agency", "weight", "equipped", "people_needed", "people_trained", "paragraphs")
    levels = {"planned": value.planned.label, "implemented": value.implemented.label}
    rest = {"gap": value.gap, "depends_on": list(value.depends_on)}
    return {name: getattr(capability, name) for name in names} | levels | rest


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"level": Level(evidence.level).label, "text": evidence.text, "on": evidence.on, "at": evidence.at}
