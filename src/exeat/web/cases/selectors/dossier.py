"""A whole case as data: what the API answers, `exeat case show` prints and `export` writes.

Every reviewer gets the same dossier; for the applicant the lists of candidates, matches and referrals are empty.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exeat.domain.review import ClockReading
from exeat.web.accounts.models import User
from exeat.web.audit.models import Event
from exeat.web.cases.models import Case, CaseItem, CaseParty, Match, Referral
from exeat.web.cases.selectors.changes import differences_of
from exeat.web.cases.selectors.opinions import opinions_for
from exeat.web.cases.standing import clock_of, current_classification, current_position
from exeat.web.permissions import visible_documents, visible_notes
from exeat.web.policy import local_day

FOR_THE_APPLICANT = [
    "case.create",
    "case.save",
    "case.add_document",
    "case.submit",
    "case.return",
    "case.register",
    "case.begin_review",
    "case.request_information",
    "case.answer_request",
    "case.intend_refusal",
    "case.answer_intended_refusal",
    "case.grant",
    "case.grant_with_conditions",
    "case.refuse",
    "case.extend_clock",
    "case.find_no_licence_required",
    "case.give_answer",
    "case.open_proceeding",
    "case.acknowledge_surrender",
    "case.revoke_licence",
    "case.suspend_licence",
    "case.leave_licence",
    "case.withdraw",
    "case.ask_review",
    "case.answer_flags",
    "case.withdraw_review",
    "case.uphold",
    "case.vary_to_grant",
    "case.vary_to_grant_with_conditions",
    "case.vary_to_suspend_licence",
    "case.vary_to_leave_licence",
    "case.annul",
]
"""The events that an applicant may see of their own case."""


def case_data(case: Case, *, viewer: User, now: datetime) -> dict[str, Any]:
    """The case as the viewer may see it, in the form of the contract. The caller has checked `cases.view_case`."""
    inside = viewer.has_perm("cases.view_assessment", case)
    data = _application_side(case, inside=inside, now=now, viewer=viewer)
    data["answered_before"] = [one.number for one in opinions_for(case, viewer, local_day(now))]
    if inside:
        data |= _inside(case, viewer)
    return data


def applicant_data(case: Case, *, now: datetime) -> dict[str, Any]:
    """The case as its applicant sees it, whoever asks."""
    return _application_side(case, inside=False, now=now)


def _application_side(case: Case, *, inside: bool, now: datetime, viewer: User | None = None) -> dict[str, Any]:
    """What every reader is shown, some of it whole only to those inside."""
    events = list(Event.objects.filter(subject=case.subject).select_related("actor", "private").order_by("seq"))
    return {
        "reference": case.reference,
        "kind": case.kind,
        "state": case.state,
        "exporter": {"id": case.exporter_id, "name": case.exporter.name, "country": case.exporter.country},
        "applicant_reference": case.application.get("applicant_reference", ""),
        "created_at": case.created_at,
        "submitted_at": case.submitted_at,
        "policy_version": case.policy_version,
        "clock": clock_data(clock_of(case, now, events)),
        "application": case.application,
        "items": [_item(item, inside) for item in case.items.prefetch_related("classifications")],
        "parties": [_party(party, inside) for party in case.parties.prefetch_related("matches")],
        "requests": [_request(request) for request in case.requests.all()],
        "documents": [document.as_data() for document in visible_documents(viewer, case)],
        "events": [_event(event, inside) for event in events if inside or event.kind in FOR_THE_APPLICANT],
        "licence": getattr(getattr(case, "licence", None), "number", None),
        "referrals": [],
        "change": _change(case),
    }


def _change(case: Case) -> dict[str, Any] | None:
    """What the case changes of which licence, field by field; None for an application of its own."""
    if case.changes is None:
        return None
    found = [{"field": one.path, "before": one.before, "after": one.after} for one in differences_of(case)]
    return {"how": case.change, "licence": case.changes.number, "differences": found}


def clock_data(reading: ClockReading) -> dict[str, Any]:
    """The clock as data."""
    return {
        "days_used": reading.days_used,
        "limit": reading.limit,
        "due": reading.due,
        "paused_by": reading.paused_by,
        "overdue": reading.overdue,
        "running": reading.running,
    }


def _inside(case: Case, viewer: User) -> dict[str, Any]:
    """What only the authority and the agencies that were asked may see."""
    return {
        "officer": case.officer.name if case.officer else None,
        "end_user_kinds": case.end_user_kinds,
        "referrals": [_referral(referral) for referral in case.referrals.prefetch_related("positions__by")],
        "conditions": [
            {
                "id": condition.pk,
                "title": condition.title,
                "text": condition.text,
                "agency": condition.agency,
                "dropped": condition.dropped_at is not None,
            }
            for condition in case.conditions.all()
        ],
        "notes": [
            {
                "id": note.pk,
                "agency": note.agency,
                "text": note.text,
                "at": note.at,
                "released": note.released_at is not None,
                "by": note.by.name,
                "mentioned": [mention.user.name for mention in note.mentions.all()],
            }
            for note in visible_notes(viewer, case).select_related("by").prefetch_related("mentions__user")
        ],
        "recommendations": [
            {
                "outcome": made.outcome,
                "reasons": made.reasons,
                "grounds": made.grounds,
                "until": made.until,
                "by": made.by.name,
                "at": made.at,
            }
            for made in case.recommendations.select_related("by")
        ],
        "exemptions": [
            {
                "match": made.match_id,
                "embargo": made.embargo,
                "legal_basis": made.legal_basis,
                "document": made.document_id,
            }
            for made in case.exemptions.all()
        ],
        "overrides": [
            {"steps": made.steps, "reason": made.reason, "expires": made.expires, "by": made.by.name}
            for made in case.overrides.select_related("by")
        ],
    }


def _item(item: CaseItem, inside: bool) -> dict[str, Any]:
    decided = current_classification(item)
    data: dict[str, Any] = {
        "id": item.pk,
        "line": item.line,
        "description": item.description,
        "facts": item.facts,
        "hs": item.hs,
        "quantity": item.quantity,
        "unit": item.unit,
        "nature": item.nature,
        "value": item.value,
        "currency": item.currency,
        "claimed_entry": item.claimed_entry,
    }
    data["candidates"] = item.suggestions if inside else []
    if inside:
        data["candidates_from"] = item.suggested_from
        data["classification"] = decided and {
            "entry": decided.entry,
            "regimes": decided.regimes,
            "reason": decided.reason,
            "lists": decided.list_versions,
            "by": decided.by.name,
            "at": decided.at,
        }
    return data


def _party(party: CaseParty, inside: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": party.pk,
        "role": party.role,
        "name": party.name,
        "type": party.type,
        "address": party.address,
        "country": party.country,
    }
    data["matches"] = [_match(match) for match in party.matches.all()] if inside else []
    return data


def _match(match: Match) -> dict[str, Any]:
    return {
        "key": match.pk,
        "id": match.listed_id,
        "list": match.list_id,
        "list_version": match.list_version,
        "engine_version": match.engine_version,
        "score": float(match.score),
        "matched_name": match.matched_name,
        "why": match.why,
        "status": match.status,
        "reason": match.reason,
    }


def _referral(referral: Referral) -> dict[str, Any]:
    position = current_position(referral)
    return {
        "agency": referral.agency,
        "due": referral.due,
        "position": position.kind if position else None,
        "text": position.text if position else "",
        "criterion": "; ".join(criterion["text"] for criterion in referral.criteria),
        "criteria": referral.criteria,
        "silence": referral.silence,
        "silence_applied": referral.silence_applied_at is not None,
    }


def _request(request: Any) -> dict[str, Any]:
    return {
        "id": request.pk,
        "question": request.question,
        "asked_at": request.asked_at,
        "due": request.due,
        "answer": request.answer,
        "answered_at": request.answered_at,
    }


def _event(event: Event, inside: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"seq": event.seq, "at": event.at, "kind": event.kind, "role": event.role}
    if inside:
        data |= {
            "by": event.actor.name if event.actor else "Exeat",
            "for": event.for_users,
            "data": event.data,
            "hash": event.hash,
        }
    return data
