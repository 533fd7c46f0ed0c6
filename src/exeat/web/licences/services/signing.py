"""A document of the authority as a signed PDF and a row: the same for one that is decided and one registered."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model

from exeat.adapters.pdf import render_licence
from exeat.domain.licences import LicenceDocument
from exeat.domain.licences import issue as sign_licence
from exeat.web.accounts.models import User
from exeat.web.audit.keys import authority_key
from exeat.web.cases.documents import keep
from exeat.web.cases.models import Case
from exeat.web.licences.models import Licence
from exeat.web.licences.services.lines import keep_line
from exeat.web.printing import printing
from exeat.web.registers.models import Exporter


def sign_and_keep(
    document: LicenceDocument,
    *,
    exporter: Exporter,
    by: User,
    now: datetime,
    case: Case | None = None,
    supersedes: Licence | None = None,
) -> tuple[Licence, list[Model]]:
    """The licence, and every row that was made for it, for the event that the caller records."""
    with printing("licence"):
        issued = sign_licence(document, authority_key())
        content = render_licence(issued)
    pdf = keep(
        case=case,
        kind="licence",
        name=f"{document.number.replace('/', '-')}.pdf",
        media_type="application/pdf",
        content=content,
        by=by,
        now=now,
    )
    licence = Licence.objects.create(
        number=document.number,
        case=case,
        exporter=exporter,
        supersedes=supersedes,
        state_since=now,
        issued=document.issued,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        content=document.to_json(),
        token=issued.token,
        document=pdf,
    )
    return licence, [licence, pdf, *(keep_line(licence, line) for line in document.lines)]
