"""Names are found through a bound that is cheap: it must leave none out that the exact rule finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.screening import ListedParty
from exeat.domain.screening.coverage import Asked, Pairs, covered, is_light, near
from exeat.domain.screening.records import Records
from exeat.domain.screening.segment import Segment, Sought
from exeat.domain.screening.word_table import WordTable

WORDS = """
orrery orery orrary quince kvince brindle moor brindlemoor ali al a b o q trading trade company co ltd limited
international intl ibn bin abdul abdulrahman rahman maria mario
"""
WORD = st.sampled_from(WORDS.split())
NAME = st.lists(WORD, min_size=1, max_size=5).map(tuple)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(NAME, min_size=1, max_size=30), NAME)
def test_the_bound_leaves_no_name_out(listed: list[tuple[str, ...]], asked: tuple[str, ...]) -> None:
    parties = [ListedParty(str(at), "home", "unknown", (" ".join(words),)) for at, words in enumerate(listed)]
    segment = Segment(Records(parties))
    arrays, listed_names = segment._arrays, segment._listed
    reading = Asked(asked, segment.table)
    everything = np.arange(len(listed_names))
    shares = near([reading], Pairs(np.zeros_like(everything), everything), listed_names)
    every = all(is_light(word) for word in asked)
    telling = {
        number
        for at in reading.telling_rows()
        for number in reading.rows[at][0].tolist()
        if every or not is_light(segment.table.words[number])
    }
    begins = arrays["word_starts"].tolist()
    names = [set(arrays["words"][begins[at] : begins[at + 1]].tolist()) for at in range(len(begins) - 1)]
    light = {at for at, name in enumerate(names) if all(is_light(segment.table.words[number]) for number in name)}
    holding = {at for at, name in enumerate(names) if telling & name} | light
    found = covered([reading], listed_names)[0].names.tolist()
    assert set(found) == holding & set(np.flatnonzero(shares).tolist())
    assert found == sorted(set(found))


@settings(deadline=None)  # the machine may be busy
@given(st.lists(NAME, min_size=1, max_size=30), st.lists(NAME, min_size=1, max_size=6))
def test_what_is_looked_for_together_is_found_as_one_by_one(
    listed: list[tuple[str, ...]], asked: list[tuple[str, ...]]
) -> None:
    parties = [ListedParty(str(at), "home", "unknown", (" ".join(words),)) for at, words in enumerate(listed)]
    segment = Segment(Records(parties))
    sought = [Sought(words, "unknown") for words in asked]
    together = [{name.key for name in names} for names in segment.find(sought)]
    assert together == [{name.key for name in names} for one in sought for names in segment.find([one])]


@settings(deadline=None)
@given(
    st.lists(WORD, unique=True, max_size=30), st.lists(st.one_of(WORD, st.text("aeiorbdmnq13", min_size=1)), max_size=9)
)
def test_words_looked_up_together_are_alike_as_one_by_one(listed: list[str], asked: list[str]) -> None:
    together, single = WordTable(listed), WordTable(listed)
    together.look_up(asked)
    for word in asked:
        for found, alone in zip(together.alike(word), single.alike(word), strict=True):
            assert found.tolist() == alone.tolist()
