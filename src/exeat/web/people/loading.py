"""The register of officials from a file: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exeat.web.accounts.models import User
from exeat.web.errors import Invalid
from exeat.web.people.models import Official
from exeat.web.people.services import OfficialGiven, add_official, change_official, require_planner
from exeat.web.registers.spreadsheet import Column, Row, SheetError

COLUMNS = (
    Column("name", "Ana Dorval"),
    Column("agency", "mfa"),
    Column("skills", "licensing, law"),
    Column("languages", "english, french", optional=True),
    Column("rank", "director", optional=True),
    Column("max_days_away", "8", optional=True),
    Column("account", "ana@authority.example", optional=True),
)


@dataclass(frozen=True)
class Loaded:
    """A row, the name of what it told of, and what happened."""

    row: int
    name: str
    outcome: str


def load_officials(*, rows: Sequence[Row], by: User, now: datetime, dry_run: bool) -> list[Loaded]:
    """Enter or correct an official a row; one of the same name and agency is the same. See `load_rows`."""
    return load_rows(rows, lambda row: _official(row, by, now), by=by, now=now, dry_run=dry_run)


def load_rows(
    rows: Sequence[Row], one: Callable[[Row], Loaded | None], *, by: User, now: datetime, dry_run: bool
) -> list[Loaded]:
    """Load row by row; with `dry_run`, say what would happen and leave everything as it was.

    Raises SheetError with every fault of the file, and then nothing is loaded; NotPermitted for who may not load.
    """
    require_planner(by, now)
    loaded: list[Loaded] = []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    done = one(row)
            except Invalid as refusal:
                for column, message in refusal.errors.items():
                    row.fault(column, message)
            else:
                loaded += [done] if done else []
        if faults := [fault for row in rows for fault in row.faults]:
            raise SheetError(faults)
        transaction.set_rollback(dry_run)
    return loaded


def words(row: Row, column: str) -> list[str]:
    """What stands between commas."""
    return [word.strip() for word in row.text(column).split(",") if word.strip()]


def _official(row: Row, by: User, now: datetime) -> Loaded | None:
    address, days = row.text("account"), row.text("max_days_away")
    user = User.objects.filter(email__iexact=address).first() if address else None
    if address and user is None:
        row.fault("account", f"nobody signs in as {address}")
    given = OfficialGiven(
        name=row.text("name"),
        agency=row.text("agency"),
        skills=words(row, "skills"),
        languages=words(row, "languages"),
        rank=row.text("rank"),
        max_days_away=row.whole("max_days_away") if days else None,
        user=user,
    )
    if row.faults:
        return None
    known = Official.objects.filter(name=given.name, agency=given.agency).first()
    if known is None:
        add_official(given=given, by=by, now=now)
        return Loaded(row.number, given.name, _("is entered"))
    change_official(official=known, given=given, by=by, now=now)
    return Loaded(row.number, given.name, _("is corrected"))
