"""The policy in force: the words that applications, positions, conditions and refusals may use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from exeat.web.api.answers import answers
from exeat.web.policy import policy as in_force

router = Router()


class KindData(Schema):
    """A kind of application, with the working days in which it is decided."""

    id: str
    title: str
    working_days: int


class DocumentKindData(Schema):
    """A kind of document, and what an upload of it may be (megabytes of 10^6 bytes)."""

    id: str
    title: str
    max_mb: int
    media_types: list[str]


class GroundData(Schema):
    """A legal provision that a refusal may cite."""

    id: str
    title: str
    provision: str
    text: str


class TemplateData(Schema):
    """A condition that a licence may carry."""

    id: str
    title: str
    text: str


class AgencyData(Schema):
    id: str
    name: str
    kind: str


class PolicyData(Schema):
    id: str
    version: str
    in_force_from: date
    sha256: str
    kinds: list[KindData]
    documents: list[DocumentKindData]
    grounds: list[GroundData]
    conditions: list[TemplateData]
    agencies: list[AgencyData]
    end_user_kinds: dict[str, str]
    currencies: list[str]


@router.get("", response=answers(PolicyData))
def show_policy(request: HttpRequest) -> dict[str, Any]:
    """What the state's policy knows, by the ids that other operations take."""
    rules = in_force()
    whole = {name: getattr(rules, name) for name in ("id", "version", "in_force_from", "sha256")}
    tables = {name: list(getattr(rules, name).values()) for name in ("kinds", "grounds", "conditions", "agencies")}
    return (
        whole
        | tables
        | {
            "documents": list(rules.documents.values()),
            "end_user_kinds": dict(rules.end_user_kinds),
            "currencies": sorted(rules.exchange),
        }
    )
