"""The register of exporters, and who may act for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Base64Bytes, Field

from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Country, FileName, Id, Line, Paging
from exeat.web.registers import services
from exeat.web.registers.models import Exporter, Mandate
from exeat.web.registers.visible import visible_exporters, visible_mandates

router = Router()


class Letter(Body):
    """A letter of authority: its file name, and its content in base64."""

    name: FileName
    content: Base64Bytes


class Registration(Body):
    """A company, and the wish to act for it. An agent brings the company's letter of authority."""

    name: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$", examples=["Quayside Optics"])
    country: Country
    registration: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$")
    address: Line = ""
    email: str = Field("", max_length=254, pattern=r"^([^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+)?$")
    kind: Literal["employee", "agent"] = "employee"
    letter: Letter | None = None


class Reason(Body):
    reason: Line


class ExporterData(Schema):
    id: int
    name: str
    country: str
    registration: str
    address: str
    status: str


class MandateData(Schema):
    id: int
    exporter: ExporterData
    user: str
    kind: str
    status: str
    asked_at: datetime
    reason: str


class ExporterPage(Schema):
    count: int
    page: int
    results: list[ExporterData]


class MandatePage(Schema):
    count: int
    page: int
    results: list[MandateData]


@router.get("/exporters", response=answers(ExporterPage))
def list_exporters(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The companies that the user acts for; the whole register for the authority."""
    return paged(visible_exporters(request.user, timezone.now()).order_by("name", "pk"), paging, _exporter)


@router.post("/exporters", response=answers(MandateData, 201))
def register_exporter(request: HttpRequest, body: Registration) -> Status:
    """Register a company, or ask to act for one that is registered; an officer verifies both."""
    values = body.model_dump(exclude={"letter"})
    letter = services.Upload(body.letter.name, body.letter.content) if body.letter else None
    mandate = services.register_exporter(**values, letter=letter, by=request.user, now=timezone.now())
    return Status(201, _mandate(mandate))


@router.post("/exporters/{id}/verify", response=answers(ExporterData))
def verify_exporter(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Confirm that a company is what it says, or lift a suspension."""
    services.verify_exporter(exporter=_visible(request, id), by=request.user, now=timezone.now())
    return _exporter(_visible(request, id))


@router.post("/exporters/{id}/suspend", response=answers(ExporterData))
def suspend_exporter(request: HttpRequest, id: Id, body: Reason) -> dict[str, Any]:
    """Take no further applications from a company."""
    services.suspend_exporter(exporter=_visible(request, id), reason=body.reason, by=request.user, now=timezone.now())
    return _exporter(_visible(request, id))


@router.get("/mandates", response=answers(MandatePage))
def list_mandates(
    request: HttpRequest, paging: Query[Paging], status: Literal["pending", "verified", "refused", "revoked", ""] = ""
) -> dict[str, Any]:
    """Who acts, or has asked to act, for which company: one's own; all for the authority."""
    mandates = visible_mandates(request.user, timezone.now())
    return paged(mandates.filter(status=status) if status else mandates, paging, _mandate)


@router.post("/mandates/{id}/verify", response=answers(MandateData))
def verify_mandate(request: HttpRequest, id: Id) -> dict[str, Any]:
    """Confirm a person's authority to act."""
    services.verify_mandate(mandate=_visible_mandate(request, id), by=request.user, now=timezone.now())
    return _mandate(_visible_mandate(request, id))


@router.post("/mandates/{id}/refuse", response=answers(MandateData))
def refuse_mandate(request: HttpRequest, id: Id, body: Reason) -> dict[str, Any]:
    """Turn a request to act down."""
    mandate = _visible_mandate(request, id)
    services.refuse_mandate(mandate=mandate, reason=body.reason, by=request.user, now=timezone.now())
    return _mandate(_visible_mandate(request, id))


@router.post("/mandates/{id}/revoke", response=answers(MandateData))
def revoke_mandate(request: HttpRequest, id: Id, body: Reason) -> dict[str, Any]:
    """End a verified authority to act."""
    mandate = _visible_mandate(request, id)
    services.revoke_mandate(mandate=mandate, reason=body.reason, by=request.user, now=timezone.now())
    return _mandate(_visible_mandate(request, id))


def _visible(request: HttpRequest, pk: int) -> Exporter:
    return get_object_or_404(visible_exporters(request.user, timezone.now()), pk=pk)


def _visible_mandate(request: HttpRequest, pk: int) -> Mandate:
    return get_object_or_404(visible_mandates(request.user, timezone.now()), pk=pk)


def _exporter(exporter: Exporter) -> dict[str, Any]:
    return {name: getattr(exporter, name) for name in ExporterData.model_fields}


def _mandate(mandate: Mandate) -> dict[str, Any]:
    shown = {name: getattr(mandate, name) for name in ("id", "kind", "status", "asked_at", "reason")}
    return shown | {"exporter": _exporter(mandate.exporter), "user": mandate.user.name}
