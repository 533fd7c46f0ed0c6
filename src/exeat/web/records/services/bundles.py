"""Records to take along: a case with its documents, or everything that is held of one exporter, signed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from exeat.adapters.bundles import write_bundle
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.keys import authority_key
from exeat.web.audit.record import record
from exeat.web.cases import documents
from exeat.web.cases.models import Case, Document
from exeat.web.cases.selectors.dossier import applicant_data
from exeat.web.cases.selectors.export import export_case
from exeat.web.errors import NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.mail.models import Message
from exeat.web.permissions import may_read_document, reads_up_to
from exeat.web.policy import policy
from exeat.web.records.inspections import inspections_of
from exeat.web.records.statements import licence_data
from exeat.web.registers.models import Exporter

DISCLOSERS = (Role.OFFICER, Role.HEAD)
_README = """{title}

From {authority}, {country}, on {day}.

The .json files are plain text in JSON (UTF-8): any editor opens them. Under documents/ are the files that were handed
in or issued. manifest.json lists every file with its SHA-256; manifest.jws is the same list, signed by the authority
(JSON Web Signature, Ed25519). Whoever holds the authority's public key can prove with it that nothing was changed.
"""


def bundle_case(*, case: Case, viewer: User, now: datetime) -> bytes:
    """A case with its licence and its documents, as far as the viewer may see them. That it was taken out is recorded.

    The caller has checked `cases.view_case`.
    """
    files = {"case.json": _json(export_case(case, viewer=viewer, now=now))}
    licence = Licence.objects.filter(case=case).first()
    if licence is not None:
        files["licence.json"] = _json(licence_data(licence))
    files |= _documents([one for one in case.documents.all() if may_read_document(viewer, one)])
    about = {"kind": "case", "reference": case.reference}
    return _bundle(about, files, f"Case {case.reference}", now)


@transaction.atomic
def bundle_exporter(*, exporter: Exporter, by: User, now: datetime) -> bytes:
    """Everything that is held of one exporter and may be told to it: for a request for access to one's own data.

    Entry of the register, people who act for it, its cases as an applicant sees them, licences with what was drawn
    down, letters, documents; and what its own people see of inspections, at the sites that the discloser may see: for
    the head all, for an officer none of a facility under another agency. Raises NotPermitted for all but officers and
    the head. The disclosure is an event.
    """
    if not actor_for(by, now).in_any(DISCLOSERS):
        raise NotPermitted.because("role", "only an officer or the head discloses what is held of an exporter")
    cases = list(exporter.cases.select_related("exporter").order_by("pk"))
    files = {"exporter.json": _json(_register_entry(exporter))}
    for case in cases:
        files[f"cases/{_safe(case.reference)}.json"] = _json(applicant_data(case, now=now))
    for licence in exporter.licences.order_by("pk"):
        files[f"licences/{_safe(licence.number)}.json"] = _json(licence_data(licence))
    letters = Message.objects.filter(about__in=[case.reference for case in cases], to__in=_addresses(exporter))
    files["letters.json"] = _json(list(letters.values("to", "subject", "body", "about", "created_at", "sent_at")))
    inspected, papers = inspections_of(exporter, viewer=by, now=now)
    files["inspections.json"] = _json(inspected)
    open_to_all = Document.objects.filter(internal=False, marking__lte=reads_up_to(None, inside=False))
    files |= _documents(open_to_all.filter(case__in=cases).order_by("pk"))
    files |= _documents(papers)
    record(
        kind="exporter.disclose",
        subject=f"exporter:{exporter.pk}",
        by=by,
        now=now,
        roles=DISCLOSERS,
        data={"cases": len(cases), "files": len(files)},
    )
    about = {"kind": "exporter", "registration": exporter.registration, "country": exporter.country}
    return _bundle(about, files, f"What is held of {exporter.name}", now)


def _bundle(about: dict[str, Any], files: dict[str, bytes], title: str, now: datetime) -> bytes:
    state = policy().state
    about |= {"authority": state.authority_name, "country_of_authority": state.country, "at": now.isoformat()}
    readme = _README.format(title=title, authority=state.authority_name, country=state.name, day=now.date())
    return write_bundle(about, files, readme, authority_key())


def _register_entry(exporter: Exporter) -> dict[str, Any]:
    fields = ("name", "country", "registration", "address", "email", "status", "registered_at")
    people = [
        {
            "name": mandate.user.name,
            "email": mandate.user.email,
            "kind": mandate.kind,
            "status": mandate.status,
            "asked_at": mandate.asked_at,
        }
        for mandate in exporter.mandates.select_related("user")
    ]
    return {name: getattr(exporter, name) for name in fields} | {"people": people}


def _addresses(exporter: Exporter) -> set[str]:
    """Where letters to the exporter went: its own address and those of the people who act or acted for it."""
    return {exporter.email, *exporter.mandates.values_list("user__email", flat=True)} - {""}


def _documents(found: Any) -> dict[str, bytes]:
    """The files of documents, by a name that says which document it is; those disposed of are not there."""
    return {
        f"documents/{one.pk}-{_safe(one.name)}": documents.read(one)
        for one in found
        if documents.path_of(one.sha256).exists()
    }


def _safe(name: str) -> str:
    """A name without what would make folders of it."""
    return name.replace("/", "-").replace("\\", "-")


def _json(content: Any) -> bytes:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
