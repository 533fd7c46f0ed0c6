"""Answers: in the policy's words, nothing out before the head's release, and by calendar only to who used it."""

import io
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from exeat.web.audit.verify import verify
from exeat.web.cooperation.models import Offer
from exeat.web.cooperation.services.offers import (
    FundingGiven,
    OfferGiven,
    SeatGiven,
    SessionGiven,
    confirm,
    enter,
    fix,
    withdraw,
)
from exeat.web.cooperation.services.planning import ask_for_plan, make_waiting
from exeat.web.cooperation.services.planning import release as release_plan
from exeat.web.cooperation.services.reading import read_offers
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.mail.models import Message
from exeat.web.mail.tasks import send
from exeat.web.people.services import OfficialGiven, add_official
from exeat.web.replies.models import Reply
from exeat.web.replies.services.drafting import change, draft, draft_answers, draft_joint, drop
from exeat.web.replies.services.releasing import release

pytestmark = pytest.mark.django_db
MOVED = SessionGiven(date(2026, 6, 9), date(2026, 6, 11), ask_to_move=True)
INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:talks-7
SEQUENCE:2
DTSTART;VALUE=DATE:20260504
DTEND;VALUE=DATE:20260507
SUMMARY:Talks
ORGANIZER;CN=Larkmoor:mailto:desk@larkmoor.example
ATTENDEE:mailto:head@authority.example
{more}END:VEVENT
END:VCALENDAR
"""


def given(title="Workshop", host="Larkmoor", start=date(2026, 5, 4), **more):
    row = {
        "sessions": [SessionGiven(start, date(start.year, start.month, start.day + 2), place="Port Vell"), MOVED],
        "seats": [SeatGiven("licensing")],
        "gains": [],
        "funding": [FundingGiven("host", host_cost=Decimal(2400))],
        "reply_by": date(2026, 4, 1),
        "nomination_by": date(2026, 4, 5),
    }
    return OfferGiven(title=title, host=host, kind="training", lead_agency="mfa", **row | more)


@pytest.fixture
def offer(people, now):
    return enter(given=given(), by=people.officer, now=now)


@pytest.fixture
def invited(people, now):
    """An offer that came as a calendar invitation."""

    def read(more="", **changes):
        content = INVITATION.format(more=more).encode()
        (found,) = read_offers(content=content, name="a.ics", by=people.officer, now=now)
        return confirm(offer=found, given=given("Talks", **changes), by=people.officer, now=now)

    return read


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))


def test_a_letter_is_drafted_edited_released_by_the_head_and_printed(client, people, now, offer):
    reply = draft(offer=offer, kind="decline", by=people.officer, now=now)
    assert reply.form == "letter" and "4 – 6 May 2026" in reply.text and "Thank you" in reply.text
    change(reply=reply, subject="About the workshop", text="Dear all,\n\nNot this time.", by=people.officer, now=now)
    client.force_login(people.officer)
    assert client.get(reverse("reply_file", args=[reply.pk])).status_code == 404
    assert client.post(reverse("reply_release", args=[reply.pk])).status_code == 403
    with pytest.raises(NotPermitted, match="head"):
        release(reply=reply, by=people.officer, now=now)
    release(reply=reply, by=people.head, now=now)
    pdf = client.get(reverse("reply_file", args=[reply.pk])).content
    text = text_of(pdf)
    assert "Not this time." in text and "About the workshop" in text and people.head.title in text
    assert "RESTRICTED" not in text and "(U)" not in text
    assert pdf == client.get(reverse("reply_file", args=[reply.pk])).content
    assert not Message.objects.exists()
    for late in (
        lambda: change(reply=reply, subject="a", text="b", by=people.head, now=now),
        lambda: release(reply=reply, by=people.head, now=now),
        lambda: drop(reply=reply, by=people.head, now=now),
    ):
        with pytest.raises(NotPermitted, match="released"):
            late()
    offer.refresh_from_db()
    assert offer.deadlines == []
    assert [fault for fault in verify().faults if "cooperation" in fault.where or "replies" in fault.where] == []


def test_a_note_speaks_in_the_third_person_and_bears_no_name(people, now, offer):
    reply = draft(offer=offer, kind="accept", form="note", by=people.officer, now=now)
    assert "presents its compliments to the Larkmoor" in reply.text
    from exeat.web.replies.letter import letter_pdf

    text = text_of(letter_pdf(release(reply=reply, by=people.head, now=now)))
    assert "Note verbale" in text and people.head.name not in text


def test_marks_stand_at_head_foot_and_before_each_paragraph(people, now, offer):
    reply = draft(offer=offer, kind="accept", by=people.officer, now=now)
    with pytest.raises(Invalid, match="secret"):
        change(reply=reply, subject="a", text="(S) plumtree", by=people.officer, now=now)
    change(reply=reply, subject="a", text="(U) Hello.\n\n(R) Between us.", by=people.officer, now=now)
    reply.refresh_from_db()
    assert reply.get_marking_display() == "restricted"
    from exeat.web.replies.letter import letter_pdf

    text = text_of(letter_pdf(release(reply=reply, by=people.head, now=now)))
    assert text.count("RESTRICTED") == 2 and "(U) Hello." in text and "(R) Between us." in text


@pytest.mark.parametrize(
    ("kind", "status"), [("accept", "ACCEPTED"), ("decline", "DECLINED"), ("delegate", "DELEGATED")]
)
def test_who_invited_by_calendar_is_answered_by_calendar_after_the_release(people, now, invited, kind, status):
    address = "nominee@authority.example" if kind == "delegate" else ""
    reply = draft(offer=invited(), kind=kind, delegate=address, form="calendar", by=people.officer, now=now)
    assert not Message.objects.exists()
    release(reply=reply, by=people.head, now=now)
    message = Message.objects.get()
    send(message_id=message.pk)
    (sent,) = mail.outbox
    assert sent.to == ["desk@larkmoor.example"]
    part = next(one for one in sent.message().walk() if one.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REPLY"
    (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == ("talks-7", 2)
    assert event["ATTENDEE"].params["PARTSTAT"] == status
    assert ("nominee" in event["ATTENDEE"].params.get("DELEGATED-TO", "")) == (kind == "delegate")


def test_another_date_is_a_counter_and_a_letter_where_the_sender_takes_none(people, now, invited):
    reply = draft(offer=invited(), kind="another_date", by=people.officer, now=now)
    assert reply.form == "calendar"
    release(reply=reply, by=people.head, now=now)
    (event,) = Calendar.from_ical(Message.objects.get().calendar).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 6, 9), date(2026, 6, 12))
    assert Message.objects.get().method == "COUNTER"
    stubborn = invited(more="X-MICROSOFT-DISALLOW-COUNTER:TRUE\n")
    with pytest.raises(Invalid, match="no other dates by calendar"):
        draft(offer=stubborn, kind="another_date", form="calendar", by=people.officer, now=now)
    asked = draft(offer=stubborn, kind="another_date", by=people.officer, now=now)
    assert asked.form == "letter" and "9 – 11 June 2026" in asked.text


def test_who_did_not_invite_by_calendar_gets_none(people, now, offer):
    with pytest.raises(Invalid, match="did not invite by calendar"):
        draft(offer=offer, kind="accept", form="calendar", by=people.officer, now=now)
    with pytest.raises(Invalid, match="letter names who comes"):
        draft(offer=offer, kind="delegate", by=people.officer, now=now)


def test_one_draft_an_offer_and_none_for_what_is_withdrawn(people, now, offer):
    reply = draft(offer=offer, kind="accept", by=people.officer, now=now)
    with pytest.raises(NotPermitted, match="already"):
        draft(offer=offer, kind="decline", by=people.officer, now=now)
    withdraw(offer=offer, reason="Cancelled.", by=people.officer, now=now)
    with pytest.raises(NotPermitted, match="withdrawn"):
        release(reply=reply, by=people.head, now=now)
    drop(reply=reply, by=people.officer, now=now)
    assert not Reply.objects.exists()
    assert [fault for fault in verify().faults if "replies" in fault.where] == []


def test_both_hosts_are_asked_for_one_joint_event(client, people, now, offer):
    other = enter(given=given("Course", "Brindle"), by=people.officer, now=now)
    client.force_login(people.officer)
    client.post(reverse("reply_joint", args=[offer.reference, other.reference]))
    texts = {one.offer.host.name: one.text for one in Reply.objects.all()}
    assert "Brindle offers “Course”" in texts["Larkmoor"] and "Larkmoor offers “Workshop”" in texts["Brindle"]
    with pytest.raises(Invalid, match="one host"):
        draft_joint(first=offer, second=offer, by=people.officer, now=now)


def test_a_released_plan_is_answered_offer_by_offer_and_stands_on_the_board(client, people, now, offer, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    for name in ("Orsa Lind", "Pell Amadi"):
        add_official(given=OfficialGiven(name, "mfa", ["licensing"], rank="officer"), by=people.head, now=now)
    offer = fix(offer=offer, must=True, by=people.officer, now=now)
    idle = enter(given=given("Idle", "Brindle", date(2026, 7, 7)), by=people.officer, now=now)
    run = ask_for_plan(last=date(2026, 8, 31), by=people.officer, now=now)
    make_waiting(now=now)
    run.refresh_from_db()
    later = enter(given=given("Later", "Brindle", date(2026, 7, 14)), by=people.officer, now=now)
    with pytest.raises(NotPermitted, match="released"):
        draft_answers(run=run, by=people.officer, now=now)
    run = release_plan(run=run, by=people.head, now=now)
    made = {one.offer_id: one for one in draft_answers(run=run, by=people.officer, now=now)}
    assert made.keys() == {offer.pk, idle.pk}
    assert made[idle.pk].kind == "decline"
    assert made[offer.pk].kind == "accept_with_nominees" and ", officer" in made[offer.pk].text
    assert draft_answers(run=run, by=people.officer, now=now) == []
    client.force_login(people.officer)
    page = client.get(reverse("board"))
    cards = {column.key: [card.offer.pk for card in column.cards] for column in page.context["board"].columns}
    assert cards == {"accept": [offer.pk], "move": [], "ask": [], "decline": [idle.pk], "unplanned": [later.pk]}
    assert "A draft waits for the head" in page.text
    client.post(reverse("offer_fix", args=[idle.reference, "yes"]))
    assert Offer.objects.get(pk=idle.pk).must


def stands(client, offer):
    """The column of an offer on the board, and the forms by which it can be given another answer."""
    columns = client.get(reverse("board")).context["board"].columns
    (found,) = [(column.key, card) for column in columns for card in column.cards if card.offer == offer]
    return found[0], {step.column: step for step in found[1].steps}


def test_a_card_moves_by_the_forms_of_its_columns(client, people, now, offer, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: now)
    client.force_login(people.officer)

    def move(to):
        step = stands(client, offer)[1][to]
        return client.post(step.address, dict(step.fields))

    column, steps = stands(client, offer)
    assert (column, set(steps)) == ("unplanned", {"accept", "move", "ask", "decline"})
    offer.sessions.filter(ask_to_move=True).delete()
    assert "move" not in stands(client, offer)[1]  # there is no date to ask for
    assert move("decline").url == reverse("reply", args=[Reply.objects.get().pk])
    assert stands(client, offer)[0] == "decline"
    move("ask")
    assert [one.kind for one in Reply.objects.all()] == ["host_pays"]  # the draft before is thrown away
    move("accept")
    assert stands(client, offer)[0] == "accept"
    assert [one.kind for one in Reply.objects.all()] == ["accept"]
    client.post(reverse("reply_drop", args=[Reply.objects.get().pk]))
    move("accept")
    column, steps = stands(client, offer)
    assert (column, set(steps)) == ("accept", {"unplanned"})
    move("unplanned")
    assert stands(client, offer)[0] == "unplanned"
    move("decline")
    client.force_login(people.head)
    client.post(reverse("reply_release", args=[Reply.objects.get().pk]))
    assert stands(client, offer) == ("decline", {})
    assert [fault for fault in verify().faults if "replies" in fault.where] == []


def test_only_the_draft_that_was_looked_at_is_replaced(people, now, offer):
    first = draft(offer=offer, kind="accept", by=people.officer, now=now)
    with pytest.raises(NotPermitted, match="already"):
        draft(offer=offer, kind="decline", by=people.officer, now=now, instead=first.pk + 1)
    assert Reply.objects.get() == first
    with pytest.raises(Invalid):  # and all is as before where the new one cannot be said
        draft(offer=offer, kind="decline", form="calendar", by=people.officer, now=now, instead=first.pk)
    assert Reply.objects.get() == first


def test_words_that_somebody_edited_are_not_thrown_away_unasked(client, people, now, offer):
    first = draft(offer=offer, kind="accept", by=people.officer, now=now)
    change(reply=first, subject=first.subject, text="With great pleasure.", by=people.officer, now=now)
    with pytest.raises(NotPermitted, match="was edited"):
        draft(offer=offer, kind="decline", by=people.officer, now=now, instead=first.pk)
    assert Reply.objects.get().text == "With great pleasure."
    drop(reply=first, by=people.officer, now=now)
    unedited = draft(offer=offer, kind="decline", by=people.officer, now=now)
    assert draft(offer=offer, kind="accept", by=people.officer, now=now, instead=unedited.pk).kind == "accept"


@pytest.mark.parametrize("role", ["exporter", "customs", "auditor", "administrator"])
def test_answers_are_for_those_who_plan(client, people, now, offer, role):
    reply = draft(offer=offer, kind="accept", by=people.officer, now=now)
    client.force_login(getattr(people, role))
    for name, args in (("board", []), ("replies", []), ("reply", [reply.pk]), ("reply_draft", [offer.reference])):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("reply_release", args=[reply.pk])).status_code == 403


def test_the_pages_draft_edit_and_refuse_in_place(client, people, now, offer):
    client.force_login(people.head)
    refused = client.post(reverse("reply_draft", args=[offer.reference]), {"kind": "accept", "form": "calendar"})
    assert refused.status_code == 422 and "did not invite by calendar" in refused.text
    client.post(reverse("reply_draft", args=[offer.reference]), {"kind": "accept"})
    reply = Reply.objects.get()
    marked = client.post(reverse("reply", args=[reply.pk]), {"subject": "a", "text": "SECRET\nplumtree"})
    assert marked.status_code == 422
    client.post(reverse("reply", args=[reply.pk]), {"subject": "A", "text": "Yes."})
    client.post(reverse("reply_release", args=[reply.pk]))
    reply.refresh_from_db()
    assert (reply.text, reply.released_by) == ("Yes.", people.head)
    assert "Yes." in client.get(reverse("reply", args=[reply.pk])).text
    assert client.get(reverse("replies")).status_code == 200
    again = client.post(reverse("reply_drop", args=[reply.pk]), follow=True)
    assert "was released" in again.text
