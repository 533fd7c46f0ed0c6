"""Search in neighbourhoods, on programs that have nothing to do with plans."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.planning import Limits
from exeat.domain.planning.local import _Search, improve
from exeat.domain.planning.model.program import Program
from exeat.domain.planning.search import search
from exeat.domain.planning.solvers.interface import Meter

ITEMS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=1, max_size=12)


def knapsack(items, room):
    program = Program()
    for worth, _ in items:
        program.cost[program.column(whole=True, about=str(len(program.cost) - 1))] = worth
    program.row({at: weight for at, (_, weight) in enumerate(items)}, high=room)
    return program


def best_by_table(items, room):
    table = [0] * (room + 1)
    for worth, weight in items:
        for left in range(room, weight - 1, -1):
            table[left] = max(table[left], table[left - weight] + worth)
    return table[room]


@given(items=ITEMS, room=st.integers(0, 120))
@settings(max_examples=25, deadline=None)
def test_a_program_is_solved_to_its_best(items, room):
    program = knapsack(items, room)
    found = search(program, (), Meter(Limits()))
    assert found.finished
    assert program.matrix().cost @ found.values == pytest.approx(best_by_table(items, room))
    assert found.bound == pytest.approx(best_by_table(items, room))


@given(items=ITEMS, room=st.integers(0, 120))
@settings(max_examples=15, deadline=None)
def test_neighbourhoods_never_lose_and_keep_the_rows(items, room):
    matrix = knapsack(items, room).matrix()
    about = [str(at) for at in range(len(items))]
    found = improve(matrix, about, np.zeros(len(items)), (), Meter(Limits()), lambda: float("inf"), rounds=4)
    assert matrix.value @ found[matrix.index] <= room + 1e-6
    assert 0 <= matrix.cost @ found <= best_by_table(items, room) + 1e-6


def test_where_nothing_is_known_of_things_the_doubtful_ones_are_decided_anew():
    """Ten items are as good as in, ten as good as out, and of four in between the start takes the wrong two."""
    items = [(30, 10)] * 10 + [(11, 10), (11, 10), (12, 10), (12, 10)] + [(1, 10)] * 10
    matrix = knapsack(items, 120).matrix()
    about = [str(at) for at in range(len(items))]
    start = np.array([1.0] * 12 + [0.0] * 12)
    search = _Search(matrix, about, start, Meter(Limits()))
    assert set(search.least_certain(Random(1), 4)) == {"10", "11", "12", "13"}
    found = improve(matrix, about, start, (), Meter(Limits()), lambda: float("inf"), rounds=3)
    assert matrix.cost @ found == best_by_table(items, 120)
