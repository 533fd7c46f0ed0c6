"""Entering laws and regulations, and the texts that amendments bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from exeat.domain.regulations import place_of
from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.record import record
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.regulations.models import Instrument, Provision

KEEPERS = (Role.OFFICER, Role.HEAD)


@dataclass(frozen=True)
class InstrumentGiven:
    """A law or regulation as entered."""

    title: str
    kind: str
    in_force_from: date
    source: str = ""


@dataclass(frozen=True)
class TextGiven:
    """The text of a place from a day on; an empty text repeals it."""

    place: str
    heading: str
    text: str
    from_day: date


@transaction.atomic
def enter_instrument(*, given: InstrumentGiven, by: User, now: datetime) -> Instrument:
    """Enter an instrument. Raises Invalid where one of the title is there already."""
    _check(by, now)
    title = given.title.strip()
    slug = slugify(title)[:60].strip("-")
    if not slug:
        raise Invalid({"title": "give its title"})
    if given.kind not in Instrument.Kind.values:
        raise Invalid({"kind": f"{given.kind!r} is none of {', '.join(Instrument.Kind.values)}"})
    if Instrument.objects.filter(title__iexact=title).exists() or Instrument.objects.filter(pk=slug).exists():
        raise Invalid({"title": "an instrument of this title is in the register"})
    made = Instrument.objects.create(
        slug=slug,
        title=title,
        kind=given.kind,
        source=given.source.strip(),
        in_force_from=given.in_force_from,
        entered_by=by,
        entered_at=now,
    )
    _record("regulation.enter", made, by, now, [made])
    return made


@transaction.atomic
def end_instrument(*, instrument: Instrument, last_day: date, by: User, now: datetime) -> Instrument:
    """Say on which day an instrument is in force for the last time."""
    _check(by, now)
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    if last_day < instrument.in_force_from:
        raise Invalid({"last_day": f"it came into force on {instrument.in_force_from}"})
    instrument.in_force_until = last_day
    instrument.save()
    _record("regulation.end", instrument, by, now, [instrument])
    return instrument


@transaction.atomic
def set_text(*, instrument: Instrument, given: TextGiven, by: User, now: datetime) -> Provision:
    """Enter the text of a place from a day on; the text before it ends on the day before.

    Raises Invalid for a place that cannot be cited, and for a day that is not after that of the newest text.
    """
    _check(by, now)
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    place = " ".join(given.place.split())
    if not place_of(place):
        raise Invalid({"place": f"{place!r} is not a place such as “section 12” or “regulation 7(2)”"})
    if given.from_day < instrument.in_force_from:
        raise Invalid({"from_day": f"the instrument came into force on {instrument.in_force_from}"})
    before = instrument.provisions.filter(place__iexact=place).order_by("-from_day").first()
    if before is None and not given.text.strip():
        raise Invalid({"text": "there is no text of this place to repeal"})
    if before is not None and given.from_day <= before.from_day:
        raise Invalid({"from_day": f"the newest text of {place} is of {before.from_day}: give a later day"})
    changed = []
    if before is not None:
        before.until_day = given.from_day - timedelta(days=1)
        before.save()
        changed.append(before)
    made = Provision.objects.create(
        instrument=instrument,
        place=before.place if before else place,
        order=before.order if before else instrument.provisions.count() + 1,
        heading=given.heading.strip(),
        text=given.text.strip(),
        from_day=given.from_day,
        entered_by=by,
        entered_at=now,
    )
    _record("regulation.set_text", instrument, by, now, [*changed, made])
    return made


def _check(by: User, now: datetime) -> None:
    if not actor_for(by, now).in_any(KEEPERS):
        raise NotPermitted.because("role", "only officers and the head keep the register of regulations")


def _record(kind: str, instrument: Instrument, by: User, now: datetime, rows: list[Instrument | Provision]) -> None:
    record(kind=kind, subject=f"regulation:{instrument.pk}", by=by, now=now, roles=KEEPERS, rows=rows)
