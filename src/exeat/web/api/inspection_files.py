"""One site, visit, finding or disclosure as its page shows it, and the steps on a site and on a disclosure.

Who opens one is recorded, as on its page.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from exeat.web.acting import actor_for
from exeat.web.api.answers import answers
from exeat.web.api.fields import Body, Id, Reference, Text, Word
from exeat.web.api.inspection_data import (
    ActionData,
    Because,
    DisclosureData,
    FindingBody,
    FindingData,
    SiteRow,
    VisitRow,
)
from exeat.web.api.inspection_lookup import disclosure_of, finding_of, site_of, told, visit_of
from exeat.web.audit.record import record_read
from exeat.web.inspection import selectors
from exeat.web.inspection.models import Site
from exeat.web.inspection.rows import action_data, disclosure_data, finding_data, site_row, visit_row
from exeat.web.inspection.services import disclosing, findings, sites

router = Router()


class SiteFile(SiteRow):
    """A site with its visits, as far as the reader knows of them, what was found there, and what was disclosed."""

    visits: list[VisitRow]
    findings: list[FindingData]
    disclosures: list[DisclosureData]


class QuestionAnswered(Schema):
    """A question of a visit's checklists, and what was seen; empty while nobody has answered it."""

    item: str
    question: str
    provision: str
    says: Literal["met", "not_met", "not_applicable", ""]
    note: str


class VisitFile(VisitRow):
    """A visit with its checklist and findings; for those who see from inside how the site is inspected."""

    announced: bool
    inspectors: list[str]
    summary: str
    questions: list[QuestionAnswered]
    findings: list[FindingData]


class OpenAction(ActionData):
    """A corrective action that nobody has verified yet."""

    finding: int
    site: int


class DisclosureFile(DisclosureData):
    """A disclosure with the findings that came of it."""

    findings: list[FindingData]


class RiskBody(Body):
    """The class of risk, and why."""

    risk: Word
    why: Text


class LetterBody(Body):
    """A breach that was told by letter."""

    text: Text
    discovered_on: date
    disclosed_on: date


@router.get("/sites/{id}", response=answers(SiteFile))
def show_site(request: HttpRequest, id: Id) -> dict[str, Any]:
    """A site; for its own people without how it is inspected."""
    site, now = site_of(request, id), timezone.now()
    record_read(user=request.user, subject=site.subject, what="site under inspection", now=now)
    inside = selectors.is_inside(actor_for(request.user, now), site)
    return site_row(site, inside=inside) | {
        "visits": [visit_row(visit) for visit in selectors.visits_of(site, inside=inside)],
        "findings": _findings_at(request, site, now),
        "disclosures": [disclosure_data(one) for one in site.disclosures.all()],
    }


@router.post("/sites/{id}/risk", response=answers(SiteRow))
def set_site_risk(request: HttpRequest, id: Id, body: RiskBody) -> dict[str, Any]:
    """Put a site into another class of risk."""
    made = sites.set_risk(site=site_of(request, id), risk=body.risk, why=body.why, by=request.user, now=timezone.now())
    return site_row(made, inside=True)


@router.post("/sites/{id}/close", response=answers(SiteRow))
def close_site(request: HttpRequest, id: Id, body: Because) -> dict[str, Any]:
    """End the inspection of a site."""
    made = sites.close(site=site_of(request, id), reason=body.reason, by=request.user, now=timezone.now())
    return site_row(made, inside=True)


@router.post("/sites/{id}/disclosures", response=answers(DisclosureData, 201))
def enter_disclosure(request: HttpRequest, id: Id, body: LetterBody) -> Status:
    """Enter a breach that a site's own people told by letter."""
    site = site_of(request, id)
    made = disclosing.enter_letter(site=site, **body.model_dump(), by=request.user, now=timezone.now())
    return Status(201, disclosure_data(made))


@router.get("/visits/{number}", response=answers(VisitFile))
def show_visit(request: HttpRequest, number: Reference) -> dict[str, Any]:
    """A visit with its checklist as filled in, and its findings."""
    now = timezone.now()
    visit = visit_of(request, number)
    if not selectors.is_inside(actor_for(request.user, now), visit.site):
        raise Http404
    record_read(user=request.user, subject=visit.site.subject, what=f"visit {visit}", now=now)
    asked = [question for part in selectors.asked_on(visit) for question in part.questions]
    return visit_row(visit) | {
        "announced": visit.announced,
        "inspectors": [str(official) for official in visit.inspectors.all()],
        "summary": visit.summary,
        "questions": [_question(one) for one in asked],
        "findings": [one for one in _findings_at(request, visit.site, now) if one["visit"] == visit.number],
    }


@router.get("/findings/{id}", response=answers(FindingData))
def show_finding(request: HttpRequest, id: Id) -> dict[str, Any]:
    """A finding with what corrects it and the measures taken."""
    now = timezone.now()
    finding = finding_of(request, id)
    record_read(user=request.user, subject=finding.site.subject, what=f"finding {finding}", now=now)
    return told(request, finding, now)


@router.get("/corrective-actions", response=answers(list[OpenAction]))
def list_open_actions(request: HttpRequest) -> list[dict[str, Any]]:
    """The corrective actions that nobody has verified yet, at the sites that the user may see: overdue first."""
    found = selectors.open_actions(request.user, timezone.now())
    return [action_data(one) | {"finding": one.row.finding_id, "site": one.row.finding.site_id} for one in found]


@router.get("/disclosures/{id}", response=answers(DisclosureFile))
def show_disclosure(request: HttpRequest, id: Id) -> dict[str, Any]:
    """A disclosure with the findings that came of it."""
    disclosure, now = disclosure_of(request, id), timezone.now()
    record_read(user=request.user, subject=disclosure.site.subject, what="disclosure", now=now)
    found = [one for one in _findings_at(request, disclosure.site, now) if one["disclosure"] == disclosure.pk]
    return disclosure_data(disclosure) | {"findings": found}


@router.post("/disclosures/{id}/findings", response=answers(FindingData, 201))
def record_disclosed_finding(request: HttpRequest, id: Id, body: FindingBody) -> Status:
    """Record a finding of a disclosure; measures for it are milder where the policy says so."""
    given, now = findings.FindingGiven(**body.model_dump()), timezone.now()
    made = findings.find(origin=disclosure_of(request, id), given=given, by=request.user, now=now)
    return Status(201, told(request, made, now))


def _findings_at(request: HttpRequest, site: Site, now: datetime) -> list[dict[str, Any]]:
    """What was found at a site, open ones first."""
    return [finding_data(one) for one in selectors.findings_of(Site.objects.filter(pk=site.pk), request.user, now)]


def _question(one: selectors.Asked) -> dict[str, Any]:
    said = {"says": one.answer.says, "note": one.answer.note} if one.answer else {"says": "", "note": ""}
    return {"item": one.question.id, "question": one.question.text, "provision": one.question.provision} | said
