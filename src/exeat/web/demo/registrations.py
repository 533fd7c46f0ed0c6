"""Registrations for general authorisations, with what left on them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from exeat.domain.licences import UsageLine
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back, moment
from exeat.web.demo.turns import Stage
from exeat.web.licences.models import LicenceLine
from exeat.web.licences.services.customs import Declaration, record_shipment
from exeat.web.licences.services.registering import register_for, registrations_of
from exeat.web.obligations.models import Obligation
from exeat.web.obligations.services import accept_fulfilment, hand_in_figures
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
        if said := told.get("return"):
            acts += _returned(stage, told, said, now)
    return acts


def _returned(
    stage: Stage, told: dict[str, Any], said: dict[str, Any], now: datetime
) -> list[tuple[datetime, Callable[[], object]]]:
    """The first return of a registration, handed in as figures and accepted."""
    given = moment(day_back(now, said["days_back"]), "16:05")
    accepted = moment(day_back(now, said["accepted_days_back"]), "10:30")
    return [
        (given, lambda: _hand_in(stage, told, said, given)),
        (accepted, lambda: accept_fulfilment(obligation=_owed(stage, told), by=stage.people["officer"], now=accepted)),
    ]


def _hand_in(stage: Stage, told: dict[str, Any], said: dict[str, Any], now: datetime) -> None:
    lines = [
        UsageLine(number, **{**line, "quantity": Decimal(line["quantity"]), "value": Decimal(line["value"])})
        for number, line in enumerate(said["lines"], start=1)
    ]
    by = stage.people[told["by"]]
    hand_in_figures(obligation=_owed(stage, told), lines=lines, note=said["note"], by=by, now=now)


def _owed(stage: Stage, told: dict[str, Any]) -> Obligation:
    """The return that is due first."""
    licence = registrations_of(stage.exporters[told["exporter"]], told["authorisation"]).get()
    return licence.obligations.exclude(state="met").earliest("due", "pk")


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
