"""Licences: reading them, and their life after issue."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, Field

from exeat.domain.licences import LinePosition
from exeat.web.api.answers import answers, file_answer, licence_of, paged, sent
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Id, Line, Paging, Quantity, Reference, Text, Value, Word
from exeat.web.audit.record import record_read
from exeat.web.cases.selectors.changes import proceedings_of
from exeat.web.cases.services import applying, ending
from exeat.web.licences.models import Draw, Licence, LicenceLine
from exeat.web.licences.search import found_licences
from exeat.web.licences.services import issuing
from exeat.web.licences.standing import positions_of
from exeat.web.permissions import may_read_document

router = Router()
State = Literal["active", "suspended", "revoked", "exhausted", "expired", "surrendered", "superseded", ""]


class Sought(BaseModel):
    """Which licences; all that the user may open when nothing is said."""

    state: State = ""
    exporter: Id | None = None
    text: Line = ""


class LicenceRow(Schema):
    """A licence in a list, and after a step."""

    number: str
    kind: str
    form: str
    supply: str
    state: str
    exporter: str
    case: str | None
    issued: date
    valid_from: date
    valid_until: date


class LicencePage(Schema):
    count: int
    page: int
    results: list[LicenceRow]


class LineData(Schema):
    """A line: what was licensed, drawn, and drawn provisionally; `remaining` is less than nothing when overdrawn."""

    line: int
    description: str
    entry: str
    unit: str
    currency: str
    licensed: Quantity
    drawn: Quantity
    provisional: Quantity
    remaining: Quantity
    overdrawn: Quantity
    returned: Quantity
    abroad: Quantity
    value: Value
    tolerance_percent: Quantity
    ceiling: bool


class Entry(Schema):
    """An entry of the ledger; it is never changed, only answered by another."""

    id: int
    line: int
    kind: str
    quantity: Quantity
    value: Value
    declaration: str
    declared_on: date
    post: str
    recipient: str
    destination: str
    answers: int | None
    reason: str
    at: datetime


class LicenceData(LicenceRow):
    """A licence whole."""

    conditions: list[str]
    lines: list[LineData]
    entries: list[Entry]
    token: str
    proceedings: list[str] = Field(description="the cases in which it is given up, or a measure against it is weighed")


class Change(Body):
    reason: Text


class Proceeding(Body):
    """The measure that is intended, why, and on which grounds of the policy's register; its holder reads the reasons,
    but for paragraphs that are marked to be withheld."""

    how: Literal["suspend", "revoke"]
    reasons: Text
    grounds: list[Word] = Field(min_length=1, max_length=50)


class BeginChange(Body):
    """How the licence is to be changed."""

    how: Literal["amend", "extend", "replace", "transfer"]


@router.get("", response=answers(LicencePage))
def list_licences(request: HttpRequest, sought: Query[Sought], paging: Query[Paging]) -> dict[str, Any]:
    """The licences that the user may open, the newest first."""
    return paged(found_licences(request.user, **sought.model_dump()), paging, licence_row)


@router.get("/{number}", response=answers(LicenceData))
def show_licence(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """A licence with what is left of each line, its ledger, and the signed token of its QR code."""
    licence = licence_of(request.user, number)
    draws = Draw.objects.filter(line__licence=licence).select_related("line")
    return licence_row(licence) | {
        "conditions": licence.content.get("conditions", []),
        "lines": [_line(line, position) for line, position in positions_of(licence)],
        "entries": [entry_data(draw) for draw in draws],
        "token": licence.token,
        "proceedings": [case.reference for case in proceedings_of(licence, request.user)],
    }


@router.get("/{number}/pdf", response=answers(None), openapi_extra=file_answer("application/pdf"))
def download_licence(request: HttpRequest, number: Reference) -> HttpResponse:
    """The licence as issued; who reads it is recorded."""
    licence = licence_of(request.user, number)
    if licence.document is None or not may_read_document(request.user, licence.document):
        raise Http404
    record_read(user=request.user, subject=licence.subject, what=licence.document.name[:120], now=timezone.now())
    return sent(request, licence.document, "application/pdf")


@router.post("/{number}/suspend", response=answers(LicenceRow))
def suspend_licence(request: HttpRequest, number: Reference, body: Change) -> dict[str, Any]:
    """Stop a licence at once, before its holder is heard; the case in which that happens is opened with it."""
    licence = licence_of(request.user, number)
    now = timezone.now()
    return licence_row(ending.suspend_at_once(licence=licence, reason=body.reason, by=request.user, now=now))


@router.post("/{number}/reinstate", response=answers(LicenceRow))
def reinstate_licence(request: HttpRequest, number: Reference, body: Change) -> dict[str, Any]:
    """Take a suspended licence back into use."""
    licence = licence_of(request.user, number)
    changed = issuing.change_state(
        licence=licence, action="reinstate", reason=body.reason, by=request.user, now=timezone.now()
    )
    return licence_row(changed)


@router.post("/{number}/proceedings", response=answers(CaseLine, 201))
def open_proceeding(request: HttpRequest, number: Reference, body: Proceeding) -> Status:
    """Propose to suspend or revoke a licence: its holder is told and heard, and somebody else decides."""
    licence = licence_of(request.user, number)
    case = ending.open_proceeding(licence=licence, **body.model_dump(), by=request.user, now=timezone.now())
    return Status(201, after(case))


@router.post("/{number}/surrender", response=answers(CaseLine, 201))
def surrender_licence(request: HttpRequest, number: Reference, body: Change) -> Status:
    """Give one's own licence up; it ends once an officer has acknowledged the case that this opens."""
    licence = licence_of(request.user, number)
    case = ending.ask_surrender(licence=licence, reason=body.reason, by=request.user, now=timezone.now())
    return Status(201, after(case))


@router.post("/{number}/changes", response=answers(CaseLine, 201))
def begin_change(request: HttpRequest, number: Reference, body: BeginChange) -> Status:
    """Open a draft that changes one's own licence, filled in with what was licensed."""
    licence = licence_of(request.user, number)
    case = applying.begin_change(licence=licence, how=body.how, by=request.user, now=timezone.now())
    return Status(201, after(case))


def _line(line: LicenceLine, position: LinePosition) -> dict[str, Any]:
    names = ("description", "entry", "unit", "currency", "value", "ceiling")
    shown = {name: getattr(line, name) for name in names} | {"line": line.number, "tolerance_percent": line.tolerance}
    return shown | asdict(position) | {"abroad": position.abroad}


def licence_row(licence: Licence) -> dict[str, Any]:
    """The licence in a list; its exporter and case are at hand."""
    names = ("number", "kind", "form", "supply", "state", "issued", "valid_from", "valid_until")
    return {name: getattr(licence, name) for name in names} | {
        "exporter": licence.exporter.name,
        "case": licence.case and licence.case.reference,
    }


def entry_data(draw: Draw) -> dict[str, Any]:
    """An entry of the ledger; its line is at hand."""
    names = (
        "kind",
        "quantity",
        "value",
        "declaration",
        "declared_on",
        "post",
        "recipient",
        "destination",
        "reason",
        "at",
    )
    return {name: getattr(draw, name) for name in names} | {
        "id": draw.pk,
        "line": draw.line.number,
        "answers": draw.answers_id,
    }
