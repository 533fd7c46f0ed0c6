import json
import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from exeat.cli.plan import _stop_on_interrupt, plan_offers


@pytest.fixture
def scenario() -> dict:
    session = {"id": "a", "start": "2027-03-16", "end": "2027-03-17"}
    offer = {
        "id": "x",
        "state": "isle",
        "kind": "visit",
        "host": "league",
        "lead_agency": "trade",
        "sessions": [session],
        "seats": [{"skill": "law", "count": 1}],
        "gain": {"review": 4},
        "funding": [{"payer": "host", "own_cost": "0", "host_cost": "500.00"}],
    }
    return {
        "horizon": {"start": "2027-03-01", "end": "2027-05-28"},
        "states": [{"id": "isle"}],
        "agencies": [{"id": "trade", "state": "isle", "reserve": 0.5}],
        "officials": [{"id": "ana", "agency": "trade", "skills": ["law"]}],
        "capabilities": [{"id": "review", "state": "isle", "weight": 2, "gap": 20}],
        "hosts": [{"id": "league"}],
        "offers": [offer],
        "rules": {"critical_skills": [], "gain_steps": [[1, 10]], "shortfall": 12, "unfairness": 1,
                  "ask_to_move": 6, "ask_to_fund": 4, "own_money": 0.001},
    }  # fmt: skip


def run(folder: Path, scenario: dict, *options: str):
    path = folder / "scenario.json"
    path.write_text(json.dumps(scenario))
    return CliRunner().invoke(plan_offers, [str(path), *options])


def test_the_plan_is_told_offer_by_offer(tmp_path, scenario):
    result = run(tmp_path, scenario)
    assert result.exit_code == 0
    assert "accept  x, session a: ana" in result.output
    assert "1 of 1 offers accepted, value 78.00, at most 78.00; optimal" in result.output


def test_the_file_and_the_printed_json_are_the_same_plan(tmp_path, scenario):
    result = run(tmp_path, scenario, "--json", "--output", str(tmp_path / "plan.json"))
    printed = json.loads(result.stdout)
    assert printed == json.loads((tmp_path / "plan.json").read_text())
    assert printed["status"] == "optimal"
    assert printed["decisions"][0]["attendees"] == [{"official": "ana", "seat": 0}]


@pytest.mark.parametrize("place", ["none/plan.json", "."])
def test_a_plan_that_cannot_be_written_is_not_searched_for(tmp_path, scenario, place, monkeypatch):
    monkeypatch.setattr("exeat.cli.plan.plan", lambda *_, **__: pytest.fail("searched"))
    result = run(tmp_path, scenario, "--output", str(tmp_path / place))
    assert (result.exit_code, str(tmp_path / place).rstrip("/.") in result.stderr) == (1, True)
    assert [one.name for one in tmp_path.iterdir()] == ["scenario.json"]


def test_seconds_are_a_number(tmp_path, scenario):
    result = run(tmp_path, scenario, "--time-limit", "nan")
    assert (result.exit_code, "'--time-limit': expected a number, found nan" in result.stderr) == (2, True)


def test_a_conflict_is_named_and_fails(tmp_path, scenario):
    scenario["offers"][0]["must"] = True
    scenario["officials"][0]["leave"] = [["2027-03-15", "2027-03-19"]]
    result = run(tmp_path, scenario, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["conflict"]["offers"] == ["x"]
    assert "there is no plan: x cannot be accepted: rule 1: no session of x finds enough" in result.stderr


def test_a_wrong_field_is_named_with_its_file(tmp_path, scenario):
    scenario["offers"][0]["host"] = "club"
    result = run(tmp_path, scenario)
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path}/scenario.json: offers[0].host: there is no host 'club'\n"


def test_an_absent_file_is_named(tmp_path):
    result = CliRunner().invoke(plan_offers, [str(tmp_path / "none.json")])
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path}/none.json: No such file or directory\n"


@pytest.fixture
def interruptible():
    """Ctrl-C as a terminal sends it, also where the tests run in the background and it would be ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("first", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_the_search_to_end_and_the_next_ends_the_program(first):
    with _stop_on_interrupt() as stopped:
        assert not stopped()
        os.kill(os.getpid(), first)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_several_processes_make_the_plan_that_one_makes(tmp_path, scenario):
    one = run(tmp_path, scenario, "--work-limit", "50", "--json")
    two = run(tmp_path, scenario, "--work-limit", "50", "--json", "--workers", "2")
    assert {**json.loads(one.stdout), "seconds": 0} == {**json.loads(two.stdout), "seconds": 0}


@pytest.fixture
def for_two(scenario):
    """Two offers in one week for one official, of whom the one that builds more is accepted."""
    other = scenario["offers"][0] | {"id": "y", "gain": {"review": 2}}
    scenario["offers"].append(other)
    return scenario


def test_what_moves_by_a_change_is_told_in_a_table(tmp_path, for_two):
    result = run(tmp_path, for_two, "--what-if", "decline offer=x")
    assert result.exit_code == 0
    lines = [line.split() for line in result.output.splitlines()]
    assert ["x", "declined", "session", "a,", "ana;", "host", "pays", "declined"] in lines
    assert ["y", "accepted", "declined", "session", "a,", "ana;", "host", "pays"] in lines
    assert ["value", "78.00", "38.00", "-40.00"] in lines
    assert "after: 1 of 2 offers accepted; optimal" in result.output


def test_changes_count_together(tmp_path, for_two):
    result = run(tmp_path, for_two, "--what-if", "decline offer=x", "--what-if", "stay official=ana")
    assert "after: 0 of 2 offers accepted" in result.output


def test_what_moves_nothing_is_said_to(tmp_path, for_two):
    assert run(tmp_path, for_two, "--what-if", "decline offer=y").output.startswith("No answer moves.\n")


def test_a_what_if_as_json_holds_both_plans_and_the_scenario_that_was_made(tmp_path, for_two):
    result = run(tmp_path, for_two, "--what-if", "budget agency=trade amount=9.00", "--what-if", "decline offer=x",
                 "--json", "--output", str(tmp_path / "what-if.json"))  # fmt: skip
    printed = json.loads(result.stdout)
    assert printed == json.loads((tmp_path / "what-if.json").read_text())
    assert printed["changes"][1] == {"kind": "decline", "offer": "x"}
    going = [{"official": "ana", "seat": 0}]
    yes = {"session": "a", "funding": 0, "attendees": going}
    assert printed["moves"] == [
        {"offer": "x", "what": "declined", "before": yes, "after": None},
        {"offer": "y", "what": "accepted", "before": None, "after": yes},
    ]
    assert (printed["figures"]["before"]["value"], printed["figures"]["after"]["value"]) == (78.0, 38.0)
    assert printed["figures"]["after"]["own_cost"] == "0"
    (tmp_path / "again").mkdir()
    again = run(tmp_path / "again", printed["scenario"], "--json")
    assert json.loads(again.stdout)["value"] == printed["after"]["value"] == 38.0


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ("decline offer=z", 1, "scenario.json: changes[0].offer: there is no offer 'z'\n"),
        ("away official=ana first=2027-03-15 last=soon", 1, "changes[0].last: expected a date such as 2027-03-08"),
        ("budget agency=trade", 1, "changes[0].amount: is missing; budget needs agency and amount"),
        ("fire official=ana", 2, "--what-if 'fire official=ana': kind: expected one of accept, decline"),
        ("stay who=ana", 2, "who: a change has no such field; it has"),
        ("stay 'ana", 2, "No closing quotation"),
        ("", 2, "kind: expected one of"),
    ],
)
def test_a_change_that_cannot_be_made_is_named(tmp_path, for_two, change, status, said):
    result = run(tmp_path, for_two, "--what-if", change)
    assert result.exit_code == status
    assert said in result.stderr


def test_a_change_that_leaves_no_plan_names_the_conflict(tmp_path, for_two):
    result = run(tmp_path, for_two, "--json", "--what-if", "accept offer=x", "--what-if", "accept offer=y")
    assert result.exit_code == 1
    assert "there is no plan with this: " in result.stderr
    printed = json.loads(result.stdout)
    assert printed["after"]["status"] == "infeasible"
    assert "moves" not in printed
