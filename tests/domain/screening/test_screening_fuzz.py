"""Names that nobody bears: whatever is asked, screening answers or says what is wrong with the question."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exeat.domain.screening import Comparison, ListedParty, Match, Party, Watchlist, compare

LISTED = [
    ListedParty("1", "test", "person", ("ORRERY, Tamsin", "تامزن أوريري", "铁三"), weak_names=("The Clock",)),
    ListedParty("2", "test", "organisation", ("Quince Works Ltd.", "Q.W.L.", "ООО Квинс")),
    ListedParty("3", "test", "vessel", ("GREY HERON 13", "12", "é")),
    ListedParty("4", "test", "unknown", ("A", "...", "\u0301", "A A A A")),
]
WATCHLIST = Watchlist(LISTED)

MARKS = "\u0301\u0338\u20dd\ufe0f\u0489"
UNSEEN = "\u200b\u200d\u202e\u2066\u00ad\ufeff\u2028\t\0"
ANY_TEXT = st.text(st.characters(), max_size=60)  # surrogates too
FLOODS = st.builds(
    lambda base, marks, times: (base + marks * times)[:1000],
    st.sampled_from(["Orrery", "ا", "é", "", "1", "Q.W.L."]),
    st.text(st.sampled_from(MARKS + UNSEEN), min_size=1, max_size=4),
    st.integers(1, 1000),
)
REPEATED = st.builds(
    lambda word, between, times: (word + between) * times,
    st.sampled_from(["a", "Orrery", "铁", "1", "ق", "Ltd", "'", "İ", "ß", "ﷺ", "㎏", "🏴‍☠️"]),
    st.sampled_from(["", " ", "-", "\u202f", ". "]),
    st.integers(1, 60),
)
RIGHT_TO_LEFT = st.text(st.characters(min_codepoint=0x590, max_codepoint=0x7FF), max_size=40)
NAMES = st.one_of(ANY_TEXT, FLOODS, REPEATED, RIGHT_TO_LEFT)
PUNCTUATION = st.text(
    st.one_of(st.characters(categories=("P", "S", "Z", "C"), codec="utf-8"), st.sampled_from(UNSEEN)), max_size=40
)


def is_sound(name: str) -> bool:
    """Whether a name can be asked about: it can be written down, and is of a length that names have."""
    return len(name) <= 1000 and not any(unicodedata.category(one) == "Cs" for one in name)


@given(NAMES)
@settings(max_examples=150, deadline=None)
def test_any_name_is_answered_or_refused(name: str) -> None:
    if not is_sound(name):
        with pytest.raises(ValueError, match=r"characters cannot be screened|half of a UTF-16 pair"):
            WATCHLIST.screen([name])
        return
    [found] = WATCHLIST.screen([name], top=None)
    assert all(isinstance(one, Match) and 0 < one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert [found] == WATCHLIST.screen([name], top=None)


@given(PUNCTUATION)
@settings(max_examples=100, deadline=None)
def test_a_name_without_a_letter_or_digit_matches_nothing(name: str) -> None:
    """Signs that Unicode reads as letters or digits, such as ㎏ or ①, are none of these."""
    if is_sound(name) and not any(one.isalnum() for one in unicodedata.normalize("NFKD", name)):
        assert WATCHLIST.screen([name], top=None) == [[]]
        assert compare(name, name).score == 0


@given(NAMES, st.one_of(NAMES, st.sampled_from(["ORRERY, Tamsin", "Quince Works Ltd.", "12"])))
@settings(max_examples=150, deadline=None)
@example("Orrery", "Orrery\ud800")
def test_any_two_names_compare_alike_whichever_comes_first(a: str, b: str) -> None:
    if not (is_sound(a) and is_sound(b)):
        with pytest.raises(ValueError, match=r"characters cannot be screened|half of a UTF-16 pair"):
            compare(a, b)
        return
    one, other = compare(a, b), compare(b, a)
    assert isinstance(one, Comparison)
    assert 0 <= one.score <= 1
    assert one.score == other.score


@pytest.mark.parametrize("name", ["x" * 1_000_001, "é " * 500_000, "\u0301" * 2_000_000])
def test_a_name_of_a_megabyte_is_refused(name: str) -> None:
    asks = (
        lambda: Party(name),
        lambda: WATCHLIST.screen([name]),
        lambda: compare(name, "Orrery"),
        lambda: compare("Orrery", name),
    )
    for ask in asks:
        with pytest.raises(ValueError, match="characters cannot be screened: at most 1,000"):
            ask()


@pytest.mark.parametrize("unit", ["a ", "ab ", "Orrery ", "ق ", "铁", "1", "a", "a.", "o'"])
def test_the_longest_name_allowed_is_answered(unit: str) -> None:
    name = (unit * 1000)[:1000]
    assert len(WATCHLIST.screen([name])) == 1
    assert compare(name, name).score > 0.75
