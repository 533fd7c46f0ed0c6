"""Names are found by their letters as the plain rule has it, whichever of the two is asked about."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from exeat.domain.screening import ListedParty, Party, Watchlist, compare
from exeat.domain.screening.alignment import SHORTEST_CUT, is_cut_off
from exeat.domain.screening.letters import Letters, begins_as_written, index_letters

TEXT = st.text("abc1", min_size=1, max_size=9)


def index(letters: list[str], written: list[str], people: list[bool] | None = None) -> Letters:
    found = index_letters(letters, people or [False] * len(letters), [(one, at) for at, one in enumerate(written)])
    return Letters(*found, lambda numbers: [letters[at] for at in numbers.tolist()])


@settings(deadline=None)  # the machine may be busy
@given(st.lists(TEXT, min_size=1, max_size=30), TEXT)
def test_what_is_a_slip_away_is_found_and_nothing_else(listed: list[str], asked: str) -> None:
    found = sorted(index(listed, []).a_slip_away(asked))
    near = [at for at, one in enumerate(listed) if min(len(one), len(asked)) >= 5 and OSA.distance(one, asked) <= 1]
    assert found == near


def test_letters_exchanged_at_the_middle_are_found() -> None:
    listed = ["quinceorry", "quicneorry", "quincoerry", "orryquince"]
    assert sorted(index(listed, []).a_slip_away("quinceorry")) == [0, 1, 2]


def test_nobody_is_found_by_a_slip_in_a_persons_name() -> None:
    assert list(index(["orrery", "orrory"], [], [True, False]).a_slip_away("orrary")) == [1]


@settings(deadline=None)
@given(st.lists(st.text("ab", max_size=4), min_size=1, max_size=20), st.text("ab", max_size=4))
def test_what_begins_another_as_written_is_found_and_nothing_else(endings: list[str], ending: str) -> None:
    beginning = "limitedliab"
    listed, asked = [beginning + one for one in endings], beginning + ending
    found = sorted(index(listed, listed).begun_as_written(asked))
    assert len(beginning) == SHORTEST_CUT - 1
    assert found == [at for at, one in enumerate(listed) if is_cut_off(one, asked) or is_cut_off(asked, one)]


def test_a_name_cut_off_within_its_legal_form_finds_what_begins_so() -> None:
    names = ("Limited Liability Company Orrery", "LLC Orrery Moor", "Joint Stock Company Quince", "Orrery Clock Ltd")
    watchlist = Watchlist([ListedParty(str(at), "home", "organisation", (name,)) for at, name in enumerate(names)])
    (found,) = watchlist.screen([Party("LIMITED LIABILITY CO", "organisation")])
    assert [match.matched_name for match in found] == [names[0]]
    assert 0.02 <= found[0].score < 0.5
    assert [one.kind for one in found[0].why.adjustments] == ["name", "beginning"]
    assert found[0].score == compare("LIMITED LIABILITY CO", names[0], "organisation").score


def test_the_letters_as_written_tell_whether_a_name_is_cut_off() -> None:
    whole, cut = "LIMITED LIABILITY COMPANY ORRY TECHNOLOGY", "LIMITED LIABILITY COMPANY ORRY TEC"
    assert begins_as_written(whole, cut)
    assert begins_as_written(cut, whole)
    assert not begins_as_written("LLC ORRY TEC", whole)
    assert compare(cut, whole, "organisation").score > 0.5 > compare("LLC ORRY TEC", whole, "organisation").score
    (found,) = Watchlist([ListedParty("1", "home", "organisation", (whole,))]).screen([Party(cut, "organisation")])
    assert found[0].score == compare(cut, whole, "organisation").score == compare(whole, cut, "organisation").score
