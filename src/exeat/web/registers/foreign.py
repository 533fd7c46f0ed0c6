"""Cases of other authorities, filed as they came: they can be read, and nothing of ours ever happens to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.registers.models import ForeignRecord


def visible_foreign_records(user: User, now: datetime) -> QuerySet[ForeignRecord]:
    """All of them for the authority, none for anybody else."""
    if actor_for(user, now).in_any((Role.OFFICER, Role.HEAD, Role.AUDITOR)):
        return ForeignRecord.objects.select_related("filed_by")
    return ForeignRecord.objects.none()


@transaction.atomic
def file_foreign_record(*, content: Mapping[str, Any], by: User, now: datetime) -> ForeignRecord:
    """File an exported case; the ledger says that it was filed and under which digest, and nothing more of it.

    `content` has the form of `cases.selectors.export`. The same content a second time raises Invalid.
    """
    if not actor_for(by, now).in_any((Role.OFFICER,)):
        raise NotPermitted.because("role", f"only the {Role.OFFICER.label} files foreign records")
    sha256 = hashlib.sha256(_canonical(content)).hexdigest()
    if known := ForeignRecord.objects.filter(sha256=sha256).first():
        raise Invalid({"case": f"this record was filed on {known.filed_at:%d %B %Y} as number {known.pk}"})
    filed = ForeignRecord.objects.create(
        authority=str(content["authority"]),
        country=str(content["country"]),
        reference=str(content["case"]["reference"]),
        sha256=sha256,
        content=content,
        filed_by=by,
        filed_at=now,
    )
    record(
        kind="foreign.filed",
        subject=f"foreign:{filed.pk}",
        by=by,
        now=now,
        roles=(Role.OFFICER,),
        data={"country": filed.country, "sha256": sha256},
        rows=[filed],
    )
    return filed


def _canonical(content: Mapping[str, Any]) -> bytes:
    """One form for one content, whatever order its keys came in; raises Invalid for text that cannot be kept."""
    try:
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False).encode()
    except ValueError:  # lone surrogates and numbers without end are not JSON that anybody could read back
        raise Invalid({"case": "holds characters or numbers that are no valid JSON"})
    if b"\\u0000" in canonical:
        raise Invalid({"case": "holds NUL characters, which no record keeps"})
    return canonical
