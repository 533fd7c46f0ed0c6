"""Letters to applicants, drawn up from the case and the policy's fixed words, and kept as its documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from exeat.adapters.pdf import Letter, render_letter
from exeat.domain.review import OWN_MOTION
from exeat.web.accounts.models import User
from exeat.web.cases.documents import keep
from exeat.web.cases.models import Case, Decision, Document, InformationRequest, IntendedRefusal
from exeat.web.cases.services.decision_file import file_paragraphs
from exeat.web.countries import country_name
from exeat.web.policy import local_day, policy
from exeat.web.printing import printing

if TYPE_CHECKING:
    from exeat.web.appeals.models import Review
    from exeat.web.denials.models import Denial
    from exeat.web.scrutiny.models import Notice

KINDS = {
    "refuse": "refusal",
    "find_no_licence_required": "no_licence_required",
    "revoke_licence": "measure_taken",
    "suspend_licence": "measure_taken",
    "leave_licence": "measure_dropped",
}
DONE = {
    "revoke_licence": "{licence} is revoked from {day}. Nothing may leave on it any more.",
    "suspend_licence": "{licence} is suspended from {day}, until it is reinstated. Until then nothing may leave on it.",
    "leave_licence": "{licence} may be used.",
}
"""What a proceeding on a licence ended in, as its holder is told."""
SUSPENDED_UNTIL = (
    "{licence} is suspended from {day} until the end of {until}. Until then nothing may leave on it; afterwards it may "
    "be used again."
)


def decision_letter(decision: Decision, *, now: datetime) -> Document:
    """The letter of a refusal or a measure, with the grounds it cites, or of a finding that no licence is required."""
    content = draw_decision(decision, now=now)
    return _keep(decision.case, KINDS[decision.outcome], content, by=decision.by, now=now)


def draw_decision(decision: Decision, *, now: datetime, draft: bool = False) -> bytes:
    """The PDF of `decision_letter`, which a draft says of itself."""
    case, kind = decision.case, KINDS[decision.outcome]
    rest: dict[str, Any] = {"by": decision.by, "now": now, "draft": draft}
    paragraphs, closing = (*_opening(decision, now), *told_reasons(decision.reasons)), policy().letters[kind].closing
    if decision.grounds:
        return _letter(case, kind, paragraphs, grounds=_cited(decision.grounds), appeal=closing, **rest)
    return _letter(case, kind, (*paragraphs, closing), **rest)


def _opening(decision: Decision, now: datetime) -> tuple[str, ...]:
    """What stands before the reasons: what was done to the licence, or for which goods none is required."""
    if decision.outcome in DONE:
        return (_done(decision, now),)
    if decision.outcome == "refuse":
        return ()
    return tuple(f"{item.line}. {item.description}" for item in decision.case.items.all())


def _done(decision: Decision, now: datetime) -> str:
    """What is done to the licence, as its holder is told."""
    until, said = "", DONE[decision.outcome]
    if decision.until:
        until, said = f"{decision.until:%d %B %Y}", SUSPENDED_UNTIL
    return said.format(licence=_licence(decision.case), day=f"{local_day(now):%d %B %Y}", until=until)


def intended_refusal_letter(intended: IntendedRefusal, *, now: datetime) -> Document:
    """The letter that tells of an intended refusal or measure, with its grounds and the last day for an answer."""
    content = draw_intended_refusal(intended, now=now)
    return _keep(intended.case, intended_kind(intended.case), content, by=intended.by, now=now)


def draw_intended_refusal(intended: IntendedRefusal, *, now: datetime, draft: bool = False) -> bytes:
    """The PDF of `intended_refusal_letter`, which a draft says of itself."""
    case, grounds = intended.case, _cited(intended.grounds)
    kind = intended_kind(case)
    expected = f"Your answer is expected by {intended.due.day} {intended.due:%B %Y}."
    paragraphs = (*_measure(case), *told_reasons(intended.reasons), expected, policy().letters[kind].closing)
    return _letter(case, kind, paragraphs, by=intended.by, now=now, grounds=grounds, draft=draft)


def intended_kind(case: Case) -> str:
    """What the letter, and the mail beside it, that tell of something intended are called."""
    return "intended_measure" if case.change in OWN_MOTION else "intended_refusal"


def _measure(case: Case) -> tuple[str, ...]:
    """What is intended against which licence; none for a refusal."""
    if case.change not in OWN_MOTION:
        return ()
    said = f"{policy().changes[case.change].title}: {_licence(case)}."
    held = "It is suspended until the decision: nothing may leave on it." if case.changes.state == "suspended" else ""
    return (said, held)


def surrender_letter(case: Case, *, by: User, now: datetime) -> Document:
    """The letter that acknowledges that a licence was given up."""
    kind = "surrender_acknowledged"
    paragraphs = (_licence(case), policy().letters[kind].closing)
    return _keep(case, kind, _letter(case, kind, paragraphs, by=by, now=now), by=by, now=now)


def _licence(case: Case) -> str:
    return f"Licence {case.changes.number} of {case.changes.issued:%d %B %Y}"


def review_received_letter(review: Review, *, now: datetime) -> Document:
    """The letter that confirms a request for a review, with the day by which it is decided."""
    kind = "review_received"
    expected = f"We expect to decide by {review.due.day} {review.due:%B %Y}."
    paragraphs = (expected, policy().letters[kind].closing)
    by = review.decision.by
    return _keep(review.case, kind, _letter(review.case, kind, paragraphs, by=by, now=now), by=by, now=now)


def review_letter(review: Review, instead: Decision | None, *, now: datetime) -> Document:
    """The letter with the outcome of a review, its reasons, and the remedy that is left.

    `instead` is the decision that a varied one gives way to.
    """
    kind = "review_decided"
    of = "measure" if review.case.change in OWN_MOTION else "application"
    said = REVIEWED.get((review.outcome, of)) or REVIEWED[review.outcome, ""]
    licence = _licence_after(review, instead, now) if of == "measure" else ""
    paragraphs = (said.format(day=f"{local_day(review.decision.at):%d %B %Y}"), licence, *told_reasons(review.reasons))
    appeal = policy().letters[kind].closing
    content = _letter(review.case, kind, paragraphs, by=review.by, now=now, appeal=appeal)
    return _keep(review.case, kind, content, by=review.by, now=now)


def _licence_after(review: Review, instead: Decision | None, now: datetime) -> str:
    """How the licence stands after the review of a measure; what was done to it since the decision stays done."""
    if review.outcome == "upheld":
        return ""
    licence = review.case.changes
    licence.refresh_from_db(fields=["state"])
    now_decided = instead or Decision(case=review.case, outcome="leave_licence")
    if licence.state == ("suspended" if now_decided.outcome == "suspend_licence" else "active"):
        return _done(now_decided, now)
    return f"{_licence(review.case)} is {licence.get_state_display()} all the same, by what came after that decision."


def notice_letter(notice: Notice, kind: str, *, by: User, now: datetime) -> Document:
    """The letter that tells an exporter of a catch-all notice, or that it no longer applies. It belongs to no case."""
    words, basis, exporter = policy().letters[kind], policy().catch_all.bases[notice.basis], notice.exporter
    about = [f"For the end use: {notice.end_use}"] if notice.end_use else []
    about += [f"For the end users: {'; '.join(notice.end_users)}"] if notice.end_users else []
    if kind == "catch_all_notice":
        about += [*told_reasons(notice.reasons), f"This notice counts until {notice.valid_until:%d %B %Y}."]
    else:
        about += [*told_reasons(notice.revoked_reason)]
    paragraphs = (words.opening, notice.goods, *about, words.closing)
    addressee = (exporter.name, exporter.address, country_name(exporter.country))
    grounds = ((basis.provision, basis.title),)
    content = _printed(
        kind, notice.number, words.title, paragraphs, by=by, now=now, addressee=addressee, grounds=grounds
    )
    name = f"{notice.number}-{kind.replace('_', '-')}.pdf"
    return keep(case=None, kind=kind, name=name, media_type="application/pdf", content=content, by=by, now=now)


def denial_letter(denial: Denial, *, by: User, now: datetime) -> bytes:
    """The notice of a refusal of ours to those whom the policy names, in confidence: what was refused, to whom, why."""
    words = policy().letters["denial_notice"]
    facts = (
        f"Goods: {denial.goods} (entries {', '.join(entry for entry in denial.entries if entry)})",
        f"Parties: {'; '.join(denial.parties)}",
        f"Destination: {country_name(denial.destination)}",
        f"Stated end use: {denial.end_use}",
        f"Grounds: {denial.grounds}",
        f"Refused on {denial.denied_on:%d %B %Y}; the notice counts until {denial.valid_until:%d %B %Y}.",
    )
    paragraphs = (words.opening, *facts, words.closing)
    to = policy().denials.addressees
    return _printed("denial_notice", str(denial), words.title, paragraphs, by=by, now=now, addressee=to)


REVIEWED = {
    ("upheld", ""): "The decision of {day} is upheld.",
    ("varied", "application"): "The decision of {day} is varied: the application is granted, and a licence is issued.",
    ("varied", "measure"): "The decision of {day} is varied.",
    ("annulled", "application"): (
        "The decision of {day} is annulled. Your application is examined anew; the time begins again."
    ),
    ("annulled", "measure"): "The decision of {day} is annulled; the matter is examined anew.",
}
"""What came of a review, by its outcome and what the decision was about."""


def told_reasons(text: str) -> tuple[str, ...]:
    """The paragraphs of reasons that the applicant is told; for those that are marked, the policy's sentence stands."""
    rule, written = policy().withheld, _paragraphs(text)
    told = tuple(part for part in written if not part.startswith(rule.marking))
    return told if len(told) == len(written) else (*told, rule.sentence)


def _cited(grounds: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((policy().grounds[id].provision, policy().grounds[id].text) for id in grounds)


def request_letter(request: InformationRequest, *, now: datetime) -> Document:
    """The letter that asks the applicant, with the day by which the answer is expected."""
    content = draw_request(request, now=now)
    return _keep(request.case, "request_for_information", content, by=request.asked_by, now=now)


def draw_request(request: InformationRequest, *, now: datetime, draft: bool = False) -> bytes:
    """The PDF of `request_letter`, which a draft says of itself."""
    kind = "request_for_information"
    expected = f"Please answer by {request.due.day} {request.due:%B %Y}."
    paragraphs = (*_paragraphs(request.question), expected, policy().letters[kind].closing)
    return _letter(request.case, kind, paragraphs, by=request.asked_by, now=now, draft=draft)


def decision_file(decision: Decision, *, now: datetime) -> Document:
    """The authority's own record of how the decision came about; not for the applicant."""
    case = decision.case
    content = _render(case, "decision_file", tuple(file_paragraphs(decision)), by=decision.by, now=now)
    return _keep(case, "decision_file", content, by=decision.by, now=now, internal=True)


def _letter(
    case: Case,
    kind: str,
    paragraphs: tuple[str, ...],
    *,
    by: User,
    now: datetime,
    grounds: tuple[tuple[str, str], ...] = (),
    appeal: str = "",
    draft: bool = False,
) -> bytes:
    exporter = case.exporter
    return _render(
        case,
        kind,
        (policy().letters[kind].opening, *paragraphs),
        by=by,
        now=now,
        addressee=(exporter.name, exporter.address, country_name(exporter.country)),
        grounds=grounds,
        appeal=appeal,
        draft=draft,
    )


def _render(case: Case, kind: str, paragraphs: tuple[str, ...], *, by: User, now: datetime, **rest: Any) -> bytes:
    return _printed(kind, case.reference, _subject(case), paragraphs, by=by, now=now, **rest)


def _printed(
    kind: str, reference: str, subject: str, paragraphs: tuple[str, ...], *, by: User, now: datetime, **rest: Any
) -> bytes:
    state = policy().state
    addressee = tuple(line for line in rest.pop("addressee", ()) if line)
    letter = Letter(
        kind=kind,
        reference=reference,
        date=local_day(now),
        authority=state.authority_name,
        authority_address=state.authority_address,
        addressee=addressee,
        subject=subject,
        paragraphs=tuple(text for text in paragraphs if text),
        signatory_name=by.name,
        signatory_title=by.title,
        **rest,
    )
    with printing("letter"):
        return render_letter(letter)


def _keep(case: Case, kind: str, content: bytes, *, by: User, now: datetime, internal: bool = False) -> Document:
    name = f"{case.reference.replace('/', '-')}-{kind.replace('_', '-')}.pdf"
    return keep(
        case=case,
        kind=kind,
        name=name,
        media_type="application/pdf",
        content=content,
        by=by,
        now=now,
        internal=internal,
    )


def _subject(case: Case) -> str:
    ours = (
        f"{_licence(case)}, our case {case.reference}" if case.change in OWN_MOTION else f"Application {case.reference}"
    )
    theirs = case.application.get("applicant_reference")
    return f"{ours} (your reference {theirs})" if theirs else ours


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
