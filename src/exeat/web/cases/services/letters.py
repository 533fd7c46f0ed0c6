"""Letters to applicants, drawn up from the case and the policy's fixed words, and kept as its documents."""

from __future__ import annotations

from datetime import datetime

from exeat.adapters.pdf import Letter, render_letter
from exeat.web.accounts.models import User
from exeat.web.cases.documents import keep
from exeat.web.cases.models import Case, Decision, Document, InformationRequest
from exeat.web.policy import local_day, policy

KINDS = {"refuse": "refusal", "find_no_licence_required": "no_licence_required"}


def decision_letter(decision: Decision, *, now: datetime) -> Document:
    """The letter of a refusal, with the grounds it cites, or of a finding that no licence is required."""
    kind = KINDS[decision.outcome]
    grounds = tuple((policy().grounds[ground].provision, policy().grounds[ground].text) for ground in decision.grounds)
    return _letter(decision.case, kind, _paragraphs(decision.reasons), by=decision.by, now=now, grounds=grounds)


def request_letter(request: InformationRequest, *, now: datetime) -> Document:
    """The letter that asks the applicant, with the day by which the answer is expected."""
    paragraphs = (*_paragraphs(request.question), f"Please answer by {request.due:%d %B %Y}.")
    return _letter(request.case, "request_for_information", paragraphs, by=request.asked_by, now=now)


def _letter(
    case: Case,
    kind: str,
    paragraphs: tuple[str, ...],
    *,
    by: User,
    now: datetime,
    grounds: tuple[tuple[str, str], ...] = (),
) -> Document:
    state, words = policy().state, policy().letters[kind]
    content = render_letter(
        Letter(
            kind=kind,
            reference=case.reference,
            date=local_day(now),
            authority=state.authority_name,
            authority_address=state.authority_address,
            addressee=tuple(
                line for line in (case.exporter.name, case.exporter.address, case.exporter.country) if line
            ),
            subject=_subject(case),
            paragraphs=tuple(text for text in (words.opening, *paragraphs) if text),
            grounds=grounds,
            appeal=words.closing,
            signatory_name=by.name,
            signatory_title=by.title,
        )
    )
    name = f"{case.reference.replace('/', '-')}-{kind.replace('_', '-')}.pdf"
    return keep(case=case, kind=kind, name=name, media_type="application/pdf", content=content, by=by, now=now)


def _subject(case: Case) -> str:
    ours = f"Application {case.reference}"
    theirs = case.application.get("applicant_reference")
    return f"{ours} (your reference {theirs})" if theirs else ours


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
