"""Two names side by side: the score is what the words cost, whichever comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.screening import compare

names = st.text(max_size=60) | st.lists(
    st.sampled_from(["ali", "aly", "al", "hassan", "hasan", "m", "orchard", "orchards", "ltd", "or", "chard", "13"]),
    max_size=6,
).map(" ".join)


@given(names, names)
def test_the_score_is_the_same_in_both_directions_and_between_0_and_1(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert there.score == back.score
    assert 0 <= there.score <= 1


@given(names, names)
def test_one_less_the_costs_is_the_score(a: str, b: str) -> None:
    result = compare(a, b)
    if result.why.words:
        assert result.score == pytest.approx(1 - sum(one.cost for one in result.why.words), abs=1e-4)
    else:
        assert result.score == 0


@given(names)
def test_a_name_with_a_letter_or_digit_is_wholly_like_itself_and_nothing_else_is(name: str) -> None:
    assert compare(name, name).score in ({1.0} if compare(name, name).why.words else {0.0})


@given(names, names)
def test_every_word_appears_once_in_the_reason(a: str, b: str) -> None:
    words = compare(a, b).why.words
    together = sorted("".join(one.asked for one in words if one.asked))
    back = compare(b, a).why.words
    assert together == sorted("".join(one.listed for one in back if one.listed))


@pytest.mark.parametrize(
    ("a", "b", "least"),
    [
        ("Tamsin Orrery", "ORRERY, Tamsin", 1.0),
        ("Al-Qamar Foundation", "ALQAMAR FOUNDATION", 0.99),
        ("T. Orrery", "Tamsin Orrery", 0.85),
        ("Tamsin Orery", "Tamsin Orrery", 0.9),
        ("Tamsin Orrery", "Tamsin Beatrix Orrery", 0.75),
        ("Limited Liability Company Quince", "Quince LLC", 0.6),
    ],
)
def test_order_breaks_initials_slips_and_middle_names_cost_little(a: str, b: str, least: float) -> None:
    assert compare(a, b).score >= least


@pytest.mark.parametrize(
    ("a", "b", "most"),
    [
        ("Ali", "Ali Hassan Orrery", 0.5),  # one word of three
        ("Kim", "Kimo", 0.3),
        ("Hua", "Huaweiling", 0.3),
        ("13 Factory", "14 Factory", 0.8),
        ("Orchard Trading Ltd", "Meadow Mining Ltd", 0.4),
        ("Quince", "Orrery", 0.0),
    ],
)
def test_short_and_one_word_names_do_not_match_everything(a: str, b: str, most: float) -> None:
    assert compare(a, b).score <= most


def test_a_word_left_out_costs_less_than_another_in_its_place() -> None:
    left_out = compare("Tamsin Beatrix Orrery", "Tamsin Orrery").score
    replaced = compare("Tamsin Beatrix Orrery", "Tamsin Winifred Orrery").score
    assert replaced < 0.7 < left_out


def test_a_legal_form_left_out_costs_next_to_nothing() -> None:
    assert compare("Orchard Clocks GmbH", "Orchard Clocks").score > 0.98


def test_a_single_letter_stands_for_a_word_of_people_only() -> None:
    assert compare("T Orrery", "Tamsin Orrery", type="person").score > 0.8
    assert compare("T Orrery", "Tamsin Orrery", type="organisation").score < 0.8


def test_the_sentence_names_each_difference_with_its_cost() -> None:
    sentence = compare("Tamsin Orery", "Tamsin Beatrix Orrery").why.sentence
    assert "“orery” is listed as “orrery” (-0.0" in sentence
    assert "“beatrix” was not given (-0." in sentence


def test_wrong_types_and_endless_names_are_refused() -> None:
    with pytest.raises(ValueError, match="type is"):
        compare("a", "b", type="ship")
    with pytest.raises(ValueError, match="1,000,000 characters"):
        compare("a" * 1_000_000, "b")
