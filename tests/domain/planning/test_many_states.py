"""States searched apart, with what hosts give in common: a plan that keeps every rule, and a bound that holds."""

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.domain.planning import Limits, solve, value, violations
from exeat.domain.planning.parts import part_of, separate
from exeat.domain.planning.plan import first_plan
from exeat.domain.planning.roster import Acceptance, Roster
from exeat.domain.planning.solvers.interface import Meter
from exeat.domain.planning.states import Here, Together, make_room

DAYS = [f"2027-{month}-{day:02}" for month in ("03", "04") for day in (2, 9, 16, 24)]


@pytest.fixture
def league(office, make_offer, read):
    """Makes a scenario of islands alike, each with these offers, all of one host."""

    def make(states, rows):
        whole = copy.deepcopy(office)
        for table in ("states", "agencies", "officials", "capabilities"):
            whole[table] = [_renamed(row, state) for state in states for row in office[table]]
        whole["offers"] = [_renamed(make_offer(**row), state) for state, row in rows]
        return read(whole)

    return make


def _renamed(row, state):
    new = {**row, "id": f"{state}/{row['id']}"}
    new |= {key: f"{state}/{row[key]}" for key in ("state", "agency", "lead_agency") if key in row}
    if "gain" in row:
        new["gain"] = {f"{state}/{name}": units for name, units in row["gain"].items()}
    return new


@st.composite
def offers_of_two(draw):
    rows = []
    for n in range(draw(st.integers(2, 7))):
        day = draw(st.sampled_from(DAYS))
        cost = draw(st.sampled_from(["400.00", "900.00", "1600.00"]))
        rows.append(
            (
                draw(st.sampled_from("ab")),
                {
                    "name": f"f{n}",
                    "start": day,
                    "end": day,
                    "gain": {"review": draw(st.integers(1, 9))},
                    "funding": [{"payer": "host", "own_cost": "0", "host_cost": cost}],
                    "must": draw(st.integers(0, 5)) == 0,
                },
            )
        )
    return rows


@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_plan_passes_the_bound_and_the_plan_keeps_the_rules(league, data):
    scenario = league("ab", data.draw(offers_of_two()))
    start = first_plan(scenario)
    if start is None:
        return
    best = value(scenario, solve(scenario, start=start).roster.accepted.values())
    together = Together(scenario, Roster(scenario, start.accepted.values()), Meter(Limits()), Here())
    together.search()
    accepted = together.roster().accepted.values()
    assert violations(scenario, accepted) == []
    assert value(scenario, start.accepted.values()) <= value(scenario, accepted) <= best
    assert together.bound >= float(best) - 1e-6


def test_a_budget_in_common_goes_to_those_who_gain_most(league):
    cost = [{"payer": "host", "own_cost": "0", "host_cost": "1500.00"}]
    rows = [
        (state, {"name": name, "start": day, "end": day, "gain": {"review": gain}, "funding": cost})
        for state, gains in (("a", (2, 3)), ("b", (8, 9)))
        for name, day, gain in zip("xy", ("2027-03-16", "2027-04-13"), gains, strict=True)
    ]
    scenario = league("ab", rows)
    together = Together(scenario, Roster(scenario), Meter(Limits()), Here())
    together.search()
    assert set(together.roster().accepted) == {"b/x", "b/y"}


def test_the_same_work_makes_the_same_plan_by_other_hands(league):
    rows = [(state, {"name": f"f{n}", "start": day, "end": day}) for state in "abc" for n, day in enumerate(DAYS)]
    scenario = league("abc", rows)
    plans = []
    with ThreadPoolExecutor(2) as pool:
        for hands in (Here(), pool):
            together = Together(scenario, Roster(scenario), Meter(Limits(work=9, seed=4)), hands)
            together.search()
            plans.append((together.plans, together.bound, together.meter.work))
    assert plans[0] == plans[1]
    assert plans[0][2] == 9


def test_states_whose_offers_are_linked_are_one_part(league):
    scenario = league("abc", [("a", {"name": "x"}), ("b", {"name": "y"}), ("c", {"name": "z"})])
    assert separate(scenario) == [["a/isle"], ["b/isle"], ["c/isle"]]
    linked = scenario.with_offer(replace(scenario.offers[2], excludes=("a/x",)))
    assert separate(linked) == [["a/isle", "c/isle"], ["b/isle"]]
    assert [one.id for one in part_of(linked, ["a/isle", "c/isle"]).offers] == ["a/x", "c/z"]


def test_what_hosts_have_no_room_for_is_given_back_at_the_least_loss(league):
    gains = {"a": 9, "b": 2}
    scenario = league("ab", [(state, {"name": "x", "gain": {"review": gain}}) for state, gain in gains.items()])
    roster = Roster(scenario, [Acceptance(f"{s}/x", "a", 0, ((f"{s}/ana", 0),)) for s in gains])
    assert make_room(roster, {("league", 1): Fraction(1)})
    assert set(roster.accepted) == {"a/x"}
