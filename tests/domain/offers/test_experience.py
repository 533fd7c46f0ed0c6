"""What earlier events achieved corrects the next estimate, the less the fewer there were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.offers import Outcome, experience

OUTCOMES = st.lists(
    st.builds(Outcome, st.sampled_from("ab"), st.sampled_from("xy"), st.floats(1, 100), st.floats(0, 100)), max_size=12
)


def test_without_a_report_a_unit_is_a_unit():
    assert experience([], "a", "x", 40).factor == 1


def test_a_host_that_achieved_half_is_drawn_from_one_towards_half():
    one = experience([Outcome("a", "x", 20, 10)], "a", "x", 40)
    many = experience([Outcome("a", "x", 20, 10)] * 50, "a", "x", 40)
    assert 0.5 < many.factor < one.factor < 1
    assert many.factor == pytest.approx(0.5, abs=0.02)
    assert (one.events, one.expected, one.achieved) == (1, 20, 10)


def test_after_the_trusted_units_the_own_ratio_counts_half():
    others = [Outcome("b", "x", 1e9, 1e9)]  # all events together: 1
    assert experience([*others, Outcome("a", "x", 40, 20)], "a", "x", 40).factor == pytest.approx(0.75)


def test_another_kind_of_the_same_host_moves_it_only_through_all():
    outcomes = [Outcome("a", "x", 40, 0)]
    assert experience(outcomes, "a", "y", 40).factor == pytest.approx(0.5)
    assert experience(outcomes, "a", "x", 40).factor == pytest.approx(0.25)


@given(OUTCOMES, st.sampled_from("abc"), st.sampled_from("xyz"))
def test_the_factor_stays_within_what_can_be_planned_on(outcomes, host, kind):
    assert 0.2 <= experience(outcomes, host, kind, 40).factor <= 1.5
