"""Offers: proposed from what came in, entered or confirmed by a person, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from exeat.domain.offers import KINDS, Proposal
from exeat.domain.offers import Level as Marking
from exeat.web.accounts.models import User
from exeat.web.audit.record import hold_ledger, record
from exeat.web.capabilities.models import Capability
from exeat.web.cooperation.models import Funding, Gain, Host, Offer, Seat, Session
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.services import PLANNERS, as_tag, as_tags, require_planner
from exeat.web.policy import local_day, policy

DATES = ("reply_by", "nomination_by", "visa_by", "travel_by")
"""The fields of the dates that bite."""


@dataclass(frozen=True)
class SessionGiven:
    """Dates, both included, on which it could take place."""

    start: date
    end: date
    mode: str = Session.Mode.ABROAD
    place: str = ""
    travel_days: int = 0
    rest_days: int = 0
    ask_to_move: bool = False


@dataclass(frozen=True)
class SeatGiven:
    """Places for officials with a tag, and all those of `also`."""

    skill: str
    also: Sequence[str] = ()
    count: int = 1


@dataclass(frozen=True)
class FundingGiven:
    """One way to pay, in the state's currency."""

    payer: str
    own_cost: Decimal = Decimal(0)
    host_cost: Decimal = Decimal(0)
    ask: bool = False


@dataclass(frozen=True)
class OfferGiven:
    """What a person says of an offer; `gains` are units by the slug of the capability."""

    title: str
    host: str
    kind: str
    lead_agency: str
    sessions: Sequence[SessionGiven]
    seats: Sequence[SeatGiven]
    gains: Sequence[tuple[str, int]]
    funding: Sequence[FundingGiven]
    programme: str = ""
    reply_by: date | None = None
    nomination_by: date | None = None
    visa_by: date | None = None
    travel_by: date | None = None
    preparation_days: Decimal = Decimal(0)
    follow_up_days: Decimal = Decimal(0)
    must: bool = False
    outcome_factor: Decimal | None = None
    marking: Marking | None = None  # None: as it is


@transaction.atomic
def propose(*, proposal: Proposal, source: str, text: str, marking: Marking, by: User, now: datetime) -> Offer:
    """Keep an event found in what a partner sent, to be confirmed. The text has passed `check_ceiling`."""
    require_planner(by, now)
    offer = _new(
        title=proposal.title[:300],
        programme=proposal.programme[:200],
        kind=proposal.kind or Offer.Kind.MEETING,
        host=_host(proposal.host or "Unknown host"),
        lead_agency=next(iter(policy().agencies)),
        marking=marking.value,
        reply_by=proposal.reply_by,
        source=source[:200],
        source_text=text,
        questions=list(proposal.questions),
        reply_to=asdict(proposal.reply_to) if proposal.reply_to else None,
        by=by,
        now=now,
    )
    for session in proposal.sessions:
        mode = session.mode or Session.Mode.ABROAD
        offer.sessions.create(start=session.start, end=session.end, mode=mode, place=session.place[:200])
    if proposal.skill:
        offer.seats.create(skill=as_tag(proposal.skill)[:40], count=proposal.seats or 1)
    if proposal.host_pays:
        offer.funding.create(payer=Funding.Payer.HOST)
    _told("offer.propose", offer, by, now)
    return offer


@transaction.atomic
def enter(*, given: OfferGiven, by: User, now: datetime) -> Offer:
    """Enter an offer by hand; it is open at once."""
    require_planner(by, now)
    _check(given, now)
    offer = _new(title=given.title, host=_host(given.host), lead_agency=given.lead_agency, by=by, now=now)
    return _confirmed("offer.enter", offer, given, by, now)


@transaction.atomic
def confirm(*, offer: Offer, given: OfferGiven, by: User, now: datetime) -> Offer:
    """Say what a proposed offer really is, or correct an open one."""
    require_planner(by, now)
    offer = _locked(offer)
    _check(given, now)
    return _confirmed("offer.confirm", offer, given, by, now)


@transaction.atomic
def withdraw(*, offer: Offer, reason: str, by: User, now: datetime) -> Offer:
    """Take an offer out of planning: the host withdrew it, or it was none."""
    require_planner(by, now)
    offer = _locked(offer)
    if not reason.strip():
        raise Invalid({"reason": "Say why."})
    offer.state = Offer.State.WITHDRAWN
    offer.save(update_fields=["state"])
    _told("offer.withdraw", offer, by, now, private={"said": reason.strip()})
    return offer


@transaction.atomic
def meet_date(*, offer: Offer, kind: str, by: User, now: datetime) -> Offer:
    """Note that what a date asks for is done: the reply, the nomination, the visas or the approval of travel."""
    require_planner(by, now)
    offer = _locked(offer)
    if kind not in KINDS:
        raise Invalid({"kind": f"Expected one of {', '.join(KINDS)}."})
    if kind not in offer.met:
        offer.met = [*offer.met, kind]
        offer.save(update_fields=["met"])
        _told("offer.meet", offer, by, now, data={"kind": kind})
    return offer


@transaction.atomic
def fix(*, offer: Offer, must: bool, by: User, now: datetime) -> Offer:
    """Make an offer a fixed point of the next plan, or let the plan decide again."""
    require_planner(by, now)
    offer = _locked(offer)
    offer.must = must
    offer.save(update_fields=["must"])
    _told("offer.fix", offer, by, now)
    return offer


def _locked(offer: Offer) -> Offer:
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.state == Offer.State.WITHDRAWN:
        raise NotPermitted.because("state", "The offer is withdrawn.")
    return offer


def _confirmed(kind: str, offer: Offer, given: OfferGiven, by: User, now: datetime) -> Offer:
    offer.title, offer.programme, offer.kind = given.title.strip(), given.programme.strip(), given.kind
    offer.host, offer.lead_agency = _host(given.host), given.lead_agency
    for name in (*DATES, "outcome_factor"):
        setattr(offer, name, getattr(given, name))
    offer.must, offer.marking = given.must, offer.marking if given.marking is None else given.marking.value
    offer.preparation_days, offer.follow_up_days = given.preparation_days, given.follow_up_days
    offer.state, offer.questions = Offer.State.OPEN, []
    offer.save()
    for related in (offer.sessions, offer.seats, offer.gains, offer.funding):
        related.all().delete()
    Session.objects.bulk_create(Session(offer=offer, **asdict(session)) for session in given.sessions)
    Seat.objects.bulk_create(
        Seat(offer=offer, skill=as_tag(seat.skill), also=as_tags(seat.also), count=seat.count) for seat in given.seats
    )
    Gain.objects.bulk_create(Gain(offer=offer, capability_id=slug, units=units) for slug, units in given.gains)
    Funding.objects.bulk_create(Funding(offer=offer, **asdict(option)) for option in given.funding)
    _told(kind, offer, by, now, data=_facts(given))
    return offer


def _facts(given: OfferGiven) -> dict[str, Any]:
    rows = {name: [asdict(one) for one in getattr(given, name)] for name in ("sessions", "seats", "funding")}
    return rows | {"gains": list(given.gains)}


def _check(given: OfferGiven, now: datetime) -> None:
    errors: dict[str, str] = {}
    if not given.title.strip():
        errors["title"] = "A title is needed."
    if not given.host.strip():
        errors["host"] = "Say who invites."
    if given.lead_agency not in policy().agencies:
        errors["lead_agency"] = f"The policy has no agency {given.lead_agency}."
    if not given.sessions:
        errors["sessions"] = "At least one date is needed."
    for session in given.sessions:
        if session.end < session.start:
            errors["sessions"] = f"{session.end} is before {session.start}."
        elif session.start <= local_day(now):
            errors["sessions"] = f"{session.start} has come already."
    if given.outcome_factor is not None and not 0 <= given.outcome_factor <= 2:
        errors["outcome_factor"] = "A factor is from 0 to 2."
    if not given.seats:
        errors["seats"] = "Say for whom there are places."
    if not given.funding:
        errors["funding"] = "Say who pays."
    built = [slug for slug, _units in given.gains]
    if len(set(built)) < len(built):
        errors["gains"] = "A capability is named twice."
    if unknown := set(built) - set(Capability.objects.values_list("pk", flat=True)):
        errors["gains"] = f"There is no capability {', '.join(sorted(unknown))}."
    if errors:
        raise Invalid(errors)


def _host(name: str) -> Host:
    return Host.objects.get_or_create(name=name.strip()[:120])[0]


def _new(*, by: User, now: datetime, **fields: Any) -> Offer:
    hold_ledger()  # references are counted: one after the other
    year = local_day(now).year
    last = Offer.objects.filter(reference__startswith=f"O-{year}-").order_by("-reference").first()
    number = int(last.reference.rsplit("-", 1)[1]) + 1 if last else 1
    return Offer.objects.create(reference=f"O-{year}-{number:04}", added_by=by, added_at=now, **fields)


def _told(kind: str, offer: Offer, by: User, now: datetime, **said: Any) -> None:
    offer.refresh_from_db()
    record(kind=kind, subject=offer.subject, by=by, now=now, roles=PLANNERS, rows=[offer], **said)
