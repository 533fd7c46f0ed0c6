"""Alerts: what a changed list or engine says of the parties that Exeat holds, and what officers do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import BaseModel

from exeat.web.alerts.models import Alert
from exeat.web.alerts.selectors import found_alerts
from exeat.web.alerts.services import settling
from exeat.web.api.answers import answers, case_of, licence_of, paged
from exeat.web.api.fields import Body, Id, Paging, Reference, Text

router = Router()
Shown = Literal["open", "new", "changed", "cleared", "hits", "settled", "all"]


class Sought(BaseModel):
    """Which alerts: those to be settled (`new` and `changed` are among them), hits on active licences, …"""

    show: Shown = "open"
    rescreening: Id | None = None


class AlertParty(Schema):
    """The party as it was screened."""

    name: str
    type: str
    country: str


class AlertRow(Schema):
    """An alert in a list, and after a step. The old versions are empty for a list that was new."""

    id: int
    rescreening: int
    change: str
    status: str
    party: AlertParty
    list: str
    listed_id: str
    matched_name: str
    score: float
    list_version: str
    old_list_version: str
    engine_version: str
    old_engine_version: str
    found_at: datetime
    reason: str
    carried: str
    cases: list[str]
    licences: list[str]


class AlertPage(Schema):
    count: int
    page: int
    results: list[AlertRow]


class AlertData(AlertRow):
    """An alert whole: the listed party, why it is a match, and the match before when it changed."""

    listed: dict[str, Any]
    why: dict[str, Any]
    before: dict[str, Any] | None


class Settle(Body):
    """Whether the party is the listed one."""

    confirmed: bool
    reason: Text


class AskAboutAlert(Body):
    """A question to the applicant of an open case that the alert touches."""

    case: Reference
    question: Text


class ProposedSuspension(Body):
    """Advice to the head to suspend a live licence that the alert touches."""

    licence: Reference
    reason: Text


@router.get("", response=answers(AlertPage))
def list_alerts(request: HttpRequest, sought: Query[Sought], paging: Query[Paging]) -> dict[str, Any]:
    """The alerts that the user may see, the newest first."""
    return paged(found_alerts(request.user, shown=sought.show, rescreening=sought.rescreening), paging, alert_row)


@router.get("/{id}", response=answers(AlertData))
def show_alert(request: HttpRequest, id: Id) -> dict[str, Any]:
    """One alert, with its reason and what it touches."""
    alert = _alert(request, id)
    return alert_row(alert) | {"listed": alert.listed, "why": alert.why, "before": alert.before}


@router.post("/{id}/settle", response=answers(AlertRow))
def settle_alert(request: HttpRequest, id: Id, body: Settle) -> dict[str, Any]:
    """Confirm or dismiss it, with the reason; the same match in cases under review is settled with it."""
    now = timezone.now()
    settling.settle_alert(
        alert=_alert(request, id), confirmed=body.confirmed, reason=body.reason, by=request.user, now=now
    )
    return alert_row(_alert(request, id))


@router.post("/{id}/ask", response=answers(AlertRow))
def ask_about_alert(request: HttpRequest, id: Id, body: AskAboutAlert) -> dict[str, Any]:
    """Ask the applicant of a case: the clock stands still until the answer."""
    alert, case = _alert(request, id), case_of(request.user, body.case)
    settling.ask_applicant(alert=alert, case=case, question=body.question, by=request.user, now=timezone.now())
    return alert_row(_alert(request, id))


@router.post("/{id}/propose-suspension", response=answers(AlertRow))
def propose_suspension(request: HttpRequest, id: Id, body: ProposedSuspension) -> dict[str, Any]:
    """Propose to the head that a licence be suspended."""
    alert, licence = _alert(request, id), licence_of(request.user, body.licence)
    settling.propose_suspension(alert=alert, licence=licence, reason=body.reason, by=request.user, now=timezone.now())
    return alert_row(_alert(request, id))


def _alert(request: HttpRequest, id: int) -> Alert:
    """The alert, as far as the user may see what it touches; 404 for one that they may not see."""
    return get_object_or_404(found_alerts(request.user), pk=id)


def alert_row(alert: Alert) -> dict[str, Any]:
    """A line about an alert; its cases and licences are those that were prefetched for the reader."""
    of = alert.rescreening
    return {
        "id": alert.pk,
        "rescreening": of.pk,
        "change": alert.change,
        "status": alert.status,
        "party": alert.party,
        "list": of.list_id,
        "listed_id": alert.listed_id,
        "matched_name": alert.matched_name,
        "score": float(alert.score),
        "list_version": of.new_version,
        "old_list_version": of.old_version,
        "engine_version": of.new_engine,
        "old_engine_version": of.old_engine,
        "found_at": of.finished_at,
        "reason": alert.reason,
        "carried": alert.carried,
        "cases": [case.reference for case in alert.cases.all()],
        "licences": [licence.number for licence in alert.licences.all()],
    }
