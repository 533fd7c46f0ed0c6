"""`exeat plan --cluster`: the states of a large scenario are searched by the workers of a Dask cluster."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exeat.cli.plan import plan_offers

STATES, OFFERS_EACH = 41, 10  # more than 400 offers: states are searched apart


def offer(state: str, number: int) -> dict:
    week = number + 1
    return {
        "id": f"{state}-{number}",
        "state": state,
        "kind": "visit",
        "host": "league",
        "lead_agency": state,
        "sessions": [{"id": "a", "start": f"2027-03-{3 * week - 2:02}", "end": f"2027-03-{3 * week - 1:02}"}],
        "seats": [{"skill": "law", "count": 1}],
        "gain": {f"{state}/review": 1 + number % 4},
        "funding": [{"payer": "host", "own_cost": "0", "host_cost": f"{100 + 50 * (number % 3)}.00"}],
    }


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Many small states, and one host whose money is enough for some of what they want."""
    names = [f"s{number:02}" for number in range(STATES)]
    rows = {
        "horizon": {"start": "2027-03-01", "end": "2027-03-31"},
        "states": [{"id": name} for name in names],
        "agencies": [{"id": name, "state": name, "reserve": 0.4} for name in names],
        "officials": [{"id": f"{name}-o", "agency": name, "skills": ["law"], "max_days_away": 8} for name in names],
        "capabilities": [{"id": f"{name}/review", "state": name, "weight": 2, "gap": 20} for name in names],
        "hosts": [{"id": "league", "budget": "9000.00"}],
        "offers": [offer(name, number) for name in names for number in range(OFFERS_EACH)],
        "rules": {"critical_skills": [], "gain_steps": [[0.3, 10], [0.7, 4]], "shortfall": 12, "unfairness": 1,
                  "ask_to_move": 6, "ask_to_fund": 4, "own_money": 0.001},
    }  # fmt: skip
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(rows))
    return path


def run(scenario: Path, *options: str) -> Result:
    return CliRunner().invoke(plan_offers, [str(scenario), "--work-limit", "60", "--json", *options])


def test_a_cluster_makes_the_plan_that_one_process_makes(cluster: str, scenario: Path) -> None:
    here, there = (run(scenario, *where) for where in ([], ["--cluster", cluster]))
    assert (here.exit_code, there.exit_code) == (0, 0), there.output
    alone, together = (json.loads(result.stdout) for result in (here, there))
    assert alone["work"] == 60
    assert any(one["decision"] == "accept" for one in alone["decisions"])
    assert {**alone, "seconds": 0} == {**together, "seconds": 0}


def test_a_what_if_is_planned_on_the_cluster_too(cluster: str, scenario: Path) -> None:
    change = ["--what-if", "decline offer=s00-3"]
    here, there = (json.loads(run(scenario, *change, *where).stdout) for where in ([], ["--cluster", cluster]))
    assert here["moves"] == there["moves"]
    assert here["figures"] == there["figures"]


def test_a_cluster_that_does_not_answer_is_named(scenario: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exeat.adapters.dask_workers._PATIENCE", 0.2)
    result = run(scenario, "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert result.stderr.startswith("no Dask scheduler answers at tcp://127.0.0.1:9")
