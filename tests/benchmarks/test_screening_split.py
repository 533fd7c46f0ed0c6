"""What is tuned on and what is reported share no name."""

from hypothesis import given
from hypothesis import strategies as st
from split import half, halves

NAMES = st.sampled_from("abcdefgh")


def test_the_half_of_a_text_never_changes() -> None:
    assert [half(f"ofac-sdn {number}") for number in (36, 173, 306, 424)] == ["tune", "report", "tune", "report"]


def test_case_does_not_decide() -> None:
    assert half("Orrery") == half("ORRERY")


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_pairs_that_share_a_name_are_in_one_half(pairs: list[tuple[str, str]]) -> None:
    found = halves(pairs)
    for one, its_half in zip(pairs, found, strict=True):
        for other, other_half in zip(pairs, found, strict=True):
            assert its_half == other_half or not set(one) & set(other)


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_the_order_of_pairs_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in reversed(pairs)]
    assert halves(pairs) == halves(turned)[::-1]
