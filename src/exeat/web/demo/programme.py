"""The demo's authority as a programme office (`data/programme.toml`): two neighbours' windows, and offers to them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from exeat.domain.licences import create_key, sign
from exeat.domain.planning.windows import VERSION
from exeat.web.accounts.models import User
from exeat.web.demo.paper import DATA
from exeat.web.policy import local_day, policy
from exeat.web.programme.services import ask_for_invitations, bring_windows, make_invitations, take_key

WEEKS = 26
_TRAVEL = {"travel_days": 1, "rest_days": 1}


def plan_for_neighbours(people: Mapping[str, User], now: datetime) -> None:
    """The head takes the neighbours' keys, the officer brings in their windows and has our offers planned."""
    data = tomllib.loads((DATA / "programme.toml").read_text())
    monday = local_day(now) + timedelta(days=8 - local_day(now).isoweekday())
    for row in data["state"]:
        with TemporaryDirectory() as folder:
            key = create_key(Path(folder) / "key")
        take_key(state=row["code"], jwk=key.public, by=people["head"], now=now)
        signed = sign(_statement(row, monday, now), key)
        bring_windows(text=signed, source=row["code"], by=people["officer"], now=now)
    offers = {
        "partner": data["programme"],
        "currency": policy().state.currency,
        "offers": [_offer(row, monday) for row in data["offer"]],
    }
    plan = ask_for_invitations(offers=offers, by=people["officer"], now=now)
    make_invitations(plan=plan, now=now)


def _statement(row: Mapping[str, Any], monday: date, now: datetime) -> dict[str, Any]:
    """What a neighbour publishes, by our own scale of what gains are worth."""
    costs = policy().cooperation.costs
    steps = [[float(share), float(slope)] for share, slope in policy().cooperation.gain_steps]
    return {
        "v": VERSION,
        "issued": (now - timedelta(days=2)).isoformat(timespec="seconds"),
        "state": {"id": row["code"], "name": row["name"], "weekend": [6, 7], "holidays": []},
        "start": monday.isoformat(),
        "end": (monday + timedelta(weeks=WEEKS, days=-1)).isoformat(),
        "currency": policy().state.currency,
        "capabilities": row["capability"],
        "sections": [_section(section, monday) for section in row["section"]],
        "rules": {"gain_steps": steps, "shortfall": float(costs["shortfall"]), "late_case": float(costs["late_case"])},
    }


def _section(row: Mapping[str, Any], monday: date) -> dict[str, Any]:
    told = {name: row[name] for name in ("id", "name", "desk_days", "taken_days", "on_request")}
    return told | {"pays_travel": True, "weeks": list(_weeks(row, monday))}


def _weeks(row: Mapping[str, Any], monday: date) -> Iterator[dict[str, Any]]:
    free: Sequence[float] = row["free"]
    for number in range(WEEKS):
        year, week, _ = (monday + timedelta(weeks=number)).isocalendar()
        days = free[number % len(free)]
        late = row["late"][number % len(free)]
        skills = {skill: min(count, int(days)) for skill, count in row["skills"].items()}
        yield {"week": f"{year}-W{week:02}", "free_days": days, "skills": skills, "late_cases_a_day": late}


def _offer(row: Mapping[str, Any], monday: date) -> dict[str, Any]:
    sessions = [_session(one, monday) for one in row["session"]]
    return {name: value for name, value in row.items() if name != "session"} | {"sessions": sessions}


def _session(one: Mapping[str, Any], monday: date) -> dict[str, Any]:
    week, weekday = one["at"]
    first = monday + timedelta(weeks=week, days=weekday - 1)
    last = first + timedelta(days=one["days"] - 1)
    return {"id": one["id"], "start": first.isoformat(), "end": last.isoformat(), **_TRAVEL}
