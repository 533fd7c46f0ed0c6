"""The clock of the scenarios, and the office that plays them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from scenario_play import VERBS, Play


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], datetime]:
    """Sets the moment that everything takes for now, in the state's own time where it gives no zone."""
    from exeat.web.policy import zone

    def set_clock(moment: datetime) -> datetime:
        fixed = moment if moment.tzinfo else moment.replace(tzinfo=zone())
        monkeypatch.setattr("django.utils.timezone.now", lambda: fixed)
        return fixed

    return set_clock


@pytest.fixture
def play(client: Any, story: Any, clock: Callable[[datetime], datetime]) -> Play:
    """The office of the other tests, before anything happened."""
    exporter = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}
    return Play(
        client, story.people, {**story.application, "exporter": exporter}, clock, datetime(2026, 3, 2, 9), VERBS
    )
