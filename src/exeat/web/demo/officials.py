"""The demo's officials with their leave and files (`data/officials.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta

from exeat.web.accounts.models import User
from exeat.web.demo.paper import DATA
from exeat.web.people.models import Official
from exeat.web.people.services import OfficialGiven, add_official, assign_duty, record_leave
from exeat.web.policy import local_day


def enter_officials(people: Mapping[str, User], now: datetime, at: datetime) -> dict[str, Official]:
    """Enter everybody at a moment, by the key of their account; those without one are in the register alone."""
    data = tomllib.loads((DATA / "officials.toml").read_text())
    officials: dict[str, Official] = {}
    for row in data["official"]:
        leave, account = row.pop("leave", []), row.pop("account", "")
        user = people.get(account)
        given = OfficialGiven(**{"name": user.name if user else "", "user": user} | row)
        official = add_official(given=given, by=people["head"], now=at)
        for first, last in leave:
            dates = {"first": local_day(now) + timedelta(days=first), "last": local_day(now) + timedelta(days=last)}
            record_leave(official=official, **dates, by=people["head"], now=at)
        officials[account or official.name] = official
    for row in data["duty"]:
        deputy = officials[row["deputy"]] if "deputy" in row else None
        assign_duty(title=row["title"], holder=officials[row["holder"]], deputy=deputy, by=people["head"], now=at)
    return officials
