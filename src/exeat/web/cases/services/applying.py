"""The applicant's side: draft, documents, submission, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from exeat.domain.offers import Level
from exeat.domain.review import Application, ApplicationError, Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.chain import row_key
from exeat.web.audit.record import record
from exeat.web.cases.documents import OF_OFFICIALS, check_marking, check_upload, keep, plain_name
from exeat.web.cases.models import Case, CaseItem, CaseParty, Document, Match
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.assessing import assess
from exeat.web.cases.services.changing import as_licensed, note_change, require_carrying
from exeat.web.cases.services.telling import tell_applicant, tell_officers
from exeat.web.denials.services.finding import look
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Licence
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter, Serial
from exeat.web.scrutiny.services.meeting import meet

EDITABLE = ("draft", "returned")


@transaction.atomic
def create_draft(
    *, exporter: Exporter, application: Mapping[str, Any], by: User, now: datetime, on_paper: bool = False
) -> Case:
    """Open a case with a draft, for an exporter that the user may act for; officers enter those that came by letter."""
    actor = actor_for(by, now)
    if on_paper and not actor.in_any((Role.OFFICER,)):
        raise NotPermitted.because("role", "only a licensing officer enters applications that came by letter")
    if not on_paper and exporter.pk not in actor.exporters:
        raise NotPermitted.because("own_case", "you have no verified authority to act for this exporter")
    case = Case(
        reference=next_reference(now),
        exporter=exporter,
        applicant=by,
        on_paper=on_paper,
        created_at=now,
        policy_version=policy().version,
    )
    _put_application(case, application)
    case.save()
    record(
        kind="case.create",
        subject=case.subject,
        by=by,
        now=now,
        roles=(Role.OFFICER,) if on_paper else (Role.EXPORTER,),
        data={"on_paper": on_paper},
        rows=[case],
    )
    return case


@transaction.atomic
def begin_change(*, licence: Licence, how: str, by: User, now: datetime, reason: str = "") -> Case:
    """Open a draft that changes a licence, filled in with what was licensed. For its holder's people."""
    content = as_licensed(licence) | {"change": {"how": how, "licence": licence.number, "reason": reason}}
    return create_draft(exporter=licence.exporter, application=content, by=by, now=now)


@transaction.atomic
def save_draft(*, case: Case, application: Mapping[str, Any], by: User, now: datetime) -> Case:
    """Replace the draft's content. What is still missing is no error here; what cannot be right is."""
    case = locked(case)
    _require_editable(case, by, now)
    _put_application(case, application)
    case.save()
    record(kind="case.save", subject=case.subject, by=by, now=now, roles=_author_roles(case), rows=[case])
    return case


@transaction.atomic
def add_document(
    *,
    case: Case,
    kind: str,
    name: str,
    content: bytes,
    by: User,
    now: datetime,
    marking: Level = Level.UNMARKED,
) -> Document:
    """Add a document; one of the same kind and name is superseded, and kept.

    The applicant adds while drafting and while a question is open; officers add (internally too) until the end. What is
    marked above what the installation may hold is refused before anything of it is kept: as stated, and for an
    official's own paper as its text says. "Confidential" on an applicant's contract is a word of business.
    """
    case = locked(case)
    _require_open_file(case, by, now)
    official = actor_for(by, now).in_any((Role.OFFICER,))
    if kind in OF_OFFICIALS and not official:
        raise NotPermitted.because("role", f"only the {Role.OFFICER.label} files documents of this kind")
    name = plain_name(name)
    media_type = check_upload(kind, name, content)
    internal = official and not (case.on_paper and case.state in EDITABLE)
    marking = check_marking(marking, media_type, content, read=internal)
    older = case.documents.filter(kind=kind, name=name, superseded_by=None)
    document = keep(
        case=case,
        kind=kind,
        name=name,
        media_type=media_type,
        content=content,
        by=by,
        now=now,
        internal=internal,
        marking=marking,
    )
    changed = list(older.exclude(pk=document.pk))
    for row in changed:
        row.superseded_by = document
        row.save(update_fields=["superseded_by"])
    record(
        kind="case.add_document",
        subject=case.subject,
        by=by,
        now=now,
        roles=(Role.OFFICER,) if official else (Role.EXPORTER,),
        data={"kind": kind, "sha256": document.sha256, "marking": document.marking},
        private={"name": name},
        rows=[document, *changed],
    )
    return document


def may_add_document(*, case: Case, by: User, now: datetime) -> bool:
    """Whether `add_document` would accept a document of this user now."""
    try:
        _require_open_file(case, by, now)
    except NotPermitted:
        return False
    return True


@transaction.atomic
def submit(*, case: Case, by: User, now: datetime) -> Case:
    """Hand in an application, complete by the policy's rules; goods are classified and parties screened at once."""
    case = locked(case)
    application = _given(case)
    require("submit", case, by=by, now=now)
    require_carrying(case, application)
    case.application_number += 1
    case.submitted_at = now
    case.policy_version = policy().version
    replaced = _laid_out(case)
    laid_out = lay_out(case, application)
    assessed = assess(case, now=now)
    looked, met = look(case, now=now), meet(case, now=now)
    take(
        "submit",
        case,
        by=by,
        now=now,
        data={"number": case.application_number, "lines": len(application.items), **assessed.versions},
        rows=[*laid_out, *assessed.matches, *looked.rows, *met],
        gone=[*replaced, *looked.gone],
    )
    tell_officers(case, "submitted", now=now)
    tell_applicant(case, "submitted", now=now)
    return case


@transaction.atomic
def withdraw(*, case: Case, reason: str, by: User, now: datetime) -> Case:
    """The applicant takes the application back."""
    case = locked(case)
    require("withdraw", case, by=by, now=now)
    take("withdraw", case, by=by, now=now, private={"reason": reason})
    return case


def _given(case: Case) -> Application:
    """What is handed in. Raises Invalid where it is not whole; what ends a licence repeats what was licensed."""
    rule = policy().changes.get(case.change)
    if rule and not rule.ends_in_licence:
        return Application.draft_from_json(case.application)
    try:
        return Application.from_json(case.application, policy().kinds[case.kind].asks)
    except ApplicationError as error:
        raise Invalid({fault.path: fault.message for fault in error.errors}) from None


def next_reference(now: datetime) -> str:
    """A number that no case has yet."""
    year = local_day(now).year
    return policy().state.case_number.format(year=year, serial=Serial.next(f"case:{year}"))


def _put_application(case: Case, application: Mapping[str, Any]) -> None:
    """Store the draft in its plain form; the exporter is the register's, whatever the draft says."""
    exporter = case.exporter
    content = dict(application)
    content["exporter"] = {"name": exporter.name, "country": exporter.country, "registration": exporter.registration}
    note_change(case, content)
    try:
        case.application = Application.draft_from_json(content).to_json()
    except ApplicationError as error:
        raise Invalid({fault.path: fault.message for fault in error.errors}) from None
    if case.application["kind"] in policy().kinds:  # any other is refused at submission
        case.kind = case.application["kind"]


def _author_roles(case: Case) -> tuple[Role, ...]:
    return (Role.OFFICER,) if case.on_paper else (Role.EXPORTER,)


def _require_editable(case: Case, by: User, now: datetime, *, or_asked: bool = False) -> None:
    """The draft is its author's: the exporter's people, or an officer for a case on paper."""
    actor = actor_for(by, now)
    officer_on_paper = case.on_paper and actor.in_any((Role.OFFICER,))
    if not officer_on_paper and case.exporter_id not in actor.exporters:
        raise NotPermitted.because("own_case", "this case belongs to another exporter")
    asked = or_asked and case.requests.filter(answered_at=None).exists()
    if case.state not in EDITABLE and not asked:
        raise NotPermitted.because("state", f"the application cannot be changed while {case.get_state_display()}")


def _require_open_file(case: Case, by: User, now: datetime) -> None:
    """Officers may add documents until the case ends; the applicant while drafting and while a question is open."""
    if not actor_for(by, now).in_any((Role.OFFICER,)):
        _require_editable(case, by, now, or_asked=True)
    if case.ended:
        raise NotPermitted.because("state", "the case has ended")


def _laid_out(case: Case) -> list[str]:
    """The ledger's names of the rows that an earlier submission made."""
    matches = Match.every.filter(party__case=case)
    return [row_key(row) for row in (*case.items.all(), *case.parties.all(), *matches)]


def lay_out(case: Case, application: Application) -> list[Model]:
    """Make the rows of goods and parties anew from the application; nothing refers to them before registration."""
    case.items.all().delete()
    case.parties.all().delete()
    items = CaseItem.objects.bulk_create(
        CaseItem(
            case=case,
            line=item.line,
            description=item.description,
            facts=item.facts,
            hs=item.hs,
            quantity=item.quantity,
            unit=item.unit,
            nature=item.nature,
            value=item.value,
            currency=item.currency,
            claimed_entry=item.claimed_entry,
        )
        for item in application.items
    )
    exporter = CaseParty(
        case=case,
        role="exporter",
        name=case.exporter.name,
        type="organisation",
        address=case.exporter.address,
        country=case.exporter.country,
    )
    others = (
        CaseParty(
            case=case, role=party.role, name=party.name, type=party.type, address=party.address, country=party.country
        )
        for party in application.parties
    )
    return [*items, *CaseParty.objects.bulk_create([exporter, *others])]
