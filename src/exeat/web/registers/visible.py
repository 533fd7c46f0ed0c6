"""Reading the register of exporters: whom somebody may see, and which exporter an application names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.errors import Invalid
from exeat.web.registers.models import Exporter, Mandate

AUTHORITY = (Role.OFFICER, Role.HEAD, Role.AUDITOR)


def visible_exporters(user: User, now: datetime) -> QuerySet[Exporter]:
    """The whole register for the authority; the companies that one acts for, for anybody else."""
    actor = actor_for(user, now)
    if actor.in_any(AUTHORITY):
        return Exporter.objects.all()
    return Exporter.objects.filter(pk__in=actor.exporters)


def visible_mandates(user: User, now: datetime) -> QuerySet[Mandate]:
    """Every mandate for the authority; one's own, verified or not, for anybody else."""
    mandates = Mandate.objects.select_related("exporter", "user").order_by("-asked_at", "pk")
    return mandates if actor_for(user, now).in_any(AUTHORITY) else mandates.filter(user=user)


def exporter_named(named: Mapping[str, Any], *, by: User, now: datetime, on_paper: bool) -> Exporter:
    """The exporter that an application names, by registration number and country, or by name where it gives no number.

    Among those that the user acts for; for a case on paper, in the whole register. Raises Invalid.
    """
    known = Exporter.objects.all() if on_paper else Exporter.objects.filter(pk__in=actor_for(by, now).exporters)
    if registration := " ".join(str(named.get("registration", "")).upper().split()):
        found = known.filter(registration=registration, country=str(named.get("country", "")))
        field = "exporter.registration"
    else:
        found = known.filter(name__iexact=str(named.get("name", "")).strip())
        field = "exporter.name"
    if len(matching := list(found[:2])) == 1:
        return matching[0]
    where = "in the register" if on_paper else "among the exporters that you act for"
    raise Invalid({field: f"{'more than one is' if matching else 'not'} {where}: give country and registration number"})
