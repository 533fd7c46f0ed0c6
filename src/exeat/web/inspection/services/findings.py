"""What was found: findings, what corrects them, and the measures taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from exeat.domain.review import Actor, Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.documents import check_upload, keep
from exeat.web.cases.models import Document
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.inspection.acting import INSPECTORS, agencies_of, require_inspector
from exeat.web.inspection.models import Action, Disclosure, Finding, Measure, Site, Visit
from exeat.web.inspection.services._frame import held_elsewhere, locked, only_a_reference, question, told
from exeat.web.inspection.services.telling import tell_inspectors, tell_site
from exeat.web.policy import local_day, policy
from exeat.web.registers.services import Upload

LETTER = "correspondence"
"""What a file that proves a correction may be, as the policy says of this kind."""


@dataclass(frozen=True)
class FindingGiven:
    """A finding: the question whose provision is not met, how grave it is, what corrects it by when.

    `text` and `correction` are empty, and `reference` is needed, where the details are held elsewhere.
    """

    item: str
    severity: str
    text: str = ""
    correction: str = ""
    due: date | None = None
    reference: str = ""


@transaction.atomic
def find(*, origin: Visit | Disclosure, given: FindingGiven, by: User, now: datetime) -> Finding:
    """Record a finding of a visit that has begun, or of a disclosed breach, with its first corrective action."""
    site = locked(origin.site)
    require_inspector(site, by, now)
    _check_origin(origin, given, now)
    asked, secret = question(given.item), held_elsewhere(given.item)
    _check_finding(given, secret)
    made = Finding.objects.create(
        site=site,
        visit=origin if isinstance(origin, Visit) else None,
        disclosure=origin if isinstance(origin, Disclosure) else None,
        item=given.item,
        provision=asked.provision,
        severity=given.severity,
        text=asked.text if secret else given.text.strip(),
        reference=given.reference.strip(),
        found_on=local_day(now),
        by=by,
        at=now,
    )
    correction = f"As written in {given.reference.strip()}" if secret else given.correction
    action = _action(made, correction, given.due, now)
    told("find", site, by=by, now=now, data={"finding": str(made)}, rows=[made, action])
    tell_site(site, "finding", now=now, finding=made, due=action.due)
    return made


@transaction.atomic
def require_action(*, finding: Finding, text: str, due: date | None, by: User, now: datetime) -> Action:
    """Ask for one more corrective action; without a day, it is due as the policy says of the finding's severity."""
    site = locked(finding.site)
    require_inspector(site, by, now)
    only_a_reference(finding.item, text, "text")
    made = _action(finding, text, due, now)
    told("require_action", site, by=by, now=now, data={"finding": str(finding)}, rows=[made])
    tell_site(site, "finding", now=now, finding=finding, due=made.due)
    return made


@transaction.atomic
def report_done(*, action: Action, done: str, proof: Upload | None, by: User, now: datetime) -> Action:
    """Say that an action is carried out: its operator's people, or an inspector who was told so."""
    row = _unverified(action)
    site = row.finding.site
    actor = actor_for(by, now)
    if site.exporter_id not in actor.exporters and site.agency not in agencies_of(actor):
        raise NotPermitted.because("role", "only the site's own people or its inspectors may do this")
    if not done.strip() and proof is None:
        raise Invalid({"done": "say what was done, or hand in what shows it"})
    only_a_reference(row.finding.item, done, "done")
    row.document = _kept(row, proof, by, now)
    row.done, row.reported_by, row.reported_at = done.strip(), by, now
    row.save()
    rows: Sequence[Action | Document] = [row, row.document] if row.document else [row]
    told("report_done", site, by=by, now=now, data=_of(row), rows=rows, roles=(Role.EXPORTER, *INSPECTORS))
    tell_inspectors(site, "action_reported", now=now, action=row)
    return row


@transaction.atomic
def verify(*, action: Action, note: str, by: User, now: datetime) -> Action:
    """Confirm that an action is carried out; never by whoever reported it."""
    row = _reported(action, by, now)
    only_a_reference(row.finding.item, note, "note")
    row.note, row.verified_by, row.verified_at = note.strip(), by, now
    row.save()
    told("verify", row.finding.site, by=by, now=now, data=_of(row), rows=[row])
    return row


@transaction.atomic
def send_back(*, action: Action, note: str, due: date | None, by: User, now: datetime) -> Action:
    """Say why what was reported does not correct the finding, and by when it is to be put right (as before, unless a
    day is given)."""
    row = _reported(action, by, now)
    if not note.strip():
        raise Invalid({"note": "say what is missing"})
    only_a_reference(row.finding.item, note, "note")
    if due is not None and due < local_day(now):
        raise Invalid({"due": "this day has passed"})
    row.note, row.due, row.reported_by, row.reported_at = note.strip(), due or row.due, None, None
    row.reminded_at = None
    row.save()
    told("send_back", row.finding.site, by=by, now=now, data=_of(row), rows=[row])
    tell_site(row.finding.site, "action_sent_back", now=now, action=row)
    return row


@transaction.atomic
def take_measure(*, finding: Finding, kind: str, reasons: str, by: User, now: datetime) -> Measure:
    """Take an enforcement measure: one that the policy opens for the finding, by somebody whom it lets take it."""
    site, rules = locked(finding.site), policy().inspection
    chosen = rules.measures.get(kind)
    if chosen is None:
        raise Invalid({"kind": f"one of {', '.join(rules.measures)}"})
    if not may_take(actor_for(by, now), site, chosen.by):
        takers = {"inspector": "the site's inspectors", "head": "the head of the authority"}
        raise NotPermitted.because("role", f"taken by {' or '.join(takers[one] for one in chosen.by)} only")
    if chosen not in rules.open_measures(finding.severity, disclosed=finding.disclosed):
        why = f", disclosed in time ({rules.disclosure.provision})" if finding.disclosed else ""
        raise NotPermitted.because("measure", f"not for a finding that is {finding.severity_title.lower()}{why}")
    if finding.measures.filter(kind=kind, ended_at=None).exists():
        raise NotPermitted.because("measure", "this measure stands already")
    if not reasons.strip():
        raise Invalid({"reasons": "give the reasons: they are part of the measure"})
    only_a_reference(finding.item, reasons, "reasons")
    made = Measure.objects.create(
        finding=finding,
        kind=kind,
        title=chosen.title,
        provision=chosen.provision,
        reasons=reasons.strip(),
        by=by,
        at=now,
    )
    told("take_measure", site, by=by, now=now, data=_named(made), rows=[made], roles=(*INSPECTORS, Role.HEAD))
    tell_site(site, "measure", now=now, finding=finding)
    return made


@transaction.atomic
def end_measure(*, measure: Measure, reason: str, by: User, now: datetime) -> Measure:
    """End a measure: by somebody who could take it."""
    row = Measure.objects.select_for_update(of=("self",)).select_related("finding__site").get(pk=measure.pk)
    site, known = row.finding.site, policy().inspection.measures.get(row.kind)
    if not may_take(actor_for(by, now), site, known.by if known else ("head",)):
        raise NotPermitted.because("role", "only those who may take the measure end it")
    if row.ended_at is not None:
        raise NotPermitted.because("ended", "the measure has ended")
    if not reason.strip():
        raise Invalid({"reason": "say why it ends"})
    row.ended_at, row.ended_by, row.end_reason = now, by, reason.strip()
    row.save()
    told("end_measure", site, by=by, now=now, data=_named(row), rows=[row], roles=(*INSPECTORS, Role.HEAD))
    return row


def may_take(actor: Actor, site: Site, takers: Sequence[str]) -> bool:
    """Whether somebody is among those who may take a measure at the site."""
    return ("head" in takers and actor.in_any((Role.HEAD,))) or (
        "inspector" in takers and site.agency in agencies_of(actor)
    )


def _check_origin(origin: Visit | Disclosure, given: FindingGiven, now: datetime) -> None:
    if isinstance(origin, Disclosure):
        if Disclosure.objects.select_for_update().get(pk=origin.pk).settled_at is not None:
            raise NotPermitted.because("settled", "the disclosure was settled")
        return
    row = Visit.objects.select_for_update().get(pk=origin.pk)
    if row.state != Visit.State.PLANNED:
        raise NotPermitted.because("state", f"the visit is {row.get_state_display()}")
    if local_day(now) < row.first:
        raise NotPermitted.because("early", f"the visit begins on {row.first:%d %B %Y}")
    if given.item.partition(".")[0] not in row.checklists:
        raise Invalid({"item": f"{given.item} is not asked on this visit"})


def _check_finding(given: FindingGiven, secret: bool) -> None:
    errors: dict[str, str] = {}
    if given.severity not in policy().inspection.severities:
        errors["severity"] = f"one of {', '.join(policy().inspection.severities)}"
    if secret:
        elsewhere = "details of a facility's security are not kept here: leave it empty and give the reference"
        errors |= {name: elsewhere for name in ("text", "correction") if getattr(given, name).strip()}
        if not given.reference.strip():
            errors["reference"] = "give the reference of the file in which the details are held"
    else:
        errors |= {name: "is missing" for name in ("text", "correction") if not getattr(given, name).strip()}
    if errors:
        raise Invalid(errors)
    only_a_reference(given.item, given.reference, "reference")


def _action(finding: Finding, text: str, due: date | None, now: datetime) -> Action:
    if not text.strip():
        raise Invalid({"text": "say what is to be done"})
    if due is not None and due < local_day(now):
        raise Invalid({"due": "this day has passed"})
    by_policy = policy().inspection.due(finding.severity, local_day(now))
    return Action.objects.create(finding=finding, text=text.strip(), due=due or by_policy)


def _unverified(action: Action) -> Action:
    row = Action.objects.select_for_update(of=("self",)).select_related("finding__site").get(pk=action.pk)
    if row.verified_at is not None:
        raise NotPermitted.because("verified", "the action was verified")
    return row


def _reported(action: Action, by: User, now: datetime) -> Action:
    row = _unverified(action)
    require_inspector(row.finding.site, by, now)
    if row.reported_at is None:
        raise NotPermitted.because("open", "nobody has reported it as done")
    if row.reported_by_id == by.pk:
        raise NotPermitted.because("self", "who reported it as done does not verify it")
    return row


def _kept(action: Action, proof: Upload | None, by: User, now: datetime) -> Document | None:
    if proof is None:
        return None
    if held_elsewhere(action.finding.item):
        raise Invalid({"proof": "security details are not kept here: hand it in where they are held"})
    try:
        media_type = check_upload(LETTER, proof.name, proof.content)
    except Invalid as refusal:
        raise Invalid({"proof": "; ".join(refusal.errors.values())}) from None
    about = {"kind": "correction", "name": proof.name, "media_type": media_type, "content": proof.content}
    return keep(case=None, by=by, now=now, **about)


def _of(action: Action) -> dict[str, object]:
    return {"finding": str(action.finding), "action": action.pk}


def _named(measure: Measure) -> dict[str, object]:
    return {"finding": str(measure.finding), "measure": measure.kind}
