"""The programme of visits: the most pressing first, never more days than there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exeat.domain.inspection import Programme, Site, programme, state_of

TODAY = date(2027, 3, 1)
UNTIL = date(2027, 5, 31)
HIGH = Site(1, "Reactor", "High risk", 12, 3, date(2020, 1, 1), seen=date(2026, 1, 10))
MEDIUM = Site(2, "Store", "Medium risk", 24, 2, date(2020, 1, 1), seen=date(2025, 2, 1))
LOW = Site(3, "Office", "Low risk", 48, 1, date(2020, 1, 1), seen=date(2023, 2, 20))
NEW = Site(4, "New works", "Medium risk", 24, 2, date(2027, 1, 1))


def plan(*sites: Site, days: int = 20) -> Programme:
    return programme(sites, days, TODAY, until=UNTIL)


def names(visits: object) -> list[str]:
    return [visit.site.name for visit in visits]  # type: ignore[attr-defined]


def test_the_share_of_the_interval_that_has_passed_orders_the_visits() -> None:
    assert names(plan(LOW, MEDIUM, NEW, HIGH).visits) == ["Reactor", "New works", "Store", "Office"]


@pytest.mark.parametrize(
    ("days", "visited", "without_time"),
    [
        (0, [], ["Reactor", "Store", "Office"]),
        (1, ["Office"], ["Reactor", "Store"]),
        (3, ["Reactor"], ["Store", "Office"]),
        (4, ["Reactor", "Office"], ["Store"]),
        (6, ["Reactor", "Store", "Office"], []),
    ],
)
def test_a_visit_that_is_too_long_leaves_room_for_a_shorter_one(
    days: int, visited: list[str], without_time: list[str]
) -> None:
    made = plan(HIGH, MEDIUM, LOW, days=days)
    assert (names(made.visits), names(made.no_time)) == (visited, without_time)


def test_what_is_due_after_the_period_waits_the_soonest_first() -> None:
    later, soon = replace(LOW, id=5, seen=date(2026, 1, 1)), replace(HIGH, id=6, seen=date(2026, 8, 1))
    made = plan(later, soon)
    assert made.visits == made.no_time == ()
    assert [visit.site.id for visit in made.later] == [6, 5]


@pytest.mark.parametrize(
    ("site", "why"),
    [
        (HIGH, "High risk: last seen on 10 January 2026, every 12 months, so it was due by 10 January 2027."),
        (NEW, "Medium risk: never seen since it came under inspection on 1 January 2027."),
        (
            replace(NEW, open_late=2),
            "Medium risk: never seen since it came under inspection on 1 January 2027. "
            "2 corrective actions are overdue.",
        ),
    ],
)
def test_each_visit_says_why(site: Site, why: str) -> None:
    assert plan(site).visits[0].why == why


def test_what_finds_no_time_says_how_much_is_left() -> None:
    assert plan(HIGH, days=2).no_time[0].why.endswith("It takes 3 days, and 2 days are left.")


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="zero days or more"):
        programme([], -1, TODAY, until=UNTIL)
    with pytest.raises(ValueError, match="Office: a site is visited"):
        replace(LOW, months=0)


@st.composite
def sites(draw: st.DrawFn) -> list[Site]:
    days_back = st.integers(0, 3000)
    made = []
    for number in range(draw(st.integers(0, 12))):
        seen = draw(st.none() | days_back)
        months = draw(st.sampled_from([6, 12, 24, 48]))
        since = TODAY - timedelta(days=draw(days_back))
        last = None if seen is None else TODAY - timedelta(days=seen)
        made.append(Site(number, f"site {number}", "Some risk", months, draw(st.integers(1, 5)), since, last))
    return made


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sites=sites(), days=st.integers(0, 30))
def test_never_more_days_than_there_are_and_nothing_is_lost(sites: list[Site], days: int) -> None:
    made = plan(*sites, days=days)
    assert made.used <= days
    assert sorted(visit.site.id for part in (made.visits, made.no_time, made.later) for visit in part) == [
        site.id for site in sites
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sites=sites(), days=st.integers(0, 30))
def test_a_riskier_and_longer_unseen_site_of_the_same_length_never_comes_after(sites: list[Site], days: int) -> None:
    order = [visit.site for visit in plan(*sites, days=days).visits]
    place = {site.id: at for at, site in enumerate(order)}
    for one in (site for site in sites if site.due <= UNTIL and site.due <= TODAY and site.seen):
        for other in (site for site in sites if site.seen and site.id in place):
            if one.days == other.days and one.months < other.months and one.seen < other.seen:  # type: ignore[operator]
                assert one.id in place
                assert place[one.id] < place[other.id]


@pytest.mark.parametrize(
    ("days", "reported", "verified", "state"),
    [
        (1, False, False, "open"),
        (0, False, False, "open"),
        (-1, False, False, "overdue"),
        (-1, True, False, "reported"),
        (-1, True, True, "verified"),
    ],
)
def test_an_action_is_overdue_from_the_day_after_its_due_day(
    days: int, reported: bool, verified: bool, state: str
) -> None:
    due = TODAY + timedelta(days=days)
    assert state_of(due=due, reported=reported, verified=verified, today=TODAY) == state
