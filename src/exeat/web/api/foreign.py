"""Cases of other authorities: filed as they came, and read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field

from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Body, Country, Id, Paging
from exeat.web.errors import Invalid
from exeat.web.registers.foreign import file_foreign_record, visible_foreign_records
from exeat.web.registers.models import ForeignRecord

router = Router()
_LINE = r"^[^\x00-\x1f]+$"


class ForeignCase(BaseModel):
    """A case as its own authority exported it; beside its reference, any keys."""

    model_config = ConfigDict(extra="allow")

    reference: str = Field(max_length=60, pattern=_LINE)


class Exported(Body):
    """The form of a case's export."""

    format: Literal["exeat-case"]
    version: Literal[1]
    authority: str = Field(max_length=200, pattern=_LINE)
    country: Country
    exported_at: datetime
    case: ForeignCase


class ForeignRow(Schema):
    id: int
    authority: str
    country: str
    reference: str
    sha256: str
    filed_by: str
    filed_at: datetime


class ForeignPage(Schema):
    count: int
    page: int
    results: list[ForeignRow]


class ForeignData(ForeignRow):
    content: dict[str, Any]


@router.get("", response=answers(ForeignPage))
def list_foreign_records(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The foreign records that the user may read, the newest first."""
    return paged(visible_foreign_records(request.user, timezone.now()), paging, _row)


@router.post("", response=answers(ForeignRow, 201))
def create_foreign_record(request: HttpRequest, body: Exported) -> Status:
    """File a case that another installation exported. It is read-only, and no case of ours."""
    try:
        content = body.model_dump(mode="json")
    except ValueError:  # reading goes deeper than writing does
        raise Invalid({"case": "is nested too deeply"})
    filed = file_foreign_record(content=content, by=request.user, now=timezone.now())
    return Status(201, _row(filed))


@router.get("/{id}", response=answers(ForeignData))
def show_foreign_record(request: HttpRequest, id: Id) -> dict[str, Any]:
    """A foreign record with its content."""
    found = get_object_or_404(visible_foreign_records(request.user, timezone.now()), pk=id)
    return _row(found) | {"content": found.content}


def _row(filed: ForeignRecord) -> dict[str, Any]:
    names = ("authority", "country", "reference", "sha256", "filed_at")
    return {name: getattr(filed, name) for name in names} | {"id": filed.pk, "filed_by": filed.filed_by.name}
