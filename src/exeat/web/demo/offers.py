"""The demo's invitations: those that were confirmed (`data/offers.toml`), a plan, and a message of this morning."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from exeat.domain.planning.whatif import Change, Kind
from exeat.web.accounts.models import User
from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, enter
from exeat.web.cooperation.services.planning import ask_for_plan, ask_what_if, make_plan
from exeat.web.cooperation.services.reading import read_offers
from exeat.web.demo.paper import DATA
from exeat.web.partners.services import prepare_windows, release_windows
from exeat.web.policy import local_day
from exeat.web.studies.services import ask_for_studies

AHEAD = timedelta(weeks=26)


def enter_offers(people: Mapping[str, User], now: datetime) -> None:
    """Enter every offer, and make a plan with them; dates of the file are weeks from this one, and days in them."""
    data = tomllib.loads((DATA / "offers.toml").read_text())
    for row in data["offer"]:
        enter(given=_given(row, now), by=people["officer"], now=now)
    run = make_plan(run=ask_for_plan(last=local_day(now) + AHEAD, by=people["officer"], now=now), now=now)
    _go_on_from(run, people["head"], now)
    first = _day(now, *data["message"]["first"])
    dates = {
        "sent": f"{now:%d%H%M}Z {now:%b %y}".upper(),
        "first": f"{first:%-d %B %Y}",
        "last": f"{first + timedelta(days=2):%-d %B %Y}",
        "reply": f"{first - timedelta(days=28):%-d %B %Y}",
    }
    text = data["message"]["text"].format(**dates)
    read_offers(content=text.encode(), name="message", by=people["officer"], now=now)


def _go_on_from(run: PlanRun, head: User, now: datetime) -> None:
    """What the head does with the plan: a what-if, made at once; every test, for the worker; windows for partners."""
    course = "Introduction to nuclear forensics"
    declined = Change(Kind.DECLINE, offer=Offer.objects.get(title=course).reference)
    make_plan(run=ask_what_if(base=run, changes=[declined], by=head, now=now), now=now)
    ask_for_studies(run=run, by=head, now=now)
    windows = prepare_windows(last=local_day(now) + AHEAD, by=head, now=now)
    release_windows(publication=windows, by=head, now=now)


def _given(row: dict[str, Any], now: datetime) -> OfferGiven:
    sessions = [_session(session, now) for session in row.pop("session")]
    seats = [SeatGiven(**seat) for seat in row.pop("seat")]
    funding = [
        FundingGiven(option.pop("payer"), Decimal(option.pop("own", "0")), Decimal(option.pop("host", "0")), **option)
        for option in row.pop("funding")
    ]
    gains, reply = list(row.pop("gain").items()), row.pop("reply_weeks")
    reply_by = local_day(now) + timedelta(weeks=reply)
    days = {name: Decimal(row.pop(name, 0)) for name in ("preparation_days", "follow_up_days")}
    return OfferGiven(**row, **days, sessions=sessions, seats=seats, funding=funding, gains=gains, reply_by=reply_by)


def _session(row: dict[str, Any], now: datetime) -> SessionGiven:
    first, days = _day(now, *row.pop("first")), row.pop("days")
    return SessionGiven(first, first + timedelta(days=days - 1), **row)


def _day(now: datetime, week: int, weekday: int) -> date:
    """The weekday (Monday is 1) of the week that is `week` weeks from this one."""
    today = local_day(now)
    return today + timedelta(weeks=week, days=weekday - today.isoweekday())
