"""Classification: what the lists print, facts of a line, precedents, and what an amendment touches."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from exeat.domain.controls import Provision
from exeat.web.api.answers import answers, paged
from exeat.web.api.case_data import CaseLine, after
from exeat.web.api.fields import Body, Id, LineNumber, Paging, Reference, Text
from exeat.web.cases.models import CaseItem
from exeat.web.classification.models import Amendment
from exeat.web.classification.selectors.amendments import amendments, touched_by
from exeat.web.classification.selectors.panel import find_item
from exeat.web.classification.selectors.precedents import Precedent, precedents_of
from exeat.web.classification.services.stating import state_fact as keep_fact
from exeat.web.registers.asking import require_reader
from exeat.web.registers.control_lists import ProvisionPage, find_version, provision_page

router = Router()
ListId = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f/]+$")]
Path = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Version = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]


class Record(Schema):
    """A paragraph as the list prints it."""

    path: str
    kind: str
    label: str
    text: str
    parent: str | None
    applies_to: list[str]


class Printed(Schema):
    """A provision: what it stands under, and its whole entry with the notes."""

    list: str
    version: str
    in_force: bool
    regimes: list[str]
    above: list[Record]
    provision: Record
    entry: list[Record]


class Fact(Body):
    """A fact of the goods, in answer to an entry's question where one was asked."""

    statement: Annotated[Text, Field(min_length=1, max_length=2000)]
    entry: str = Field("", max_length=40, pattern=r"^[^\x00-\x1f]*$")
    question: Annotated[Text, Field(max_length=4000)] = ""


class PrecedentData(Schema):
    """A classification of like goods in another case; `amended` are the versions that changed what it cites since."""

    case: str
    line: int
    description: str
    entry: str
    reason: str
    lists: list[str]
    at: datetime
    likeness: float
    amended: list[str]


class AmendmentLine(Schema):
    id: int
    list: str
    old: str
    new: str
    in_force_since: datetime
    list_date: date | None
    paragraphs: int


class AmendmentPage(Schema):
    count: int
    page: int
    results: list[AmendmentLine]


class ChangedPiece(Schema):
    text: str
    mark: Literal["same", "removed", "added"]


class Paragraph(Schema):
    path: str
    change: Literal["added", "removed", "changed", "moved"]
    moved_from: str | None
    pieces: list[ChangedPiece]


class TouchedLine(Schema):
    case: str
    line: int
    description: str
    because: list[str]


class TouchedLicence(Schema):
    licence: str
    line: int
    description: str
    entry: str


class TouchedPrecedent(Schema):
    case: str
    line: int
    description: str
    entry: str
    at: datetime


class Report(Schema):
    """Whom an amendment touches, and its paragraphs."""

    amendment: AmendmentLine
    cases: list[TouchedLine]
    licences: list[TouchedLicence]
    precedents: list[TouchedPrecedent]
    changes: list[Paragraph]


@router.get("/control-lists/{list_id}/provision", response=answers(Printed))
def show_provision(request: HttpRequest, list_id: ListId, path: Path, version: Version = "current") -> dict[str, Any]:
    """What a list prints at a path; `version` is a version's name, a day, or `current`."""
    found = find_version(list_id, version)
    page = provision_page(found, path) if found else None
    if page is None:
        raise Http404
    return _printed(page)


@router.post("/cases/{reference}/items/{line}/facts", response=answers(CaseLine))
def state_fact(request: HttpRequest, reference: Reference, line: LineNumber, body: Fact) -> dict[str, Any]:
    """State a fact of a line; its candidates are weighed anew."""
    item = _item(request, reference, line)
    keep_fact(item=item, by=request.user, now=timezone.now(), **body.model_dump())
    return after(item.case)


@router.get("/cases/{reference}/items/{line}/precedents", response=answers(list[PrecedentData]))
def list_precedents(request: HttpRequest, reference: Reference, line: LineNumber) -> list[dict[str, Any]]:
    """How like goods were classified before, as far as you may see it."""
    return [_precedent(one) for one in precedents_of(_item(request, reference, line), request.user)]


@router.get("/amendments", response=answers(AmendmentPage))
def list_amendments(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What new versions of control lists amended, the latest first."""
    require_reader(request.user, timezone.now())
    return paged(amendments().defer("changes", "touched", "suggested"), paging, _amendment)


@router.get("/amendments/{id}", response=answers(Report))
def show_amendment(request: HttpRequest, id: Id) -> dict[str, Any]:
    """The open cases, live licences and precedents that an amendment touches, and its paragraphs."""
    require_reader(request.user, timezone.now())
    touched = touched_by(get_object_or_404(amendments(), pk=id), request.user)
    return {
        "amendment": _amendment(touched.amendment),
        "cases": [_line(one.item) | {"because": one.because} for one in touched.cases],
        "licences": [
            {
                "licence": line.licence.number,
                "line": line.number,
                "description": line.description,
                "entry": line.entry,
            }
            for line in touched.licences
        ],
        "precedents": [_line(made.item) | {"entry": made.entry, "at": made.at} for made in touched.precedents],
        "changes": touched.amendment.changes,
    }


def _item(request: HttpRequest, reference: str, line: int) -> CaseItem:
    item = find_item(reference, line, request.user)
    if item is None:
        raise Http404
    return item


def _line(item: CaseItem) -> dict[str, Any]:
    return {"case": item.case.reference, "line": item.line, "description": item.description}


def _printed(page: ProvisionPage) -> dict[str, Any]:
    return {
        "list": page.control_list.id,
        "version": page.version.version,
        "in_force": page.in_force,
        "regimes": [regime.name for regime in page.regimes],
        "above": [_record(one) for one in page.above],
        "provision": _record(page.record),
        "entry": [_record(one) for one in (page.entry.provisions if page.entry else (page.record,))],
    }


def _record(record: Provision) -> dict[str, Any]:
    names = ("path", "kind", "label", "text", "parent", "applies_to")
    return {name: getattr(record, name) for name in names}


def _precedent(one: Precedent) -> dict[str, Any]:
    made = one.made
    return _line(made.item) | {
        "entry": made.entry,
        "reason": made.reason,
        "lists": made.list_versions,
        "at": made.at,
        "likeness": one.likeness,
        "amended": [amendment.new.version for amendment in one.amended],
    }


def _amendment(one: Amendment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "list": one.new.list_id,
        "old": one.old.version,
        "new": one.new.version,
        "in_force_since": one.new.imported_at,
        "list_date": one.new.list_date,
        "paragraphs": one.paragraphs,
    }
