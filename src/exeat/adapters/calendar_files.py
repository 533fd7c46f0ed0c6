"""Calendars in and out (RFC 5545) and invitations answered (iTIP, RFC 5546; iMIP, RFC 6047).

Reading: ``icalendar`` gives a time whose zone it does not know as a time without zone, and says nothing. Here such a
time becomes a question: an event that begins at 23:00 somewhere is on one of two dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDatetime, vText

from exeat.domain.offers import OfferError, Proposal, ProposedSession, ReplyTo

PRODUCT = "-//Exeat//EN"
_LARGEST = 2_000_000  # bytes: a year of one person's calendar has some hundred thousand


@dataclass(frozen=True)
class BusySpan:
    """Dates (inclusive) on which somebody is taken, with what the calendar says of it.

    ``question`` says what the calendar leaves open: the dates must be confirmed before they are used.
    """

    start: date
    end: date
    summary: str
    question: str = ""


def read_invitations(content: bytes, name: str, attendee: str = "") -> list[Proposal]:
    """The events of an ICS file as offers to be confirmed; ``attendee`` is the address that was invited, if known.

    Raises ``OfferError`` naming the file for what is no calendar. Cancelled events are left out.
    """
    return [_proposal(event, attendee) for event in _events(content, name) if str(event.get("STATUS")) != "CANCELLED"]


def read_busy(content: bytes, name: str) -> list[BusySpan]:
    """The dates on which a person's calendar shows them away or taken for whole days; transparent events are not."""
    spans = []
    for event in _events(content, name):
        if str(event.get("TRANSP", "OPAQUE")) == "OPAQUE" and str(event.get("STATUS")) != "CANCELLED":
            start, end, whole, unknown = _dates(event)
            if whole or end > start:
                spans.append(BusySpan(start, end, str(event.get("SUMMARY", "")), " ".join(_doubts(event, unknown))))
    return spans


def _events(content: bytes, name: str) -> list[Event]:
    if len(content) > _LARGEST:
        raise OfferError(f"{name}: {len(content):,} bytes; a calendar file has at most {_LARGEST:,}")
    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig"), multiple=True)
    except UnicodeDecodeError as error:
        raise OfferError(f"{name}: byte {error.start} is not UTF-8, which calendar files are written in") from None
    except ValueError as error:
        raise OfferError(f"{name}: not a calendar file: {error}") from None
    if not calendars:
        raise OfferError(f"{name}: no calendar in it: expected BEGIN:VCALENDAR")
    events = [one for calendar in calendars for one in calendar.walk("VEVENT") if isinstance(one, Event)]
    for number, event in enumerate(events, start=1):
        if event.get("DTSTART") is None:
            raise OfferError(f"{name}: event {number} has no DTSTART")
    return events


def _proposal(event: Event, attendee: str) -> Proposal:
    start, end, _, unknown = _dates(event)
    place = str(event.get("LOCATION", ""))
    online = any(word in place.lower() for word in ("teams", "zoom", "webex", "http", "online"))
    proposal = Proposal(
        title=str(event.get("SUMMARY", "")) or "Event without a title",
        sessions=(ProposedSession(start, end, "online" if online else "", "" if online else place),),
        host=_name(event.get("ORGANIZER")),
        reply_to=_reply_to(event, attendee),
    )
    return proposal.asking(*_doubts(event, unknown))


def _doubts(event: Event, unknown: str) -> list[str]:
    """What must be asked about the dates of an event, of which ``unknown`` is a zone that is not known."""
    doubts = []
    if unknown:
        when = event.decoded("DTSTART")
        doubts.append(f"Its time zone {unknown} is not known: is it {when:%d %B %Y, %H:%M} where it takes place?")
    if event.get("RRULE") is not None:
        doubts.append("It repeats: which of its dates are meant?")
    return doubts


def _dates(event: Event) -> tuple[date, date, bool, str]:
    """First and last date, whether it takes whole days, and the name of a zone that is not known."""
    start = event.decoded("DTSTART")
    if event.get("DTEND") is not None:
        end = event.decoded("DTEND")
    elif event.get("DURATION") is not None:
        end = start + event.decoded("DURATION")
    else:
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise OfferError(f"an event begins {start} and ends {end}: one has a time of day, the other has none")
    if not isinstance(start, datetime):
        return start, max(start, end - timedelta(days=1)), True, ""
    zone = event["DTSTART"].params.get("TZID", "") if start.tzinfo is None else ""
    if (start.tzinfo is None) != (end.tzinfo is None):  # one of the two zones is not known: compare what clocks show
        zone = zone or event["DTEND"].params.get("TZID", "")
        start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    last = end - timedelta(seconds=1) if end > start else end
    return start.date(), max(start.date(), last.date()), False, str(zone)


def _name(address: vCalAddress | None) -> str:
    if address is None:
        return ""
    return str(address.params.get("CN", "")) or str(address).removeprefix("mailto:").removeprefix("MAILTO:")


def _reply_to(event: Event, attendee: str) -> ReplyTo | None:
    """What an answer needs; None where nobody asks for one."""
    uid, organizer = event.get("UID"), event.get("ORGANIZER")
    if uid is None or organizer is None:
        return None
    invited = event.get("ATTENDEE", [])
    addresses = [str(one) for one in (invited if isinstance(invited, list) else [invited])]
    mine = next((a for a in addresses if a.lower().removeprefix("mailto:") == attendee.lower()), f"mailto:{attendee}")
    recurrence = event.get("RECURRENCE-ID")
    return ReplyTo(
        str(uid),
        int(event.get("SEQUENCE", 0)),
        str(organizer),
        mine if attendee else (addresses[0] if len(addresses) == 1 else ""),
        "" if recurrence is None else recurrence.to_ical().decode(),
        str(event.get("X-MICROSOFT-DISALLOW-COUNTER", "")).upper() == "TRUE",
    )


ANSWERS = {"accept": "ACCEPTED", "decline": "DECLINED", "delegate": "DELEGATED"}


def write_reply(to: ReplyTo, answer: str, now: datetime, comment: str = "", delegate: str = "") -> bytes:
    """An iTIP REPLY: ``answer`` is accept, decline or delegate (to the address ``delegate``).

    Raises ``OfferError`` for an unknown answer, and where it is not known who was invited.
    """
    if answer not in ANSWERS:
        raise OfferError(f"answer {answer!r}: expected one of {', '.join(ANSWERS)}")
    attendee = _attendee(to)
    attendee.params["PARTSTAT"] = ANSWERS[answer]
    if answer == "delegate":
        if not delegate:
            raise OfferError("a delegated invitation needs the address of the one who goes")
        attendee.params["DELEGATED-TO"] = f"mailto:{delegate}"
    return _bytes(_answer("REPLY", to, attendee, now, comment))


def write_counter(to: ReplyTo, start: date, end: date, now: datetime, comment: str = "") -> bytes:
    """An iTIP COUNTER: the same event proposed for other dates (inclusive).

    Raises ``OfferError`` where its sender takes none (X-MICROSOFT-DISALLOW-COUNTER of [MS-OXCICAL]).
    """
    if to.no_counter:
        raise OfferError("the sender takes no other dates by calendar: ask by letter")
    attendee = _attendee(to)
    attendee.params["PARTSTAT"] = "TENTATIVE"
    calendar = _answer("COUNTER", to, attendee, now, comment)
    (event,) = calendar.walk("VEVENT")
    event.add("DTSTART", start)
    event.add("DTEND", end + timedelta(days=1))
    return _bytes(calendar)


def _attendee(to: ReplyTo) -> vCalAddress:
    if not to.attendee:
        raise OfferError("the invitation names several people: say whose answer this is")
    return vCalAddress(to.attendee)


def _answer(method: str, to: ReplyTo, attendee: vCalAddress, now: datetime, comment: str) -> Calendar:
    calendar = _calendar()
    calendar.add("METHOD", method)
    event = Event()
    event.add("UID", to.uid)
    event.add("SEQUENCE", to.sequence)
    event.add("DTSTAMP", vDatetime(now.astimezone(UTC)))
    event["ORGANIZER"] = vCalAddress(to.organizer)
    event.add("ATTENDEE", attendee, encode=False)
    if to.recurrence:
        event["RECURRENCE-ID"] = vText(to.recurrence)
    if comment:
        event.add("COMMENT", comment)
    calendar.add_component(event)
    return calendar


@dataclass(frozen=True)
class CalendarEntry:
    """An entry of the accepted plan: dates inclusive; ``uid`` stays the same when the plan is written again."""

    uid: str
    title: str
    start: date
    end: date
    place: str = ""
    text: str = ""


def write_calendar(entries: list[CalendarEntry], now: datetime) -> bytes:
    """An ICS file of whole-day entries."""
    calendar = _calendar()
    for entry in entries:
        event = Event()
        event.add("UID", entry.uid)
        event.add("DTSTAMP", vDatetime(now.astimezone(UTC)))
        event.add("DTSTART", entry.start)
        event.add("DTEND", entry.end + timedelta(days=1))
        event.add("SUMMARY", entry.title)
        for name, text in (("LOCATION", entry.place), ("DESCRIPTION", entry.text)):
            if text:
                event.add(name, text)
        calendar.add_component(event)
    return _bytes(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    return calendar


def _bytes(calendar: Calendar) -> bytes:
    written: bytes = calendar.to_ical()
    return written
