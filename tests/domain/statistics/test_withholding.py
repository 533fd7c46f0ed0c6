"""What a reader of public tables can reckon, and what is withheld so that they cannot."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.statistics.withholding import Figure, Sum, bounds, withhold


def table(counts, exporters=None):
    """A two-way table with its margins, as figures and sums; every figure of as many exporters as it counts."""
    rows, columns = len(counts), len(counts[0])
    cells = {(str(r), str(c)): counts[r][c] for r, c in product(range(rows), range(columns))}
    cells |= {(str(r), "all"): sum(counts[r]) for r in range(rows)}
    cells |= {("all", str(c)): sum(row[c] for row in counts) for c in range(columns)}
    cells["all", "all"] = sum(map(sum, counts))
    sums = [Sum(tuple((str(r), str(c)) for c in range(columns)), (str(r), "all")) for r in range(rows)]
    sums += [Sum(tuple((str(r), str(c)) for r in range(rows)), ("all", str(c))) for c in range(columns)]
    sums.append(Sum(tuple((str(r), "all") for r in range(rows)), ("all", "all")))
    return {key: Figure(count, (exporters or {}).get(key, count)) for key, count in cells.items()}, sums


def test_nothing_is_withheld_where_nothing_is_small():
    assert withhold(*table([[9, 7], [5, 8]]), least=3) == frozenset()


def test_a_small_figure_takes_others_with_it():
    figures, sums = table([[1, 9, 8], [7, 6, 5], [9, 4, 8]])
    hidden = withhold(figures, sums, least=3)
    assert ("0", "0") in hidden
    low, high = bounds(("0", "0"), figures, sums, hidden)
    assert low <= 1
    assert high >= 3


def test_two_ones_alone_would_give_each_other_away():
    figures, sums = table([[1, 9], [1, 9]])
    hidden = withhold(figures, sums, least=3)
    low, high = bounds(("0", "0"), figures, sums, hidden)
    assert (low, high) == (1, float("inf")) or high - low >= 2


def test_many_cases_of_one_exporter_are_withheld():
    figures, sums = table([[20, 9], [7, 30]], exporters={("0", "0"): 1})
    assert ("0", "0") in withhold(figures, sums, least=3)


def test_zeros_are_published():
    figures, sums = table([[0, 5], [6, 4]])
    assert withhold(figures, sums, least=3) == frozenset()


@given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=2, max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_small_figure_can_be_reckoned(counts):
    figures, sums = table(counts)
    hidden = withhold(figures, sums, least=3)
    for key, figure in figures.items():
        if 0 < figure.exporters < 3:
            low, high = bounds(key, figures, sums, hidden)
            assert high - low >= 2
            assert low <= figure.count <= high
