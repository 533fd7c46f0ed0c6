"""What leaves: the head releases an answer, a calendar reply is mailed, a letter is kept as it was signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exeat.adapters.calendar_files import write_counter, write_reply
from exeat.domain.offers import KINDS, ReplyTo
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cooperation.models import Offer
from exeat.web.cooperation.services.offers import meet_date
from exeat.web.errors import NotPermitted
from exeat.web.mail.models import Message
from exeat.web.mail.services import send_calendar
from exeat.web.replies.letter import letter_pdf
from exeat.web.replies.models import Reply
from exeat.web.replies.services.drafting import draft_of, invitation

_ANSWERS = {
    Reply.Kind.ACCEPT: "accept",
    Reply.Kind.NOMINATE: "accept",
    Reply.Kind.DECLINE: "decline",
    Reply.Kind.DELEGATE: "delegate",
}
_DONE = {
    Reply.Kind.DECLINE: KINDS,
    Reply.Kind.NOMINATE: ("reply", "nomination"),
    Reply.Kind.DELEGATE: ("reply", "nomination"),
}
"""The dates of an offer that a kind of answer meets; any other meets that of the reply."""


@transaction.atomic
def release(*, reply: Reply, by: User, now: datetime) -> Reply:
    """Let an answer go: the head's alone. A calendar reply goes into the mail; a letter can be printed from now on.

    Raises Invalid where a letter cannot be printed; then nothing is released.
    """
    if not actor_for(by, now).in_any((Role.HEAD,)):
        raise NotPermitted.because("role", "Only the head of the authority lets an answer go.")
    Offer.objects.select_for_update().get(pk=reply.offer_id)
    reply = draft_of(reply)
    if reply.offer.state != Offer.State.OPEN:
        raise NotPermitted.because("state", "The offer is withdrawn: drop the draft.")
    reply.released_by, reply.released_at = by, now
    reply.signatory_name, reply.signatory_title = by.name, by.title
    if reply.form == Reply.Form.CALENDAR:
        reply.message = _mail(reply, now)
    else:
        letter_pdf(reply)
    reply.save()
    reply.refresh_from_db()
    subject = reply.subject_of_event
    record(kind="reply.release", subject=subject, by=by, now=now, roles=(Role.HEAD,), rows=[reply])
    for kind in _DONE.get(Reply.Kind(reply.kind), ("reply",)):
        meet_date(offer=reply.offer, kind=kind, by=by, now=now)
    return reply


def _mail(reply: Reply, now: datetime) -> Message:
    to = invitation(reply.offer)
    if to is None:
        raise NotPermitted.because("state", "The offer says no longer whom to answer by calendar.")
    method = "COUNTER" if reply.kind == Reply.Kind.ANOTHER_DATE else "REPLY"
    return send_calendar(
        to=to.organizer.partition(":")[2] or to.organizer,
        subject=reply.subject,
        body=reply.text,
        calendar=_calendar(reply, to, now).decode(),
        method=method,
        about=reply.offer.reference,
        now=now,
    )


def _calendar(reply: Reply, to: ReplyTo, now: datetime) -> bytes:
    if reply.kind == Reply.Kind.ANOTHER_DATE:
        assert reply.start is not None and reply.end is not None
        return write_counter(to, reply.start, reply.end, now, reply.text)
    return write_reply(to, _ANSWERS[Reply.Kind(reply.kind)], now, reply.text, reply.delegate)
