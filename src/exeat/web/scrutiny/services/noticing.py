"""Catch-all notices: issued with their legal basis, told to the exporter, met by cases, settled, revoked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from exeat.domain.review import Role
from exeat.domain.review.calendar import months_later
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.services._step import locked, require, take
from exeat.web.cases.services.letters import notice_letter
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.services import notify
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter, Mandate, Serial
from exeat.web.scrutiny.models import Meeting, Notice
from exeat.web.scrutiny.services.meeting import meet_open_cases


@dataclass(frozen=True)
class NoticeGiven:
    """What a notice says. Without `valid_until` it counts for the policy's months."""

    exporter: Exporter
    goods: str
    basis: str
    reasons: str
    end_use: str = ""
    end_users: Sequence[str] = ()
    destination: str = ""
    valid_until: date | None = None


@transaction.atomic
def issue_notice(*, given: NoticeGiven, by: User, now: datetime) -> Notice:
    """Make goods licensable from today, and tell the exporter by letter; open cases meet the notice."""
    _require_head(by, now)
    _check(given, now)
    today = local_day(now)
    made = Notice(
        number=f"CA-{today.year}-{Serial.next(f'notice:{today.year}'):03d}",
        exporter=given.exporter,
        goods=given.goods,
        end_use=given.end_use,
        end_users=[name.strip() for name in given.end_users if name.strip()],
        destination=given.destination.upper(),
        basis=given.basis,
        reasons=given.reasons,
        issued_on=today,
        valid_until=given.valid_until or months_later(today, policy().catch_all.valid_months),
        issued_by=by,
    )
    made.letter = notice_letter(made, "catch_all_notice", by=by, now=now)
    made.save()
    record(kind="notice.issued", subject=made.subject, by=by, now=now, roles=(Role.HEAD,), rows=[made, made.letter])
    meet_open_cases(made, now=now)
    _tell(made, "notice_issued", now)
    return made


@transaction.atomic
def revoke_notice(*, notice: Notice, reason: str, by: User, now: datetime) -> Notice:
    """Let a notice no longer count, and tell the exporter by letter."""
    _require_head(by, now)
    row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.revoked_on is not None:
        raise NotPermitted.because("revoked", f"the notice was revoked on {row.revoked_on:%d %B %Y}")
    if not reason.strip():
        raise Invalid({"reason": "say why it no longer applies"})
    row.revoked_on, row.revoked_by, row.revoked_reason = local_day(now), by, reason
    row.revoked_letter = notice_letter(row, "catch_all_revoked", by=by, now=now)
    row.save()
    rows = [row, row.revoked_letter]
    record(kind="notice.revoked", subject=row.subject, by=by, now=now, roles=(Role.HEAD,), rows=rows)
    _tell(row, "notice_revoked", now)
    return row


@transaction.atomic
def settle_notice(*, meeting: Meeting, lines: Collection[int], reason: str, by: User, now: datetime) -> Meeting:
    """Say to which lines a notice applies: they need a licence as listed ones do. None: it does not apply."""
    case = locked(meeting.case)
    require("settle_notice", case, by=by, now=now)
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    known = set(case.items.values_list("line", flat=True))
    if unknown := sorted(set(lines) - known):
        raise Invalid({"lines": f"the application has no line {', '.join(map(str, unknown))}"})
    if not reason.strip():
        raise Invalid({"reason": "say why it applies, or why it does not"})
    row.lines, row.reason, row.settled_by, row.settled_at = sorted(set(lines)), reason, by, now
    row.status = Meeting.Status.APPLIES if lines else Meeting.Status.NOT
    row.save()
    data = {"notice": row.notice.number, "lines": row.lines}
    take("settle_notice", case, by=by, now=now, data=data, rows=[row])
    return row


def _check(given: NoticeGiven, now: datetime) -> None:
    errors = {name: "is missing" for name in ("goods", "reasons") if not getattr(given, name).strip()}
    if given.basis not in policy().catch_all.bases:
        errors["basis"] = f"one of {', '.join(policy().catch_all.bases)}"
    if not given.end_use.strip() and not any(name.strip() for name in given.end_users):
        errors["end_use"] = "name the end use, or the end users, that it is about"
    if given.destination and not (len(given.destination) == 2 and given.destination.isalpha()):
        errors["destination"] = "is a country's code of two letters"
    if given.valid_until is not None and given.valid_until < local_day(now):
        errors["valid_until"] = "lies in the past"
    if errors:
        raise Invalid(errors)


def _require_head(by: User, now: datetime) -> None:
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", f"only the {Role.HEAD.label} issues and revokes catch-all notices")


def _tell(notice: Notice, template: str, now: datetime) -> None:
    verified = Mandate.objects.filter(exporter=notice.exporter, status=Mandate.Status.VERIFIED)
    people = User.objects.filter(is_active=True, mandates__in=verified).distinct()
    link = settings.EXEAT_URL + reverse("notice", args=[notice.number])
    notify(people, template=template, about=notice.number, context={"notice": notice, "link": link}, now=now)
