"""Which names a watchlist finds where little of them agrees: cut off, damaged, short, of another type."""

import pytest

from exeat.domain.screening import ListedParty, Party, Watchlist


def party(id: str, name: str, type: str) -> ListedParty:
    return ListedParty(id, "test", type, (name,))


def ids(watchlist: Watchlist, asked: Party) -> list[str]:
    return [match.id for match in watchlist.screen([asked])[0]]


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Tamsinoratrix Quincemeadow Instruments and Clockwork", "TAMSINORATRIX QUIN"),  # a field of 18 letters
        ("Akira Tamsin Orrery Clockwork", "AKIRA TAMSIN ORRE"),
        ("TAMSINORATRIX QUIN", "Tamsinoratrix Quincemeadow Instruments and Clockwork"),
        ("Limited Liability Company Orry Technology", "LIMITED LIABILITY COMPANY ORRY TEC"),
        ("LIMITED LIABILITY COMPANY ORRY TEC", "Limited Liability Company Orry Technology"),
        ("Joint Stock Company Quince", "JOINT STOCK COMPANY"),
        ("Public Joint Stock Company Quincemeadow", "PUBLIC JOINT STOCK C"),
    ],
)
def test_a_name_cut_off_by_a_form_finds_the_whole_one(listed: str, asked: str) -> None:
    watchlist = Watchlist([party("1", listed, "organisation")])
    assert ids(watchlist, Party(asked, "organisation")) == ["1"]


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("OQO Alpha", "0QO ALPHA"),  # what a scanner makes of short words
        ("OQO Alpha", "OQK Alpha"),
        ("Quin Tex", "QUIN TXE"),
        ("B-Quin T.Q.S.", "B-Quin T.Q.Z."),
        ("Quincemeadow AO", "Q. AO"),
        ("Q. AO", "Quincemeadow AO"),
        ("Quince-Orrery LLC", "Q LLC"),
        ("OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU QUINCE", "OBSHCHESTVO S OTVETSTVENNOSTYU QUINCE"),
        ("OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU QUINCE", "O. S OGRANICHENNOI OTVETSTVENNOSTYU QUINCE"),
    ],
)
def test_an_organisation_is_found_by_little_more_than_a_short_word(listed: str, asked: str) -> None:
    watchlist = Watchlist([party("1", listed, "organisation")])
    assert ids(watchlist, Party(asked, "organisation")) == ["1"]


def test_a_first_letter_stands_for_the_first_word() -> None:
    watchlist = Watchlist([party("1", "Meadow Quince LLC", "organisation")])
    assert watchlist.screen([Party("Q. LLC", "organisation"), Party("M. Ltd", "organisation")]) == [[], []]


def test_few_common_consonants_are_too_little_where_they_are_all() -> None:
    watchlist = Watchlist([party("1", "Bureau", "person"), party("2", "Hajij Qasim", "person")])
    assert ids(watchlist, Party("Susan Ibarra", "person")) == []
    assert ids(watchlist, Party("Hejeij Kassem", "person")) == ["2"]


@pytest.mark.parametrize(
    ("asked", "type", "found"),
    [
        ("Sewa Iran", "person", []),
        ("Sewa Iran", "vessel", ["1"]),
        ("Sewa Iran", "unknown", ["1"]),
        ("Serena", "person", ["1"]),
    ],
)
def test_a_party_of_another_type_is_found_by_a_closer_name(asked: str, type: str, found: list[str]) -> None:
    watchlist = Watchlist([party("1", "Serena", "vessel")])
    assert ids(watchlist, Party(asked, type)) == found
