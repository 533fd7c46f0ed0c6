"""Denials that neighbours of the model state notified: one stands against an open application."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from exeat.web.accounts.models import User
from exeat.web.demo.paper import DATA
from exeat.web.demo.stories import day_back, moment
from exeat.web.denials.services.registering import DenialGiven, enter
from exeat.web.policy import local_day


def denials(by: User, now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """Those of `data/denials.toml`, each with the moment when it was entered."""
    return [_denial(told, by, now) for told in tomllib.loads((DATA / "denials.toml").read_text())["denial"]]


def _denial(told: dict[str, Any], by: User, now: datetime) -> tuple[datetime, Callable[[], object]]:
    at = moment(day_back(now, told.pop("days_back")), told.pop("at"))
    denied_on = local_day(at) - timedelta(days=told.pop("denied"))
    given = DenialGiven(**told, denied_on=denied_on)
    return at, partial(enter, given=given, by=by, now=at)
