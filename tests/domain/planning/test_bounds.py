"""Bounds that are found beside the search: they hold, and leave the plan as it is."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.planning import Limits, plan
from exeat.domain.planning import search as searching
from exeat.domain.planning.model.program import Program
from exeat.domain.planning.solvers import beside
from exeat.domain.planning.solvers.beside import Bound
from exeat.domain.planning.solvers.highs import refute, run
from exeat.domain.planning.solvers.interface import Meter

DAYS = [f"2027-{month}-{day:02}" for month in ("03", "04") for day in (2, 9, 11, 16, 18, 24)]
ITEMS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=14)


def chosen(items, rooms=(60, 60)):
    """Items of a worth and two weights, within two rooms."""
    program = Program()
    for worth, *_ in items:
        program.cost[program.column(whole=True, about=str(len(program.cost) - 1))] = worth
    for at, room in enumerate(rooms, 1):
        program.row({column: item[at] for column, item in enumerate(items)}, high=room)
    return program.matrix()


@pytest.fixture
def two_processors(monkeypatch):
    monkeypatch.setattr(beside, "processors", lambda: 2)


@pytest.fixture
def large(monkeypatch, office, make_offer, read):
    """An office whose program counts as a large one, and is changed for a moment only."""
    monkeypatch.setattr(searching, "_SMALL", 0)
    monkeypatch.setattr(searching, "_FIRST", 1)
    monkeypatch.setattr(searching, "_SECOND", 1)
    office["offers"] = [make_offer(f"f{n}", day, day) for n, day in enumerate(DAYS)]
    return read(office)


def threads():
    return [one for one in threading.enumerate() if one.name == "exeat-bound"]


@given(items=ITEMS, off=st.integers(-160, 160).filter(bool).map(lambda n: n / 4))
@settings(max_examples=60, deadline=None)
def test_a_worth_is_refuted_just_where_nothing_is_worth_more(items, off):
    matrix, told = chosen(items), []
    best = run(matrix, Meter(Limits())).bound
    assert refute(matrix, Meter(Limits()), best + off, told.append) == (off > 0)
    assert min(told) >= best - 1e-6
    assert min(told) == pytest.approx(max(best, best + off))


@given(items=ITEMS)
@settings(max_examples=20, deadline=None)
def test_bounds_beside_come_down_to_the_best_and_no_further(items):
    matrix = chosen(items)
    best = run(matrix, Meter(Limits())).bound
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "processors", lambda: 2)
        with Bound(matrix, Meter(Limits()), np.zeros(len(items))) as bound:
            bound._thread.join()
        assert bound.least == pytest.approx(best)


@pytest.mark.usefixtures("two_processors")
def test_a_plan_with_bounds_beside_is_made_again_by_its_work_without(large):
    made = plan(large, time_limit=60, reasons=False)
    again = plan(large, work_limit=made.work, reasons=False)
    assert made.status == "optimal"
    assert (again.accepted, again.work) == (made.accepted, made.work)


def test_on_one_processor_and_where_work_is_counted_no_thread_is_started(large, monkeypatch):
    monkeypatch.setattr(beside.Thread, "start", lambda _: pytest.fail("a thread was started"))
    monkeypatch.setattr(beside, "processors", lambda: 1)
    assert plan(large, time_limit=60, reasons=False).status == "optimal"
    monkeypatch.setattr(beside, "processors", lambda: 2)
    assert plan(large, work_limit=1000, reasons=False).status == "optimal"


@pytest.mark.usefixtures("two_processors")
def test_an_interrupted_search_leaves_no_thread_behind(large):
    found = plan(large, time_limit=3600, reasons=False, interrupted=lambda: True)
    assert found.bound >= found.value > 0
    assert threads() == []


@pytest.mark.usefixtures("two_processors")
def test_a_search_that_fails_leaves_no_thread_behind(large, monkeypatch):
    def pressed(*_):
        assert len(threads()) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(Bound, "_lower", lambda self: self._ended.wait())
    monkeypatch.setattr(searching, "anneal", pressed)
    with pytest.raises(KeyboardInterrupt):
        plan(large, time_limit=3600, reasons=False)
    assert threads() == []


@pytest.mark.usefixtures("two_processors")
def test_the_plan_is_as_good_where_no_bound_comes(large, monkeypatch):
    monkeypatch.setattr(Bound, "_lower", lambda _: None)
    found = plan(large, time_limit=60, reasons=False)
    assert (found.status, found.value) == ("optimal", plan(large, work_limit=1000, reasons=False).value)
