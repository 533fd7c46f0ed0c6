"""Search by many small changes: it keeps the rules, sums what it changes, and repeats itself."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.domain.planning import Limits, solve, value, violations
from exeat.domain.planning.anneal import anneal
from exeat.domain.planning.plan import first_plan
from exeat.domain.planning.roster import Roster
from exeat.domain.planning.solvers.interface import Meter
from exeat.domain.planning.tally import Tally
from exeat.domain.planning.ways import Ways

DAYS = [f"2027-{month}-{day:02}" for month in ("03", "04") for day in (1, 2, 4, 9, 11, 16, 18, 24)]


@st.composite
def offices(draw, office, make_offer):
    """An office of four with offers that get in one another's way in all the ways there are."""
    rows = []
    for n in range(draw(st.integers(1, 9))):
        day = draw(st.sampled_from(DAYS))
        cost = draw(st.sampled_from(["0", "400.00", "900.00"]))
        rows.append(
            make_offer(
                f"f{n}",
                sessions=[
                    {"id": "a", "start": day, "end": day, "travel_days": draw(st.integers(0, 2)), "rest_days": 1},
                    {"id": "b", "start": "2027-04-20", "end": "2027-04-21", "ask_to_move": True},
                ],
                seats=[{"skill": draw(st.sampled_from(["law", "licensing"])), "count": draw(st.integers(1, 2))}],
                gain={"review": draw(st.integers(0, 9))},
                preparation_days=draw(st.integers(0, 1)),
                follow_up_days=draw(st.sampled_from([0, 1, 2])),
                funding=[
                    {"payer": "own", "own_cost": cost, "host_cost": "0"},
                    {"payer": "host", "own_cost": "0", "host_cost": cost, "ask": True},
                ],
                requires=draw(st.sampled_from([[], [f"f{n - 1}"]])) if n else [],
                excludes=draw(st.sampled_from([[], [], ["f0"]])) if n else [],
                must=draw(st.integers(0, 7)) == 0,
            )
        )
    more = [
        {"id": "cy", "agency": "trade", "skills": ["law"], "max_days_away": 3},
        {"id": "di", "agency": "ports", "skills": ["law", "licensing"]},
    ]
    ports = {"id": "ports", "state": "isle", "name": "Ports", "reserve": 0.7}
    return office | {
        "agencies": [*office["agencies"], ports],
        "officials": [*office["officials"], *more],
        "offers": rows,
    }


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_rule_is_kept_and_nothing_is_lost(office, make_offer, read, data):
    scenario = read(data.draw(offices(office, make_offer)))
    start = first_plan(scenario)
    if start is None:
        return
    found = anneal(scenario, start, Meter(Limits()), 1)
    assert violations(scenario, found.accepted.values()) == []
    assert value(scenario, found.accepted.values()) >= value(scenario, start.accepted.values())


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sums_are_those_of_the_plan_whatever_is_added_and_removed(office, make_offer, read, data):
    scenario = read(data.draw(offices(office, make_offer)))
    ways = Ways(scenario)
    tally, chance = Tally(scenario), Random(data.draw(st.integers(0, 99)))
    fresh = vars(Tally(scenario))
    accepted = {}
    for _ in range(30):
        offer = chance.choice(scenario.offers)
        mine = ways.of(offer, chance)
        if offer.id in accepted:
            tally.remove(accepted.pop(offer.id).offer)
        elif mine and all(one.absent & mine[0].absent == 0 for one in accepted.values()):  # nobody goes twice at once
            accepted[offer.id] = mine[0]
            tally.add(mine[0])
        assert tally.worth == pytest.approx(float(value(scenario, (one.acceptance for one in accepted.values()))))
    for one in accepted.values():
        tally.remove(one.offer)
    assert tally.worth == pytest.approx(0)
    for name in ("absent", "away", "trips", "days_left", "own_left", "host_left", "starts_left"):
        assert vars(tally)[name] == fresh[name]


def test_a_poor_plan_comes_to_the_best_and_again_by_the_same_changes(office, make_offer, read):
    office["offers"] = [make_offer(f"f{n}", day, day, gain={"review": 1 + n % 5}) for n, day in enumerate(DAYS)]
    scenario = read(office)
    one, two = (anneal(scenario, Roster(scenario), Meter(Limits(seed=4)), 4) for _ in range(2))
    assert one.accepted == two.accepted
    assert float(value(scenario, one.accepted.values())) == pytest.approx(solve(scenario).bound)


def test_work_is_counted_and_ends_it(office, make_offer, read):
    office["offers"] = [make_offer("f")]
    scenario, meter = read(office), Meter(Limits(work=2))
    anneal(scenario, Roster(scenario), meter, 5)
    assert (meter.work, meter.over()) == (2, True)
