"""Seats and sittings: who sits for whom, when; calling, attendance, opening, adjourning and closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.chain import row_key
from exeat.web.audit.record import record
from exeat.web.committee.models import AgendaItem, Attendance, Seat, Sitting
from exeat.web.committee.services._step import locked, require, take
from exeat.web.committee.services.minutes import draw_up
from exeat.web.committee.services.telling import tell_members
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.policy import local_day, policy
from exeat.web.registers.models import Serial

ABSENT, MEMBER, DEPUTY = "absent", "member", "deputy"
PRESENCE = (ABSENT, MEMBER, DEPUTY)


@transaction.atomic
def name_seat(*, agency: str, member: User, deputy: User | None, by: User, now: datetime) -> Seat:
    """Say who sits for an agency, and who sits there instead."""
    _require_secretary(by, now)
    if agency not in policy().committee.agencies:
        raise Invalid({"agency": f"{agency} has no seat by the policy"})
    for field, person in (("member", member), ("deputy", deputy)):
        if person is not None and not (person.is_official and person.agency == agency):
            raise Invalid({field: f"{person} does not serve at this agency"})
    if member == deputy:
        raise Invalid({"deputy": "a deputy is somebody else"})
    row, _made = Seat.objects.update_or_create(agency=agency, defaults={"member": member, "deputy": deputy})
    record(kind="seat.named", subject=f"seat:{agency}", by=by, now=now, roles=(Role.SECRETARY,), rows=[row])
    return row


@transaction.atomic
def plan(*, day: date, at: time, place: str, by: User, now: datetime) -> Sitting:
    """Set the day of a sitting. Cases that wait for one may be put on its agenda until it is called."""
    _require_secretary(by, now)
    made = _planned(day, at, place, now)
    record(kind="sitting.plan", subject=made.subject, by=by, now=now, roles=(Role.SECRETARY,), rows=[made])
    return made


@transaction.atomic
def place_on_agenda(*, item: AgendaItem, sitting: Sitting, by: User, now: datetime) -> AgendaItem:
    """Put a case that waits on the agenda of a planned sitting, or of another than the one it is on."""
    _require_secretary(by, now)
    sitting = locked(sitting)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.how or (row.sitting is not None and row.sitting.state != "planned"):
        raise NotPermitted.because("state", "the case is on the agenda of a sitting that was called")
    if sitting.state != "planned":
        raise NotPermitted.because("state", f"the sitting is {sitting.get_state_display()}: its agenda is closed")
    row.sitting = sitting
    row.save()
    data = {"case": row.case.reference}
    record(
        kind="sitting.place", subject=sitting.subject, by=by, now=now, roles=(Role.SECRETARY,), data=data, rows=[row]
    )
    return row


@transaction.atomic
def call(*, sitting: Sitting, by: User, now: datetime) -> Sitting:
    """Call the members. The agenda is closed, and from now on they read the dossiers of its cases."""
    sitting = locked(sitting)
    require("call", sitting, by=by, now=now)
    take("call", sitting, by=by, now=now, data={"cases": sitting.items.count()})
    tell_members(sitting, "sitting_called", now=now)
    return sitting


@transaction.atomic
def attend(*, sitting: Sitting, present: Mapping[str, str], by: User, now: datetime) -> Sitting:
    """Record who is there: for each agency `member`, `deputy` or `absent`. It replaces what was recorded before."""
    sitting = locked(sitting)
    require("attend", sitting, by=by, now=now)
    before = list(sitting.attendance.all())
    gone = [row_key(row) for row in before]
    sitting.attendance.all().delete()
    rows = [_attendance(sitting, agency, how) for agency, how in present.items() if how != ABSENT]
    take("attend", sitting, by=by, now=now, data={"agencies": [row.agency for row in rows]}, rows=rows, gone=gone)
    return sitting


@transaction.atomic
def open_sitting(*, sitting: Sitting, by: User, now: datetime) -> Sitting:
    """Open a sitting that has its quorum."""
    sitting = locked(sitting)
    require("open", sitting, by=by, now=now)
    take("open", sitting, by=by, now=now)
    return sitting


@transaction.atomic
def adjourn(*, sitting: Sitting, reason: str, to: date, by: User, now: datetime) -> Sitting:
    """Adjourn to another day: the cases without an outcome go on the agenda of the new sitting, which is returned."""
    sitting = locked(sitting)
    require("adjourn", sitting, by=by, now=now)
    if not reason.strip():
        raise Invalid({"reason": "say why it adjourns, such as that there is no quorum"})
    if to <= sitting.day:
        raise Invalid({"to": f"choose a day after {sitting.day:%d %B %Y}"})
    following = _planned(to, sitting.time, sitting.place, now)
    old, new = _moved(sitting, following, by, now)
    sitting.reason, sitting.adjourned_to = reason, following
    sitting.minutes = draw_up(sitting, by=by, now=now)
    take("adjourn", sitting, by=by, now=now, data={"to": to}, rows=[following, *old, *new, sitting.minutes])
    tell_members(sitting, "sitting_adjourned", now=now, to=following)
    return following


@transaction.atomic
def close(*, sitting: Sitting, by: User, now: datetime) -> Sitting:
    """Close a sitting when every case has its outcome; the minutes are drawn up."""
    sitting = locked(sitting)
    require("close", sitting, by=by, now=now)
    sitting.minutes = draw_up(sitting, by=by, now=now)
    take("close", sitting, by=by, now=now, rows=[sitting.minutes])
    tell_members(sitting, "sitting_closed", now=now)
    return sitting


@transaction.atomic
def call_off(*, sitting: Sitting, reason: str, by: User, now: datetime) -> Sitting:
    """Call a sitting off; its cases wait for another."""
    sitting = locked(sitting)
    require("call_off", sitting, by=by, now=now)
    if not reason.strip():
        raise Invalid({"reason": "say why it is called off"})
    old, new = _moved(sitting, None, by, now)
    sitting.reason = reason
    take("call_off", sitting, by=by, now=now, rows=[*old, *new])
    tell_members(sitting, "sitting_called_off", now=now)
    return sitting


def _planned(day: date, at: time, place: str, now: datetime) -> Sitting:
    if not place.strip():
        raise Invalid({"place": "say where it sits"})
    if day < local_day(now):
        raise Invalid({"day": "lies in the past"})
    if not policy().calendar.is_working(day):
        raise Invalid({"day": "is not a working day"})
    number = f"LC-{day.year}-{Serial.next(f'sitting:{day.year}'):03d}"
    return Sitting.objects.create(number=number, day=day, time=at, place=place)


def _moved(sitting: Sitting, to: Sitting | None, by: User, now: datetime) -> tuple[list[AgendaItem], list[AgendaItem]]:
    """Leave the cases without an outcome as moved, and put them on the other agenda, or among those that wait."""
    old = list(sitting.items.filter(how=""))
    new = []
    for item in old:
        item.how, item.concluded_at = AgendaItem.How.MOVED, now
        item.save()
        fresh = {"case": item.case, "why": item.why, "summary": item.summary, "laid_by": item.laid_by}
        new.append(AgendaItem.objects.create(sitting=to, laid_at=now, **fresh))
    return old, new


def _attendance(sitting: Sitting, agency: str, how: str) -> Attendance:
    seat = Seat.objects.select_related("member", "deputy").filter(agency=agency).first()
    if seat is None or how not in PRESENCE:
        raise Invalid({agency: "nobody sits for this agency" if seat is None else f"one of {', '.join(PRESENCE)}"})
    person = seat.member if how == MEMBER else seat.deputy
    if person is None:
        raise Invalid({agency: "this seat has no deputy"})
    return Attendance.objects.create(sitting=sitting, agency=agency, user=person, deputy=how == DEPUTY)


def _require_secretary(by: User, now: datetime) -> None:
    if not actor_for(by, now).in_any((Role.SECRETARY,)):
        raise NotPermitted.because("role", f"only the {Role.SECRETARY.label} keeps the committee's sittings")
