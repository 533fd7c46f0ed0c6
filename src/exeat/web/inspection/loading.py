"""Sites under inspection from a file: all of them, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from exeat.web.accounts.models import User
from exeat.web.inspection.services.sites import SiteGiven, enter
from exeat.web.people.loading import Loaded, load_rows
from exeat.web.registers.models import Exporter
from exeat.web.registers.spreadsheet import Column, Row

COLUMNS = (
    Column("name", "Harbour works"),
    Column("kind", "exporter"),
    Column("agency", "authority"),
    Column("risk", "high"),
    Column("risk_why", "Thermal cameras to many countries."),
    Column("registration", "PM-10482", optional=True),
    Column("operator", "", optional=True),
    Column("address", "14 Signal Road", optional=True),
    Column("held_at", "", optional=True),
)


def load_sites(*, rows: Sequence[Row], by: User, now: datetime, dry_run: bool) -> list[Loaded]:
    """Enter a site a row; an exporter is named by its registration number. See `load_rows`."""
    return load_rows(rows, lambda row: _site(row, by, now), by=by, now=now, dry_run=dry_run)


def _site(row: Row, by: User, now: datetime) -> Loaded | None:
    number, exporter = row.text("registration"), None
    if number:
        exporter = Exporter.objects.filter(registration=" ".join(number.upper().split())).first()
        if exporter is None:
            row.fault("registration", f"no exporter has the number {number}")
    names = ("name", "kind", "agency", "risk", "risk_why", "operator", "address", "held_at")
    given = SiteGiven(**{name: row.text(name) for name in names}, exporter=exporter)
    if row.faults:
        return None
    made = enter(given=given, by=by, now=now)
    return Loaded(row.number, str(made), _("is entered"))
