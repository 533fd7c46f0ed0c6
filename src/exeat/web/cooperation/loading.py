"""Offers from a table: all of it, or nothing; and nothing that is marked too high."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath

from django.utils.translation import gettext as _

from exeat.adapters.sheet_texts import NoWorkbookError, texts_of_workbook
from exeat.domain.offers import Level as Marking
from exeat.domain.offers import MarkedAboveCeiling, check_ceiling, highest
from exeat.web.accounts.models import User
from exeat.web.cooperation.models import Funding, Offer, Session
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, confirm, enter
from exeat.web.people.loading import Loaded, load_rows
from exeat.web.policy import highest_marking
from exeat.web.registers.spreadsheet import Column, Fault, Row, SheetError
from exeat.web.registers.tabular import FORMS, read_table

SHEET = "offers"
TABLES = FORMS
COLUMNS = (
    Column("title", "Workshop on end-use checks"),
    Column("host", "Larkmoor Cooperation Office"),
    Column("kind", "training"),
    Column("lead_agency", "mfa"),
    Column("start", "2027-06-15"),
    Column("end", "2027-06-17"),
    Column("where", "abroad", optional=True),
    Column("place", "Larkmoor", optional=True),
    Column("travel_days", "1", optional=True),
    Column("rest_days", "1", optional=True),
    Column("other_dates", "2027-08-03/2027-08-05 in_country ask", optional=True),
    Column("seats", "2 licensing + english; 1 policy + director"),
    Column("builds", "licensing-review: 10; control-lists: 3", optional=True),
    Column("payer", "host"),
    Column("own_cost", "0", optional=True),
    Column("host_cost", "7800.00", optional=True),
    Column("if_asked_host_pays", "", optional=True),
    Column("programme", "Export control assistance", optional=True),
    Column("reply_by", "2027-04-01", optional=True),
    Column("nomination_by", "2027-04-20", optional=True),
    Column("visa_by", "2027-05-04", optional=True),
    Column("travel_approval_by", "2027-05-18", optional=True),
    Column("preparation_days", "1", optional=True),
    Column("follow_up_days", "1", optional=True),
    Column("must", "no", optional=True),
    Column("marking", "unmarked", optional=True),
)
_LEVELS = {level.label: level for level in Marking}
_SPAN = re.compile(r"(?P<start>\d{4}-\d\d-\d\d)(?:/(?P<end>\d{4}-\d\d-\d\d))?(?P<rest>(?:\s+\w+)*)$")
_SEAT = re.compile(r"(?P<count>\d{1,2})\s*(?:[x×]\s*)?(?P<tags>\D.*)$")
_ROW = re.compile(r"\r\n|\r|\n")


def read_offer_table(content: bytes, name: str) -> list[Row]:
    """The rows of a table of offers (.csv, .xlsx or .toml).

    Raises MarkedAboveCeiling before anything else is looked at, and SheetError naming row and column.
    """
    ceiling = highest_marking()
    for text in _texts(content, name):
        check_ceiling(text, ceiling)
    rows = read_table(content, name, SHEET, COLUMNS)
    for row in rows:
        said = _LEVELS.get(row.text("marking").lower(), Marking.UNMARKED)
        if said > ceiling:
            raise MarkedAboveCeiling(row.number, said, ceiling)
    return rows


def _texts(content: bytes, name: str) -> Iterator[str]:
    """What could bear a marking: lines, and each cell by itself."""
    if PurePath(name).suffix.lower() == ".xlsx":
        try:
            yield from texts_of_workbook(content)
        except NoWorkbookError as refusal:
            raise SheetError([Fault(SHEET, 0, "", str(refusal))]) from None
        return
    text = content.decode("utf-8-sig", errors="replace")
    yield text
    for line in _ROW.split(text):  # each cell on a line of its own, as many lines for a row as it has cells
        yield "\n".join(cell.strip(" \"'") for cell in re.split(r"[,;\t=]", line))


def load_offers(*, rows: Sequence[Row], by: User, now: datetime, dry_run: bool) -> list[Loaded]:
    """Enter or correct an offer a row; one of the same title and host is the same. See `load_rows`."""
    return load_rows(rows, lambda row: _offer(row, by, now), by=by, now=now, dry_run=dry_run)


def _offer(row: Row, by: User, now: datetime) -> Loaded | None:
    given = OfferGiven(
        title=row.text("title"),
        host=row.text("host"),
        kind=_choice(row, "kind", Offer.Kind.values, Offer.Kind.MEETING),
        lead_agency=row.text("lead_agency"),
        sessions=_sessions(row),
        seats=_seats(row),
        gains=_gains(row),
        funding=_funding(row),
        programme=row.text("programme"),
        reply_by=_day(row, "reply_by"),
        nomination_by=_day(row, "nomination_by"),
        visa_by=_day(row, "visa_by"),
        travel_by=_day(row, "travel_approval_by"),
        preparation_days=row.decimal("preparation_days"),
        follow_up_days=row.decimal("follow_up_days"),
        must=_choice(row, "must", ("yes", "no"), "no") == "yes",
        marking=_marking(row),
    )
    if row.faults:
        return None
    known = Offer.objects.filter(title=given.title, host__name=given.host).exclude(state=Offer.State.WITHDRAWN).first()
    if known is None:
        made, outcome = enter(given=given, by=by, now=now), _("is entered")
    else:
        made, outcome = confirm(offer=known, given=given, by=by, now=now), _("is corrected")
    return Loaded(row.number, f"{made.reference} {made.title}", outcome)


def _marking(row: Row) -> Marking:
    """What the column says, or a cell bears as a banner or portion mark where that is higher."""
    said = _LEVELS[_choice(row, "marking", tuple(_LEVELS), Marking.UNMARKED.label)]
    borne, _line = highest("\n".join(str(value) for value in row.values.values() if value is not None))
    return max(said, borne)


def _choice(row: Row, column: str, known: Sequence[str], default: str) -> str:
    text = row.text(column).lower() or default
    if text not in known:
        row.fault(column, f"{text!r} is not one of {', '.join(known)}")
        return default
    return text


def _day(row: Row, column: str) -> date | None:
    return row.day(column) if row.text(column) else None


def _whole(row: Row, column: str) -> int:
    return row.whole(column) if row.text(column) else 0


def _sessions(row: Row) -> list[SessionGiven]:
    rest = {"travel_days": _whole(row, "travel_days"), "rest_days": _whole(row, "rest_days")}
    mode = _choice(row, "where", Session.Mode.values, Session.Mode.ABROAD)
    first = SessionGiven(row.day("start"), row.day("end"), mode, row.text("place"), **rest)
    others = [_other(row, part.strip(), mode, rest) for part in row.text("other_dates").split(";") if part.strip()]
    return [first, *(one for one in others if one)]


def _other(row: Row, text: str, mode: str, rest: dict[str, int]) -> SessionGiven | None:
    """ "2027-08-03/2027-08-05 in_country ask": dates, where, and whether the host would have to be asked."""
    span = _SPAN.match(text)
    words = span["rest"].split() if span else []
    if span is None or set(words) - {*Session.Mode.values, "ask"}:
        row.fault("other_dates", f"{text!r} is not dates such as 2027-08-03/2027-08-05 in_country ask")
        return None
    try:
        start, end = (date.fromisoformat(span[name] or span["start"]) for name in ("start", "end"))
    except ValueError as error:
        row.fault("other_dates", f"{text!r}: {error}")
        return None
    chosen = next((word for word in words if word != "ask"), mode)
    there = rest if chosen == Session.Mode.ABROAD else {}
    return SessionGiven(start, end, chosen, ask_to_move="ask" in words, **there)


def _seats(row: Row) -> list[SeatGiven]:
    seats = []
    for part in filter(None, (part.strip() for part in row.text("seats").split(";"))):
        seat = _SEAT.match(part)
        tags = [tag.strip() for tag in seat["tags"].split("+") if tag.strip()] if seat else []
        if seat is None or not tags or not int(seat["count"]):
            row.fault("seats", f"{part!r} is not places and for whom, such as 2 licensing + english")
        else:
            seats.append(SeatGiven(tags[0], tags[1:], int(seat["count"])))
    return seats


def _gains(row: Row) -> list[tuple[str, int]]:
    gains = []
    for part in filter(None, (part.strip() for part in row.text("builds").split(";"))):
        slug, _colon, units = (piece.strip() for piece in part.rpartition(":"))
        if slug and units.isdecimal() and 0 < int(units) <= 100:
            gains.append((slug, int(units)))
        else:
            row.fault("builds", f"{part!r} is not a capability and 1 to 100 units, such as licensing-review: 10")
    return gains


def _funding(row: Row) -> list[FundingGiven]:
    payer = _choice(row, "payer", Funding.Payer.values, Funding.Payer.HOST)
    ways = [FundingGiven(payer, _money(row, "own_cost"), _money(row, "host_cost"))]
    if row.text("if_asked_host_pays"):
        ways.append(FundingGiven(Funding.Payer.HOST, Decimal(0), _money(row, "if_asked_host_pays"), ask=True))
    return ways


def _money(row: Row, column: str) -> Decimal:
    amount = row.decimal(column)
    if not 0 <= amount < 10**10:
        row.fault(column, f"{amount} is not an amount from 0 on")
        return Decimal(0)
    return amount
