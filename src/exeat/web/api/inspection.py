"""Inspection: sites, visits with their checklists, findings and what corrects them, measures, disclosures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Status

from exeat.web.acting import actor_for
from exeat.web.api.answers import answers, paged
from exeat.web.api.fields import Id, Paging, Reference
from exeat.web.api.inspection_data import (
    ActionBody,
    AnswersBody,
    Because,
    DisclosureBody,
    DisclosureData,
    DisclosureOutcome,
    DisclosurePage,
    Done,
    FindingBody,
    FindingData,
    FindingPage,
    MeasureBody,
    MeasureData,
    Missing,
    ProgrammeData,
    SiteBody,
    SitePage,
    SiteRow,
    Sought,
    Summary,
    VerificationNote,
    VisitBody,
    VisitRow,
)
from exeat.web.api.inspection_lookup import disclosure_of, finding_of, findings_of, site_of, told, visit_of
from exeat.web.errors import Invalid
from exeat.web.inspection.models import Action, Measure
from exeat.web.inspection.rows import disclosure_data, finding_data, measure_data, site_row, visit_row
from exeat.web.inspection.selectors import disclosures, finding_view, in_register, is_inside, programmes, visits_of
from exeat.web.inspection.services import disclosing, findings, sites, visits
from exeat.web.people.models import Official
from exeat.web.permissions import visible_sites
from exeat.web.registers.models import Exporter

router = Router()


@router.get("/sites", response=answers(SitePage))
def list_sites(request: HttpRequest, sought: Query[Sought], paging: Query[Paging]) -> dict[str, Any]:
    """The sites that the user may see; an exporter's own without how they are inspected."""
    actor = actor_for(request.user, timezone.now())
    return paged(
        in_register(request.user, shown=sought.show), paging, lambda site: site_row(site, inside=is_inside(actor, site))
    )


@router.post("/sites", response=answers(SiteRow, 201))
def enter_site(request: HttpRequest, body: SiteBody) -> Status:
    """Put a site under inspection."""
    now, values = timezone.now(), body.model_dump()
    values["exporter"] = _exporter(body.exporter) if body.exporter is not None else None
    made = sites.enter(given=sites.SiteGiven(**values), by=request.user, now=now)
    return Status(201, site_row(made, inside=True))


@router.get("/inspection-programme", response=answers(list[ProgrammeData]))
def inspection_programme(request: HttpRequest) -> list[dict[str, Any]]:
    """What is visited next by each agency for which the user inspects; every agency for the head and the auditor."""
    found = programmes(request.user, timezone.now())
    return [
        {
            "agency": one.agency,
            "until": one.until,
            "days": one.programme.days,
            "visits": [_to_visit(visit) for visit in one.programme.visits],
            "no_time": [_to_visit(visit) for visit in one.programme.no_time],
        }
        for one in found
    ]


@router.get("/sites/{id}/visits", response=answers(list[VisitRow]))
def list_visits(request: HttpRequest, id: Id) -> list[dict[str, Any]]:
    """The visits to a site, the newest first; for its own people those that were announced or took place."""
    site = site_of(request, id)
    inside = is_inside(actor_for(request.user, timezone.now()), site)
    return [visit_row(visit) for visit in visits_of(site, inside=inside)]


@router.post("/sites/{id}/visits", response=answers(VisitRow, 201))
def plan_visit(request: HttpRequest, id: Id, body: VisitBody) -> Status:
    """Plan a visit; nobody is sent from leave or from another visit."""
    site, values = site_of(request, id), body.model_dump()
    values["follows"] = visit_of(request, body.follows) if body.follows else None
    officials = list(Official.objects.filter(pk__in=body.inspectors))
    if len(officials) != len(set(body.inspectors)):
        raise Invalid({"inspectors": "some of these are not numbers of officials"})
    given = visits.VisitGiven(**{**values, "inspectors": officials})
    return Status(201, visit_row(visits.plan(site=site, given=given, by=request.user, now=timezone.now())))


@router.post("/visits/{number}/answers", response=answers(VisitRow))
def answer_checklist(request: HttpRequest, number: Reference, body: AnswersBody) -> dict[str, Any]:
    """Fill in the checklist, in part or whole; an answer given before is replaced."""
    visit = visit_of(request, number)
    given = {item: (seen.says, seen.note) for item, seen in body.answers.items()}
    visits.answer(visit=visit, answers=given, by=request.user, now=timezone.now())
    return visit_row(visit)


@router.post("/visits/{number}/findings", response=answers(FindingData, 201))
def record_finding(request: HttpRequest, number: Reference, body: FindingBody) -> Status:
    """Record a finding of a visit."""
    given, now = findings.FindingGiven(**body.model_dump()), timezone.now()
    made = findings.find(origin=visit_of(request, number), given=given, by=request.user, now=now)
    return Status(201, told(request, made, now))


@router.post("/visits/{number}/report", response=answers(VisitRow))
def report_visit(request: HttpRequest, number: Reference, body: Summary) -> dict[str, Any]:
    """Close a visit; the report is drawn up."""
    visit = visit_of(request, number)
    return visit_row(visits.report(visit=visit, summary=body.summary, by=request.user, now=timezone.now()))


@router.post("/visits/{number}/cancel", response=answers(VisitRow))
def cancel_visit(request: HttpRequest, number: Reference, body: Because) -> dict[str, Any]:
    """Call a planned visit off."""
    visit = visit_of(request, number)
    return visit_row(visits.cancel(visit=visit, reason=body.reason, by=request.user, now=timezone.now()))


@router.get("/findings", response=answers(FindingPage))
def list_findings(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The findings at the sites that the user may see, the newest first."""
    now = timezone.now()
    actor = actor_for(request.user, now)
    return paged(findings_of(request), paging, lambda finding: finding_data(finding_view(finding, actor, now)))


@router.post("/findings/{id}/actions", response=answers(FindingData, 201))
def require_action(request: HttpRequest, id: Id, body: ActionBody) -> Status:
    """Ask for one more correction."""
    finding, now = finding_of(request, id), timezone.now()
    findings.require_action(finding=finding, text=body.text, due=body.due, by=request.user, now=now)
    return Status(201, told(request, finding_of(request, id), now))


@router.post("/findings/{id}/measures", response=answers(MeasureData, 201))
def take_measure(request: HttpRequest, id: Id, body: MeasureBody) -> Status:
    """Take an enforcement measure that the policy opens for the finding."""
    finding = finding_of(request, id)
    made = findings.take_measure(
        finding=finding, kind=body.kind, reasons=body.reasons, by=request.user, now=timezone.now()
    )
    return Status(201, measure_data(made))


@router.post("/measures/{id}/end", response=answers(MeasureData))
def end_measure(request: HttpRequest, id: Id, body: Because) -> dict[str, Any]:
    """End a measure."""
    shown = visible_sites(request.user).values("pk")
    measure = get_object_or_404(Measure, pk=id, finding__site__in=shown)
    return measure_data(findings.end_measure(measure=measure, reason=body.reason, by=request.user, now=timezone.now()))


@router.post("/corrective-actions/{id}/done", response=answers(FindingData))
def report_action_done(request: HttpRequest, id: Id, body: Done) -> dict[str, Any]:
    """Say that a correction is carried out."""
    action, now = _action(request, id), timezone.now()
    findings.report_done(action=action, done=body.done, proof=None, by=request.user, now=now)
    return told(request, finding_of(request, action.finding_id), now)


@router.post("/corrective-actions/{id}/verify", response=answers(FindingData))
def verify_action(request: HttpRequest, id: Id, body: VerificationNote) -> dict[str, Any]:
    """Confirm a correction; never by whoever reported it."""
    action, now = _action(request, id), timezone.now()
    findings.verify(action=action, note=body.note, by=request.user, now=now)
    return told(request, finding_of(request, action.finding_id), now)


@router.post("/corrective-actions/{id}/send-back", response=answers(FindingData))
def send_action_back(request: HttpRequest, id: Id, body: Missing) -> dict[str, Any]:
    """Say what is missing of a correction that was reported."""
    action, now = _action(request, id), timezone.now()
    findings.send_back(action=action, note=body.note, due=body.due, by=request.user, now=now)
    return told(request, finding_of(request, action.finding_id), now)


@router.get("/disclosures", response=answers(DisclosurePage))
def list_disclosures(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The disclosures that nobody has settled yet, at the sites that the user may see, the oldest first."""
    return paged(disclosures(request.user), paging, disclosure_data)


@router.post("/disclosures", response=answers(DisclosureData, 201))
def disclose_breach(request: HttpRequest, body: DisclosureBody) -> Status:
    """Tell of a breach of one's own."""
    now = timezone.now()
    own = Exporter.objects.filter(pk__in=actor_for(request.user, now).exporters)
    exporter = get_object_or_404(own, pk=body.exporter)
    made = disclosing.disclose(
        exporter=exporter, text=body.text, discovered_on=body.discovered_on, by=request.user, now=now
    )
    return Status(201, disclosure_data(made))


@router.post("/disclosures/{id}/settle", response=answers(DisclosureData))
def settle_disclosure(request: HttpRequest, id: Id, body: DisclosureOutcome) -> dict[str, Any]:
    """Say what came of a disclosure."""
    made = disclosing.settle(
        disclosure=disclosure_of(request, id), outcome=body.outcome, by=request.user, now=timezone.now()
    )
    return disclosure_data(made)


def _to_visit(visit: Any) -> dict[str, Any]:
    site = visit.site
    return {"site": site.id, "name": site.name, "days": site.days, "due": visit.due, "why": visit.why}


def _exporter(key: int) -> Exporter:
    found = Exporter.objects.filter(pk=key).first()
    if found is None:
        raise Invalid({"exporter": "this is not the number of an exporter"})
    return found


def _action(request: HttpRequest, key: int) -> Action:
    shown = visible_sites(request.user).values("pk")
    return get_object_or_404(Action.objects.select_related("finding"), pk=key, finding__site__in=shown)
