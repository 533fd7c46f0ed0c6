"""Official messages are read with their markings, and what they announce is proposed with what is left open."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.offers import (
    Level,
    MarkedAboveCeiling,
    OfferError,
    check_ceiling,
    find_dates,
    find_events,
    find_in_letter,
    highest,
    is_message,
    level_of_line,
    read_message,
)

TODAY = date(2026, 11, 23)
MESSAGE = """\
P 231405Z NOV 26
FM LEAGUE MISSION PORT AURELIA
TO MINISTRY OF FOREIGN AFFAIRS
   NUCLEAR REGULATORY AUTHORITY
INFO CUSTOMS DIRECTORATE
UNCLAS
SUBJECT: (U) Invitation: regional workshop on
licensing review
REF: (A) OUR NOTE 14 OF 3 NOVEMBER

1. (U) The League invites two officials to a workshop on licensing review in Port Aurelia
from 28 June to 2 July 2027. The League will cover travel and lodging.

2. (SBU) Nominations should reach this mission no later than 15 April 2027.

3. (U) Questions may be put to the desk.
UNCLASSIFIED
"""


def test_a_message_is_read_with_its_header_and_marks():
    message = read_message(MESSAGE)
    assert message.precedence == "priority"
    assert message.sent == datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    assert message.sender == "LEAGUE MISSION PORT AURELIA"
    assert message.action == ("MINISTRY OF FOREIGN AFFAIRS", "NUCLEAR REGULATORY AUTHORITY")
    assert message.information == ("CUSTOMS DIRECTORATE",)
    assert message.subject == "Invitation: regional workshop on licensing review"
    assert message.references == ("(A) OUR NOTE 14 OF 3 NOVEMBER",)
    assert [(p.number, p.mark) for p in message.paragraphs] == [("1", "U"), ("2", "SBU"), ("3", "U")]
    assert message.level is Level.RESTRICTED


def test_its_event_is_proposed_with_dates_places_payer_and_deadline():
    (event,) = find_events(read_message(MESSAGE), TODAY)
    assert (event.sessions[0].start, event.sessions[0].end) == (date(2027, 6, 28), date(2027, 7, 2))
    assert event.sessions[0].place == "Port Aurelia"
    assert (event.seats, event.host_pays, event.kind) == (2, True, "training")
    assert event.reply_by == date(2027, 4, 15)
    assert event.questions == ()


def test_what_a_message_leaves_open_is_asked():
    text = "SUBJECT: Exercise\n\n1. An exercise will be held on 3-4 March.\n"
    (event,) = find_events(read_message(text), TODAY)
    assert event.sessions[0].start == date(2027, 3, 3)
    assert event.questions == (
        "Paragraph 1 gives no year: is it 2027?",
        "How many places are offered, and for whom?",
        "Who pays for travel and stay?",
        "Where does it take place?",
    )


def test_a_refusal_to_pay_is_not_read_as_an_offer_to():
    text = "SUBJ: Course\n1. A course runs 3 to 4 May 2027 in Vell. We are unable to fund travel.\n"
    assert find_events(read_message(text), TODAY)[0].host_pays is False


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("15-17 June 2027", "2027-06-15", "2027-06-17"),
        ("15 to 17 June 2027", "2027-06-15", "2027-06-17"),
        ("June 15-17, 2027", "2027-06-15", "2027-06-17"),
        ("from 28 June to 2 July 2027", "2027-06-28", "2027-07-02"),
        ("June 28 to July 2, 2027", "2027-06-28", "2027-07-02"),
        ("30 December 2026 to 3 January 2027", "2026-12-30", "2027-01-03"),
        ("30 Dec - 3 Jan 2027", "2026-12-30", "2027-01-03"),
        ("2027-06-15 to 2027-06-17", "2027-06-15", "2027-06-17"),
        ("on the 1st of September 2027", "2027-09-01", "2027-09-01"),
        ("Sept. 1, 2027", "2027-09-01", "2027-09-01"),
        ("on 3 March", "2027-03-03", "2027-03-03"),
        ("on 1 December", "2026-12-01", "2026-12-01"),
    ],
)
def test_dates_are_read_as_people_write_them(text, start, end):
    (found,) = find_dates(f"It is held {text} in Vell.", TODAY)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize("text", ["31 June 2027", "06/07/2027", "17-15 June 2027", "paragraph 12", "may attend"])
def test_what_is_no_date_or_could_be_two_is_not_read(text):
    assert find_dates(text, TODAY) == []


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("SECRET", Level.SECRET),
        ("SECRET//NOFORN", Level.SECRET),
        ("C O N F I D E N T I A L SECTION 01 OF 02", Level.CONFIDENTIAL),
        ("CLASSIFICATION: TOP SECRET", Level.TOP_SECRET),
        ("EU RESTRICTED", Level.RESTRICTED),
        ("RESTREINT UE/EU RESTRICTED", Level.RESTRICTED),
        ("UNCLAS", Level.UNMARKED),
        ("3. (S) The visit", Level.SECRET),
        ("(C/NF) The visit", Level.CONFIDENTIAL),
        ("a. (TS) The visit", Level.TOP_SECRET),
        ("4. (SBU) The visit", Level.RESTRICTED),
        ("Secret ballots are usual.", None),
        ("SECRET ballots are usual.", None),
        ("The (S) in brackets", None),
    ],
)
def test_a_line_bears_the_level_of_its_mark(line, level):
    assert level_of_line(line) == level


def test_a_text_above_the_ceiling_is_refused_without_being_repeated():
    with pytest.raises(MarkedAboveCeiling) as refused:
        check_ceiling("UNCLAS\n1. (U) Hello.\n2. (C) The courier comes on Monday.\n", Level.RESTRICTED)
    assert refused.value.line == 3
    assert "courier" not in str(refused.value)
    assert "marked confidential" in str(refused.value)


@given(st.text(max_size=300))
def test_any_text_has_a_level_and_is_read_or_refused(text):
    assert Level.UNMARKED <= highest(text)[0] <= Level.TOP_SECRET
    try:
        find_events(read_message(text), TODAY)
    except OfferError as refused:
        assert str(refused)


@pytest.mark.parametrize("text", ["", "Dear colleague, come to our workshop.", "312505Z NOV 26"])
def test_what_is_no_official_message_is_refused(text):
    with pytest.raises(OfferError):
        read_message(text)


LETTER = """Dear colleagues,

The Reef State Licensing Bureau invites two officials to a workshop on end-use checks
in Colombo from 15 to 17 March 2027. Flights are at your own cost.

Please let us know by 31 January 2027.
"""


def test_an_ordinary_letter_is_read_by_its_paragraphs():
    assert not is_message(LETTER)
    (event,) = find_in_letter(LETTER, TODAY, subject="Invitation", sender="Reef State")
    assert (event.title, event.host, event.kind, event.seats) == ("Invitation", "Reef State", "training", 2)
    assert (event.sessions[0].start, event.sessions[0].end) == (date(2027, 3, 15), date(2027, 3, 17))
    assert event.sessions[0].place == "Colombo"
    assert event.reply_by == date(2027, 1, 31)
    assert event.questions == ("Who pays for travel and stay?",)


def test_a_letter_whose_subject_alone_says_when_is_read_by_it():
    text = "Dear colleagues,\n\nDetails follow.\n"
    (event,) = find_in_letter(text, TODAY, subject="Invitation: workshop, 15-17 March")
    assert event.sessions[0].start == date(2027, 3, 15)
    assert event.questions[0] == "The subject gives no year: is it 2027?"


def test_a_letter_without_dates_announces_nothing():
    assert find_in_letter("Dear colleagues,\n\nThank you for the workshop.\n", TODAY, subject="Thanks") == []
