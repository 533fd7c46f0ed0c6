"""An invented office, small enough to plan by hand."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OFFICE: dict[str, Any] = {
    "horizon": {"start": "2027-03-01", "end": "2027-05-28"},
    "holidays": ["2027-04-02"],
    "currency": "EUR",
    "states": [{"id": "isle", "name": "Isle"}],
    "agencies": [{"id": "trade", "state": "isle", "name": "Trade", "travel_budget": "1000.00", "reserve": 0.5}],
    "officials": [
        {"id": "ana", "agency": "trade", "name": "Ana", "skills": ["licensing", "law"], "max_days_away": 8},
        {"id": "bo", "agency": "trade", "name": "Bo", "skills": ["licensing"], "leave": [["2027-03-08", "2027-03-12"]]},
    ],
    "capabilities": [{"id": "review", "state": "isle", "weight": 2, "gap": 20}],
    "hosts": [{"id": "league", "budget": "3000.00", "max_sessions": 1}],
    "offers": [],
    "rules": {
        "critical_skills": ["licensing"],
        "gain_steps": [[0.5, 10], [0.5, 5]],
        "shortfall": 12,
        "unfairness": 1,
        "ask_to_move": 6,
        "ask_to_fund": 4,
        "own_money": 0.001,
    },
}


def offer(name: str, start: str = "2027-03-16", end: str = "2027-03-17", **changes: Any) -> dict[str, Any]:
    """An offer of one session without travel, one place for licensing, paid by the host, gaining 4 units."""
    return {
        "id": name,
        "state": "isle",
        "title": name,
        "programme": "Exchange",
        "kind": "training",
        "host": "league",
        "lead_agency": "trade",
        "sessions": [{"id": "a", "start": start, "end": end}],
        "seats": [{"skill": "licensing", "count": 1}],
        "gain": {"review": 4},
        "funding": [{"payer": "host", "own_cost": "0", "host_cost": "500.00"}],
        **changes,
    }


@pytest.fixture
def office() -> dict[str, Any]:
    return copy.deepcopy(OFFICE)


@pytest.fixture
def make_offer() -> Callable[..., dict[str, Any]]:
    return offer


@pytest.fixture
def planning_tools(shared_data: Path) -> Path:
    """The folder of the independent checker, beside the checkout."""
    folder = shared_data.parent / "tools"
    if not (folder / "check_plan.py").is_file():
        pytest.skip("the checker of plans is absent: ../shared/tools")
    return folder


@pytest.fixture
def read() -> Callable[[dict[str, Any]], Any]:
    from exeat.domain.planning.scenario import Scenario

    return lambda raw: Scenario.read(json.dumps(raw).encode())
