"""The demo's invitations (`data/offers.toml`): events that took place, what is offered now, a message of this morning.

Dates of the file are weeks from this one, and days in them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from exeat.domain.planning.whatif import Change, Kind
from exeat.web.accounts.models import User
from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.cooperation.services.offers import FundingGiven, OfferGiven, SeatGiven, SessionGiven, confirm, enter
from exeat.web.cooperation.services.planning import ask_for_plan, ask_what_if, make_plan
from exeat.web.cooperation.services.planning import release as release_plan
from exeat.web.cooperation.services.reading import read_offers
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back, moment
from exeat.web.partners.services import prepare_windows, release_windows
from exeat.web.policy import local_day
from exeat.web.replies.services.drafting import draft_answers
from exeat.web.replies.services.releasing import release as release_reply
from exeat.web.returns.services import AchievedGiven, file_report
from exeat.web.studies.services import ask_for_studies

AHEAD = timedelta(weeks=26)
REPORTED = 4  # working days ago
_RELEASED = 3  # of the answers to what is offered now; the others wait for the head
_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Larkmoor//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:talks-4711@larkmoor.example
SEQUENCE:0
SUMMARY:{title}
DTSTART;VALUE=DATE:{first:%Y%m%d}
LOCATION:online
ORGANIZER;CN={host}:mailto:events@larkmoor.example
ATTENDEE;CN=Head of the Authority:mailto:head@authority.example
END:VEVENT
END:VCALENDAR
"""


def held_events(people: Mapping[str, User], now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """What was planned, answered and reported on before today, each with its moment."""
    rows = _data()["held"]
    planned = moment(day_back(now, rows[0]["planned"]), "10:00")
    reported = moment(day_back(now, REPORTED), "16:00")
    return [
        (planned, partial(_plan_held, people, rows, now, planned)),
        (reported, partial(_report_held, people, rows, now, reported)),
    ]


def enter_offers(people: Mapping[str, User], now: datetime) -> None:
    """Enter what is offered now, plan with it, release the plan, and draft the answers; a message comes last."""
    data = _data()
    for row in data["offer"]:
        enter(given=_given(row, now), by=people["officer"], now=now)
    _invited(data["invitation"], people, now)
    run = _planned(people, local_day(now) + AHEAD, now)
    for reply in draft_answers(run=run, by=people["officer"], now=now)[:_RELEASED]:
        release_reply(reply=reply, by=people["head"], now=now)
    _go_on_from(run, people["head"], now)
    _message(data["message"], people, now)


def _plan_held(people: Mapping[str, User], rows: list[dict[str, Any]], now: datetime, planned: datetime) -> None:
    given = [_given(row, now) for row in rows]
    for one in given:
        enter(given=one, by=people["officer"], now=planned)
    last = max(session.end for one in given for session in one.sessions)
    run = _planned(people, last + timedelta(days=7), planned)
    for reply in draft_answers(run=run, by=people["officer"], now=planned):
        release_reply(reply=reply, by=people["head"], now=planned)


def _report_held(people: Mapping[str, User], rows: list[dict[str, Any]], now: datetime, reported: datetime) -> None:
    for row in rows:
        if "report" not in row:
            continue
        told = row["report"]
        achieved = [AchievedGiven(*one) for one in told["achieved"]]
        offer = Offer.objects.get(title=row["title"])
        words = {"report": told["report"], "handover": told["handover"]}
        file_report(offer=offer, **words, achieved=achieved, by=people["officer"], now=reported)


def _planned(people: Mapping[str, User], last: date, now: datetime) -> PlanRun:
    """Plan with the offers up to a day; the head releases the plan."""
    run = make_plan(run=ask_for_plan(last=last, by=people["officer"], now=now), now=now)
    return release_plan(run=run, by=people["head"], now=now)


def _go_on_from(run: PlanRun, head: User, now: datetime) -> None:
    """What the head does with the plan: a what-if, made at once; every test, for the worker; windows for partners."""
    course = "Introduction to nuclear forensics"
    declined = Change(Kind.DECLINE, offer=Offer.objects.get(title=course).reference)
    make_plan(run=ask_what_if(base=run, changes=[declined], by=head, now=now), now=now)
    ask_for_studies(run=run, by=head, now=now)
    windows = prepare_windows(last=local_day(now) + AHEAD, by=head, now=now)
    release_windows(publication=windows, by=head, now=now)


def _invited(row: dict[str, Any], people: Mapping[str, User], now: datetime) -> None:
    given = _given(row, now)
    content = _CALENDAR.format(title=given.title, host=given.host, first=given.sessions[0].start)
    (offer,) = read_offers(content=content.encode(), name="talks.ics", by=people["officer"], now=now)
    confirm(offer=offer, given=given, by=people["officer"], now=now)


def _message(row: Mapping[str, Any], people: Mapping[str, User], now: datetime) -> None:
    first = _day(now, *row["first"])
    dates = {
        "sent": f"{now:%d%H%M}Z {now:%b %y}".upper(),
        "first": f"{first:%-d %B %Y}",
        "last": f"{first + timedelta(days=2):%-d %B %Y}",
        "reply": f"{first - timedelta(days=28):%-d %B %Y}",
    }
    read_offers(content=row["text"].format(**dates).encode(), name="message", by=people["officer"], now=now)


def _given(row: Mapping[str, Any], now: datetime) -> OfferGiven:
    funding = [
        FundingGiven(one["payer"], Decimal(one.get("own", "0")), Decimal(one.get("host", "0")), one.get("ask", False))
        for one in row["funding"]
    ]
    weeks = {"reply_by": "reply_weeks", "nomination_by": "nomination_weeks", "visa_by": "visa_weeks",
             "travel_by": "travel_weeks"}  # fmt: skip
    return OfferGiven(
        **{name: row[name] for name in ("title", "host", "programme", "kind", "lead_agency", "must") if name in row},
        **{name: Decimal(row.get(name, 0)) for name in ("preparation_days", "follow_up_days")},
        **{name: local_day(now) + timedelta(weeks=row[key]) for name, key in weeks.items() if key in row},
        sessions=[_session(session, now) for session in row["session"]],
        seats=[SeatGiven(**seat) for seat in row["seat"]],
        funding=funding,
        gains=list(row["gain"].items()),
    )


def _session(row: Mapping[str, Any], now: datetime) -> SessionGiven:
    first = _day(now, *row["first"])
    rest = {name: value for name, value in row.items() if name not in ("first", "days")}
    return SessionGiven(first, first + timedelta(days=row["days"] - 1), **rest)


def _day(now: datetime, week: int, weekday: int) -> date:
    """The weekday (Monday is 1) of the week that is `week` weeks from this one."""
    today = local_day(now)
    return today + timedelta(weeks=week, days=weekday - today.isoweekday())


def _data() -> dict[str, Any]:
    return tomllib.loads((DATA / "offers.toml").read_text())
