"""The register: denials that other states notified, entered or imported, and our own refusals; renewal, revocation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from exeat.domain.review import Role
from exeat.domain.review.calendar import months_later
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.documents import keep
from exeat.web.cases.models import Case, Decision
from exeat.web.cases.services.letters import denial_letter
from exeat.web.cases.standing import application_of, current_classification
from exeat.web.denials.models import Denial
from exeat.web.denials.services.finding import RECEIVING, look_in_open_cases, weigh_open_cases
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy

KEEPERS = (Role.OFFICER, Role.HEAD)
"""Who enters, renews and revokes denials."""


@dataclass(frozen=True)
class DenialGiven:
    """A denial as it was notified. Without `valid_until` it counts for the policy's months."""

    reference: str
    authority: str
    state: str
    denied_on: date
    entries: Sequence[str]
    parties: Sequence[str]
    destination: str
    goods: str = ""
    end_use: str = ""
    grounds: str = ""
    valid_until: date | None = None


@transaction.atomic
def enter(*, given: DenialGiven, by: User, now: datetime) -> Denial:
    """Enter a denial that another state notified; open cases that resemble it show it from now on."""
    _require_keeper(by, now)
    _check(given, now)
    made = Denial.objects.create(
        reference=given.reference.strip(),
        authority=given.authority.strip(),
        state=given.state.upper(),
        denied_on=given.denied_on,
        valid_until=given.valid_until or months_later(given.denied_on, policy().denials.valid_months),
        entries=[entry.strip() for entry in given.entries],
        goods=given.goods,
        parties=[name.strip() for name in given.parties],
        destination=given.destination.upper(),
        end_use=given.end_use,
        grounds=given.grounds,
        entered_by=by,
        entered_at=now,
    )
    record(kind="denial.entered", subject=made.subject, by=by, now=now, roles=KEEPERS, rows=[made])
    look_in_open_cases(made, now=now)
    return made


@transaction.atomic
def enter_all(*, given: Sequence[DenialGiven], by: User, now: datetime) -> list[Denial]:
    """Enter several, all or none. Raises Invalid whose keys are `row 1`, `row 2`, …"""
    made, errors = [], {}
    for number, one in enumerate(given, start=1):
        try:
            made.append(enter(given=one, by=by, now=now))
        except Invalid as refusal:
            errors |= {f"row {number}, {field}": message for field, message in refusal.errors.items()}
    if errors:
        raise Invalid(errors)
    return made


def note_refusal(case: Case, decision: Decision, *, now: datetime) -> Denial:
    """Our own denial, in the transaction of the refusal that it follows from."""
    application = application_of(case)
    today = local_day(now)
    lines = list(case.items.prefetch_related("classifications"))
    decided = [(current_classification(item), item) for item in lines]
    made = Denial.objects.create(
        reference=case.reference,
        authority=policy().state.authority_name,
        state=policy().state.country,
        denied_on=today,
        valid_until=months_later(today, policy().denials.valid_months),
        entries=list(dict.fromkeys(one.entry if one else item.claimed_entry for one, item in decided)),
        goods="\n".join(item.description for item in lines),
        parties=[party.name for party in case.parties.all() if party.role in RECEIVING],
        destination=application.destination,
        end_use=application.end_use.statement,
        grounds="; ".join(policy().grounds[ground].title for ground in decision.grounds),
        case=case,
        entered_at=now,
    )
    record(kind="denial.entered", subject=made.subject, by=None, now=now, data={"case": case.reference}, rows=[made])
    look_in_open_cases(made, now=now)
    return made


def take_back(case: Case, *, reason: str, now: datetime) -> None:
    """Revoke our own denial of a case, in the transaction of the review on which its refusal fell."""
    for row in Denial.objects.select_for_update(of=("self",)).filter(case=case, revoked_on=None):
        row.revoked_on, row.note = local_day(now), reason
        row.save()
        record(kind="denial.revoked", subject=row.subject, by=None, now=now, data={"case": case.reference}, rows=[row])
        weigh_open_cases(row, now=now)


@transaction.atomic
def renew(*, denial: Denial, valid_until: date, note: str, by: User, now: datetime) -> Denial:
    """Let the denial count for longer, after a review."""
    _require_keeper(by, now)
    row = _standing(denial)
    if valid_until <= row.valid_until:
        raise Invalid({"valid_until": f"it counts until {row.valid_until:%d %B %Y} already"})
    if not note.strip():
        raise Invalid({"note": "say why it is renewed"})
    row.valid_until, row.note = valid_until, note
    row.save()
    record(kind="denial.renewed", subject=row.subject, by=by, now=now, roles=KEEPERS, rows=[row])
    weighed = look_in_open_cases(row, now=now)
    weigh_open_cases(row, now=now, but=weighed)
    return row


@transaction.atomic
def revoke(*, denial: Denial, note: str, by: User, now: datetime) -> Denial:
    """Take the denial out of force: it was withdrawn by the state, or by us."""
    _require_keeper(by, now)
    row = _standing(denial)
    if not note.strip():
        raise Invalid({"note": "say why it counts no longer"})
    row.revoked_on, row.note = local_day(now), note
    row.save()
    record(kind="denial.revoked", subject=row.subject, by=by, now=now, roles=KEEPERS, rows=[row])
    weigh_open_cases(row, now=now)
    return row


@transaction.atomic
def release(*, denial: Denial, by: User, now: datetime) -> Denial:
    """Let the notice of a refusal of ours go out: the letter is drawn up and kept, and the file of notices has it."""
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", f"only the {Role.HEAD.label} releases notices of our refusals")
    row = _standing(denial)
    if not row.own:
        raise NotPermitted.because("own", "another state notified this denial")
    if row.released_at is not None:
        raise NotPermitted.because("released", f"the notice went out on {local_day(row.released_at):%d %B %Y}")
    content = denial_letter(row, by=by, now=now)
    name = f"{row.reference.replace('/', '-')}-notice-of-refusal.pdf"
    kept = {"kind": "denial_notice", "name": name, "media_type": "application/pdf", "content": content}
    row.notice = keep(case=None, by=by, now=now, internal=True, **kept)
    row.released_by, row.released_at = by, now
    row.save()
    record(kind="denial.released", subject=row.subject, by=by, now=now, roles=(Role.HEAD,), rows=[row, row.notice])
    return row


def _standing(denial: Denial) -> Denial:
    row = Denial.objects.select_for_update(of=("self",)).get(pk=denial.pk)
    if row.revoked_on is not None:
        raise NotPermitted.because("revoked", f"the denial was revoked on {row.revoked_on:%d %B %Y}")
    return row


def _require_keeper(by: User, now: datetime) -> None:
    if not actor_for(by, now).in_any(KEEPERS):
        raise NotPermitted.because("role", "denials are kept by licensing officers and the head of the authority")


def _check(given: DenialGiven, now: datetime) -> None:
    wanted = ("reference", "authority", "state", "destination")
    errors = {name: "is missing" for name in wanted if not getattr(given, name).strip()}
    errors |= {name: "name at least one" for name in ("entries", "parties") if not any(getattr(given, name))}
    for name in ("state", "destination"):
        code = getattr(given, name)
        if name not in errors and not (len(code) == 2 and code.isalpha() and code.isascii()):
            errors[name] = "is a country's code of two letters"
    if given.denied_on > local_day(now):
        errors["denied_on"] = "lies in the future"
    if given.valid_until is not None and given.valid_until < given.denied_on:
        errors["valid_until"] = "lies before the denial"
    if Denial.objects.filter(state=given.state.upper(), reference=given.reference.strip()).exists():
        errors["reference"] = "this denial is in the register"
    if errors:
        raise Invalid(errors)
