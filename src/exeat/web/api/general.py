"""General authorisations: reading them, and registering for one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from exeat.web.acting import actor_for
from exeat.web.api.answers import answers
from exeat.web.api.fields import Body, Id, Word
from exeat.web.api.licences import LicenceRow, licence_row
from exeat.web.licences.models import Licence
from exeat.web.licences.services.registering import register_for
from exeat.web.policy import policy
from exeat.web.registers.models import Exporter

router = Router()


class GeneralLine(Schema):
    """What may leave, in the unit and currency in which customs writes it down."""

    entry: str
    description: str
    unit: str
    currency: str


class General(Schema):
    """A published authorisation with its conditions of use."""

    id: str
    title: str
    legal_basis: str
    destinations: list[str]
    lines: list[GeneralLine]
    conditions: list[str]
    valid_months: int
    return_months: int
    return_days: int


class Register(Body):
    """Which of one's companies is registered."""

    exporter: Id


@router.get("/general-authorisations", response=answers(list[General]))
def list_general(request: HttpRequest) -> list[dict[str, Any]]:
    """Every general authorisation of the policy."""
    return [asdict(one) for one in policy().general.values()]


@router.post("/general-authorisations/{authorisation}/registrations", response=answers(LicenceRow, 201))
def register_exporter_for(request: HttpRequest, authorisation: Word, body: Register) -> Status:
    """Register a company: goods may leave at once, and returns are owed."""
    now = timezone.now()
    exporter = get_object_or_404(Exporter, pk=body.exporter, pk__in=actor_for(request.user, now).exporters)
    made = register_for(authorisation=authorisation, exporter=exporter, by=request.user, now=now)
    return Status(201, licence_row(Licence.objects.select_related("exporter", "case").get(pk=made.pk)))
