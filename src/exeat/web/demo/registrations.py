"""Registrations for general authorisations, with what left on them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from exeat.web.demo.paper import DATA
from exeat.web.demo.steps import Stage
from exeat.web.demo.stories import day_back, moment
from exeat.web.licences.models import LicenceLine
from exeat.web.licences.services.customs import Declaration, record_shipment
from exeat.web.licences.services.registering import register_for, registrations_of
from exeat.web.policy import local_day


def registrations(stage: Stage, now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """Those of `data/general.toml`, each with its moment, and the shipments that followed."""
    acts: list[tuple[datetime, Callable[[], object]]] = []
    for told in tomllib.loads((DATA / "general.toml").read_text())["registration"]:
        at = moment(day_back(now, told["days_back"]), told["at"])
        exporter, by = stage.exporters[told["exporter"]], stage.people[told["by"]]
        registering = partial(register_for, authorisation=told["authorisation"], exporter=exporter, by=by, now=at)
        acts.append((at, registering))
        for shipment in told["shipments"]:
            left = moment(day_back(now, shipment["days_back"]), "11:15")
            acts.append((left, partial(_ship, stage, told, shipment, left)))
    return acts


def _ship(stage: Stage, told: dict[str, Any], shipment: dict[str, Any], now: datetime) -> None:
    licence = registrations_of(stage.exporters[told["exporter"]], told["authorisation"]).get()
    line = LicenceLine.objects.get(licence=licence, number=shipment["line"])
    record_shipment(
        line=line,
        quantity=Decimal(shipment["quantity"]),
        unit=line.unit,
        value=Decimal(shipment["value"]),
        currency=line.currency,
        destination=shipment["destination"],
        declaration=Declaration(shipment["declaration"], local_day(now), "North Quay"),
        by=stage.people["quay"],
        now=now,
    )
