"""The arithmetic of the benchmark's tables, against figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures import Share, average_precision, average_precision_interval, curve, reliability, threshold

SCORES = st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.7, 0.9, 1.0]), min_size=1)


def test_wilsons_interval_of_nine_in_ten() -> None:
    assert Share(9, 10).interval() == pytest.approx((0.5958, 0.9821), abs=1e-4)


def test_the_interval_of_ten_in_ten_ends_at_one() -> None:
    low, high = Share(10, 10).interval()
    assert low == pytest.approx(0.7225, abs=1e-4) and high == pytest.approx(1.0)


def test_nothing_asked_says_nothing() -> None:
    assert Share(0, 0).interval() == (0.0, 1.0)


def test_a_perfect_order_has_the_whole_area() -> None:
    assert average_precision([0.9, 0.8, 0.2], [True, True, False]) == 1.0


def test_an_order_worked_out_by_hand() -> None:
    assert average_precision([0.9, 0.8, 0.7], [True, False, True]) == pytest.approx(1 / 2 + 2 / 3 / 2)


def test_ties_earn_no_more_than_the_share_of_matches_among_them() -> None:
    assert average_precision([0.5] * 4, [True, False, False, False]) == 0.25
    assert curve([0.5] * 4, [True, False, False, False]) == [(1.0, 0.25, 0.5)]


def test_an_interval_holds_the_area_that_it_is_of() -> None:
    scores, labels = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4] * 10, [True, True, False, True, False, False] * 10
    low, high = average_precision_interval(scores, labels)
    assert low < average_precision(scores, labels) < high


@given(SCORES, st.sampled_from([0.0, 0.01, 0.1, 0.5]))
def test_a_threshold_lets_no_more_through_than_allowed(scores: list[float], rate: float) -> None:
    assert sum(one >= threshold(scores, rate) for one in scores) <= rate * len(scores)


def test_a_threshold_is_no_higher_than_needed() -> None:
    assert threshold([0.1, 0.2, 0.3, 0.4], 0.25) == 0.4


def test_bins_hold_every_pair_once() -> None:
    found = reliability([0.05, 0.9, 1.0, 0.95], [False, True, True, False])
    assert [(one.low, one.true.k, one.true.n) for one in found] == [(0.0, 0, 1), (0.9, 2, 3)]
