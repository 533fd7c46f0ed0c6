"""Offers: what may be read, what a person confirms, and that nothing marked too high is kept anywhere."""

import logging
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from exeat.domain.offers import MarkedAboveCeiling, OfferError
from exeat.web.audit.models import Event
from exeat.web.audit.verify import verify
from exeat.web.cooperation.models import Host, Offer
from exeat.web.cooperation.selectors import offer_rows
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter, withdraw
from exeat.web.cooperation.services.reading import read_offers
from exeat.web.errors import Invalid, NotPermitted

pytestmark = pytest.mark.django_db
MESSAGE = """P 231405Z FEB 26
FM LARKMOOR COOPERATION OFFICE
TO EXPORT CONTROL AUTHORITY
UNCLAS
SUBJECT: WORKSHOP ON END-USE CHECKS
1. (U) A workshop on end-use checks is held in Larkmoor from 4 to 6 May 2026 for two officials.
2. (U) The office covers travel costs. Nominations are asked for by 1 April 2026.
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:7
DTSTART;VALUE=DATE:20260504
DTEND;VALUE=DATE:20260507
SUMMARY:{summary}
DESCRIPTION:{description}
ORGANIZER;CN=Larkmoor:mailto:desk@larkmoor.example
END:VEVENT
END:VCALENDAR
"""


def given(title="Workshop on end-use checks", host="Larkmoor", start=date(2026, 5, 4), **more):
    row = {
        "kind": "training",
        "lead_agency": "mfa",
        "sessions": [SessionGiven(start, start + timedelta(days=2))],
        "seats": [SeatGiven("Licensing", ["English"], 1)],
        "gains": [],
        "funding": [FundingGiven("host")],
    }
    return OfferGiven(title=title, host=host, **row | more)


def test_a_message_is_proposed_and_not_entered(people, now):
    (offer,) = read_offers(content=MESSAGE.encode(), name="message", by=people.officer, now=now)
    assert (offer.state, offer.host.name, offer.reply_by) == (
        "proposed",
        "LARKMOOR COOPERATION OFFICE",
        date(2026, 4, 1),
    )
    assert [(one.start, one.end) for one in offer.sessions.all()] == [(date(2026, 5, 4), date(2026, 5, 6))]
    assert "(U) The office covers" in offer.source_text
    assert [fault for fault in verify().faults if fault.where.startswith("cooperation")] == []


@pytest.mark.parametrize("name", ["letter.eml", "letter"])
def test_an_ordinary_letter_is_proposed(people, now, name):
    text = "We invite you to a workshop in Larkmoor from 4 to 6 May 2026.\n\nPlease let us know by 1 April 2026.\n"
    header = "From: Larkmoor <desk@larkmoor.example>\nSubject: End-use checks\n\n" if name.endswith(".eml") else ""
    (offer,) = read_offers(content=(header + text).encode(), name=name, by=people.officer, now=now)
    expected = ("End-use checks", "Larkmoor") if header else ("workshop 2026-05-04", "Unknown host")
    assert (offer.title, offer.host.name) == expected
    assert offer.reply_by == date(2026, 4, 1)
    assert [(one.start, one.place) for one in offer.sessions.all()] == [(date(2026, 5, 4), "Larkmoor")]


def test_a_calendar_is_proposed_with_its_dates(people, now):
    text = CALENDAR.format(summary="Workshop", description="Please come")
    (offer,) = read_offers(content=text.encode(), name="a.ics", by=people.officer, now=now)
    assert [(one.start, one.end) for one in offer.sessions.all()] == [(date(2026, 5, 4), date(2026, 5, 6))]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (MESSAGE.replace("UNCLAS", "S E C R E T").replace("end-use checks", "plumtree"), "message"),
        (MESSAGE.replace("2. (U) The", "2. (C/NF) The plumtree"), "message"),
        (CALENDAR.format(summary="plumtree", description="Hello\\nSECRET//NOFORN\\nplumtree"), "a.ics"),
        ("From: a@b.example\nSubject: plumtree\n\nCONFIDENTIAL\nplumtree\n", "a.eml"),
        ("From: a@b.example\nContent-Transfer-Encoding: base64\n\nU0VDUkVUCnBsdW10cmVlCg==\n", "a.eml"),
    ],
)
def test_nothing_of_a_text_marked_too_high_is_kept_logged_or_shown(client, people, now, caplog, content, name):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(MarkedAboveCeiling):
        read_offers(content=content.encode(), name=name, by=people.officer, now=now)
    client.force_login(people.officer)
    events = Event.objects.count()
    if name == "message":
        answer = client.post(reverse("offers_read"), {"text": content})
        assert answer.status_code == 422 and "Nothing was kept" in answer.text
        assert "plumtree" not in answer.text
    assert "plumtree" not in caplog.text
    assert (Offer.objects.count(), Host.objects.count(), Event.objects.count()) == (0, 0, events)


def test_a_text_without_an_event_is_refused(people, now):
    with pytest.raises(OfferError, match="no event"):
        read_offers(content=b"SUBJECT: HELLO\n1. Nothing.", name="message", by=people.officer, now=now)


def test_an_offer_names_what_is_wrong_with_it(people, now):
    for change, field in [
        ({"title": " "}, "title"),
        ({"host": ""}, "host"),
        ({"lead_agency": "nowhere"}, "lead_agency"),
        ({"sessions": []}, "sessions"),
        ({"start": date(2026, 3, 2)}, "sessions"),
        ({"seats": []}, "seats"),
        ({"funding": []}, "funding"),
        ({"gains": [("unknown", 3)]}, "gains"),
    ]:
        with pytest.raises(Invalid) as refusal:
            enter(given=given(**change), by=people.head, now=now)
        assert refusal.value.errors.keys() == {field}
    assert not Offer.objects.exists()


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_offers_are_for_those_who_plan(client, people, now, role):
    with pytest.raises(NotPermitted):
        enter(given=given(), by=getattr(people, role), now=now)
    client.force_login(getattr(people, role))
    for name in ("offers", "offer_add", "offers_read"):
        assert client.get(reverse(name)).status_code == 403


def test_the_same_event_sent_twice_is_pointed_out(people, now):
    first = enter(given=given(), by=people.officer, now=now)
    second = enter(given=given("End-use checks: a workshop", "Brindle"), by=people.officer, now=now)
    enter(given=given("Annual conference", "Brindle", date(2026, 9, 1)), by=people.officer, now=now)
    assert {row.offer.pk: [o.pk for o in row.same] for row in offer_rows(today=date(2026, 3, 2)) if row.same} == {
        first.pk: [second.pk],
        second.pk: [first.pk],
    }


def test_a_withdrawn_offer_stays_withdrawn(people, now):
    offer = enter(given=given(), by=people.officer, now=now)
    withdraw(offer=offer, reason="The host cancelled.", by=people.officer, now=now)
    with pytest.raises(NotPermitted):
        withdraw(offer=offer, reason="Again.", by=people.officer, now=now)
    assert [fault for fault in verify().faults if fault.where.startswith("cooperation")] == []


def test_a_person_confirms_on_the_page_without_a_script(client, people):
    now = timezone.now()
    start = (now + timedelta(days=60)).date()
    offer = enter(given=given(start=start), by=people.officer, now=now)
    client.force_login(people.officer)
    page = client.get(reverse("offer", args=[offer.reference]))
    data = {
        field.html_name: field.value()
        for form in (page.context["form"], *(f for _, table in page.context["rows"].tables for f in table.forms))
        for field in form
        if field.value() is not None and field.value() is not False
    }
    for _, table in page.context["rows"].tables:
        data |= {field.html_name: field.value() for field in table.management_form}
    data |= {"title": "Corrected", "seats-1-skill": "Law", "seats-1-count": 2, "seats-0-also": "english, french"}
    answer = client.post(reverse("offer", args=[offer.reference]), data)
    assert answer.status_code == 302, [
        answer.context["form"].errors,
        *(t.errors for _, t in answer.context["rows"].tables),
    ]
    offer.refresh_from_db()
    assert offer.title == "Corrected"
    assert [(s.skill, s.also, s.count) for s in offer.seats.all()] == [
        ("licensing", ["english", "french"], 1),
        ("law", [], 2),
    ]
    assert [one.start for one in offer.sessions.all()] == [start]


def test_the_list_asks_the_database_as_often_for_many(client, people, now, django_assert_max_num_queries):
    for number in range(8):
        enter(given=given(f"Event {number}"), by=people.officer, now=now)
    client.force_login(people.officer)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("offers")).status_code == 200
