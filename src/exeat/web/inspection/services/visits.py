"""Visits: planned within inspectors' time, filled in on the spot, closed with a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.inspection.acting import require_inspector
from exeat.web.inspection.models import Answer, Site, Visit
from exeat.web.inspection.report import draw_up
from exeat.web.inspection.services._frame import held_elsewhere, locked, only_a_reference, question, told
from exeat.web.people.models import Leave, Official
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Serial

State, Purpose, Says = Visit.State, Visit.Purpose, Answer.Says
LONGEST = 60
"""Most calendar days from the first day of a visit to its last."""


@dataclass(frozen=True)
class VisitGiven:
    """A visit as planned: dates, both included, the checklists and who goes."""

    first: date
    last: date
    checklists: Sequence[str]
    inspectors: Sequence[Official]
    purpose: str = Purpose.ROUTINE
    follows: Visit | None = None
    announced: bool = True


@transaction.atomic
def plan(*, site: Site, given: VisitGiven, by: User, now: datetime) -> Visit:
    """Plan a visit. Nobody is sent who is on leave, elsewhere on a visit, or without the skill that it needs."""
    require_inspector(site, by, now)
    row = locked(site)
    if row.closed_on is not None:
        raise NotPermitted.because("closed", f"the site is not inspected since {row.closed_on:%d %B %Y}")
    list(Official.objects.select_for_update().filter(pk__in=[one.pk for one in given.inspectors]).order_by("pk"))
    _check(row, given, now)
    year = local_day(now).year
    made = Visit.objects.create(
        number=f"V-{year}-{Serial.next(f'visit:{year}'):04d}",
        site=row,
        first=given.first,
        last=given.last,
        purpose=given.purpose,
        follows=given.follows,
        announced=given.announced,
        checklists=list(dict.fromkeys(given.checklists)),
    )
    made.inspectors.set(given.inspectors)
    data = {"visit": made.number, "inspectors": sorted(one.pk for one in given.inspectors)}
    told("plan", row, by=by, now=now, data=data, rows=[made])
    return made


@transaction.atomic
def cancel(*, visit: Visit, reason: str, by: User, now: datetime) -> Visit:
    """Call a planned visit off."""
    row = _planned(visit, by, now)
    if not reason.strip():
        raise Invalid({"reason": "say why it does not take place"})
    row.state, row.reason = State.CANCELLED, reason.strip()
    row.save()
    told("cancel", row.site, by=by, now=now, data={"visit": row.number}, rows=[row])
    return row


@transaction.atomic
def answer(*, visit: Visit, answers: Mapping[str, tuple[str, str]], by: User, now: datetime) -> list[Answer]:
    """Fill in the checklist: for each question what was seen (met, not_met, not_applicable) and a note.

    Questions that are left out stay as they are; one that was answered before is answered anew. Of a question whose
    details are held elsewhere only the reference of that file is taken for a note.
    """
    row = _planned(visit, by, now)
    _begun(row, now)
    made = [_answer(row, item, says, note, by, now) for item, (says, note) in answers.items()]
    if not made:
        raise Invalid({"answers": "answer at least one question"})
    told("answer", row.site, by=by, now=now, data={"visit": row.number}, rows=made)
    return made


@transaction.atomic
def report(*, visit: Visit, summary: str, by: User, now: datetime) -> Visit:
    """Close a visit: every question is answered, what is not met has its finding, and the report is drawn up."""
    row = _planned(visit, by, now)
    _begun(row, now)
    if not summary.strip():
        raise Invalid({"summary": "say in a few sentences what was seen"})
    if all(held_elsewhere(checklist) for checklist in row.checklists):
        only_a_reference(row.checklists[0], summary, "summary")
    answered = {one.item: one.says for one in row.answers.all()}
    open_questions = [one for one in questions_of(row) if one not in answered]
    if open_questions:
        raise Invalid({"answers": f"not answered yet: {', '.join(open_questions)}"})
    without = {item for item, says in answered.items() if says == Says.NOT_MET}
    without -= set(row.findings.values_list("item", flat=True))
    if without:
        raise Invalid({"findings": f"not met, and no finding says so: {', '.join(sorted(without))}"})
    row.state, row.summary, row.reported_by, row.reported_at = State.DONE, summary.strip(), by, now
    row.report = draw_up(row, by=by, now=now)
    row.save()
    told("report", row.site, by=by, now=now, data={"visit": row.number}, rows=[row, row.report])
    return row


def questions_of(visit: Visit) -> list[str]:
    """The ids of the questions that a visit asks, by the policy in force."""
    known = policy().inspection.checklists
    return [one.id for name in visit.checklists if name in known for one in known[name].questions]


def _answer(visit: Visit, item: str, says: str, note: str, by: User, now: datetime) -> Answer:
    asked = question(item)
    if item.partition(".")[0] not in visit.checklists:
        raise Invalid({"item": f"{item} is not asked on this visit"})
    if says not in Says.values:
        raise Invalid({item: f"one of {', '.join(Says.values)}"})
    only_a_reference(item, note, item)
    values = {"question": asked.text, "provision": asked.provision, "says": says, "note": note.strip()}
    made, _ = Answer.objects.update_or_create(visit=visit, item=item, defaults={**values, "by": by, "at": now})
    return made


def _planned(visit: Visit, by: User, now: datetime) -> Visit:
    require_inspector(visit.site, by, now)
    row = Visit.objects.select_for_update(of=("self",)).select_related("site").get(pk=visit.pk)
    if row.state != State.PLANNED:
        raise NotPermitted.because("state", f"the visit is {row.get_state_display()}")
    return row


def _begun(visit: Visit, now: datetime) -> None:
    if local_day(now) < visit.first:
        raise NotPermitted.because("early", f"the visit begins on {visit.first:%d %B %Y}")


def _check(site: Site, given: VisitGiven, now: datetime) -> None:
    """Raise Invalid for dates, checklists and people that do not fit."""
    errors: dict[str, str] = {}
    if given.purpose not in Purpose.values:
        errors["purpose"] = f"one of {', '.join(Purpose.values)}"
    if given.first < local_day(now):
        errors["first"] = "this day has passed"
    if not 0 <= (given.last - given.first).days <= LONGEST:
        errors["last"] = f"the last day is the first, or up to {LONGEST} days later"
    if (given.purpose == Purpose.FOLLOW_UP) != (given.follows is not None):
        errors["follows"] = "a follow-up says which visit it follows, and no other visit does"
    elif given.follows is not None and given.follows.site_id != site.pk:
        errors["follows"] = "that was a visit to another site"
    known = {name: one for name, one in policy().inspection.checklists.items() if site.agency in one.agencies}
    if not given.checklists or not set(given.checklists) <= set(known):
        errors["checklists"] = f"one or more of {', '.join(known)}"
    if message := _who_cannot(site, given):
        errors["inspectors"] = message
    elif "checklists" not in errors:
        held = {skill for one in given.inspectors for skill in one.skills}
        lacking = sorted({known[name].skill for name in given.checklists} - held)
        if lacking:
            errors["inspectors"] = f"nobody among them holds the skill {', '.join(lacking)}"
    if errors:
        raise Invalid(errors)


def _who_cannot(site: Site, given: VisitGiven) -> str:
    """Why somebody cannot go, in a sentence; empty when all can."""
    if not given.inspectors:
        return "say who goes"
    away = Leave.objects.filter(
        official__in=given.inspectors, first__lte=given.last, last__gte=given.first
    ).select_related("official")
    busy = Visit.objects.filter(
        inspectors__in=given.inspectors, state=State.PLANNED, first__lte=given.last, last__gte=given.first
    ).distinct()
    foreign = [str(one) for one in given.inspectors if one.agency != site.agency or not one.active]
    if foreign:
        return f"not in service of the agency that inspects: {', '.join(foreign)}"
    if leave := away.first():
        return f"{leave.official} is on leave from {leave.first:%d %B %Y} to {leave.last:%d %B %Y}"
    if other := busy.first():
        return f"one of them is on visit {other.number} from {other.first:%d %B %Y} to {other.last:%d %B %Y}"
    return ""
