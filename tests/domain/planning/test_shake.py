"""Crossing and shaking answers, on programs that have nothing to do with plans."""

from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exeat.domain.planning import Limits
from exeat.domain.planning.model.program import Program
from exeat.domain.planning.shake import _Herd, shake
from exeat.domain.planning.solvers.highs import run
from exeat.domain.planning.solvers.interface import Meter

SMALL = st.integers(1, 9)
CHOICE = st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=2, max_size=4)  # of each option its worth and two uses


def choices(groups, room, also=()):
    """One option of each group within room for both uses, and things to take or leave beside them."""
    program = Program()
    uses = ({}, {})
    for options in groups:
        columns = []
        for worth, *used in options:
            columns.append(program.column(whole=True))
            program.cost[columns[-1]] = worth
            for use, amount in zip(uses, used, strict=True):
                use[columns[-1]] = amount
        program.row(dict.fromkeys(columns, 1), low=1, high=1)
    for worth, *used in also:
        column = program.column(whole=True)
        program.cost[column] = worth
        for use, amount in zip(uses, used, strict=True):
            use[column] = amount
    for use in uses:
        program.row(use, high=room)
    return program


def keeps(matrix, values):
    sums = np.add.reduceat(matrix.value * values[matrix.index], matrix.start[:-1])
    return ((matrix.low - 1e-6 <= sums) & (sums <= matrix.high + 1e-6)).all()


def every_answer(matrix):
    for taken in product((0.0, 1.0), repeat=len(matrix.cost)):
        values = np.array(taken)
        if keeps(matrix, values):
            yield values


@given(
    groups=st.lists(CHOICE, min_size=1, max_size=2),
    also=st.lists(st.tuples(SMALL, SMALL, SMALL), max_size=3),
    room=st.integers(2, 30),
)
@settings(max_examples=25, deadline=None)
def test_the_best_of_a_small_program_is_met_and_keeps_the_rows(groups, also, room):
    matrix = choices(groups, room, also).matrix()
    answers = list(every_answer(matrix))
    assume(answers)
    best = max(matrix.cost @ one for one in answers)
    found = shake(matrix, min(answers, key=lambda one: matrix.cost @ one), Meter(Limits(work=3)), best)
    assert keeps(matrix, found)
    assert matrix.cost @ found == best


def test_the_same_seed_and_work_meet_the_same_answer():
    numbers = np.random.default_rng(7).integers(5, 60, (40, 3)).tolist()
    matrix = choices([], 400, numbers).matrix()
    once, again = (shake(matrix, np.zeros(40), Meter(Limits(work=2, seed=3)), float("inf")) for _ in range(2))
    assert (once == again).all()
    assert matrix.cost @ once > 0
    assert keeps(matrix, once)


def test_what_is_worth_nothing_more_in_the_relaxed_program_is_left_alone():
    """Of ten things six find room; the five best lose too much if they are left out for any of the rest."""
    things = [(100, 10, 1)] * 5 + [(11, 10, 1), (10, 10, 1), (3, 10, 1), (2, 10, 1), (1, 10, 1)]
    matrix = choices([], 60, things).matrix()
    values = np.array([1.0] * 5 + [0.0, 1.0] + [0.0] * 3)
    herd = _Herd(matrix, values, np.random.default_rng(1))
    left_out = [at for at, column in enumerate(herd._things.column) if column == -1 and herd._things.of[at] < 5]
    assert not np.isin(left_out, herd._open).any()
    assert herd.cross()
    assert herd.worth == 511


def test_a_row_that_wants_enough_is_kept():
    """The row wants 7 of all that is taken, which costs; the best takes 4 and 3 for 4 and 2, and not 7 for 9."""
    program = Program()
    columns = [program.column(whole=True) for _ in range(4)]
    program.cost[:] = [-9, -4, -2, -5]
    program.row(dict(zip(columns, (7, 4, 3, 6), strict=True)), low=7)
    matrix = program.matrix()
    found = shake(matrix, np.ones(4), Meter(Limits(work=2)), float("inf"))
    assert found.tolist() == [0, 1, 1, 0]


def test_answers_are_begun_anew_after_a_standstill(monkeypatch):
    began, begin = [], _Herd.begin
    monkeypatch.setattr(_Herd, "begin", lambda herd: began.append(herd) or begin(herd))
    monkeypatch.setattr("exeat.domain.planning.shake._ANEW", 50)
    monkeypatch.setattr("exeat.domain.planning.shake._PATIENCE", 150)
    matrix = choices([], 400, np.random.default_rng(7).integers(5, 60, (40, 3)).tolist()).matrix()
    best = shake(matrix, np.zeros(40), Meter(Limits()), float("inf"))
    assert len(began) > 3
    assert keeps(matrix, best)
    assert matrix.cost @ best == run(matrix, Meter(Limits())).bound


def test_a_program_with_amounts_is_left_as_it_is():
    program = choices([], 10, [(5, 1, 1)])
    program.cost[program.column(upper=4)] = 1
    start = np.zeros(2)
    assert shake(program.matrix(), start, Meter(Limits(work=5)), 10.0) is start
