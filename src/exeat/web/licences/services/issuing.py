"""Issuing a licence from a decision, and its life afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from exeat.domain.licences import CONSIGNEES, EntryKind, LicenceDocument, LicenceParty, check_carrying, standing
from exeat.domain.licences import LicenceLine as Line
from exeat.domain.review import SYSTEM, Application, Refusal, Role, licence_action, refusals
from exeat.domain.review.calendar import months_later
from exeat.domain.review.policy.kinds import Kind
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.models import Event
from exeat.web.audit.record import record
from exeat.web.cases.models import Case, CaseItem, Decision
from exeat.web.cases.services.changing import new_holder, require_no_proceeding
from exeat.web.cases.services.letters import told_reasons
from exeat.web.cases.standing import application_of, caught_lines, current_classification
from exeat.web.countries import country_name
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Draw, Licence
from exeat.web.licences.services.lines import tolerances_of
from exeat.web.licences.services.signing import sign_and_keep
from exeat.web.licences.standing import ledger_of, licence_standing, line_value, shown
from exeat.web.obligations.arising import arise_with_licence
from exeat.web.obligations.services import settle_returns
from exeat.web.policy import local_day, policy
from exeat.web.printing import printing
from exeat.web.registers.models import Exporter, Serial


def issue(*, case: Case, decision: Decision, by: User, now: datetime) -> Licence:
    """The licence of a granted case: its listed lines, conditions that stand, a signed token, a PDF.

    Where the case changes a licence, the new one replaces it and begins with what was drawn on it. Called inside the
    decision's transaction.
    """
    with printing("licence"):
        document = _document(case, decision, local_day(now))
    licence, rows = sign_and_keep(
        document, case=case, exporter=holder_of(case), supersedes=case.changes, by=by, now=now
    )
    carried = replace_by(licence, by=by, now=now) if case.changes else []
    record(
        kind="licence.issue",
        subject=licence.subject,
        by=by,
        now=now,
        roles=(Role.HEAD,),
        data={"case": case.reference, "lines": len(document.lines)},
        rows=[*rows, *carried],
    )
    arise_with_licence(licence, by=by, now=now)
    return licence


def replace_by(licence: Licence, *, by: User, now: datetime) -> list[Draw]:
    """End the licence that this one replaces, and carry over what counts as drawn on it, line by line.

    Raises NotPermitted when the old licence has ended meanwhile, a measure against it is weighed, or its lines do not
    fit any more.
    """
    old = licence.supersedes
    require_no_proceeding(old)
    entries, lines = ledger_of(old), {line.number: line for line in licence.lines.all()}
    values = [line_value(line) for line in lines.values()]
    if reasons := check_carrying(values, [line_value(line) for line in old.lines.all()], entries):
        raise NotPermitted([Refusal("carried", reason) for reason in reasons])
    change_state(licence=old, action="supersede", reason=f"replaced by {licence.number}", by=None, now=now)
    posts = dict(Draw.objects.filter(line__licence=old).values_list("pk", "post"))
    return [
        Draw.objects.create(
            line=lines[entry.line],
            kind=(EntryKind.RETURN if entry.kind is EntryKind.RETURN else EntryKind.CARRIED).value,
            quantity=entry.quantity,
            value=entry.value,
            declaration=entry.declaration,
            declared_on=entry.declared_on,
            post=posts[int(entry.id)],
            recipient=entry.recipient,
            destination=entry.destination,
            reason=f"carried over from {old.number}",
            by=by,
            at=now,
        )
        for entry in standing(entries)
    ]


@transaction.atomic
def change_state(*, licence: Licence, action: str, reason: str, by: User | None, now: datetime) -> Licence:
    """Take a step in the life of a licence, as its table allows."""
    licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
    row = licence_action(action)
    if row.target is None:
        raise Invalid({"action": f"{action!r} does not change the licence's state"})
    actor = actor_for(by, now) if by else SYSTEM
    if found := refusals(row, licence_standing(licence, now), actor, policy()):
        raise NotPermitted(found)
    if by is not None and not reason.strip():
        raise Invalid({"reason": "give the reason"})
    licence.state, licence.state_since, licence.state_reason = row.target, now, reason
    licence.save()
    record(
        kind=f"licence.{action}",
        subject=licence.subject,
        by=by,
        now=now,
        roles=row.roles,
        private={"reason": reason},
        rows=[licence],
    )
    settle_returns(licence=licence, now=now)
    return licence


def end_on_review(*, licence: Licence, reason: str, now: datetime) -> Licence:
    """End the licence of a decision that was varied or annulled on review, in the review's transaction."""
    return change_state(licence=licence, action="replace_on_review", reason=reason, by=None, now=now)


def carry_out(*, decision: Decision, now: datetime) -> None:
    """Do to the licence what a proceeding on it ended in, in the decision's transaction.

    Where it is left as it is, a suspension at once, which nobody decided on since, is lifted.
    """
    licence, outcome = decision.case.changes, decision.outcome
    action = {"revoke_licence": "revoke", "suspend_licence": "suspend", "leave_licence": "reinstate"}[outcome]
    if outcome == "leave_licence" and not suspended_for_now(licence):
        return
    if outcome == "suspend_licence" and licence.state == "suspended":
        action = "keep_suspended"
    change_state(licence=licence, action=action, reason=_decided(decision), by=None, now=now)


def _decided(decision: Decision) -> str:
    until = f", until the end of {decision.until:%d %B %Y}" if decision.until else ""
    return f"decided in {decision.case.reference}{until}"


def suspended_for_now(licence: Licence) -> bool:
    """Whether the licence is suspended by the head at once, and not by a decision."""
    kinds = ("licence.suspend", "licence.keep_suspended", "licence.suspend_on_review")
    last = Event.objects.filter(subject=licence.subject, kind__in=kinds).order_by("seq").last()
    return licence.state == "suspended" and last is not None and last.actor_id is not None


def undo_on_review(*, decision: Decision, now: datetime) -> None:
    """Undo a measure that counts no longer after its review; what was done to the licence since stays done."""
    licence, reason = decision.case.changes, f"the measure of {decision.case.reference} was undone on review"
    if _rests_on(licence, decision) and licence.state in licence_action("restore_on_review").sources:
        change_state(licence=licence, action="restore_on_review", reason=reason, by=None, now=now)


def soften_on_review(*, decision: Decision, now: datetime) -> None:
    """Suspend the licence by a decision made on review; what was done to it since the one reviewed stays done."""
    licence = decision.case.changes
    if _rests_on(licence, decision.supersedes) and licence.state in licence_action("suspend_on_review").sources:
        change_state(licence=licence, action="suspend_on_review", reason=_decided(decision), by=None, now=now)


def _rests_on(licence: Licence, decision: Decision) -> bool:
    """Whether the licence stands as it does by this decision: a measure is done in the moment of its decision."""
    return bool(licence.state_since == decision.at)


def lift_ended_suspensions(*, now: datetime) -> int:
    """Reinstate every licence whose suspension for a time has ended; the number of licences reinstated."""
    over = Decision.objects.filter(
        outcome="suspend_licence",
        until__lt=local_day(now),
        superseded_by=None,
        case__changes__state="suspended",
        case__changes__state_since=F("at"),
    )
    decisions = list(over.select_related("case__changes"))
    for decision in decisions:
        reason = f"the suspension decided in {decision.case.reference} has ended"
        change_state(licence=decision.case.changes, action="reinstate", reason=reason, by=None, now=now)
    return len(decisions)


def expire_due(*, now: datetime) -> int:
    """Mark every licence whose last day has passed as expired; the number of licences marked."""
    due = Licence.objects.filter(state__in=("active", "suspended"), valid_until__lt=local_day(now))
    for licence in due:
        change_state(licence=licence, action="expire", reason="", by=None, now=now)
    return len(due)


def _document(case: Case, decision: Decision, today: date) -> LicenceDocument:
    rules, application, kind = policy(), application_of(case), policy().kinds[case.kind]
    destination = application.destination
    lines, holder = tuple(_lines(case, kind)), holder_of(case)
    return LicenceDocument(
        number=rules.state.licence_number.format(year=today.year, serial=Serial.next(f"licence:{today.year}")),
        kind=case.kind,
        case_reference=case.reference,
        authority=rules.state.authority_name,
        authority_address=rules.state.authority_address,
        country=rules.state.country,
        issued=today,
        valid_from=today,
        valid_until=_last_day(case, application, months_later(today, kind.validity_months)),
        exporter=_party(kind.applicant, holder.name, holder.country, holder.address),
        parties=tuple(_parties(case, application)),
        destination=destination,
        destination_name=country_name(destination) if destination else "",
        destinations=_destinations(application) if kind.supply in ("global", "open") else (),
        lines=lines,
        conditions=tuple(condition.text for condition in case.conditions.filter(dropped_at=None)),
        signatory_name=decision.by.name,
        signatory_title=decision.by.title or Role.HEAD.label,
        tolerances=tolerances_of(lines) if kind.ends_in == "licence" else (),
        languages=rules.state.languages,
        supersedes=case.changes.number if case.changes else "",
        form=kind.ends_in,
        supply=kind.supply,
        titles=_titles(kind, rules.state.languages),
        statements=told_reasons(decision.reasons) if kind.ends_in == "letter" else (),
    )


def holder_of(case: Case) -> Exporter:
    """To whom the document is issued: the applicant, or the exporter to whom a transfer leads."""
    return new_holder(case) or case.exporter


def _last_day(case: Case, application: Application, usual: date) -> date:
    """A changed licence ends when it would have ended, or on the day to which it was extended."""
    if case.changes is None:
        return usual
    return date.fromisoformat(application.change.valid_until or case.changes.valid_until.isoformat())


def _titles(kind: Kind, languages: tuple[str, ...]) -> tuple[str, ...]:
    """What the policy calls the document in each language, the first standing in for one that it leaves out."""
    titles = kind.titles or {}
    first = next(iter(titles.values()), "")
    return tuple(titles.get(language, first) for language in languages) if titles else ()


def _parties(case: Case, application: Application) -> Iterator[LicenceParty]:
    """The parties as they were screened, each with the share that the application gives it."""
    shares = {(party.role, party.name): party.share for party in application.parties if party.share}
    for party in case.parties.exclude(role="exporter"):
        share = shares.get((party.role, party.name))
        yield replace(_party(party.role, party.name, party.country, party.address), share=share)


def _destinations(application: Application) -> tuple[tuple[str, str], ...]:
    """The countries of those to whom the goods may go."""
    codes = dict.fromkeys(party.country for party in application.parties if party.role in CONSIGNEES)
    return tuple((code, country_name(code)) for code in codes)


def _party(role: str, name: str, country: str, address: str) -> LicenceParty:
    return LicenceParty(role=role, name=name, country=country, address=address, country_name=country_name(country))


def _lines(case: Case, kind: Kind) -> Iterator[Line]:
    """What the document is about; on a licence for classified goods the listed lines alone, for the rest needs none.

    A line that an officer found licensable by a notice stands there under the number of the notice.
    """
    caught = caught_lines(case)
    for item in case.items.prefetch_related("classifications"):
        decided = current_classification(item)
        entry = (decided.entry if decided else item.claimed_entry) or caught.get(item.line, "")
        if entry or kind.ends_in != "licence" or "classify" not in kind.steps:
            yield _line(item, entry, ceiling=bool(item.quantity) and kind.supply != "open")


def _line(item: CaseItem, entry: str, *, ceiling: bool) -> Line:
    return Line(
        number=item.line,
        description=item.description,
        entry=entry,
        quantity=shown(item.quantity) if ceiling else Decimal(0),
        unit=item.unit,
        value=item.value if ceiling else Decimal(0),
        currency=item.currency,
        ceiling=ceiling,
    )
