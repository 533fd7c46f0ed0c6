"""Voluntary disclosures: a breach that an operator tells of itself, and what the inspectors make of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.inspection.acting import INSPECTORS, require_inspector
from exeat.web.inspection.models import Disclosure, Site
from exeat.web.inspection.services._frame import told
from exeat.web.inspection.services.sites import site_of
from exeat.web.inspection.services.telling import tell_inspectors
from exeat.web.policy import local_day
from exeat.web.registers.models import Exporter


@transaction.atomic
def disclose(*, exporter: Exporter, text: str, discovered_on: date, by: User, now: datetime) -> Disclosure:
    """An exporter tells of a breach of its own, today."""
    if exporter.pk not in actor_for(by, now).exporters:
        raise NotPermitted.because("role", "only those who act for the exporter disclose for it")
    return _disclosed(site_of(exporter, now=now), text, discovered_on, local_day(now), by, now, (Role.EXPORTER,))


@transaction.atomic
def enter_letter(
    *, site: Site, text: str, discovered_on: date, disclosed_on: date, by: User, now: datetime
) -> Disclosure:
    """An inspector enters a disclosure that came by letter on a day."""
    require_inspector(site, by, now)
    return _disclosed(site, text, discovered_on, disclosed_on, by, now, INSPECTORS)


@transaction.atomic
def settle(*, disclosure: Disclosure, outcome: str, by: User, now: datetime) -> Disclosure:
    """Say what came of a disclosure. Its findings are recorded before."""
    require_inspector(disclosure.site, by, now)
    row = Disclosure.objects.select_for_update(of=("self",)).select_related("site").get(pk=disclosure.pk)
    if row.settled_at is not None:
        raise NotPermitted.because("settled", "the disclosure was settled")
    if not outcome.strip():
        raise Invalid({"outcome": "say what came of it"})
    row.outcome, row.settled_by, row.settled_at = outcome.strip(), by, now
    row.save()
    told("settle_disclosure", row.site, by=by, now=now, data={"disclosure": row.pk}, rows=[row])
    return row


def _disclosed(
    site: Site, text: str, discovered_on: date, disclosed_on: date, by: User, now: datetime, roles: tuple[Role, ...]
) -> Disclosure:
    errors = {}
    if not text.strip():
        errors["text"] = "say what happened"
    if disclosed_on > local_day(now):
        errors["disclosed_on"] = "lies in the future"
    if discovered_on > disclosed_on:
        errors["discovered_on"] = "lies after the disclosure"
    if errors:
        raise Invalid(errors)
    made = Disclosure.objects.create(
        site=site, text=text.strip(), discovered_on=discovered_on, disclosed_on=disclosed_on, by=by, at=now
    )
    told("disclose", site, by=by, now=now, data={"disclosure": made.pk}, rows=[site, made], roles=roles)
    tell_inspectors(site, "disclosed", now=now)
    return made
