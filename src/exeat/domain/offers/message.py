"""Official messages: the header by which posts and ministries send them, numbered and portion-marked paragraphs; and
ordinary letters, which have neither.

    P 231405Z NOV 26            precedence, date-time group (day, hour and minute, zone, month, year)
    FM / TO / INFO              from, addressees for action and for information
    UNCLAS                      classification, perhaps with "SECTION 01 OF 02"
    SUBJECT / REF               what it is about
    1. (U) Text ...             paragraphs

The order is that of the Allied Communications Publications (ACP 121, ACP 126); senders leave parts out, and what is
not there stays empty. The text is kept as it came, with its markings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from .dates import MONTHS, FoundDates, find_dates
from .marking import Level, highest, level_of_line
from .proposal import OfferError, Proposal, ProposedSession

_PRECEDENCE = {"Z": "flash", "O": "immediate", "P": "priority", "R": "routine"}
_GROUP = re.compile(
    r"^\s*(?:(?P<precedence>[ZOPR])\s+(?:[ZOPR]\s+)?)?(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)Z\s*"
    r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\s*(?P<year>\d{2}|\d{4})\b",
    re.MULTILINE,
)
_WORDS = re.compile(r"^\s*PRECEDENCE\s*:\s*(?P<word>FLASH|IMMEDIATE|PRIORITY|ROUTINE)", re.MULTILINE | re.IGNORECASE)
_FIELD = re.compile(r"^(?P<name>FM|FROM|TO|INFO|SUBJ(?:ECT)?|REFS?|TAGS)\b\s*:?\s*(?P<text>.*)$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s{0,3}(?P<number>\d{1,2})\s*[.)]\s+(?P<text>.*)$")
_MARK = re.compile(r"^\((?P<mark>[A-Z]{1,4}(?:[/-]+[A-Z/ -]+)?)\)\s*")
_DEADLINE = re.compile(
    r"(?:no later than|not later than|nlt|by|before|until|deadline[^.]{0,30}?)\s*"
    r"(?:close of business\s+|cob\s+|on\s+)?$",
    re.IGNORECASE,
)
_ABOUT_REPLY = re.compile(
    r"repl|respon|answer|confirm|nominat|regist|accept|rsvp|particip|deadline|let us know|inform us", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(workshop|seminar|training|course|conference|meeting|visit|exercise|symposium|consultation|roundtable|webinar)\b",
    re.IGNORECASE,
)
_KIND = {"workshop": "training", "seminar": "training", "training": "training", "course": "training",
         "webinar": "training", "conference": "conference", "symposium": "conference", "visit": "visit",
         "exercise": "exercise"}  # fmt: skip
_PLACES = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six)\s+(?:officials|participants|places|seats|experts|nominees)"
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HOST_PAYS = re.compile(
    r"(?:fund|cover|bear|meet)\w*[^.]{0,60}\b(?:travel|cost|expense|airfare|lodging)", re.IGNORECASE
)
_NOT_PAID = re.compile(r"\b(?:not|unable to|cannot|no)\b[^.]{0,30}\b(?:fund|cover|bear|meet)", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at)\s+(?P<place>[A-Z][\w'’-]+(?:[ ,]+[A-Z][\w'’-]+){0,2})")


@dataclass(frozen=True)
class Paragraph:
    """``number`` as printed, its portion mark as printed ("U", "C/NF"; empty where none), and its text."""

    number: str
    mark: str
    text: str


@dataclass(frozen=True)
class OfficialMessage:
    """A message as it came; what it does not say is empty or None."""

    precedence: str
    sent: datetime | None
    sender: str
    action: tuple[str, ...]
    information: tuple[str, ...]
    level: Level
    subject: str
    references: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


def is_message(text: str) -> bool:
    """Whether the text has what an official message begins with: a date-time group or a subject."""
    return _GROUP.search(text) is not None or bool(_fields(text).get("SUBJ"))


def read_message(text: str) -> OfficialMessage:
    """Read a message. Raises ``OfferError`` where there is neither a date-time group nor a subject: it is not one."""
    group = _GROUP.search(text)
    fields = _fields(text)
    subjects = fields.get("SUBJ", [])
    if not is_message(text):
        raise OfferError("line 1: no official message: expected a date-time group (231405Z NOV 26) or a SUBJECT line")
    word = _WORDS.search(text)
    precedence = word["word"].lower() if word else _PRECEDENCE.get(group["precedence"] or "", "") if group else ""
    return OfficialMessage(
        precedence,
        _sent(group) if group else None,
        " ".join(fields.get("FM", [])),
        tuple(fields.get("TO", [])),
        tuple(fields.get("INFO", [])),
        highest(text)[0],
        _unmarked(" ".join(subjects))[1],
        tuple(fields.get("REF", [])),
        tuple(_paragraphs(text)),
    )


def find_in_letter(text: str, on: date, *, subject: str = "", sender: str = "") -> list[Proposal]:
    """The events that an ordinary letter or e-mail announces, as `find_events` gives them.

    Its paragraphs are parted by empty lines; where none of them holds an event, the subject is looked at.
    """
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    paragraphs = [Paragraph(str(number), *_unmarked(block)) for number, block in enumerate(blocks, start=1)]
    letter = OfficialMessage("", None, sender, (), (), highest(text)[0], subject, (), tuple(paragraphs))
    of_subject = replace(letter, paragraphs=(Paragraph("", "", subject), *paragraphs))
    return find_events(letter, on) or find_events(of_subject, on)


def _sent(group: re.Match[str]) -> datetime:
    year = int(group["year"]) + (2000 if len(group["year"]) == 2 else 0)
    month = [name[:3].upper() for name in MONTHS].index(group["month"]) + 1
    try:
        return datetime(year, month, int(group["day"]), int(group["hour"]), int(group["minute"]), tzinfo=UTC)
    except ValueError as error:
        raise OfferError(f"date-time group {group[0].strip()}: {error}") from None


def _fields(text: str) -> dict[str, list[str]]:
    """Header fields with their continuation lines, up to the first numbered paragraph."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if _NUMBERED.match(line):
            break
        found = _FIELD.match(line.strip())
        if found:
            name = {"FROM": "FM", "SUBJECT": "SUBJ", "REFS": "REF"}.get(found["name"].upper(), found["name"].upper())
            if found["text"].strip():
                fields.setdefault(name, []).append(found["text"].strip())
        elif not line.strip() or level_of_line(line) is not None or _GROUP.match(line):
            name = "" if name != "SUBJ" or line.strip() else name
        elif name:
            fields.setdefault(name, []).append(line.strip())
    return fields


def _paragraphs(text: str) -> list[Paragraph]:
    found: list[list[str]] = []
    for line in text.splitlines():
        if numbered := _NUMBERED.match(line):
            found.append([numbered["number"], numbered["text"]])
        elif found and level_of_line(line) is None:
            found[-1].append(line.strip())
    return [Paragraph(lines[0], *_unmarked(" ".join(lines[1:]).strip())) for lines in found]


def _unmarked(text: str) -> tuple[str, str]:
    mark = _MARK.match(text)
    return (mark["mark"], text[mark.end() :]) if mark else ("", text)


def find_events(message: OfficialMessage, on: date) -> list[Proposal]:
    """The events that the message's paragraphs announce, to be confirmed by a person; none is certain.

    A paragraph announces one when it holds dates and a word such as "workshop"; a date that the words before it make a
    deadline is the reply-by. ``on`` decides the year where none is given.
    """
    events: list[Proposal] = []
    reply_by: date | None = None
    for paragraph in message.paragraphs:
        dates = find_dates(paragraph.text, on)
        deadlines = [found for found in dates if _is_deadline(paragraph.text, found)]
        days = [found for found in dates if found not in deadlines]
        reply_by = reply_by or (deadlines[0].end if deadlines else None)
        word = _EVENT.search(paragraph.text)
        if days and word:
            events.append(_event(message, paragraph, days, word[1].lower()))
    return [_with_reply(event, reply_by) for event in events]


def _is_deadline(text: str, found: FoundDates) -> bool:
    sentence = text[max(0, text.rfind(". ", 0, found.span[0])) : found.span[0]]
    return found.start == found.end and bool(_DEADLINE.search(sentence)) and bool(_ABOUT_REPLY.search(sentence))


def _event(message: OfficialMessage, paragraph: Paragraph, days: list[FoundDates], word: str) -> Proposal:
    after = _IN.search(paragraph.text)
    place = after["place"] if after else ""
    mode = "online" if re.search(r"\b(?:online|virtual|webinar)\b", paragraph.text, re.IGNORECASE) else ""
    seats = _PLACES.search(paragraph.text.lower())
    pays = None
    if _NOT_PAID.search(paragraph.text):
        pays = False
    elif _HOST_PAYS.search(paragraph.text):
        pays = True
    event = Proposal(
        title=message.subject or f"{word} {days[0].start.isoformat()}",
        sessions=tuple(ProposedSession(found.start, found.end, mode, place) for found in days),
        host=message.sender,
        kind=_KIND.get(word, "meeting"),
        seats=None if seats is None else _NUMBERS.get(seats[1]) or int(seats[1]),
        host_pays=pays,
        paragraph=paragraph.number,
    )
    where = f"Paragraph {paragraph.number}" if paragraph.number else "The subject"
    if any(found.year_assumed for found in days):
        event = event.asking(f"{where} gives no year: is it {days[0].start.year}?")
    if len(days) > 1:
        event = event.asking(f"{where} gives {len(days)} dates: which of them are a choice?")
    return event


def _with_reply(event: Proposal, reply_by: date | None) -> Proposal:
    missing = []
    if event.seats is None:
        missing.append("How many places are offered, and for whom?")
    if event.host_pays is None:
        missing.append("Who pays for travel and stay?")
    if not event.sessions[0].place and event.sessions[0].mode != "online":
        missing.append("Where does it take place?")
    return replace(event, reply_by=reply_by).asking(*missing)
