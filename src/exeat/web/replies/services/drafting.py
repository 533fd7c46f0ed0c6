"""Answers drafted, edited and dropped. Nothing here leaves the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from exeat.domain.offers import ReplyTo
from exeat.web.accounts.models import User
from exeat.web.audit.chain import row_key
from exeat.web.audit.models import Event
from exeat.web.audit.record import record
from exeat.web.cooperation.marking import marking_about
from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import PLANNERS, require_planner
from exeat.web.policy import policy
from exeat.web.replies.models import Reply
from exeat.web.replies.wording import Facts, decided, default_facts, worded

BY_CALENDAR = {
    Reply.Kind.ACCEPT,
    Reply.Kind.NOMINATE,
    Reply.Kind.DECLINE,
    Reply.Kind.ANOTHER_DATE,
    Reply.Kind.DELEGATE,
}
"""What iTIP can say; everything else is a letter."""


@transaction.atomic
def draft(
    *,
    offer: Offer,
    kind: str,
    by: User,
    now: datetime,
    form: str = "",
    delegate: str = "",
    run: PlanRun | None = None,
    facts: Facts | None = None,
    instead: int | None = None,
) -> Reply:
    """Draft an answer in the policy's words; where `form` is empty, in that which the sender and the policy suggest.

    Raises Invalid for a form that cannot say it, and NotPermitted where a draft is there already that is not the one
    which this comes `instead` of and which is thrown away, or one whose words somebody edited.
    """
    require_planner(by, now)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.state != Offer.State.OPEN:
        raise NotPermitted.because("state", "Only an open offer is answered: confirm it first.")
    if (before := offer.replies.filter(released_at=None).first()) is not None:
        if before.pk != instead:
            raise NotPermitted.because("state", f"There is a draft for {offer.reference} already.")
        if was_edited(before):
            raise NotPermitted.because(
                "state", f"The draft for {offer.reference} was edited. Throw it away first, if its words may go."
            )
        drop(reply=before, by=by, now=now)
    facts = facts or default_facts(offer)
    form = form or suggested_form(offer, kind)
    _check(offer, kind, form, delegate, facts)
    subject, text = worded(offer, kind, form, facts)
    start, end = facts.asked or (None, None)
    reply = Reply.objects.create(
        offer=offer, run=run, kind=kind, form=form, subject=subject, text=text,
        marking=marking_about(offer, subject, text, field="text"),
        start=start, end=end, delegate=delegate.strip(), drafted_by=by, drafted_at=now,
    )  # fmt: skip
    _told("reply.draft", reply, by, now)
    return reply


@transaction.atomic
def draft_answers(*, run: PlanRun, by: User, now: datetime) -> list[Reply]:
    """Draft what a released plan asks for: an answer to each of its offers that is open and has none yet."""
    require_planner(by, now)
    if run.released_at is None:
        raise NotPermitted.because("state", "Answers follow from a plan that the head released.")
    answers = decided(run)
    waiting = Offer.objects.filter(reference__in=answers, state=Offer.State.OPEN, replies=None).order_by("reference")
    return [
        draft(offer=one, kind=found.kind, run=run, facts=found.facts, by=by, now=now)
        for one in waiting
        if (found := answers[one.reference])
    ]


@transaction.atomic
def draft_joint(*, first: Offer, second: Offer, by: User, now: datetime) -> list[Reply]:
    """Draft the proposal of one joint event to both of two hosts: a letter to each, which names the other."""
    if first.host_id == second.host_id:
        raise Invalid({"offer": "Both offers are of one host."})
    form = policy().cooperation.correspondence.form
    return [
        draft(offer=one, kind=Reply.Kind.JOINT, form=form, facts=default_facts(one, other), by=by, now=now)
        for one, other in ((first, second), (second, first))
    ]


@transaction.atomic
def change(*, reply: Reply, subject: str, text: str, by: User, now: datetime) -> Reply:
    """Edit a draft. Its marking follows its text; it is never below that of the offer."""
    require_planner(by, now)
    reply = draft_of(reply)
    errors = {
        name: "Something must stand here." for name, said in (("subject", subject), ("text", text)) if not said.strip()
    }
    if errors:
        raise Invalid(errors)
    reply.subject, reply.text = subject.strip(), text.replace("\r\n", "\n").strip()
    reply.marking = marking_about(reply.offer, subject, text, field="text")
    reply.save(update_fields=["subject", "text", "marking"])
    _told("reply.change", reply, by, now)
    return reply


@transaction.atomic
def drop(*, reply: Reply, by: User, now: datetime) -> Event:
    """Throw a draft away."""
    require_planner(by, now)
    reply = draft_of(reply)
    gone, subject = row_key(reply), reply.subject_of_event
    reply.delete()
    return record(kind="reply.drop", subject=subject, by=by, now=now, roles=PLANNERS, gone=[gone])


def draft_of(reply: Reply) -> Reply:
    """The reply, locked. Raises NotPermitted where it is released already."""
    reply = Reply.objects.select_for_update(of=("self",)).select_related("offer__host").get(pk=reply.pk)
    if reply.released_at is not None:
        raise NotPermitted.because("state", "This answer was released: what has gone is not changed.")
    return reply


def was_edited(reply: Reply) -> bool:
    """Whether somebody changed the words of a draft since it was drafted."""
    worked = Event.objects.filter(kind__in=("reply.draft", "reply.change"), subject=reply.subject_of_event)
    return worked.order_by("-seq").values_list("kind", flat=True).first() == "reply.change"


def invitation(offer: Offer) -> ReplyTo | None:
    """Where an answer by calendar goes; None for an offer that came otherwise, or does not say who was invited."""
    to = ReplyTo(**offer.reply_to) if offer.reply_to else None
    return to if to and to.attendee and _address(to) else None


def suggested_form(offer: Offer, kind: str) -> str:
    """A calendar reply to who sent a calendar invitation, where that can say it; else the policy's form."""
    return Reply.Form.CALENDAR if _calendar_can(offer, kind) else policy().cooperation.correspondence.form


def _calendar_can(offer: Offer, kind: str) -> bool:
    to = invitation(offer)
    return to is not None and kind in BY_CALENDAR and not (kind == Reply.Kind.ANOTHER_DATE and to.no_counter)


def _address(to: ReplyTo) -> str:
    return to.organizer if "@" in to.organizer else ""


def _check(offer: Offer, kind: str, form: str, delegate: str, facts: Facts) -> None:
    errors: dict[str, str] = {}
    if kind not in Reply.Kind.values:
        errors["kind"] = f"Expected one of {', '.join(Reply.Kind.values)}."
    elif form not in Reply.Form.values:
        errors["form"] = f"Expected one of {', '.join(Reply.Form.values)}."
    elif form == Reply.Form.CALENDAR and not _calendar_can(offer, kind):
        errors["form"] = _why_no_calendar(offer, kind)
    elif kind == Reply.Kind.DELEGATE and form != Reply.Form.CALENDAR:
        errors["form"] = "Only a calendar reply delegates; a letter names who comes."
    elif kind == Reply.Kind.DELEGATE and "@" not in delegate:
        errors["delegate"] = "Give the address of the one who comes."
    elif kind in (Reply.Kind.ANOTHER_DATE, Reply.Kind.TRAINERS_HERE) and facts.asked is None:
        errors["kind"] = "The offer has no date for which the host would be asked: add one."
    elif kind == Reply.Kind.JOINT and facts.other is None:
        errors["kind"] = "A joint event needs the offer of another host."
    if errors:
        raise Invalid(errors)


def _why_no_calendar(offer: Offer, kind: str) -> str:
    to = invitation(offer)
    if to is None:
        return "The sender did not invite by calendar: answer by letter or note."
    if kind in BY_CALENDAR and to.no_counter:
        return "The sender takes no other dates by calendar: ask by letter."
    return "A calendar reply cannot say this: write a letter."


def _told(kind: str, reply: Reply, by: User, now: datetime, **said: Any) -> None:
    reply.refresh_from_db()
    record(kind=kind, subject=reply.subject_of_event, by=by, now=now, roles=PLANNERS, rows=[reply], **said)
