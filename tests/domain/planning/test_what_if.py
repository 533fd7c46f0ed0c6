"""A what-if is a scenario like any other; what moved is told offer by offer."""

import dataclasses
import json
import subprocess
import sys

import pytest

from exeat.domain.planning import Scenario, ScenarioError, plan
from exeat.domain.planning.figures import best_roster
from exeat.domain.planning.whatif import FIELDS, Change, Kind, changed, moves

TWO_DATES = [
    {"id": "a", "start": "2027-03-16", "end": "2027-03-17"},
    {"id": "b", "start": "2027-04-13", "end": "2027-04-14"},
]


@pytest.fixture
def rows(office, make_offer):
    one = make_offer("one", sessions=TWO_DATES)
    two = make_offer("two", start="2027-05-11", end="2027-05-12", gain={"review": 1})
    return office | {"offers": [one, two]}


def accepted(read, rows, *changes):
    roster = best_roster(read(changed(rows, changes)), 10)
    return None if roster is None else roster.accepted


def test_a_declined_offer_is_not_accepted_whatever_it_builds(rows, read):
    assert set(accepted(read, rows)) == {"one", "two"}
    assert set(accepted(read, rows, Change(Kind.DECLINE, offer="one"))) == {"two"}


def test_an_offer_that_builds_nothing_is_accepted_when_it_is_pinned(rows, read):
    rows["offers"][1]["gain"] = {}
    assert set(accepted(read, rows)) == {"one"}
    assert set(accepted(read, rows, Change(Kind.ACCEPT, offer="two"))) == {"one", "two"}


@pytest.mark.parametrize(("kind", "session"), [(Kind.ON, "b"), (Kind.NOT_ON, "a")])
def test_a_date_is_pinned_or_ruled_out(rows, read, kind, session):
    assert accepted(read, rows, Change(kind, offer="one", session=session))["one"].session == "b"


@pytest.mark.parametrize("person", ["ana", "bo"])
def test_whoever_is_sent_goes(rows, read, person):
    found = accepted(read, rows, Change(Kind.SEND, offer="one", official=person))
    assert [name for name, _ in found["one"].attendees] == [person]


def test_of_two_places_one_is_for_whoever_is_sent(rows, read):
    rows["offers"][0]["seats"][0]["count"] = 2
    rows["officials"].append({"id": "cy", "agency": "trade", "skills": ["licensing"]})
    found = accepted(read, rows, Change(Kind.SEND, offer="one", official="cy"))
    assert len(found["one"].attendees) == 2
    assert "cy" in dict(found["one"].attendees)


def test_nobody_is_sent_who_is_on_leave(rows, read):
    rows["officials"][1]["leave"] = [["2027-03-01", "2027-05-28"]]
    assert accepted(read, rows, Change(Kind.SEND, offer="one", official="bo")) is None


def test_who_stays_goes_nowhere_and_others_go(rows, read):
    found = accepted(read, rows, Change(Kind.STAY, official="ana"))
    assert {name for one in found.values() for name, _ in one.attendees} == {"bo"}
    only = accepted(read, rows, Change(Kind.STAY, official="ana", offer="two"))
    assert [name for name, _ in only["two"].attendees] == ["bo"]


def test_money_reserve_leave_and_a_new_holder_change_what_is_possible(rows, read):
    rows["offers"] = [rows["offers"][0]]
    rows["offers"][0]["funding"] = [{"payer": "own", "own_cost": "1500.00", "host_cost": "0"}]
    assert accepted(read, rows) == {}
    assert set(accepted(read, rows, Change(Kind.BUDGET, agency="trade", amount="2000.00"))) == {"one"}
    rows["offers"][0] |= {"funding": [{"payer": "host", "own_cost": "0", "host_cost": "1.00"}]}
    rows["offers"][0]["seats"] = [{"skill": "forensics", "count": 1}]
    assert accepted(read, rows) == {}
    assert set(accepted(read, rows, Change(Kind.HOLDER, official="bo", skill="forensics"))) == {"one"}
    ill = Change(Kind.AWAY, official="bo", first="2027-03-01", last="2027-05-28")
    assert accepted(read, rows, Change(Kind.HOLDER, official="bo", skill="forensics"), ill) == {}
    wanted = read(changed(rows, [Change(Kind.RESERVE, share="0.25")]))
    assert float(wanted.agency["trade"].reserve) == 0.25


def test_the_rows_that_a_what_if_is_made_of_stay_as_they_are(rows, read):
    before = read(rows).sha256
    changed(rows, [Change(Kind.SEND, offer="one", official="bo"), Change(Kind.STAY, official="ana", offer="two")])
    assert read(rows).sha256 == before


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (Change(Kind.ACCEPT, offer="none"), "changes[0].offer: there is no offer 'none'"),
        (Change(Kind.ON, offer="one", session="z"), "changes[0].session: one has no session 'z'"),
        (Change(Kind.SEND, offer="one", official="none"), "changes[0].official"),
        (Change(Kind.RESERVE, share="1.5"), "changes[0].share"),
        (Change(Kind.HOLDER, official="bo"), "changes[0].skill: is missing"),
        (Change(Kind.HOLDER, official="bo", skill=" "), "changes[0].skill: is missing"),
        (Change(Kind.SEND, official="bo"), "changes[0].offer: is missing; send needs offer and official"),
        (Change(Kind.ACCEPT, offer="one", official="bo"), "changes[0].official: counts nothing for accept"),
        (Change(Kind.AWAY, official="bo", first="2027-3-1", last="2027-03-05"), "changes[0].first: expected a date"),
        (Change(Kind.AWAY, official="bo", first="2027-03-08", last="2027-03-05"), "changes[0].last: 2027-03-05 is"),
    ],
)
def test_a_change_that_names_nothing_is_refused(rows, change, named):
    with pytest.raises(ScenarioError) as refusal:
        changed(rows, [change])
    assert str(refusal.value).startswith(named)


def test_a_change_is_read_back_as_it_was_written():
    one = Change(Kind.AWAY, official="bo", first="2027-03-01", last="2027-03-05")
    assert Change.from_json(one.to_json()) == one
    for wrong in ({"kind": "fire"}, {"kind": "away", "who": "bo"}):
        with pytest.raises(ScenarioError):
            Change.from_json(wrong)


def test_what_moved_is_named_by_its_greatest_difference(rows, read):
    before = accepted(read, rows)
    order = ["one", "two"]
    other = "bo" if before["two"].attendees[0][0] == "ana" else "ana"
    for change, expected in (
        (Change(Kind.DECLINE, offer="one"), ("one", "declined")),
        (Change(Kind.NOT_ON, offer="one", session=before["one"].session), ("one", "dates")),
        (Change(Kind.SEND, offer="two", official=other), ("two", "people")),
    ):
        found = {move.offer: move.what for move in moves(before, accepted(read, rows, change), order)}
        assert found[expected[0]] == expected[1]
    assert moves(before, before, order) == []
    assert moves({}, before, order)[0].what == "accepted"


def test_every_kind_of_change_says_which_fields_of_a_change_it_has():
    fields = {field.name for field in dataclasses.fields(Change)} - {"kind"}
    assert set(FIELDS) == set(Kind)
    assert {name for needed, possible in FIELDS.values() for name in (*needed, *possible)} == fields


def test_nothing_moves_for_a_change_that_the_plan_keeps_already(rows, read):
    """Two officials of equal worth could change places for nothing."""
    rows["officials"].append({"id": "cy", "agency": "trade", "skills": ["licensing"]})
    before = plan(read(rows))
    ((going, _seat),) = before.accepted["one"].attendees
    other = next(name for name in ("ana", "bo", "cy") if name != going)
    after = plan(read(changed(rows, [Change(Kind.STAY, official=other, offer="one")])), before=before.accepted.values())
    assert moves(before.accepted, after.accepted, ["one", "two"]) == []


def test_a_plan_that_a_change_breaks_is_no_start(rows, read):
    before = plan(read(rows))
    after = plan(read(changed(rows, [Change(Kind.AWAY, official=name, first="2027-03-01", last="2027-05-28")
                                     for name in ("ana", "bo")])), before=before.accepted.values())  # fmt: skip
    assert before.accepted
    assert after.accepted == {}


def test_a_what_if_is_a_scenario_that_a_plan_is_made_of(rows, read):
    found = plan(read(changed(rows, [Change(Kind.DECLINE, offer="one"), Change(Kind.ACCEPT, offer="two")])))
    assert [decision.acceptance is None for decision in found.decisions] == [True, False]


@pytest.mark.real_data
def test_the_independent_checker_accepts_the_plan_of_a_what_if(tmp_path, planning_tools):
    path, made = tmp_path / "scenario.json", tmp_path / "plan.json"
    tool = [sys.executable, str(planning_tools / "make_scenario.py"), "--case", "small-state", "--output", str(path)]
    subprocess.run(tool, check=True)
    offer, person = "us-licensing", "mfa-desk"
    changes = [
        Change(Kind.STAY, official=person, offer=offer),
        Change(Kind.DECLINE, offer="us-forensics"),
        Change(Kind.RESERVE, share="0.6"),
    ]
    path.write_text(json.dumps(changed(json.loads(path.read_text()), changes)))
    found = plan(Scenario.from_json(path), time_limit=60)
    made.write_text(json.dumps(found.to_json()))
    checker = [sys.executable, str(planning_tools / "check_plan.py"), str(path), str(made), "--json"]
    assert json.loads(subprocess.run(checker, capture_output=True, text=True, check=True).stdout)["ok"]
    going = {one.acceptance.offer: dict(one.acceptance.attendees) for one in found.decisions if one.acceptance}
    assert "us-forensics" not in going
    assert person not in going.get(offer, {})
