"""Effort, waiting and forecasts from what happened."""

import random

import pytest

from exeat.domain.workload import (
    Kind,
    Office,
    Officer,
    PastCase,
    Stage,
    Visit,
    WorkloadError,
    forecast,
    key_people,
    office_of,
    remedies,
    stage_times,
)

OFFICER = Officer("o1", frozenset({"licensing"}))


def case(number: int, came: float, done: float | None, officer: str = "o1") -> PastCase:
    visit = Visit("assess", "licensing", came, done, None if done is None else officer)
    return PastCase(f"C-{number}", "export", came, 10.0, (visit,), done is not None)


def lone_desk(days: int, rate: float, effort: float, seed: int) -> list[PastCase]:
    """One officer, cases in the order of their coming, each of the same effort."""
    dice, now, free, cases = random.Random(seed), 0.0, 0.0, []
    while (now := now + dice.expovariate(rate)) < days:
        free = max(now, free) + effort
        cases.append(case(len(cases), now, free if free <= days else None))
    return cases


def test_effort_is_read_from_work_that_followed_work():
    """Behind a queue each case takes 0.8 days, though most lay there for longer."""
    times = stage_times(lone_desk(300, 1.1, 0.8, seed=1), [OFFICER])
    assert [row.stage for row in times] == ["assess"]
    assert times[0].effort == pytest.approx([0.8] * len(times[0].effort))
    assert max(times[0].waiting) > 1


def test_an_absence_is_not_effort():
    away = Officer("o1", frozenset({"licensing"}), ((1.0, 6.0),))
    (row,) = stage_times([case(1, 0.0, 8.0)], [away])
    assert row.effort == pytest.approx((3.0,))


def test_the_office_is_measured_as_it_was_known():
    cases = lone_desk(250, 0.8, 0.9, seed=3)
    then = office_of(cases, [OFFICER], 200.0)
    assert then.kinds[0].rate == pytest.approx(0.8, rel=0.2)
    open_then = [c for c in cases if c.came <= 200 < (c.visits[0].done or 999)]
    assert len(then.waiting) == len(open_then) > 0


def test_an_office_without_a_closed_case_is_not_measured():
    with pytest.raises(WorkloadError, match="no case came and was closed"):
        office_of([case(1, 0.0, None)], [OFFICER], 5.0)


def test_the_past_of_the_office_sets_the_width_of_its_forecast():
    cases = lone_desk(420, 0.9, 1.0, seed=4)
    short, long = forecast(cases[:60], [OFFICER], 60.0, runs=50), forecast(cases, [OFFICER], 420.0, runs=50)
    assert short.tested_on == 0 < long.tested_on
    assert long.late.low <= long.late.middle <= long.late.high
    assert long.arrivals.low < 0.9 * 21 < long.arrivals.high


def test_the_key_person_is_the_one_who_alone_can_do_it_and_the_remedy_is_to_share_it():
    staff = (
        Officer("a", frozenset({"licensing"})),
        Officer("b", frozenset({"licensing"})),
        Officer("c", frozenset({"licensing", "nuclear"})),
    )
    kinds = (
        Kind("common", 1.2, (Stage("assess", "licensing", (1.0,)),), 10.0),
        Kind("nuclear", 0.4, (Stage("assess", "nuclear", (1.0,)),), 10.0),
    )
    office = Office(staff, kinds)
    first = key_people(office, runs=40)[0]
    assert (first.officer, first.alone_in) == ("c", ("nuclear",))
    best = remedies(office, runs=40)
    assert best[0].skill == "nuclear"
    assert best[0].late_cases < best[-1].late_cases
