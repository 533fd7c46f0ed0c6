"""After an event: the report is filed once, and what it shows becomes evidence where somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from exeat.web.accounts.models import User
from exeat.web.audit.record import record
from exeat.web.capabilities.services import record_evidence
from exeat.web.cooperation.marking import marking_about
from exeat.web.cooperation.models import Offer
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.policy import local_day
from exeat.web.returns.models import Achieved, Return
from exeat.web.returns.selectors import held_events

MOST_UNITS = 100


@dataclass(frozen=True)
class AchievedGiven:
    """What an event built of a capability, in units; with `level` (0 to 5), evidence that it stands there now."""

    capability: str
    units: int
    shows: str = ""
    level: int | None = None


@transaction.atomic
def file_report(
    *, offer: Offer, report: str, handover: str, achieved: Sequence[AchievedGiven], by: User, now: datetime
) -> Return:
    """Report on an event that a released plan accepted and that is over.

    What was expected is taken from the offer; of a capability that is not named in `achieved` nothing was achieved.
    """
    require_planner(by, now)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    held = held_events().get(offer.reference)
    if held is None or held.end >= local_day(now):
        raise NotPermitted.because(
            "state", "A report is filed on an event that a released plan accepted, once it is over."
        )
    if Return.objects.filter(offer=offer).exists():
        raise NotPermitted.because("state", "There is a report on this event already.")
    expected = {gain.capability_id: gain.units for gain in offer.gains.all()}
    _check(report, handover, achieved, expected)
    made = Return.objects.create(
        offer=offer, start=held.start, end=held.end, report=report.strip(), handover=handover.strip(),
        marking=marking_about(offer, report, handover, *(one.shows for one in achieved), field="report"),
        filed_by=by, filed_at=now,
    )  # fmt: skip
    said = {one.capability: one for one in achieved}
    rows = [_achieved(made, name, units, said.get(name)) for name, units in expected.items()]
    _told("return.file", made, by, now, rows=[made, *rows])
    return made


@transaction.atomic
def accept_evidence(*, achieved: Achieved, by: User, now: datetime) -> Achieved:
    """Record what a report shows as evidence in the register of capabilities, of the day on which the event ended."""
    require_planner(by, now)
    achieved = Achieved.objects.select_for_update(of=("self",)).select_related("report__offer").get(pk=achieved.pk)
    if achieved.level is None:
        raise NotPermitted.because("state", "The report proposes no evidence here.")
    if achieved.evidence_id is not None:
        raise NotPermitted.because("state", "It is recorded already.")
    report = achieved.report
    text = f"{achieved.shows} ({report.offer.reference} {report.offer.title})"
    achieved.evidence = record_evidence(
        capability=achieved.capability, level=achieved.level, text=text, on=report.end, by=by, now=now
    )
    achieved.save(update_fields=["evidence"])
    _told("return.evidence", report, by, now, rows=[achieved])
    return achieved


def _achieved(made: Return, capability: str, expected: int, said: AchievedGiven | None) -> Achieved:
    given = said or AchievedGiven(capability, 0)
    return Achieved.objects.create(
        report=made, capability_id=capability, expected=expected, units=given.units, shows=given.shows.strip(),
        level=given.level,
    )  # fmt: skip


def _check(report: str, handover: str, achieved: Sequence[AchievedGiven], expected: dict[str, int]) -> None:
    errors = {}
    if not report.strip():
        errors["report"] = "Say what happened."
    if not handover.strip():
        errors["handover"] = "Say to whom papers and contacts were handed over."
    for one in achieved:
        if one.capability not in expected:
            errors["achieved"] = f"Nothing was expected of {one.capability}."
        elif not 0 <= one.units <= MOST_UNITS:
            errors["achieved"] = f"{one.capability}: expected 0 to {MOST_UNITS} units."
        elif (one.units or one.level is not None) and not one.shows.strip():
            errors["achieved"] = f"{one.capability}: say what shows it."
        elif one.level is not None and one.level not in range(6):
            errors["achieved"] = f"{one.capability}: a level is 0 to 5."
    if len({one.capability for one in achieved}) < len(achieved):
        errors["achieved"] = "A capability is named twice."
    if errors:
        raise Invalid(errors)


def _told(kind: str, made: Return, by: User, now: datetime, rows: Sequence[models.Model], **said: Any) -> None:
    for row in rows:
        row.refresh_from_db()
    record(kind=kind, subject=made.offer.subject, by=by, now=now, roles=PLANNERS, rows=rows, **said)
