"""Who applies, and who may act for them: registration, mandates, and their verification by an officer.

Keyword-only, atomic, each change an event. `NotPermitted` says that the person may not; `Invalid` names the field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.documents import check_upload, keep
from exeat.web.cases.models import Document
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.services import notify
from exeat.web.registers.models import Exporter, Mandate

AUTHORITY_LETTER = "authority_letter"


@dataclass(frozen=True)
class Upload:
    """A file as it came."""

    name: str
    content: bytes


@transaction.atomic
def register_exporter(
    *,
    name: str,
    country: str,
    registration: str,
    kind: str,
    by: User,
    now: datetime,
    address: str = "",
    email: str = "",
    letter: Upload | None = None,
) -> Mandate:
    """Enter a company and ask to act for it. Both wait for an officer.

    A company is its country and number in the register of companies: when it is entered already, nothing of it changes
    and only the mandate is asked for. An agent brings a letter of authority. Raises Invalid.
    """
    if kind == Mandate.Kind.AGENT and letter is None:
        raise Invalid({"letter": "an agent needs the company's letter of authority"})
    key = {"country": country.strip().upper(), "registration": _number(registration)}
    details = {"name": name.strip(), "address": address.strip(), "email": email.strip(), "registered_at": now}
    exporter, is_new = Exporter.objects.get_or_create(**key, defaults=details)
    if is_new:
        _record("exporter.registered", exporter, by=by, now=now, private={"name": exporter.name}, rows=[exporter])
    return _ask(exporter, kind, letter, by, now)


@transaction.atomic
def enter_exporter(
    *, name: str, country: str, registration: str, by: User, now: datetime, address: str = "", email: str = ""
) -> Exporter:
    """An officer enters a company that applies by letter; the officer has checked it, so it is verified at once.

    Nobody acts for it in Exeat until somebody asks and is verified. Raises Invalid when it is in the register already.
    """
    _require_officer(by, now)
    key = {"country": country.strip().upper(), "registration": _number(registration)}
    if known := Exporter.objects.filter(**key).first():
        raise Invalid({"registration": f"this number is in the register already: {known.name}"})
    exporter = Exporter.objects.create(
        **key,
        name=name.strip(),
        address=address.strip(),
        email=email.strip(),
        status=Exporter.Status.VERIFIED,
        registered_at=now,
    )
    _record("exporter.entered", exporter, by=by, now=now, private={"name": exporter.name}, rows=[exporter])
    return exporter


def _number(registration: str) -> str:
    """A registration number as one key, however it was typed."""
    return " ".join(registration.upper().split())


def _ask(exporter: Exporter, kind: str, letter: Upload | None, by: User, now: datetime) -> Mandate:
    """A mandate that waits; one that was refused or revoked before is asked for anew."""
    asked = {"kind": kind, "asked_at": now, "document": None}
    mandate, is_new = Mandate.objects.get_or_create(user=by, exporter=exporter, defaults=asked)
    if not is_new and mandate.status in (Mandate.Status.PENDING, Mandate.Status.VERIFIED):
        raise Invalid(
            {"registration": f"you have already asked to act for {exporter.name}: {mandate.get_status_display()}"}
        )
    mandate.kind, mandate.asked_at, mandate.status = kind, now, Mandate.Status.PENDING
    document = _keep_letter(letter, by, now)
    mandate.document = document
    mandate.save()
    rows = [mandate, document] if document else [mandate]
    _record("mandate.asked", exporter, by=by, now=now, rows=rows)
    return mandate


def _keep_letter(letter: Upload | None, by: User, now: datetime) -> Document | None:
    if letter is None:
        return None
    try:
        media_type = check_upload(AUTHORITY_LETTER, letter.name, letter.content)
    except Invalid as refusal:
        raise Invalid({"letter": "; ".join(refusal.errors.values())})
    return keep(
        case=None,
        kind=AUTHORITY_LETTER,
        name=letter.name,
        media_type=media_type,
        content=letter.content,
        by=by,
        now=now,
    )


@transaction.atomic
def verify_exporter(*, exporter: Exporter, by: User, now: datetime) -> None:
    """Confirm that the company is what it says, or lift a suspension."""
    exporter = _locked_exporter(exporter, by, now)
    if exporter.status == Exporter.Status.VERIFIED:
        raise NotPermitted.because("state", f"{exporter} is verified already")
    _set_exporter(exporter, Exporter.Status.VERIFIED, "exporter.verified", by, now)
    people = (
        User.objects.filter(mandates__exporter=exporter).exclude(mandates__status=Mandate.Status.REFUSED).distinct()
    )
    _tell(people, "exporter_verified", exporter, now)


@transaction.atomic
def suspend_exporter(*, exporter: Exporter, reason: str, by: User, now: datetime) -> None:
    """Let the company apply no more until it is verified again; its open cases and licences stay as they are."""
    exporter = _locked_exporter(exporter, by, now)
    if exporter.status == Exporter.Status.SUSPENDED:
        raise NotPermitted.because("state", f"{exporter} is suspended already")
    _set_exporter(exporter, Exporter.Status.SUSPENDED, "exporter.suspended", by, now, _reason(reason))


@transaction.atomic
def verify_mandate(*, mandate: Mandate, by: User, now: datetime) -> None:
    """Confirm a person's authority to act for the company."""
    mandate = _locked_mandate(mandate, by, now, Mandate.Status.PENDING)
    _set_mandate(mandate, Mandate.Status.VERIFIED, "mandate.verified", by, now)
    _tell([mandate.user], "mandate_verified", mandate.exporter, now)


@transaction.atomic
def refuse_mandate(*, mandate: Mandate, reason: str, by: User, now: datetime) -> None:
    """Turn the request down; the person reads the reason, and may ask again."""
    mandate = _locked_mandate(mandate, by, now, Mandate.Status.PENDING)
    _set_mandate(mandate, Mandate.Status.REFUSED, "mandate.refused", by, now, _reason(reason))
    _tell([mandate.user], "mandate_refused", mandate.exporter, now)


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, reason: str, by: User, now: datetime) -> None:
    """End a verified authority: the person has left the company, or the letter was withdrawn."""
    mandate = _locked_mandate(mandate, by, now, Mandate.Status.VERIFIED)
    _set_mandate(mandate, Mandate.Status.REVOKED, "mandate.revoked", by, now, _reason(reason))


def _locked_exporter(exporter: Exporter, by: User, now: datetime) -> Exporter:
    _require_officer(by, now)
    if exporter.mandates.filter(user=by).exists():
        raise NotPermitted.because("own_case", "nobody decides on a company that they act for themself")
    return Exporter.objects.select_for_update().get(pk=exporter.pk)


def _locked_mandate(mandate: Mandate, by: User, now: datetime, wanted: str) -> Mandate:
    _locked_exporter(mandate.exporter, by, now)
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("user", "exporter").get(pk=mandate.pk)
    if mandate.status != wanted:
        raise NotPermitted.because("state", f"not possible while this mandate is {mandate.get_status_display()}")
    return mandate


def _require_officer(by: User, now: datetime) -> None:
    if not actor_for(by, now).in_any((Role.OFFICER,)):
        raise NotPermitted.because("role", f"only the {Role.OFFICER.label} may do this")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": "give a reason: it is kept, and the person concerned may read it"})
    return reason.strip()


def _set_exporter(exporter: Exporter, status: str, kind: str, by: User, now: datetime, reason: str = "") -> None:
    exporter.status = status
    exporter.save(update_fields=["status"])
    _record(kind, exporter, by=by, now=now, private={"reason": reason} if reason else None, rows=[exporter])


def _set_mandate(mandate: Mandate, status: str, kind: str, by: User, now: datetime, reason: str = "") -> None:
    mandate.status, mandate.reason = status, reason
    mandate.save(update_fields=["status", "reason"])
    _record(kind, mandate.exporter, by=by, now=now, private={"reason": reason} if reason else None, rows=[mandate])


def _record(
    kind: str,
    exporter: Exporter,
    *,
    by: User,
    now: datetime,
    rows: list[models.Model],
    private: dict[str, str] | None = None,
) -> None:
    record(
        kind=kind,
        subject=f"exporter:{exporter.pk}",
        by=by,
        now=now,
        roles=(Role.OFFICER, Role.EXPORTER),
        private=private,
        rows=rows,
    )


def _tell(people: Iterable[User], template: str, exporter: Exporter, now: datetime) -> None:
    link = settings.EXEAT_URL + reverse("mandates")
    notify(people, template=template, context={"exporter": exporter, "link": link}, now=now)
