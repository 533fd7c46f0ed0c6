"""The search: cases by words, parties and filters, and what of inspections has the words; views that people keep."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, Field

from exeat.web.api.answers import answers
from exeat.web.api.case_data import CaseLine, case_line
from exeat.web.api.fields import Body, Id, Line
from exeat.web.search import selectors
from exeat.web.search.inspections import found_in_inspections
from exeat.web.search.models import SavedView
from exeat.web.search.selectors import Sought
from exeat.web.search.services import indexing, keeping

router = Router()
Page = Literal["search", "desk"]


class SearchQuery(BaseModel):
    """What is looked for, as in the address of the page: words, and filters that are set."""

    q: Line = ""
    state: Line = ""
    kind: Line = ""
    year: Line = ""
    country: Line = ""
    entry: Line = ""
    officer: Line = ""
    page: int = Field(1, ge=1, le=100_000)


class PartyFound(Schema):
    """A party that may bear the name that was asked for, and how likely it is."""

    name: str
    score: float


class CaseFound(Schema):
    """A case, and by what it was found: pieces of its words, parties."""

    case: CaseLine
    words: list[str]
    parties: list[PartyFound]


class FilterValue(Schema):
    """A value of a filter, how many of the cases found have it, and the query that sets it or takes it out."""

    label: str
    count: int
    query: str
    chosen: bool


class Filter(Schema):
    name: str
    values: list[FilterValue]


class FoundInInspections(Schema):
    """Something of inspections that has the words, and the address of its page."""

    what: str
    site: int
    address: str
    words: list[str]


class SearchResult(Schema):
    """A page of the cases found, the newest first; what else was found comes with the words alone."""

    count: int
    page: int
    results: list[CaseFound]
    filters: list[Filter]
    inspections: list[FoundInInspections]


class KeptView(Schema):
    """A view that the user keeps, of the search or of the desk."""

    id: int
    page: str
    name: str
    query: str


class KeepView(Body):
    page: Page = "search"
    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")
    query: str = Field("", max_length=600, pattern=r"^[^\x00-\x1f]*$")


@router.get("/search", response=answers(SearchResult))
def search_cases(request: HttpRequest, asked: Query[SearchQuery]) -> dict[str, Any]:
    """Look for cases among those that the user may open, and in what the user may see of inspections."""
    indexing.catch_up(now=timezone.now(), at_most=indexing.READ_AT_ONCE)
    viewer, sought = request.user, Sought.of(asked.model_dump())
    cases = selectors.matching(viewer, sought)
    page = selectors.search(viewer, sought, cases, page=asked.page)
    there = found_in_inspections(viewer, sought.text) if not sought.chosen else []
    return {
        "count": page.paginator.count,
        "page": page.number,
        "results": [_found(one) for one in page.object_list],
        "filters": [_filter(facet) for facet in selectors.facets(viewer, sought, cases)],
        "inspections": [
            {"what": one.what, "site": one.site.pk, "address": one.address, "words": _words(one.pieces)}
            for one in there
        ],
    }


@router.get("/saved-views", response=answers(list[KeptView]))
def list_saved_views(request: HttpRequest) -> list[dict[str, Any]]:
    """The views of the search and of the desk that the user keeps."""
    return [_kept(one) for one in request.user.saved_views.order_by("page", "name")]


@router.post("/saved-views", response=answers(KeptView, 201))
def keep_view(request: HttpRequest, body: KeepView) -> Status:
    """Keep a view under a name; one of the same page and name is replaced."""
    query = QueryDict(body.query).urlencode()
    made = keeping.keep_view(user=request.user, page=body.page, name=body.name, query=query)
    return Status(201, _kept(made))


@router.delete("/saved-views/{id}", response=answers(None, 204))
def drop_view(request: HttpRequest, id: Id) -> Status:
    """Take a view away; nothing happens where the user keeps none of that number."""
    for page in SavedView.Page:
        keeping.drop_view(user=request.user, page=page, pk=id)
    return Status(204, None)


def _found(one: selectors.Found) -> dict[str, Any]:
    parties = [{"name": name, "score": score} for name, score in one.parties]
    return {"case": case_line(one.case), "words": _words(one.pieces), "parties": parties}


def _words(pieces: list[list[tuple[str, bool]]]) -> list[str]:
    """Each piece as one text; what was marked in it the reader finds by the words."""
    return ["".join(text for text, _marked in piece) for piece in pieces]


def _filter(facet: selectors.Facet) -> dict[str, Any]:
    names = ("label", "count", "query", "chosen")
    return {"name": facet.name, "values": [{name: getattr(one, name) for name in names} for one in facet.choices]}


def _kept(view: SavedView) -> dict[str, Any]:
    return {"id": view.pk, "page": view.page, "name": view.name, "query": view.query}
