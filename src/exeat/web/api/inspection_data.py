"""What inspection's operations take and answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import BaseModel, Field

from exeat.web.api.fields import Body, Id, Line, Reference, Text, Word

Question = Line
"""Checklist and question: nuclear-safety.doses."""


class Sought(BaseModel):
    """Which sites: those inspected, exporters or facilities among them, those with open findings, those no longer."""

    show: Literal["inspected", "exporters", "facilities", "findings", "closed"] = "inspected"


class SiteRow(Schema):
    """A site under inspection; `held_at` says where a facility's security details are, which are not here."""

    id: int
    name: str
    kind: str
    exporter: int | None
    operator: str
    address: str
    agency: str
    risk: str
    risk_why: str
    held_at: str
    closed_on: date | None


class SitePage(Schema):
    count: int
    page: int
    results: list[SiteRow]


class SiteBody(Body):
    """A site that comes under inspection. A facility says where its security details are held."""

    name: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")
    kind: Literal["exporter", "facility"]
    agency: Word
    risk: Word
    risk_why: Text
    exporter: Id | None = None
    operator: str = Field("", max_length=200, pattern=r"^[^\x00-\x1f]*$")
    address: Line = ""
    held_at: str = Field("", max_length=200, pattern=r"^[^\x00-\x1f]*$")


class ToVisit(Schema):
    """A site in a programme, and why it stands there."""

    site: int
    name: str
    days: int
    due: date
    why: str


class ProgrammeData(Schema):
    """What an agency's inspectors visit until a day: `days` are those that they have, `no_time` what finds none."""

    agency: str
    until: date
    days: int
    visits: list[ToVisit]
    no_time: list[ToVisit]


class VisitRow(Schema):
    """A visit; `report` is the document."""

    number: str
    site: int
    first: date
    last: date
    purpose: str
    checklists: list[str]
    state: str
    report: int | None


class VisitBody(Body):
    """A visit to plan: dates, both included, checklists, and the ids of the officials who go."""

    first: date
    last: date
    checklists: list[Word] = Field(min_length=1, max_length=20)
    inspectors: list[Id] = Field(min_length=1, max_length=20)
    purpose: Literal["routine", "follow_up", "cause"] = "routine"
    follows: Reference | None = None
    announced: bool = True


class Seen(Body):
    """What was seen of a question."""

    says: Literal["met", "not_met", "not_applicable"]
    note: Text = ""


class AnswersBody(Body):
    """What was seen, by question."""

    answers: dict[Question, Seen] = Field(min_length=1, max_length=100)


class Summary(Body):
    """What was seen, in a few sentences."""

    summary: Text


class Because(Body):
    """Why."""

    reason: Text


class FindingBody(Body):
    """A finding. Of a facility's security `text` and `correction` are empty, and `reference` names the file."""

    item: Question
    severity: Word
    text: Text = ""
    correction: Text = ""
    due: date | None = None
    reference: str = Field("", max_length=60, pattern=r"^[^\x00-\x1f]*$")


class ActionData(Schema):
    """A corrective action: open, overdue, reported as done, or verified."""

    id: int
    text: str
    due: date
    state: str
    done: str
    note: str


class MeasureData(Schema):
    """A measure that was taken."""

    id: int
    kind: str
    provision: str
    reasons: str
    at: datetime
    ended_at: datetime | None


class FindingData(Schema):
    """A finding with what corrects it and the measures taken."""

    id: int
    site: int
    visit: str | None
    disclosure: int | None
    item: str
    provision: str
    severity: str
    text: str
    reference: str
    found_on: date
    open: bool
    actions: list[ActionData]
    measures: list[MeasureData]


class FindingPage(Schema):
    count: int
    page: int
    results: list[FindingData]


class ActionBody(Body):
    """One more correction; without a day, due as the policy says."""

    text: Text
    due: date | None = None


class Done(Body):
    """What was done."""

    done: Text


class VerificationNote(Body):
    """How it was verified."""

    note: Text = ""


class Missing(Body):
    """What is missing, and by when it is to be put right: as before, unless a day is given."""

    note: Text
    due: date | None = None


class MeasureBody(Body):
    """A measure of the policy, and its reasons."""

    kind: Word
    reasons: Text


class DisclosureBody(Body):
    """A breach that an exporter tells of itself."""

    exporter: Id
    text: Text
    discovered_on: date


class DisclosureData(Schema):
    """A disclosure and what came of it."""

    id: int
    site: int
    text: str
    discovered_on: date
    disclosed_on: date
    in_time: bool
    outcome: str


class DisclosurePage(Schema):
    count: int
    page: int
    results: list[DisclosureData]


class DisclosureOutcome(Body):
    """What came of it."""

    outcome: Text
