"""A watchlist: what it finds, what it stores, and what happens when it changes."""

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exeat.domain.screening import (
    Alert,
    Delta,
    Identifier,
    ListedParty,
    Match,
    Party,
    StoredParties,
    Watchlist,
    WatchlistFileError,
    compare,
    diff,
    rescreen,
    write_parties,
)


def listed(id: str, *names: str, **more: object) -> ListedParty:
    return dataclasses.replace(ListedParty(id, "test", "unknown", names), **more)


ORRERY = listed("1", "ORRERY, Tamsin", "Tamsin Orery", type="person", born=("1960-03-01",), countries=("cu",))
QUINCE = listed("2", "Quince Machine Works", type="organisation", weak_names=("Quimco Plant",))
HERON = listed("3", "Grey Heron", type="vessel", identifiers=(Identifier("imo", "9999999"),))
WATCHLIST = Watchlist([ORRERY, QUINCE, HERON])


def best(query: str | Party) -> Match:
    return WATCHLIST.screen([query])[0][0]


def test_a_listed_party_matches_once_by_its_best_name() -> None:
    [matches] = WATCHLIST.screen(["Tamsin Orery"])
    assert [(one.id, one.matched_name) for one in matches] == [("1", "Tamsin Orery")]


def test_matches_come_best_first_and_no_more_than_asked_for() -> None:
    crowd = Watchlist(listed(str(n), f"Tamsin Orrery{'x' * n}") for n in range(8))
    [matches] = crowd.screen(["Tamsin Orrery"], top=3)
    assert [one.id for one in matches] == ["0", "1", "2"]
    assert all(one.score >= 0.94 for one in crowd.screen(["Tamsin Orrery"], top=None, min_score=0.94)[0])


def test_what_is_no_list_of_names_or_no_number_of_matches_is_refused() -> None:
    with pytest.raises(ValueError, match='queries is one text, "Tamsin"'):
        WATCHLIST.screen("Tamsin")
    with pytest.raises(ValueError, match="top is -1"):
        WATCHLIST.screen(["Tamsin"], top=-1)


@pytest.mark.parametrize(
    ("known", "complaint"),
    [
        ({"countries": "cu"}, 'countries is "cu", expected a tuple'),
        ({"identifiers": ({"kind": "imo"},)}, "identifiers"),
    ],
)
def test_what_a_party_cannot_have_is_named(known: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Party("Tamsin Orrery", **known)


@pytest.mark.parametrize("name", ["", "  ", "…", "\u200b"])
def test_a_name_without_letters_matches_nothing(name: str) -> None:
    assert WATCHLIST.screen([name]) == [[]]


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_screened(name: str) -> None:
    assert all(0 < match.score <= 1 for match in WATCHLIST.screen([name])[0])


def test_initials_of_a_name_that_nothing_is_like_disturb_no_other_name() -> None:
    matches, none = Watchlist([listed("1", "Quince")]).screen(["Quince", "Bzz X"])
    assert [match.id for match in matches] == ["1"]
    assert not none


def test_a_weak_alias_scores_less_and_says_so() -> None:
    match, plain = best("Quimco Plant"), compare("Quimco Plant", "Quimco Plant")
    assert 0.8 < match.score < plain.score
    assert "alias weak" in match.why.sentence


@pytest.mark.parametrize(
    ("known", "direction"),
    [
        ({"born": "1960-03-01"}, 1),
        ({"born": "1960"}, 1),
        ({"born": "1961"}, 0),  # a year off says nothing
        ({"born": "1985"}, -1),
        ({"countries": ("cu",)}, 1),
        ({"countries": ("mt",)}, -1),
        ({"type": "vessel"}, -1),
        ({"type": "person"}, 0),
    ],
)
def test_what_else_is_known_moves_the_score_and_is_explained(known: dict[str, object], direction: int) -> None:
    plain, more = best("Tamsine Orrery"), best(dataclasses.replace(Party("Tamsine Orrery"), **known))
    assert (more.score > plain.score) - (more.score < plain.score) == direction
    assert len(more.why.adjustments) - len(plain.why.adjustments) == abs(direction)


def test_the_score_is_one_less_costs_plus_effects() -> None:
    match = best(Party("Tamsine Orrery", born="1985", countries=("cu",)))
    costs, effects = match.why.words, match.why.adjustments
    assert match.score == pytest.approx(1 - sum(c.cost for c in costs) + sum(e.effect for e in effects), abs=1e-4)


def test_a_listed_number_finds_its_party_under_any_name() -> None:
    match = best(Party("Blue Egret", identifiers=(Identifier("imo", "999 9999"),)))
    assert match.id == "3"
    assert match.score >= 0.8


def test_the_reason_can_be_stored_as_json() -> None:
    record = json.loads(json.dumps(best("Tamsine Orrery").as_json()))
    assert set(record) == {"id", "list", "score", "matched_name", "why"}
    assert {"asked": "tamsine", "listed": "tamsin", "kind": "sound"}.items() <= record["why"]["words"][1].items()


# Versions and files


def test_the_version_is_that_of_the_content_whatever_its_order() -> None:
    assert Watchlist([HERON, QUINCE, ORRERY]).version == WATCHLIST.version
    assert Watchlist([HERON, QUINCE]).version != WATCHLIST.version


def test_a_saved_watchlist_answers_as_before(tmp_path: Path) -> None:
    Watchlist([ORRERY]).save(tmp_path / "wl")
    WATCHLIST.save(tmp_path / "wl")  # replaces the first
    loaded = Watchlist.load(tmp_path / "wl")
    assert (loaded.version, loaded.parties) == (WATCHLIST.version, WATCHLIST.parties)
    assert [one.name for one in tmp_path.iterdir()] == ["wl"]
    assert json.loads((tmp_path / "wl" / "watchlist.json").read_text())["engine_version"] == Watchlist.engine_version


def test_a_damaged_saved_watchlist_is_refused(tmp_path: Path) -> None:
    WATCHLIST.save(tmp_path / "wl")
    write_parties(tmp_path / "wl" / "parties.jsonl", [ORRERY])
    with pytest.raises(WatchlistFileError, match="differs from what was saved"):
        Watchlist.load(tmp_path / "wl")


def test_a_loaded_watchlist_screens_and_changes_like_the_saved_one(tmp_path: Path) -> None:
    WATCHLIST.save(tmp_path / "wl")
    loaded = Watchlist.load(tmp_path / "wl")
    assert loaded.screen(QUERIES) == WATCHLIST.screen(QUERIES)
    loaded.apply(Delta(removed=(ORRERY.key,), changed=(dataclasses.replace(QUINCE, names=("Quince Press",)),)))
    changed = Watchlist([HERON, dataclasses.replace(QUINCE, names=("Quince Press",))])
    assert loaded.version == changed.version
    assert loaded.screen(QUERIES) == changed.screen(QUERIES)


@pytest.mark.parametrize("party", [(), (listed("9", "…"),)])
def test_a_list_without_words_can_be_saved(tmp_path: Path, party: tuple[ListedParty, ...]) -> None:
    Watchlist(party).save(tmp_path / "wl")
    assert Watchlist.load(tmp_path / "wl").screen(["Tamsin"]) == [[]]


def test_a_saved_index_of_which_a_part_is_cut_off_is_refused(tmp_path: Path) -> None:
    WATCHLIST.save(tmp_path / "wl")
    parts = [one for one in (tmp_path / "wl").iterdir() if one.name not in ("watchlist.json", "parties.jsonl")]
    for part in filter(lambda one: one.stat().st_size, parts):
        whole = part.read_bytes()
        part.write_bytes(whole[:-1])
        with pytest.raises(WatchlistFileError, match=rf"{part}: is not whole"):
            Watchlist.load(tmp_path / "wl")
        part.write_bytes(whole)


def test_a_saved_index_whose_parts_are_not_what_they_were_is_refused(tmp_path: Path) -> None:
    WATCHLIST.save(tmp_path / "wl")
    (tmp_path / "wl" / "members.npy").write_bytes(b"x" * (tmp_path / "wl" / "members.npy").stat().st_size)
    with pytest.raises(WatchlistFileError, match="its index is not whole"):
        Watchlist.load(tmp_path / "wl")


def test_many_small_changes_give_the_answers_of_a_rebuild() -> None:
    watchlist = Watchlist([ORRERY])
    crowd = [listed(f"c{n}", f"Tamsin Orrery{'x' * n}") for n in range(12)]
    for party in crowd:
        watchlist.apply(Delta(added=(party,)))
    assert watchlist.screen(["Tamsin Orrery"], None) == Watchlist([ORRERY, *crowd]).screen(["Tamsin Orrery"], None)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Mohammed Yusuf Quince", "محمد يوسف Quince"),
        ("Yusuf Haddad", "Youssef Hadad"),
        ("Vladimir Shchukin", "Владимир Щукин"),
        ("이재형", "I Jae Hyeong"),
        ("Xi Ping Quince", "习平 Quince"),
        ("Tamsin Orrery", "Таmsin Оrrеry"),  # Cyrillic letters among Latin ones
        ("Tamsin Orrery", "Tam\u200bsin Orr\u00adery"),
        ("Salim Mustafa Mansur", "SLM MSTF MNSR"),
        ("Mohammed Ali Orrery", "M A Orrery"),
        ("Mohammed Orrery", "Omhammed Orrery"),
        ("Amin Haddad", "Amni Haddad"),  # two letters of a short word exchanged
        ("Alqamar Orrery", "Al Qamar Orrery"),
        ("Al Qamar Orrery", "Alqamar Orrery"),
        ("Salim Mustafa Mansur Quince", "SalimMustafaMansurQuince"),
    ],
)
def test_a_name_is_found_in_another_script_spelling_or_disguise(name: str, asked: str) -> None:
    [matches] = Watchlist([listed("1", name)]).screen([asked])
    assert [one.id for one in matches] == ["1"]
    assert matches[0].score >= 0.8


def test_a_number_of_a_party_without_a_readable_name_matches_nothing() -> None:
    nameless = listed("9", "…", identifiers=(Identifier("imo", "8888888"),))
    query = Party("Blue Egret", identifiers=(Identifier("imo", "8888888"),))
    assert Watchlist([nameless, HERON]).screen([query]) == [[]]


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(WatchlistFileError, match="is not a saved watchlist"):
        WATCHLIST.save(tmp_path / "letters")


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    write_parties(tmp_path / "list.jsonl", WATCHLIST.parties)
    assert Watchlist.from_jsonl(tmp_path / "list.jsonl").parties == WATCHLIST.parties


GOOD = '{"id": "1", "list": "test", "type": "person", "names": ["Tamsin Orrery"]}'


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "2", "list": "test"', "line 3: not JSON"),
        ("[]", "expected a JSON object"),
        ('{"id": "2", "list": "test", "type": "ship", "names": ["x"]}', '"type" is "ship"'),
        ('{"id": "2", "list": "test", "type": "person", "names": []}', '"names" must hold'),
        ('{"id": "2", "list": "test", "type": "person", "names": "x"}', '"names" must be a list'),
        ('{"id": "", "list": "test", "type": "person", "names": ["x"]}', '"id" must be'),
        ('{"id": "2", "list": "test", "type": "person", "names": ["x"], "born": ["soon"]}', '"born" holds "soon"'),
        ('{"id": "2", "list": "test", "type": "person", "names": ["x"], "nick": 1}', 'unknown field "nick"'),
        ('{"id": "2", "list": "test", "type": "person", "names": ["' + "x" * 1001 + '"]}', "more than 1000 characters"),
        (GOOD.replace("Tamsin", "\\ud800"), '"names" must be a list'),
        (GOOD.replace('"1"', "1" * 5000), "beyond all measure"),
        ("[" * 100_000, "beyond all measure"),
        (GOOD, "test 1 is on line 1 already"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n")
    with pytest.raises(WatchlistFileError, match="line 3") as error:
        Watchlist.from_jsonl(path)
    assert complaint in str(error.value)


def test_text_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_bytes(GOOD.encode() + b'\n{"id": "\xff"}\n')
    with pytest.raises(WatchlistFileError, match=r"line 2: not UTF-8"):
        Watchlist.from_jsonl(path)


# Changes

parties = st.builds(
    listed,
    st.sampled_from("abcdef"),
    st.sampled_from(["Tamsin Orrery", "Tamsin Orery", "Quince Works", "Quince Machine Works", "Grey Heron", "…"]),
    weak_names=st.sampled_from([(), ("Quimco Works",)]),
    born=st.sampled_from([(), ("1960",)]),
    programmes=st.sampled_from([(), ("ONE",), ("TWO",)]),
    identifiers=st.sampled_from([(), (Identifier("imo", "9999999"),)]),
)
lists = st.lists(parties, unique_by=lambda party: party.id).map(tuple)
QUERIES = [
    Party("Tamsin Orrery", born="1960-03-01"),
    Party("Quince Works"),
    Party("Grey Heron", type="vessel"),
]


@given(lists, lists)
@settings(deadline=None)
def test_applying_the_difference_gives_the_answers_of_a_rebuild(
    old: tuple[ListedParty, ...], new: tuple[ListedParty, ...]
) -> None:
    changed, rebuilt = Watchlist(old), Watchlist(new)
    changed.apply(diff(changed, rebuilt))
    assert changed.version == rebuilt.version
    assert changed.parties == rebuilt.parties
    assert changed.screen(QUERIES) == rebuilt.screen(QUERIES)
    assert not diff(changed, rebuilt)


STORED = [*QUERIES, Party("Quince"), Party("Blue Egret", identifiers=(Identifier("imo", "9999999"),)), Party("…")]


def full_rescreening(old: Watchlist, new: Watchlist, parties: list[Party]) -> list[Alert]:
    """Every party against both whole lists, and what differs."""
    alerts = []
    for party, was, now in zip(parties, old.screen(parties, None, 0.7), new.screen(parties, None, 0.7), strict=True):
        had, has = {one.key: one for one in was}, {one.key: one for one in now}
        for key in sorted(had.keys() | has.keys()):
            if key not in had:
                alerts.append(Alert(party, has[key], "new"))
            elif key not in has:
                alerts.append(Alert(party, had[key], "cleared", before=had[key]))
            elif has[key] != had[key]:
                alerts.append(Alert(party, has[key], "changed", before=had[key]))
    return alerts


@given(lists, lists)
@settings(deadline=None)
def test_rescreening_says_what_two_full_screenings_compared_say(
    old: tuple[ListedParty, ...], new: tuple[ListedParty, ...]
) -> None:
    before, after = Watchlist(old), Watchlist(new)
    expected = full_rescreening(before, after, STORED)
    assert rescreen(before, after, STORED) == expected
    assert rescreen(before, after, StoredParties(STORED)) == expected


SHORT = (
    "al ali mohammed m alimohammed quince quinze orrery orrry ltd gmbh tamsin amni amin ox llc limited liability com q"
)
words = st.lists(
    st.sampled_from(SHORT.split(" ")),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(words, words, st.sampled_from(["person", "organisation", "unknown"]))
@settings(deadline=None)
def test_whether_two_names_are_candidates_does_not_depend_on_which_is_asked_about(a: str, b: str, kind: str) -> None:
    one = Watchlist([listed("1", a, type=kind)]).screen([Party(b, kind)])[0]
    other = Watchlist([listed("1", b, type=kind)]).screen([Party(a, kind)])[0]
    assert [match.score for match in one] == [match.score for match in other]


def test_a_change_that_does_not_concern_the_match_alerts_nobody() -> None:
    after = Watchlist([dataclasses.replace(ORRERY, programmes=("NEW",)), QUINCE, HERON])
    assert rescreen(WATCHLIST, after, [Party("Tamsin Orrery")]) == []


@pytest.mark.parametrize(
    ("delta", "complaint"),
    [
        (Delta(added=(ORRERY,)), "cannot add test 1"),
        (Delta(removed=(("test", "9"),)), "cannot change or remove test 9"),
        (Delta(added=(listed("9", "x"),), removed=(("test", "9"),)), "names a party twice"),
    ],
)
def test_a_delta_that_does_not_fit_changes_nothing(delta: Delta, complaint: str) -> None:
    watchlist = Watchlist([ORRERY, QUINCE])
    version = watchlist.version
    with pytest.raises(ValueError, match=complaint):
        watchlist.apply(delta)
    assert watchlist.version == version
