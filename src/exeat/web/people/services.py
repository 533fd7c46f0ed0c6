"""Who there is, when they are away, and what lies with whom: every change, and its event in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from exeat.domain.review import Role
from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.audit.chain import row_key
from exeat.web.audit.record import record
from exeat.web.errors import Invalid, NotPermitted
from exeat.web.people.models import Duty, Leave, Official
from exeat.web.policy import local_day, policy

PLANNERS = (Role.HEAD, Role.OFFICER)
"""Who keeps the registers of people and capabilities, and plans with them."""
FARTHEST = timedelta(days=3 * 366)
"""How far from today leave is recorded: a date farther off is a slip of the hand."""


@dataclass(frozen=True)
class OfficialGiven:
    """What is said of an official; tags are put into one form."""

    name: str
    agency: str
    skills: Sequence[str]
    languages: Sequence[str] = ()
    rank: str = ""
    max_days_away: int | None = None
    user: User | None = None
    active: bool = True


def as_tag(word: str) -> str:
    """A skill, language or rank as a tag: small letters, words joined by hyphens."""
    return "-".join(word.lower().split())


def as_tags(words: Iterable[str]) -> list[str]:
    """Words as tags, each once, in order."""
    return sorted({as_tag(word) for word in words if word.strip()})


def require_planner(by: User, now: datetime) -> None:
    """Raise NotPermitted unless the person is an officer or the head, or stands in for one today."""
    if not actor_for(by, now).in_any(PLANNERS):
        raise NotPermitted.because("role", "only an officer or the head of the authority may do this")


def known_agency(agency: str) -> None:
    """Raise Invalid for an agency that the policy does not have."""
    if agency not in policy().agencies:
        raise Invalid({"agency": f"The policy has no agency {agency}."})


@transaction.atomic
def add_official(*, given: OfficialGiven, by: User, now: datetime) -> Official:
    """Add somebody who could go, or be missed."""
    require_planner(by, now)
    return _written("official.add", Official(), given, by, now)


@transaction.atomic
def change_official(*, official: Official, given: OfficialGiven, by: User, now: datetime) -> Official:
    """Correct what is said of an official. Whoever holds a duty cannot leave the service before it is handed over."""
    require_planner(by, now)
    official = Official.objects.select_for_update().get(pk=official.pk)
    if not given.active and (held := official.duties.first()):
        raise Invalid({"active": f"Hand over “{held}” first."})
    return _written("official.change", official, given, by, now)


@transaction.atomic
def record_leave(*, official: Official, first: date, last: date, by: User, now: datetime) -> Leave:
    """Note dates, both included, on which an official is not there. Planners may, and the official."""
    _planner_or_self(official, by, now)
    Official.objects.select_for_update().get(pk=official.pk)  # two requests do not record the same dates
    if last < first:
        raise Invalid({"last": "The last day is before the first."})
    for name, day in (("first", first), ("last", last)):
        if abs(day - local_day(now)) > FARTHEST:
            raise Invalid({name: f"{day} is more than three years away."})
    if other := official.leave.filter(first__lte=last, last__gte=first).first():
        raise Invalid({"first": f"{official} is on leave from {other.first} to {other.last} already."})
    leave = Leave.objects.create(official=official, first=first, last=last)
    _told("leave.record", official, by, now, rows=[leave])
    return leave


@transaction.atomic
def cancel_leave(*, leave: Leave, by: User, now: datetime) -> None:
    """Take back dates that were noted."""
    _planner_or_self(leave.official, by, now)
    leave = Leave.objects.select_for_update().get(pk=leave.pk)
    gone = row_key(leave)
    leave.delete()
    _told("leave.cancel", leave.official, by, now, data={"first": leave.first, "last": leave.last}, gone=[gone])


@transaction.atomic
def assign_duty(*, title: str, holder: Official, deputy: Official | None, by: User, now: datetime) -> Duty:
    """Put a file or a standing task into somebody's hands."""
    require_planner(by, now)
    _check_duty(title, holder, deputy)
    duty = Duty.objects.create(title=title.strip(), holder=holder, deputy=deputy)
    _told("duty.assign", holder, by, now, rows=[duty])
    return duty


@transaction.atomic
def hand_over(*, duty: Duty, holder: Official, deputy: Official | None, by: User, now: datetime) -> Duty:
    """Give a duty another holder or deputy."""
    require_planner(by, now)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    _check_duty(duty.title, holder, deputy)
    duty.holder, duty.deputy = holder, deputy
    duty.save(update_fields=["holder", "deputy"])
    _told("duty.hand_over", holder, by, now, rows=[duty])
    return duty


@transaction.atomic
def end_duty(*, duty: Duty, by: User, now: datetime) -> None:
    """End a duty: nobody holds it any more."""
    require_planner(by, now)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    gone, title = row_key(duty), duty.title
    duty.delete()
    _told("duty.end", duty.holder, by, now, data={"title": title}, gone=[gone])


def _written(kind: str, official: Official, given: OfficialGiven, by: User, now: datetime) -> Official:
    known_agency(given.agency)
    errors = {}
    if not given.name.strip():
        errors["name"] = "A name is needed."
    if not (skills := as_tags(given.skills)):
        errors["skills"] = "At least one skill is needed: seats are given by skill."
    if given.user and Official.objects.filter(user=given.user).exclude(pk=official.pk).exists():
        errors["user"] = f"{given.user} is an official already."
    if errors:
        raise Invalid(errors)
    official.name, official.agency, official.user = given.name.strip(), given.agency, given.user
    official.skills, official.languages, official.rank = skills, as_tags(given.languages), as_tag(given.rank)
    official.max_days_away, official.active = given.max_days_away, given.active
    official.save()
    _told(kind, official, by, now, rows=[official])
    return official


def _check_duty(title: str, holder: Official, deputy: Official | None) -> None:
    if not title.strip():
        raise Invalid({"title": "Say what it is."})
    if deputy is not None and deputy.pk == holder.pk:
        raise Invalid({"deputy": "Nobody stands in for themselves."})


def _planner_or_self(official: Official, by: User, now: datetime) -> None:
    if official.user_id != by.pk or not by.is_active:
        require_planner(by, now)


def _told(kind: str, official: Official, by: User, now: datetime, **said: Any) -> None:
    record(kind=kind, subject=official.subject, by=by, now=now, roles=PLANNERS, **said)
