"""The officer's work on a case: classify, settle matches, record exemptions, ask the applicant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from exeat.domain.controls import ENGINE_VERSION as CLASSIFIER
from exeat.domain.controls import ControlList, UnknownCodeError
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.alerts.services.following import settle_alerts_of
from exeat.web.cases.models import Case, CaseItem, Classification, Document, Exemption, InformationRequest, Match
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.applying import add_document
from exeat.web.cases.services.handing_in import File
from exeat.web.cases.services.letters import request_letter
from exeat.web.cases.services.telling import tell_applicant, tell_officers
from exeat.web.denials.services.finding import look
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy
from exeat.web.registers.lists import load_control_lists
from exeat.web.scrutiny.services.meeting import meet


@transaction.atomic
def classify(*, item: CaseItem, entry: str, reason: str, by: User, now: datetime) -> Classification:
    """Say in which entry a line is listed; an empty `entry` says that the officer found it in none, and why."""
    case = locked(item.case)
    require("classify", case, by=by, now=now)
    item = case.items.get(pk=item.pk)
    entry = entry.strip()
    lists = load_control_lists()
    holding = [control_list for control_list in lists if entry and holds(control_list, entry)]
    if entry and not holding:
        raise Invalid({"entry": f"no control list in force has the entry {entry}"})
    if not reason.strip():
        raise Invalid({"reason": "say why: the text of the entry that the goods meet, or why none applies"})
    made = Classification.objects.create(
        item=item,
        entry=entry,
        regimes=sorted({regime.name for control_list in holding for regime in control_list.regimes(entry)}),
        reason=reason,
        list_versions=[f"{control_list.id} {control_list.version}" for control_list in (holding or lists)],
        engine_version=CLASSIFIER,
        by=by,
        at=now,
    )
    looked, met = look(case, now=now), meet(case, now=now)
    data = {"line": item.line, "entry": entry}
    take("classify", case, by=by, now=now, data=data, rows=[made, *looked.rows, *met], gone=looked.gone)
    return made


@transaction.atomic
def settle_match(*, match: Match, confirmed: bool, reason: str, by: User, now: datetime) -> Match:
    """Confirm a match (a hit) or dismiss it, with the reason; a settled one may be settled anew."""
    case = locked(match.party.case)
    require("settle_match", case, by=by, now=now)
    if not reason.strip():
        raise Invalid({"reason": "say what shows that it is, or is not, the listed party"})
    match = Match.objects.select_for_update().get(pk=match.pk)
    match.status = Match.Status.CONFIRMED if confirmed else Match.Status.DISMISSED
    match.reason = reason
    match.settled_by = by
    match.settled_at = now
    match.carried = ""
    match.save()
    take(
        "settle_match",
        case,
        by=by,
        now=now,
        data={"match": match.pk, "listed": f"{match.list_id}:{match.listed_id}", "status": match.status},
        rows=[match],
    )
    settle_alerts_of(match, by=by, now=now)
    return match


@transaction.atomic
def record_exemption(
    *,
    case: Case,
    document: Document,
    legal_basis: str,
    by: User,
    now: datetime,
    match: Match | None = None,
    embargo: str = "",
) -> Exemption:
    """Record the exemption from one block, with its document and legal basis."""
    case = locked(case)
    require("record_exemption", case, by=by, now=now)
    if document.case_id != case.pk:
        raise Invalid({"document": "the document belongs to another case"})
    if match is not None and match.party.case_id != case.pk:
        raise Invalid({"match": "the match belongs to another case"})
    if match is None and embargo not in {known.country for known in policy().embargoes}:
        raise Invalid({"embargo": "name the match, or the embargoed country, that the exemption lifts"})
    if not legal_basis.strip():
        raise Invalid({"legal_basis": "cite the provision under which the exemption was given"})
    made = Exemption.objects.create(
        case=case,
        match=match,
        embargo="" if match else embargo,
        document=document,
        legal_basis=legal_basis,
        by=by,
        at=now,
    )
    take(
        "record_exemption",
        case,
        by=by,
        now=now,
        data={"match": match and match.pk, "embargo": made.embargo},
        rows=[made],
    )
    return made


def new_request(*, case: Case, question: str, by: User, now: datetime) -> InformationRequest:
    """A question to the applicant, not saved, with the day when its answer is due. Raises Invalid without text."""
    if not question.strip():
        raise Invalid({"question": "write the question to the applicant"})
    due = policy().calendar.add(local_day(now), policy().clocks.answer_days)
    return InformationRequest(case=case, question=question, asked_by=by, asked_at=now, due=due)


@transaction.atomic
def request_information(
    *, case: Case, question: str, by: User, now: datetime, match: Match | None = None
) -> InformationRequest:
    """Ask the applicant. The clock stands still until the answer; a letter is drawn up."""
    case = locked(case)
    require("request_information", case, by=by, now=now)
    request = new_request(case=case, question=question, by=by, now=now)
    if match is not None and match.party.case_id != case.pk:
        raise Invalid({"match": "the match belongs to another case"})
    request.match = match
    request.letter = request_letter(request, now=now)
    request.save()
    rows = [request, request.letter]
    if match is not None:
        match.status = Match.Status.ASKED
        match.save(update_fields=["status"])
        rows.append(match)
    take("request_information", case, by=by, now=now, data={"request": request.pk, "due": request.due}, rows=rows)
    tell_applicant(case, "needs_information", now=now, request=request)
    return request


@transaction.atomic
def answer_request(
    *, request: InformationRequest, answer: str, by: User, now: datetime, documents: Sequence[Document] = ()
) -> InformationRequest:
    """The applicant's answer (entered by an officer for a case on paper). The clock runs on when none is open."""
    case = locked(request.case)
    require("answer_request", case, by=by, now=now)
    request = InformationRequest.objects.select_for_update().get(pk=request.pk)
    if request.answered_at is not None:
        raise NotPermitted.because("request_open", "this request was answered before")
    if not answer.strip():
        raise Invalid({"answer": "write the answer"})
    request.answer, request.answered_by, request.answered_at = answer, by, now
    request.save()
    take(
        "answer_request",
        case,
        by=by,
        now=now,
        data={"request": request.pk, "documents": [document.pk for document in documents]},
        rows=[request],
    )
    tell_officers(case, "answered", now=now, request=request)
    return request


@transaction.atomic
def answer_with_document(
    *, request: InformationRequest, answer: str, document: File | None, by: User, now: datetime
) -> InformationRequest:
    """The answer and what proves it, a document, in one step: both are kept, or neither."""
    added = []
    if document is not None:
        added.append(add_document(case=request.case, **vars(document), by=by, now=now))
    return answer_request(request=request, answer=answer, documents=added, by=by, now=now)


def holds(control_list: ControlList, entry: str) -> bool:
    """Whether the list has that entry or provision."""
    try:
        control_list.provision(entry)
    except UnknownCodeError:
        return False
    return True


def may_answer_for(case: Case, user: User, now: datetime) -> bool:
    """Whether the user acts for the applicant in this case."""
    actor = actor_for(user, now)
    return case.exporter_id in actor.exporters or (case.on_paper and actor.in_any((Role.OFFICER,)))
