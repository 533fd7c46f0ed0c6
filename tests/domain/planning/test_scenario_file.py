"""A scenario that is wrong is refused, and the message names the field."""

import hashlib
import json
from pathlib import Path

import pytest

from exeat.domain.planning import Scenario, ScenarioError


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("agencies.0.travel_budget", "-1.00", "agencies[0].travel_budget: must not be negative, found -1.00"),
        ("agencies.0.travel_budget", 1000, "agencies[0].travel_budget: expected an amount as a decimal text"),
        ("agencies.0.reserve", 1.5, "agencies[0].reserve: must not be over 1, found 1.5"),
        ("agencies.0.state", "atoll", "agencies[0].state: there is no state 'atoll'"),
        ("officials.1.agency", "navy", "officials[1].agency: there is no agency 'navy'"),
        ("officials.1.id", "ana", "officials[1].id: 'ana' is there twice"),
        ("officials.1.id", "\ud800", "officials[1].id: holds half of a UTF-16 pair"),
        ("officials.1.leave", [["2027-03-12", "2027-03-08"]], "officials[1].leave[0][1]: 2027-03-08 is before"),
        ("officials.0.max_days_away", 2.5, "officials[0].max_days_away: expected a whole number from 0, found 2.5"),
        ("horizon.end", "2027-02-30", 'horizon.end: expected a date such as 2027-03-08, found "2027-02-30"'),
        ("horizon.end", "2027-02-28", "horizon.end: 2027-02-28 is before 2027-03-01"),
        ("hosts.0.budget", "12,00", 'hosts[0].budget: expected an amount as a decimal text such as "4200.00"'),
        ("states.0.weekend", [6, 8], "states[0].weekend[1]: must not be over 7, found 8"),
        ("offers.0.host", "club", "offers[0].host: there is no host 'club'"),
        ("offers.0.gain", {"revue": 4}, "offers[0].gain: there is no capability 'revue'"),
        ("offers.0.sessions.0.end", "2027-03-15", "offers[0].sessions[0].end: 2027-03-15 is before 2027-03-16"),
        ("offers.0.seats.0.count", 0, "offers[0].seats[0].count: expected a whole number from 1, found 0"),
        ("offers.0.seats.0.count", True, "offers[0].seats[0].count: expected a number, found true"),
        ("offers.0.funding.0.host_cost", None, "offers[0].funding[0].host_cost: is missing"),
        ("offers.0.funding.0.payer", "nobody", "offers[0].funding[0].payer: 'nobody' is none of host, own, shared"),
        ("offers.0.requires", ["z"], "offers[0].requires[0]: there is no offer 'z'"),
        ("offers.0.requires", ["y"], "offers[0].requires: circular: x requires y requires x"),
        ("offers.0.excludes", ["x"], "offers[0].excludes[0]: an offer cannot name itself"),
        ("desk_prices", [{"week": "2027-W54", "agency": "trade", "price": 1}], "desk_prices[0].week: expected an ISO"),
        ("desk_prices", [{"week": "2027-W12", "price": 1}], "desk_prices[0]: expected either an agency or an official"),
        ("rules.gain_steps", [[0.5, 5], [0.5, 10]], "rules.gain_steps: a later step must not count more"),
        ("rules.shortfall", "12", 'rules.shortfall: expected a number, found "12"'),
        ("rules.unfairness", float("inf"), "rules.unfairness: Infinity is beyond what can be planned with"),
        ("offers", {}, "offers: expected a list, found {}"),
        ("rules", None, "rules: is missing"),
    ],
)
def test_a_wrong_field_is_named(office, make_offer, read, path, value, message):
    office["offers"] = [make_offer("x"), make_offer("y", requires=["x"])]
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    at = office
    for part in parents:
        at = at[part]
    at[last] = value
    with pytest.raises(ScenarioError) as refused:
        read(office)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "\x00"])
def test_what_is_no_scenario_at_all_is_refused(tmp_path, text):
    path = tmp_path / "scenario.json"
    path.write_text(text)
    with pytest.raises(ScenarioError):
        Scenario.from_json(path)


def test_absent_keys_have_their_defaults(office, make_offer, read):
    office["offers"] = [make_offer("x")]
    scenario = read(office)
    session = scenario.offers[0].sessions[0]
    assert (session.mode, session.travel_days, session.rest_days, session.ask_to_move) == ("abroad", 0, 0, False)
    assert scenario.states[0].weekend == {6, 7}
    assert scenario.officials[1].max_days_away is None
    assert not scenario.offers[0].must


def test_a_requirement_named_twice_is_one(office, make_offer, read):
    office["offers"] = [make_offer("x"), make_offer("y", requires=["x", "x"])]
    assert read(office).offers[1].requires == ("x",)


def test_a_states_own_holidays_stand_in_place_of_the_common_ones(office, read):
    office["states"].append({"id": "atoll", "name": "Atoll", "holidays": []})
    isle, atoll = read(office).states
    assert [day.isoformat() for day in isle.holidays] == ["2027-04-02"]
    assert not atoll.holidays


def test_the_digest_is_that_of_the_file(tmp_path: Path, office):
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(office))
    assert Scenario.from_json(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
