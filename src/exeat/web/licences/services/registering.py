"""Registering for a general authorisation: a signed registration on which goods leave, and the returns that it owes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from exeat.domain.licences import LicenceDocument, LicenceParty
from exeat.domain.licences import LicenceLine as Line
from exeat.domain.review import Role
from exeat.domain.review.policy.general import GeneralAuthorisation
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.countries import country_name
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.licences.services.signing import sign_and_keep
from exeat.web.obligations.arising import owe_returns
from exeat.web.policy import local_day, policy
from exeat.web.printing import printing
from exeat.web.registers.models import Exporter, Serial

KIND = "general_authorisation"
"""The kind of document that a registration is; it comes of no application."""


@transaction.atomic
def register_for(*, authorisation: str, exporter: Exporter, by: User, now: datetime) -> Licence:
    """Register an exporter for a published authorisation. It holds at once; the head ends it where it is misused.

    Raises Invalid for an authorisation that the policy does not have, NotPermitted for somebody who does not act for
    the exporter, an exporter who is not verified, or one who is registered already or whose registration was revoked.
    """
    general = policy().general.get(authorisation)
    if general is None:
        raise Invalid({"authorisation": f"{authorisation[:40]!r} is no general authorisation here"})
    exporter = Exporter.objects.select_for_update().get(pk=exporter.pk)
    _require(general, exporter, by, now)
    with printing("licence"):
        document = _document(general, exporter, local_day(now))
    licence, rows = sign_and_keep(document, exporter=exporter, by=by, now=now)
    record(
        kind="licence.register",
        subject=licence.subject,
        by=by,
        now=now,
        roles=(Role.EXPORTER,),
        data={"authorisation": general.id, "lines": len(document.lines)},
        rows=rows,
    )
    owe_returns(licence, general, by=by, now=now)
    return licence


def registrations_of(exporter: Exporter, authorisation: str):
    """The registrations of an exporter for an authorisation, the newest first."""
    under = {"content__supply": "general", "content__case_reference": authorisation.upper()}
    return Licence.objects.filter(exporter=exporter, **under)


def _require(general: GeneralAuthorisation, exporter: Exporter, by: User, now: datetime) -> None:
    if exporter.pk not in actor_for(by, now).exporters:
        raise NotPermitted.because("own_case", "you have no verified authority to act for this exporter")
    if exporter.status != Exporter.Status.VERIFIED:
        raise NotPermitted.because("exporter_verified", "the exporter is not yet verified")
    for earlier in registrations_of(exporter, general.id):
        if earlier.state in ("active", "suspended"):
            raise NotPermitted.because("registered", f"{exporter} is registered already: {earlier.number}")
        if earlier.state == "revoked":
            raise NotPermitted.because("misused", f"the registration {earlier.number} was revoked: ask the authority")


def _document(general: GeneralAuthorisation, exporter: Exporter, today: date) -> LicenceDocument:
    state = policy().state
    serial = Serial.next(f"licence:{today.year}")
    first = next(iter(general.titles.values()))
    return LicenceDocument(
        number=state.licence_number.format(year=today.year, serial=serial),
        kind=KIND,
        case_reference=general.id.upper(),
        authority=state.authority_name,
        authority_address=state.authority_address,
        country=state.country,
        issued=today,
        valid_from=today,
        valid_until=general.valid_until(today),
        exporter=LicenceParty(
            "exporter", exporter.name, exporter.country, exporter.address, country_name(exporter.country)
        ),
        parties=(),
        destination="",
        lines=tuple(
            Line(number, one.description, one.entry, Decimal(0), one.unit, Decimal(0), one.currency, ceiling=False)
            for number, one in enumerate(general.lines, start=1)
        ),
        conditions=general.conditions,
        signatory_name=state.authority_name,
        signatory_title=f"{general.id.upper()}: {general.title}",
        legal_basis=general.legal_basis,
        languages=state.languages,
        supply="general",
        titles=tuple(general.titles.get(language, first) for language in state.languages),
        destinations=tuple((code, country_name(code)) for code in general.destinations),
    )
