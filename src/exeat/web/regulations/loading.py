"""The register of regulations from a file: one row a text; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from exeat.web.accounts.models import User
from exeat.web.people.loading import Loaded, load_rows
from exeat.web.registers.spreadsheet import Column, Row
from exeat.web.regulations.models import Instrument
from exeat.web.regulations.services.registering import InstrumentGiven, TextGiven, enter_instrument, set_text

SHEET = "provisions"
COLUMNS = (
    Column("instrument", "Strategic Goods Act"),
    Column("kind", "law"),
    Column("place", "section 12"),
    Column("heading", "Refusal", optional=True),
    Column("text", "The Authority refuses an application where …", optional=True),
    Column("from_day", "2024-07-01"),
    Column("source", "Gazette 2024, no. 31", optional=True),
)


def load_provisions(*, rows: Sequence[Row], by: User, now: datetime, dry_run: bool) -> list[Loaded]:
    """Enter a text a row, and its instrument with the first. Later texts of a place follow earlier ones in the file.

    See `load_rows`.
    """
    return load_rows(rows, lambda row: _text(row, by, now), by=by, now=now, dry_run=dry_run)


def _text(row: Row, by: User, now: datetime) -> Loaded | None:
    title, kind, source = row.text("instrument"), row.text("kind"), row.text("source")
    given = TextGiven(row.text("place"), row.text("heading"), row.text("text"), row.day("from_day"))
    if row.faults:
        return None
    instrument = Instrument.objects.filter(title__iexact=title).first()
    outcome = _("text entered")
    if instrument is None:
        entered = InstrumentGiven(title=title, kind=kind, in_force_from=given.from_day, source=source)
        instrument, outcome = enter_instrument(given=entered, by=by, now=now), _("instrument and text entered")
    made = set_text(instrument=instrument, given=given, by=by, now=now)
    return Loaded(row.number, str(made), outcome)
