"""What a plan promises: feasible, no worse than any ranking, proven where it says so, the same for the same work."""

import dataclasses
import json
import subprocess
import sys
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.domain.planning import Acceptance, Scenario, plan, value, violations
from exeat.domain.planning.greedy import by_date, by_score
from exeat.domain.planning.plan import first_plan
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.rules import obstacles

DAYS = [f"2027-{month}-{day:02}" for month in ("03", "04") for day in (2, 9, 11, 16, 18, 24)]


@st.composite
def offers(draw, make_offer):
    rows = []
    for n in range(draw(st.integers(1, 5))):
        cost = draw(st.sampled_from(["0", "400.00", "900.00"]))
        starts = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True))
        rows.append(
            make_offer(
                f"f{n}",
                sessions=[
                    {"id": str(at), "start": day, "end": day, "travel_days": draw(st.integers(0, 2)), "rest_days": 1}
                    for at, day in enumerate(starts)
                ],
                seats=[
                    {"skill": skill, "count": 1} for skill in draw(st.sampled_from([["law"], ["licensing"], ["tax"]]))
                ]
                + [{"skill": "tax", "count": 1}] * draw(st.integers(0, 1)),
                gain={"review": draw(st.integers(0, 9))},
                follow_up_days=draw(st.integers(0, 2)),
                funding=[
                    {"payer": "own", "own_cost": cost, "host_cost": "0"},
                    {"payer": "host", "own_cost": "0", "host_cost": cost, "ask": True},
                ],
                requires=draw(st.sampled_from([[], [f"f{n - 1}"]])) if n else [],
                must=draw(st.integers(0, 5)) == 0,
            )
        )
    return rows


def every_plan(scenario):
    """The accepted offers of every feasible plan, found by trying all; small scenarios only."""

    def extend(roster, waiting):
        yield dict(roster.accepted)
        for at, (offer, one) in enumerate(waiting):
            if offer not in roster.accepted and not list(obstacles(roster, one)):
                roster.add(one)
                yield from extend(roster, waiting[at + 1 :])
                roster.remove(offer)

    yield from extend(
        Roster(scenario), sorted(choices(scenario), key=lambda c: scenario.outings[c[0], c[1].session].first)
    )


def choices(scenario):
    for offer in scenario.offers:
        places = [at for at, seat in enumerate(offer.seats) for _ in range(seat.count)]
        for session in offer.sessions:
            for funding in range(len(offer.funding)):
                for people in permutations([o.id for o in scenario.officials], len(places)):
                    yield offer.id, Acceptance(offer.id, session.id, funding, tuple(zip(people, places, strict=True)))


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_plan_is_the_best_of_all_plans_or_there_is_none(office, make_offer, read, data):
    third = {"id": "cy", "agency": "trade", "skills": ["tax"], "max_days_away": 5}
    scenario = read(office | {"officials": [*office["officials"], third], "offers": data.draw(offers(make_offer))})
    musts = {one.id for one in scenario.offers if one.must}
    values = [value(scenario, accepted.values()) for accepted in every_plan(scenario) if musts <= accepted.keys()]
    found = plan(scenario, work_limit=1000)
    if not values:
        assert found.status == "infeasible"
        assert found.conflict is not None
        assert found.conflict.rules
        assert set(found.conflict.offers) <= {one.id for one in scenario.offers}
        return
    accepted = [one.acceptance for one in found.decisions if one.acceptance]
    assert violations(scenario, accepted) == []
    assert found.status == "optimal"
    assert found.value == pytest.approx(float(max(values)))
    assert found.bound >= found.value


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_plan_is_worth_no_less_than_either_ranking(office, make_offer, read, data):
    office["offers"] = [{**one, "must": False} for one in data.draw(offers(make_offer))]
    scenario = read(office)
    first = first_plan(scenario)
    for ranking in (by_score, by_date):
        roster = ranking(scenario)
        assert violations(scenario, roster.accepted.values()) == []
        assert value(scenario, first.accepted.values()) >= value(scenario, roster.accepted.values())


def test_no_offers_make_an_empty_plan(office, read):
    found = plan(read(office))
    assert (found.status, found.value, found.bound, found.decisions) == ("optimal", 0.0, 0.0, ())


def test_the_same_work_makes_the_same_plan(office, make_offer, read):
    office["offers"] = [make_offer(f"f{n}", day, day) for n, day in enumerate(DAYS)]
    plans = [plan(read(office), work_limit=5, seed=3) for _ in range(2)]
    assert dataclasses.replace(plans[0], seconds=0) == dataclasses.replace(plans[1], seconds=0)


@pytest.mark.parametrize(
    ("limit", "complaint"),
    [
        ({"time_limit": float("nan")}, "time_limit: expected a number from 0, found nan"),
        ({"time_limit": -1}, "time_limit: expected a number from 0, found -1"),
        ({"gap": "wide"}, "gap: expected a number from 0, found 'wide'"),
        ({"work_limit": 2.5}, "work_limit: expected a whole number from 0, found 2.5"),
        ({"seed": None}, "seed: expected a whole number from 0, found None"),
    ],
)
def test_a_limit_that_is_none_is_named(office, read, limit, complaint):
    with pytest.raises(ValueError, match=complaint):
        plan(read(office), **limit)


@pytest.mark.real_data
def test_a_large_section_is_changed_from_its_first_plan_and_again_in_the_same_way(tmp_path, planning_tools):
    path = tmp_path / "scenario.json"
    sizes = ["--states", "1", "--officials-per-state", "10", "--offers", "200", "--seed", "2"]
    subprocess.run(
        [sys.executable, str(planning_tools / "make_scenario.py"), *sizes, "--output", str(path)], check=True
    )
    scenario = Scenario.from_json(path)
    made, again = (plan(scenario, work_limit=6, seed=1, reasons=False) for _ in range(2))
    assert made.accepted == again.accepted
    assert made.work == 6
    assert made.value > float(value(scenario, first_plan(scenario).accepted.values()))


def test_an_interrupted_search_gives_the_best_plan_so_far(office, make_offer, read):
    office["offers"] = [make_offer(f"f{n}", day, day) for n, day in enumerate(DAYS)]
    found = plan(read(office), time_limit=3600, interrupted=lambda: True)
    assert found.value >= float(value(read(office), first_plan(read(office)).accepted.values()))
    assert found.bound >= found.value


@pytest.mark.parametrize(
    ("changes", "names", "rule"),
    [
        ([{"must": True, "start": "2027-06-01", "end": "2027-06-01"}], ("x",), 7),
        ([{"must": True, "seats": [{"skill": "law", "count": 2}]}], ("x",), 1),
        ([{"must": True, "funding": [{"payer": "own", "own_cost": "1001.00", "host_cost": "0"}]}], ("x",), 5),
        ([{"must": True}, {"must": True}, {}], ("x", "y"), 5),
        ([{"must": True, "excludes": ["z"]}, {}, {"must": True, "host": "club"}], ("x", "z"), 6),
        ([{"must": True, "seats": [{"skill": "licensing", "count": 2}]}], ("x",), 4),
    ],
)
def test_musts_that_cannot_be_met_are_named_with_the_rule(office, make_offer, read, changes, names, rule):
    office["hosts"].append({"id": "club"})
    office["offers"] = [make_offer(name, **change) for name, change in zip("xyz", changes, strict=False)]
    found = plan(read(office))
    assert (found.status, found.value, found.decisions) == ("infeasible", None, ())
    assert found.conflict.offers == names
    assert [number for number, _ in found.conflict.rules] == [rule]


@pytest.mark.real_data
@pytest.mark.parametrize("size", ["small state", "60 offers"])
def test_the_independent_checker_accepts_the_plan(tmp_path, planning_tools, size):
    path, made = tmp_path / "scenario.json", tmp_path / "plan.json"
    kind = ["--case", "small-state"]
    if size == "60 offers":
        kind = ["--states", "1", "--officials-per-state", "10", "--offers", "60", "--seed", "4"]
    tool = [sys.executable, str(planning_tools / "make_scenario.py"), *kind, "--output", str(path)]
    subprocess.run(tool, check=True)
    found = plan(Scenario.from_json(path), time_limit=60)
    made.write_text(json.dumps(found.to_json()))
    assert found.status == "optimal"
    checker = [sys.executable, str(planning_tools / "check_plan.py"), str(path), str(made), "--json"]
    checked = json.loads(subprocess.run(checker, capture_output=True, text=True, check=True).stdout)
    assert checked["ok"]
