"""Who asks for few matches gets the first of all: what is left out on the way is never one of them."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.screening import ListedParty, Party, Watchlist, engine

WORDS = "tamsin beatrix winifred orrery orery orreri quince kvince brindle moor brindlemoor al the ltd limited t b 7 13"
NAME = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=4).map(" ".join)
TYPE = st.sampled_from(("person", "organisation", "unknown"))
BORN = st.sampled_from(((), ("1951",), ("1951-04-02", "1960")))


@st.composite
def parties(draw: st.DrawFn) -> list[ListedParty]:
    content = st.tuples(TYPE, st.lists(NAME, min_size=1, max_size=3), st.lists(NAME, max_size=1), BORN)
    return [
        ListedParty(str(at), "home", kind, tuple(names), tuple(weak), born)
        for at, (kind, names, weak, born) in enumerate(draw(st.lists(content, min_size=1, max_size=25)))
    ]


@settings(deadline=None)  # the machine may be busy
@given(parties(), st.builds(Party, NAME, TYPE, st.sampled_from((None, "1951", "1960-01-01"))), st.integers(0, 6))
def test_the_first_of_all_matches(listed: list[ListedParty], asked: Party, top: int) -> None:
    watchlist = Watchlist(listed)
    ((every,), (some,)) = watchlist.screen([asked], top=None), watchlist.screen([asked], top=top)
    assert some == every[:top]


@settings(deadline=None)  # the machine may be busy
@given(parties(), st.builds(Party, NAME, TYPE), st.floats(0, 1.5))
def test_the_matches_that_score_enough(listed: list[ListedParty], asked: Party, least: float) -> None:
    watchlist = Watchlist(listed)
    ((every,), (some,)) = watchlist.screen([asked], top=None), watchlist.screen([asked], top=None, min_score=least)
    assert some == [match for match in every if match.score >= least]


def test_garbage_is_collected_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    watchlist = Watchlist([ListedParty("1", "home", "person", ("Tamsin Quince",))])
    seen: list[bool] = []
    monkeypatch.setattr(engine, "judge", lambda *_, **__: seen.append(gc.isenabled()))
    watchlist.screen(["Tamsin Quince"])
    assert (seen, gc.isenabled()) == ([False], True)

    def fails(*_: object, **__: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(engine, "judge", fails)
    with pytest.raises(ArithmeticError):
        watchlist.screen(["Tamsin Quince"])
    assert gc.isenabled()


def test_who_collects_no_garbage_is_left_alone() -> None:
    gc.disable()
    try:
        Watchlist([ListedParty("1", "home", "person", ("Tamsin Quince",))]).screen(["Tamsin Quince"])
        assert not gc.isenabled()
    finally:
        gc.enable()
