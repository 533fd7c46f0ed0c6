"""The lists in force, and what they say of goods and names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from exeat.domain.screening import Party
from exeat.web.api.answers import answers
from exeat.web.api.case_data import Candidate
from exeat.web.api.fields import Body, Country, Text
from exeat.web.policy import policy
from exeat.web.registers import asking
from exeat.web.registers.lists import versions_in_force
from exeat.web.registers.models import ControlListVersion, ListVersion, WatchlistVersion

router = Router()


class Goods(Body):
    description: Text = Field(examples=["Thermal camera with an uncooled array"])
    facts: Text = ""
    hs: str = Field("", pattern=r"^([0-9]{4,12})?$")
    top: int = Field(20, ge=1, le=100)


class Name(Body):
    """A party to screen."""

    name: str = Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")
    type: Literal["person", "organisation", "vessel", "aircraft", "unknown"] = "unknown"
    born: str | None = Field(None, pattern=r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$")
    countries: list[Country] = Field(default_factory=list, max_length=20)
    top: int = Field(10, ge=1, le=100)
    min_score: float = Field(0.0, ge=0, le=1)


class ListData(Schema):
    """A version in force; `effect` is the legal effect of a watchlist by the policy."""

    id: str
    title: str
    version: str
    list_date: date | None
    source_sha256: str
    counts: dict[str, Any]
    imported_at: datetime
    effect: str | None = None


class InForce(Schema):
    control_lists: list[ListData]
    watchlists: list[ListData]


class Suggested(Schema):
    """Entries that an officer should look at; that an entry is absent says nothing."""

    candidates: list[Candidate]
    versions: list[str]


class Found(Schema):
    id: str
    score: float
    matched_name: str
    why: dict[str, Any]
    list: str


class Screened(Schema):
    """Listed parties that the name is close to; each is a question for an officer."""

    matches: list[Found]
    versions: list[str]


@router.get("/lists", response=answers(InForce))
def lists_in_force(request: HttpRequest) -> dict[str, Any]:
    """The versions of control lists and watchlists in force."""
    asking.require_reader(request.user, timezone.now())
    watchlists = versions_in_force(WatchlistVersion)
    return {
        "control_lists": [_version(row) for row in versions_in_force(ControlListVersion)],
        "watchlists": [_version(row) | {"effect": policy().watchlist(row.list_id).effect} for row in watchlists],
    }


@router.post("/classify", response=answers(Suggested))
def classify(request: HttpRequest, body: Goods) -> dict[str, Any]:
    """Find the entries that may cover goods."""
    found, versions = asking.suggest_entries(**body.model_dump(), by=request.user, now=timezone.now())
    return {"candidates": found, "versions": versions}


@router.post("/screen", response=answers(Screened))
def screen(request: HttpRequest, body: Name) -> dict[str, Any]:
    """Compare a name with the watchlists."""
    countries = tuple(country.lower() for country in body.countries)
    found, versions = asking.screen_party(
        party=Party(name=body.name, type=body.type, born=body.born, countries=countries),
        top=body.top,
        min_score=body.min_score,
        by=request.user,
        now=timezone.now(),
    )
    return {"matches": found, "versions": versions}


def _version(row: ListVersion) -> dict[str, Any]:
    names = ("title", "version", "list_date", "source_sha256", "counts", "imported_at")
    return {name: getattr(row, name) for name in names} | {"id": row.list_id}
