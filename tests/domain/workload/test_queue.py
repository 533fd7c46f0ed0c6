"""The queue against what theory knows exactly, and what every queue must keep."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.workload import (
    DeskDays,
    Kind,
    Office,
    Officer,
    Stage,
    Waiting,
    WorkloadError,
    case_days_per_day_lost,
    cost_of_absence,
    price_days,
    wait_mmc,
)
from exeat.domain.workload.simulation import draw_visits, serve

RUNS = 250
EXPONENTIAL = tuple(-np.log(1 - (np.arange(5000) + 0.5) / 5000))


def office(officers: int, rate: float, effort: tuple[float, ...] = (1.0,), limit: float = 15.0) -> Office:
    staff = tuple(Officer(f"o{number}", frozenset({"licensing"})) for number in range(officers))
    return Office(staff, (Kind("export", rate, (Stage("assess", "licensing", effort),), limit),))


def weeks(number: int) -> list[tuple[float, float]]:
    return [(5.0 * week, 5.0 * week + 5.0) for week in range(number)]


@pytest.mark.parametrize(("officers", "utilisation"), [(1, 0.7), (3, 0.8)])
def test_the_mean_wait_is_that_of_erlang(officers, utilisation):
    """Within 2 % of the exact figure, over many long runs after a settling time."""
    arrivals = officers * utilisation
    one = office(officers, arrivals, EXPONENTIAL)
    visits = draw_visits(one, 4000.0, RUNS, seed=5)
    outcome = serve([one], visits)
    row = np.broadcast_to(np.arange(RUNS)[:, None], visits.case.shape)
    comes = np.isfinite(visits.came)
    effort = np.zeros_like(visits.ends)
    effort[row[comes], visits.case[comes]] = visits.effort[comes]
    settled = (visits.ends > 500) & (visits.ends < 3900)
    wait = (outcome.delay[:, 0] - effort)[settled].mean()
    assert wait == pytest.approx(wait_mmc(arrivals, 1.0, officers), rel=0.02)


def test_the_fluid_estimate_holds_where_the_office_is_busy():
    """At 90 % utilisation a lost day delays cases by about ρ / (c (1 − ρ)²) days in all."""
    cost = cost_of_absence(office(3, 2.7, EXPONENTIAL), [("o0", 200.0, 204.0)], days=600.0, runs=300, seed=2)
    assert cost.case_days / 4 == pytest.approx(case_days_per_day_lost(0.9, 3), rel=0.2)


def test_a_price_rises_with_the_load():
    late = [
        cost_of_absence(office(3, 3 * load, EXPONENTIAL), [("o0", 100.0, 104.0)], days=300.0, runs=200).mean_late_cases
        for load in (0.7, 0.8, 0.9, 0.95)
    ]
    assert late == sorted(late)
    assert late[0] < 0.1 < 1 < late[3]


def test_a_lone_specialist_costs_more_to_miss_than_a_generalist():
    both = frozenset({"licensing", "nuclear"})
    staff = (Officer("generalist", frozenset({"licensing"})), Officer("specialist", both))
    kinds = (
        Kind("common", 0.8, (Stage("assess", "licensing", (1.0,)),), 8.0),
        Kind("nuclear", 0.3, (Stage("assess", "nuclear", (1.0,)),), 8.0),
    )
    prices = price_days(Office(staff, kinds), weeks(8), runs=100)
    mean = {
        name: np.mean([price.case_days for price in prices if price.officer == name])
        for name in ("generalist", "specialist")
    }
    assert mean["specialist"] > 1.25 * mean["generalist"]


def test_the_price_of_a_week_rises_where_a_colleague_is_away():
    away = office(3, 2.2, EXPONENTIAL).without([("o2", 20.0, 30.0)])
    prices = {(p.officer, p.week): p.case_days for p in price_days(away, weeks(10), runs=150)}
    assert prices["o0", 4] > 1.5 * prices["o0", 1]


def test_the_price_of_a_trip_is_that_of_going_beside_the_other_trips():
    """The officer's own trip does not make the same week cheap; a colleague's makes it dear."""
    calm, trips = office(3, 2.2, EXPONENTIAL), [("o0", 20.0, 25.0), ("o2", 20.0, 30.0)]
    found = [price_days(calm, weeks(10), runs=150, trips=part) for part in ((), trips[1:], trips)]
    alone, beside, both = ({(p.officer, p.week): p.case_days for p in prices} for prices in found)
    assert both["o0", 4] == beside["o0", 4] > 1.5 * alone["o0", 4]
    assert both["o1", 4] > beside["o1", 4]
    assert both["o1", 0] == pytest.approx(alone["o1", 0], rel=0.2)


@given(
    days=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=4),
    load=st.floats(0.1, 1.4),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=30, deadline=None)
def test_more_absence_delays_the_cases_of_one_desk_and_never_helps_it(days, load, seed):
    one = office(1, load)
    visits = draw_visits(one, 30.0, 5, seed)
    outcome = serve([one, one.without([("o0", float(a), float(a + n)) for a, n in days])], visits)
    assert (np.nan_to_num(outcome.delay[:, 1] - outcome.delay[:, 0]) >= -1e-9).all()


def test_cases_already_waiting_are_served_first():
    lone = Office(
        (Officer("o0", frozenset({"licensing"})),),
        (),
        tuple(Waiting((Stage("assess", "licensing", (2.0,)),), left) for left in (1.0, 4.0, 5.0)),
    )
    outcome = serve([lone], draw_visits(lone, 10.0, 1, 0))
    assert outcome.delay[0, 0].tolist() == [2.0, 4.0, 6.0]
    assert outcome.late[0, 0].tolist() == [True, False, True]


def test_work_interrupted_by_an_absence_goes_on_afterwards():
    waiting = (Waiting((Stage("assess", "licensing", (3.0,)),), 9.0),)
    lone = Office((Officer("o0", frozenset({"licensing"}), ((1.0, 5.0),)),), (), waiting)
    assert serve([lone], draw_visits(lone, 10.0, 1, 0)).delay[0, 0, 0] == 7.0


def test_dates_become_desk_days_without_weekends_and_holidays():
    days = DeskDays(date(2027, 3, 1), frozenset({5, 6}), frozenset({date(2027, 3, 3)}))
    assert days.until(date(2027, 3, 8)) == 4
    assert days.span(date(2027, 3, 2), date(2027, 3, 4)) == (1.0, 3.0)
    assert days.at(datetime(2027, 3, 2, 12, 30)) == 1.5
    assert days.at(datetime(2027, 3, 2, 23, 0)) == 2.0
    assert days.at(datetime(2027, 3, 3, 12, 30)) == 2.0


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Officer("o1", frozenset(), ((3.0, 3.0),)), "officer o1: an absence from day 3.0 to 3.0"),
        (lambda: Stage("assess", "licensing", (-1.0,)), "stage assess: effort must hold"),
        (lambda: Kind("export", -1.0, (Stage("a", "b", (1.0,)),), 5.0), "kind export: rate -1.0"),
        (lambda: Office((Officer("o1", frozenset()),), office(1, 1.0).kinds), "no officer holds licensing"),
        (lambda: office(1, 1.0).without([("o9", 1.0, 2.0)]), "no officer o9"),
        (lambda: wait_mmc(3.0, 1.0, 3), "a utilisation of 1.00 has no steady state"),
    ],
)
def test_what_cannot_be_reckoned_with_is_named(make, says):
    with pytest.raises(WorkloadError, match=says):
        make()
