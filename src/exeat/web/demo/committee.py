"""What the committee of the demo does: its seats, and the steps of its sittings as stories tell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from exeat.web.accounts.models import User
from exeat.web.committee.models import AgendaItem, Sitting
from exeat.web.committee.services import agenda, sittings
from exeat.web.demo.turns import Turn
from exeat.web.policy import local_day, policy

SEATS = {
    "mfa": ("second", None),
    "customs": ("customs", "quay"),
    "nra": ("nra", None),
    "aec": ("aec", None),
    "authority": ("authority", None),
}
"""Who sits for each agency, and who sits there instead, by the stories' names for them."""
PLACE = "Harbour Square 1, hall 2"


def name_seats(people: Mapping[str, User], now: datetime) -> None:
    """Fill every seat."""
    for agency, (member, deputy) in SEATS.items():
        instead = people[deputy] if deputy else None
        sittings.name_seat(agency=agency, member=people[member], deputy=instead, by=people["secretary"], now=now)


def lay_before(turn: Turn, summary: str) -> None:
    agenda.lay_before(case=turn.case, summary=summary, by=turn.by, now=turn.now)


def call_sitting(turn: Turn, in_days: int) -> None:
    """Plan a sitting so many working days from now, with the case on its agenda, and call it."""
    day = policy().calendar.add(local_day(turn.now), in_days)
    sitting = sittings.plan(day=day, at=time(10), place=PLACE, by=turn.by, now=turn.now)
    sittings.place_on_agenda(item=_item(turn), sitting=sitting, by=turn.by, now=turn.now)
    sittings.call(sitting=sitting, by=turn.by, now=turn.now)


def attend(turn: Turn, members: Sequence[str], deputies: Sequence[str] = ()) -> None:
    present = dict.fromkeys(members, sittings.MEMBER) | dict.fromkeys(deputies, sittings.DEPUTY)
    sittings.attend(sitting=_sitting(turn), present=present, by=turn.by, now=turn.now)


def adjourn(turn: Turn, why: str, in_days: int) -> None:
    """Adjourn, and call the sitting to which the case goes."""
    to = policy().calendar.add(local_day(turn.now), in_days)
    following = sittings.adjourn(sitting=_sitting(turn), reason=why, to=to, by=turn.by, now=turn.now)
    sittings.call(sitting=following, by=turn.by, now=turn.now)


def hear(turn: Turn, views: Sequence[Sequence[str]], minute: str) -> None:
    """Open the sitting, hear the members (agency, view, reasons), conclude and close."""
    sitting = _sitting(turn)
    sittings.open_sitting(sitting=sitting, by=turn.by, now=turn.now)
    for agency, voice, text in views:
        agenda.speak(item=_item(turn), agency=agency, voice=voice, text=text, by=turn.by, now=turn.now)
    agenda.conclude(item=_item(turn), minute=minute, by=turn.by, now=turn.now)
    sittings.close(sitting=sitting, by=turn.by, now=turn.now)


def _item(turn: Turn) -> AgendaItem:
    return turn.case.agenda_items.latest("pk")


def _sitting(turn: Turn) -> Sitting:
    return _item(turn).sitting


STEPS: Mapping[str, Callable[..., Any]] = {
    "lay_before": lay_before,
    "call_sitting": call_sitting,
    "attend": attend,
    "adjourn": adjourn,
    "hear": hear,
}
"""What a story may say of the committee."""
