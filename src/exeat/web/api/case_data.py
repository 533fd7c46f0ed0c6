"""What the API says of a case: in a line of a list, and whole.

The whole is `cases.selectors.dossier`'s; parts that only the authority and the agencies asked may see are absent for
anybody else, and so are optional here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from exeat.web.api.fields import Quantity, Value
from exeat.web.cases.models import Case


class CaseLine(Schema):
    """A case in a list, and after a step."""

    reference: str
    kind: str
    state: str
    exporter: str
    applicant_reference: str
    on_paper: bool
    created_at: datetime
    submitted_at: datetime | None
    due: date | None


class CasePage(Schema):
    count: int
    page: int
    results: list[CaseLine]


class Clock(Schema):
    """The statutory clock, in working days."""

    days_used: int
    limit: int
    due: date | None
    paused_by: str | None
    overdue: bool
    running: bool


class Candidate(Schema):
    """An entry of a control list that may cover the goods."""

    model_config = ConfigDict(extra="allow")

    entry: str
    score: float
    verdict: str
    provisions: list[dict[str, Any]]
    questions: list[str]
    why: list[str]
    list: str


class Classified(Schema):
    """An officer's word on a line; an empty entry says that none lists it."""

    entry: str
    regimes: list[str]
    reason: str
    lists: list[str]
    by: str
    at: datetime


class ItemData(Schema):
    id: int
    line: int
    description: str
    facts: str
    hs: str
    quantity: Quantity
    unit: str
    nature: str
    value: Value
    currency: str
    claimed_entry: str
    candidates: list[Candidate] = []
    candidates_from: list[str] = []
    classification: Classified | None = None


class MatchData(Schema):
    """A party beside a listed party: `key` names the match, `id` the listed party on its list."""

    key: int
    id: str
    list: str
    list_version: str
    engine_version: str
    score: float
    matched_name: str
    why: dict[str, Any]
    status: str
    reason: str


class PartyData(Schema):
    id: int
    role: str
    name: str
    type: str
    address: str
    country: str
    matches: list[MatchData] = []


class ReferralData(Schema):
    """An agency that was asked, and its position in force."""

    agency: str
    due: date
    position: str | None
    text: str
    criterion: str
    criteria: list[dict[str, Any]]
    silence: str
    silence_applied: bool


class ConditionData(Schema):
    id: int
    title: str
    text: str
    agency: str = Field(description="who asked for it; empty: the authority")
    dropped: bool


class NoteData(Schema):
    id: int
    agency: str = Field(description="whose it is; empty: the authority")
    text: str
    at: datetime
    released: bool
    by: str
    mentioned: list[str]


class RequestData(Schema):
    """A question to the applicant."""

    id: int
    question: str
    asked_at: datetime
    due: date
    answer: str
    answered_at: datetime | None


class DocumentData(Schema):
    id: int
    kind: str
    file: str
    sha256: str
    added_at: datetime
    marking: str


class EventData(Schema):
    """Something that happened; who did it and what else was recorded is inside knowledge."""

    model_config = ConfigDict(extra="allow")

    seq: int
    at: datetime
    kind: str
    role: str


class ExporterOfCase(Schema):
    id: int
    name: str
    country: str


class DifferenceData(Schema):
    """A field in which a change differs from what was licensed; empty where there was, or is to be, nothing."""

    field: str
    before: str
    after: str


class ChangeData(Schema):
    """What a case changes of which licence."""

    how: str
    licence: str
    differences: list[DifferenceData]


class CaseData(Schema):
    """A case as the reader may see it."""

    reference: str
    kind: str
    state: str
    exporter: ExporterOfCase
    applicant_reference: str
    created_at: datetime
    submitted_at: datetime | None
    policy_version: str
    clock: Clock
    application: dict[str, Any]
    items: list[ItemData]
    parties: list[PartyData]
    requests: list[RequestData]
    documents: list[DocumentData]
    events: list[EventData]
    licence: str | None
    change: ChangeData | None = None
    answered_before: list[str] = []
    officer: str | None = None
    end_user_kinds: list[str] = []
    referrals: list[ReferralData] = []
    conditions: list[ConditionData] = []
    notes: list[NoteData] = []
    recommendations: list[dict[str, Any]] = []
    exemptions: list[dict[str, Any]] = []
    overrides: list[dict[str, Any]] = []


def case_line(case: Case) -> dict[str, Any]:
    """The case in a list; its exporter is at hand."""
    names = ("reference", "kind", "state", "on_paper", "created_at", "submitted_at", "due")
    return {name: getattr(case, name) for name in names} | {
        "exporter": case.exporter.name,
        "applicant_reference": case.application.get("applicant_reference", ""),
    }


def after(case: Case) -> dict[str, Any]:
    """The case as a step has left it."""
    return case_line(Case.objects.select_related("exporter").get(pk=case.pk))
