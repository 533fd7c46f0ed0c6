"""Invitations in calendar files and e-mails: read without guessing, answered by iTIP."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from exeat.adapters.calendar_files import (
    CalendarEntry,
    read_busy,
    read_invitations,
    write_calendar,
    write_counter,
    write_reply,
)
from exeat.adapters.mail_files import read_mail
from exeat.domain.offers import OfferError, ReplyTo

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def ics(*lines: str, method: str = "REQUEST") -> bytes:
    event = "\r\n".join(lines)
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u-1\r\nSEQUENCE:2\r\n"
        f"ORGANIZER;CN=League Secretariat:mailto:events@league.example\r\nATTENDEE:mailto:ana@authority.example\r\n"
        f"SUMMARY:Workshop on transit\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def test_an_invitation_of_whole_days_ends_on_its_last_day():
    (offer,) = read_invitations(
        ics("DTSTART;VALUE=DATE:20270615", "DTEND;VALUE=DATE:20270618", "LOCATION:Vell"), "a.ics"
    )
    assert (offer.sessions[0].start, offer.sessions[0].end) == (date(2027, 6, 15), date(2027, 6, 17))
    assert (offer.title, offer.host, offer.sessions[0].place) == ("Workshop on transit", "League Secretariat", "Vell")
    assert offer.reply_to == ReplyTo("u-1", 2, "mailto:events@league.example", "mailto:ana@authority.example")


@pytest.mark.parametrize(
    ("zone", "asked"),
    [
        ("Europe/Vienna", False),
        ("W. Europe Standard Time", False),
        ("Customized Time Zone", True),
        ("tzone://Microsoft/Utc", True),
    ],
)
def test_a_time_zone_that_is_not_known_is_asked_for(zone, asked):
    content = ics(f'DTSTART;TZID="{zone}":20270615T230000', f'DTEND;TZID="{zone}":20270616T010000')
    (offer,) = read_invitations(content, "a.ics")
    assert any(zone in question for question in offer.questions) is asked


def test_a_repeating_event_is_asked_about():
    (offer,) = read_invitations(ics("DTSTART:20270615T090000Z", "RRULE:FREQ=WEEKLY;COUNT=4"), "a.ics")
    assert offer.questions == ("It repeats: which of its dates are meant?",)


def test_an_event_that_ends_at_midnight_does_not_take_the_next_day():
    content = ics("DTSTART:20270615T090000Z", "DTEND:20270616T000000Z")
    (offer,) = read_invitations(content, "a.ics")
    assert offer.sessions[0].end == date(2027, 6, 15)


def test_a_cancelled_event_is_no_offer_and_no_absence():
    content = ics("DTSTART;VALUE=DATE:20270615", "STATUS:CANCELLED")
    assert read_invitations(content, "a.ics") == []
    assert read_busy(content, "a.ics") == []


def test_a_feed_says_on_which_days_somebody_is_away():
    spans = read_busy(ics("DTSTART;VALUE=DATE:20270705", "DTEND;VALUE=DATE:20270710"), "leave.ics")
    assert [(span.start, span.end) for span in spans] == [(date(2027, 7, 5), date(2027, 7, 9))]
    assert read_busy(ics("DTSTART:20270705T090000Z", "DTEND:20270705T100000Z"), "leave.ics") == []


@pytest.mark.parametrize("zone", ["Customized Time Zone", '"tzone://Microsoft/Utc"'])
def test_an_absence_in_a_zone_that_is_not_known_is_asked_about(zone):
    """One of its two moments has a zone, the other none that is known: what the clocks show is compared."""
    (span,) = read_busy(ics(f"DTSTART;TZID={zone}:20270315T230000", "DTEND:20270317T100000Z"), "leave.ics")
    assert (span.start, span.end) == (date(2027, 3, 15), date(2027, 3, 17))
    assert zone.strip('"') in span.question


def test_an_absence_that_repeats_is_asked_about():
    (span,) = read_busy(ics("DTSTART;VALUE=DATE:20270705", "DTEND;VALUE=DATE:20270706", "RRULE:FREQ=WEEKLY"), "a.ics")
    assert "It repeats" in span.question


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20270315T090000", "DTEND;VALUE=DATE:20270316"),
        ("DTSTART;VALUE=DATE:20270315", "DTEND:20270316T100000Z"),
    ],
)
def test_a_day_and_a_moment_make_no_span(lines):
    with pytest.raises(OfferError, match="one has a time of day"):
        read_busy(ics(*lines), "a.ics")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"hello", "a.ics: not a calendar file|a.ics: no calendar in it"),
        (b"", "a.ics: no calendar in it"),
        (b"\xff\xfe", "a.ics: byte 0 is not UTF-8"),
        (ics("LOCATION:Vell"), "a.ics: event 1 has no DTSTART"),
    ],
)
def test_what_is_no_calendar_is_refused_by_name(content, says):
    with pytest.raises(OfferError, match=says):
        read_invitations(content, "a.ics")


def test_a_reply_carries_the_identity_of_the_invitation():
    (offer,) = read_invitations(ics("DTSTART;VALUE=DATE:20270615"), "a.ics")
    assert offer.reply_to is not None
    reply = Calendar.from_ical(write_reply(offer.reply_to, "decline", NOW, "No officer can be spared."))
    (event,) = reply.walk("VEVENT")
    assert reply["METHOD"] == "REPLY"
    assert (event["UID"], event["SEQUENCE"]) == ("u-1", 2)
    assert event["ATTENDEE"].params["PARTSTAT"] == "DECLINED"
    assert event["COMMENT"] == "No officer can be spared."


def test_a_delegated_reply_names_who_goes():
    to = ReplyTo("u-1", 0, "mailto:events@league.example", "mailto:ana@authority.example")
    (event,) = Calendar.from_ical(write_reply(to, "delegate", NOW, delegate="bo@authority.example")).walk("VEVENT")
    assert event["ATTENDEE"].params["DELEGATED-TO"] == "mailto:bo@authority.example"


def test_another_date_is_proposed_by_a_counter():
    to = ReplyTo("u-1", 0, "mailto:events@league.example", "mailto:ana@authority.example")
    counter = Calendar.from_ical(write_counter(to, date(2027, 9, 7), date(2027, 9, 9), NOW))
    (event,) = counter.walk("VEVENT")
    assert counter["METHOD"] == "COUNTER"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2027, 9, 7), date(2027, 9, 10))


@pytest.mark.parametrize(
    ("to", "answer", "says"),
    [
        (ReplyTo("u", 0, "mailto:x@y.example", ""), "accept", "say whose answer this is"),
        (ReplyTo("u", 0, "mailto:x@y.example", "mailto:a@b.example"), "perhaps", "expected one of accept"),
        (ReplyTo("u", 0, "mailto:x@y.example", "mailto:a@b.example"), "delegate", "needs the address"),
    ],
)
def test_an_answer_that_cannot_be_sent_is_refused(to, answer, says):
    with pytest.raises(OfferError, match=says):
        write_reply(to, answer, NOW)


def test_a_calendar_written_is_read_again():
    written = write_calendar(
        [CalendarEntry("exeat-f-12", "Workshop", date(2027, 6, 15), date(2027, 6, 17), "Vell")], NOW
    )
    (offer,) = read_invitations(written, "plan.ics")
    assert (offer.sessions[0].start, offer.sessions[0].end) == (date(2027, 6, 15), date(2027, 6, 17))
    assert offer.reply_to is None


def mail(part: str, text: str = "Dear colleagues") -> bytes:
    return (
        "From: League Secretariat <events@league.example>\r\nTo: ana@authority.example\r\nSubject: Workshop\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--b\r\n{part}\r\n--b--\r\n"
    ).encode()


def test_an_email_with_a_calendar_part_is_an_offer_to_its_recipient():
    part = (
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n"
        + ics("DTSTART;VALUE=DATE:20270615").decode()
    )
    found = read_mail(mail(part), "invitation.eml")
    assert (found.sender, found.subject, found.text.strip()) == ("League Secretariat", "Workshop", "Dear colleagues")
    assert found.offers[0].reply_to.attendee == "mailto:ana@authority.example"


def test_a_reply_of_somebody_else_is_no_offer():
    part = "Content-Type: text/calendar; method=REPLY\r\n\r\n" + ics("DTSTART;VALUE=DATE:20270615").decode()
    assert read_mail(mail(part), "reply.eml").offers == ()


def test_what_is_no_email_is_refused_by_name():
    with pytest.raises(OfferError, match=r"x\.eml: no e-mail"):
        read_mail(b"hello", "x.eml")
