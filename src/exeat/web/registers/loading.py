"""Starting from paper: licences in force and open cases, from a spreadsheet with one row for each line of goods.

All of a file is loaded, or nothing. A dry run does the same and takes it back, so that it can promise nothing else than
what the loading then does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from exeat.domain.licences import EntryKind, LicenceDocument, LicenceError, LicenceParty
from exeat.domain.licences import LicenceLine as Line
from exeat.domain.review import NATURES, Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.cases.services.applying import create_draft
from exeat.web.cases.standing import missing_from
from exeat.web.countries import country_name
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.licences.models import Draw, Licence, LicenceLine
from exeat.web.licences.services.lines import keep_line, tolerances_of
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Exporter
from exeat.web.registers.spreadsheet import Column, Fault, Row, SheetError, read_rows
from exeat.web.registers.visible import exporter_named

_COMPANY = (Column("exporter_country", "XA"), Column("exporter_registration", "R-1234"))
_END_USER = (
    Column("end_user", "Calm Shores Fire Service"),
    Column("end_user_address", "2 Hill Street"),
    Column("end_user_country", "AE"),
)
_GOODS = (Column("description", "Thermal camera with an uncooled array"),)
_AMOUNTS = (Column("quantity", "4"), Column("unit", "item"), Column("value", "20000.00"), Column("currency", "EUR"))
COLUMNS: dict[str, tuple[Column, ...]] = {
    "licences": (
        Column("number", "2025/117"),
        *_COMPANY,
        Column("kind", "export"),
        Column("issued", "2026-01-15"),
        Column("valid_from", "2026-01-15"),
        Column("valid_until", "2027-01-14"),
        *_END_USER,
        Column("line", "1"),
        *_GOODS,
        Column("entry", "6A003"),
        *_AMOUNTS,
        Column("drawn_quantity", "1", optional=True),
        Column("drawn_value", "5000.00", optional=True),
        Column("conditions", "", optional=True),
        Column("signatory", "A. Official"),
        Column("signatory_title", "Head of the Authority"),
    ),
    "cases": (
        Column("reference", "Letter of 3 March"),
        *_COMPANY,
        Column("kind", "export"),
        *_END_USER,
        Column("end_use", "Search for people in smoke"),
        *_GOODS,
        Column("facts", "640 by 480 elements", optional=True),
        Column("hs", "852589", optional=True),
        Column("nature", "goods"),
        *_AMOUNTS,
        Column("claimed_entry", "6A003", optional=True),
    ),
}
"""The columns of each sheet, which has the name of what it holds."""


@dataclass(frozen=True)
class Loaded:
    """What came of the rows of one licence or case: their numbers, its name, and what happens with it."""

    rows: tuple[int, ...]
    name: str
    outcome: str


def load(*, what: str, content: bytes, by: User, now: datetime, dry_run: bool) -> list[Loaded]:
    """Load a sheet `licences` or `cases`; with `dry_run`, say what would happen and leave everything as it was.

    Raises SheetError with every fault of the file, and NotPermitted for anybody but an officer.
    """
    if not actor_for(by, now).in_any((Role.OFFICER,)):
        raise NotPermitted.because("role", "only a licensing officer loads records")
    one, key = {"licences": (_licence, "number"), "cases": (_case, "reference")}[what]
    rows = read_rows(content, what, COLUMNS[what])
    with transaction.atomic():
        loaded, faults = _each(rows, key, lambda group: one(group, by, now))
        if faults:
            raise SheetError(faults)
        transaction.set_rollback(dry_run)
    return loaded


def _each(rows: list[Row], key: str, one: Callable[[list[Row]], Loaded | None]) -> tuple[list[Loaded], list[Fault]]:
    """Load group by group. Rows of one licence or case stand together: the same company, the same `key`."""
    loaded: list[Loaded] = []
    for _key, together in groupby(rows, key=lambda row: (row.text("exporter_registration"), row.text(key))):
        group = list(together)
        try:
            with transaction.atomic():
                if done := one(group):
                    loaded.append(done)
        except Invalid as refusal:
            for field, message in refusal.errors.items():
                group[0].fault(_COLUMN_OF.get(field, ""), message)
        except LicenceError as refusal:
            group[0].fault("", str(refusal))
    return loaded, list(dict.fromkeys(fault for row in rows for fault in row.faults))


_COLUMN_OF = {"exporter.registration": "exporter_registration", "number": "number"}


def _exporter(row: Row, by: User, now: datetime) -> Exporter:
    named = {"country": row.text("exporter_country").upper(), "registration": row.text("exporter_registration")}
    return exporter_named(named, by=by, now=now, on_paper=True)


def _case(rows: list[Row], by: User, now: datetime) -> Loaded | None:
    """An open case becomes a draft that came by letter: the officer adds its documents and submits it."""
    first = rows[0]
    application = {
        "kind": first.text("kind"),
        "applicant_reference": first.text("reference"),
        "items": [_item(row, position) for position, row in enumerate(rows, start=1)],
        "parties": [_end_user(first)],
        "end_use": {"statement": first.text("end_use")},
    }
    if application["kind"] not in policy().kinds:
        first.fault("kind", f"{application['kind']!r} is none of {', '.join(policy().kinds)}")
    exporter = _exporter(first, by, now)
    if any(row.faults for row in rows):
        return None
    case = create_draft(exporter=exporter, application=application, by=by, now=now, on_paper=True)
    gaps = len(missing_from(case))
    outcome = _("draft %(case)s, still to be completed: %(gaps)d things") % {"case": case.reference, "gaps": gaps}
    return Loaded(tuple(row.number for row in rows), f"{exporter}, {first.text('reference')}", outcome)


def _item(row: Row, line: int) -> dict[str, object]:
    nature = row.text("nature")
    if nature not in NATURES:
        row.fault("nature", f"{nature!r} is none of {', '.join(NATURES)}")
    amounts = {name: format(_positive(row, name), "f") for name in ("quantity", "value")}
    texts = {name: row.text(name) for name in ("description", "facts", "hs", "unit", "currency", "claimed_entry")}
    return {"line": line, "nature": nature, **amounts, **texts}


def _end_user(row: Row) -> dict[str, str]:
    return {
        "role": "end_user",
        "name": row.text("end_user"),
        "type": "organisation",
        "address": row.text("end_user_address"),
        "country": row.text("end_user_country").upper(),
    }


def _positive(row: Row, column: str) -> Decimal:
    number = row.decimal(column)
    if number <= 0:
        row.fault(column, "is not over zero")
    return number


def _licence(rows: list[Row], by: User, now: datetime) -> Loaded | None:
    """A licence on paper becomes a licence without a token, with what has left so far as its first entry."""
    first = rows[0]
    exporter = _exporter(first, by, now)
    lines = [_line(row) for row in rows]
    drawn = [_drawn(row) for row in rows]
    _check_dates(first, local_day(now))
    if Licence.objects.filter(number=first.text("number")).exists():
        first.fault("number", "a licence of this number is there already")
    if any(row.faults for row in rows):
        return None
    document = _document(first, exporter, tuple(lines))
    licence = Licence.objects.create(
        number=document.number,
        exporter=exporter,
        state_since=now,
        issued=document.issued,
        valid_from=document.valid_from,
        valid_until=document.valid_until,
        content=document.to_json(),
    )
    kept = [keep_line(licence, line) for line in lines]
    entries = [_brought_forward(*pair, by, now) for pair in zip(kept, drawn, strict=True) if pair[1][0] > 0]
    record(
        kind="licence.load",
        subject=licence.subject,
        by=by,
        now=now,
        roles=(Role.OFFICER,),
        data={"lines": len(kept), "brought_forward": len(entries)},
        rows=[licence, *kept, *entries],
    )
    outcome = _("licence in force until %(day)s, lines: %(lines)d, with shipments so far: %(drawn)d") % {
        "day": document.valid_until.isoformat(), "lines": len(kept), "drawn": len(entries)
    }  # fmt: skip
    return Loaded(tuple(row.number for row in rows), f"{exporter}, {document.number}", outcome)


def _line(row: Row) -> Line | None:
    quantity, value = _positive(row, "quantity"), row.decimal("value")
    texts = {name: row.text(name) for name in ("description", "entry", "unit", "currency")}
    number = row.whole("line")
    try:
        return None if row.faults else Line(number=number, quantity=quantity, value=value, **texts)
    except LicenceError as refusal:
        row.fault("", str(refusal))
        return None


def _drawn(row: Row) -> tuple[Decimal, Decimal]:
    """What has left so far: quantity and value."""
    quantity, value = row.decimal("drawn_quantity"), row.decimal("drawn_value")
    if quantity < 0 or quantity > row.decimal("quantity"):
        row.fault("drawn_quantity", "is not between zero and the quantity licensed")
    if value < 0:
        row.fault("drawn_value", "is less than zero")
    return quantity, value


def _check_dates(row: Row, today: date) -> None:
    begins, ends = row.day("valid_from"), row.day("valid_until")
    if row.day("issued") > today:
        row.fault("issued", "is in the future")
    if ends < begins:
        row.fault("valid_until", "is before valid_from")
    elif date.min < ends < today:
        row.fault("valid_until", "has passed: only licences in force are loaded")


def _document(row: Row, exporter: Exporter, lines: tuple[Line, ...]) -> LicenceDocument:
    rules, end_user = policy(), _end_user(row)
    del end_user["type"]
    return LicenceDocument(
        number=row.text("number"),
        kind=row.text("kind"),
        case_reference="paper records",
        authority=rules.state.authority_name,
        authority_address=rules.state.authority_address,
        country=rules.state.country,
        issued=row.day("issued"),
        valid_from=row.day("valid_from"),
        valid_until=row.day("valid_until"),
        exporter=LicenceParty(
            "exporter", exporter.name, exporter.country, exporter.address, country_name(exporter.country)
        ),
        parties=(LicenceParty(**end_user, country_name=country_name(end_user["country"])),),
        destination=end_user["country"],
        destination_name=country_name(end_user["country"]),
        lines=lines,
        conditions=tuple(_paragraphs(row.text("conditions"))),
        signatory_name=row.text("signatory"),
        signatory_title=row.text("signatory_title"),
        tolerances=tolerances_of(lines),
        languages=rules.state.languages,
    )


def _paragraphs(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _brought_forward(line: LicenceLine, drawn: tuple[Decimal, Decimal], by: User, now: datetime) -> Draw:
    """One entry for all that left under the licence before it was loaded."""
    quantity, value = drawn
    return Draw.objects.create(
        line=line,
        kind=EntryKind.SHIPMENT.value,
        quantity=quantity,
        value=value,
        declaration="brought forward",
        declared_on=local_day(now),
        post="paper records",
        by=by,
        at=now,
    )
