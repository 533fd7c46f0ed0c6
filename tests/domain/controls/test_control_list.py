"""A control list kept, found in, dated and compared."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.controls import (
    READERS,
    ControlList,
    ControlListError,
    NotInForceError,
    UnknownCodeError,
    codes_in,
    in_force,
    with_dates,
)
from exeat.domain.controls.compare import marked
from exeat.domain.controls.wording import bare, subscript, superscript


def test_a_saved_list_is_the_same_list(eu_list: ControlList, us_list: ControlList, tmp_path: Path) -> None:
    for control_list in (eu_list, us_list):
        control_list.save(tmp_path / "list.json")
        assert ControlList.load(tmp_path / "list.json") == control_list
        assert ControlList.from_dict(json.loads(json.dumps(control_list.to_dict()))) == control_list


def test_a_file_that_is_no_list_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"format": "something"}')
    with pytest.raises(ControlListError, match=r"other\.json: not a saved control list"):
        ControlList.load(path)
    path.write_text('{"format": \n"some')
    with pytest.raises(ControlListError, match=r"other\.json, line 2"):
        ControlList.load(path)


def test_saving_leaves_nothing_half_written(eu_list: ControlList, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    eu_list.save(path)
    before = path.read_bytes()
    with pytest.raises(TypeError):
        replace(eu_list, rights=object()).save(path)  # type: ignore[arg-type]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path] or {p.name for p in tmp_path.iterdir()} == {"list.json", "annex.json"}


@pytest.mark.parametrize("written", ["3A001.a.1", "3A001.a.1.", "3a001.A.1", " 3A001.a.1 "])
def test_a_provision_is_found_as_people_write_it(eu_list: ControlList, written: str) -> None:
    assert eu_list.provision(written).path == "3A001.a.1"


def test_a_code_with_brackets_of_its_own_is_found_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,parent,kind,text\nX(1),,heading,Hives\nX(1)(a),X(1),provision,Of glass\n")
    control_list = READERS["csv"]([path]).control_list
    assert control_list.provision("X(1)(A)").text == "Of glass"


def test_an_unknown_code_is_named(eu_list: ControlList) -> None:
    with pytest.raises(UnknownCodeError, match="INVENTED-20270101 has no provision 9Z999"):
        eu_list.provision("9Z999")


def test_a_provisions_code_leads_to_its_entry(eu_list: ControlList) -> None:
    assert eu_list.entry("3A001.a.1").code == "3A001"


@pytest.mark.parametrize(
    ("numbering", "code", "regime"),
    [
        ("eu", "6A003", "Wassenaar Arrangement"),
        ("eu", "9A101", "Missile Technology Control Regime"),
        ("eu", "6A203", "Nuclear Suppliers Group"),
        ("eu", "1C350", "Australia Group"),
        ("eu", "1C450", "Chemical Weapons Convention"),
        ("eu", "0B001", "Nuclear Suppliers Group trigger list"),
        ("eu", "3A501", None),
        ("us", "9A610", "Wassenaar Arrangement Munitions List"),
        ("us", "5A992", None),
        ("own", "6A003", None),
    ],
)
def test_the_number_tells_the_regime(eu_list: ControlList, numbering: str, code: str, regime: str | None) -> None:
    entry = replace(eu_list.entries[0], code=code)
    found = replace(eu_list, numbering=numbering).regimes(entry)  # type: ignore[arg-type]
    assert [r.name for r in found] == ([regime] if regime else [])
    assert all(r.source for r in found)


def test_a_list_answers_only_for_the_days_it_was_in_force(eu_list: ControlList) -> None:
    dated = with_dates(eu_list, date(2027, 1, 1), date(2027, 6, 30))
    assert dated.as_of(date(2027, 6, 30)) is dated
    for day in (date(2026, 12, 31), date(2027, 7, 1)):
        with pytest.raises(NotInForceError, match="applies from 2027-01-01 until 2027-06-30"):
            dated.as_of(day)


def test_a_list_without_a_date_does_not_guess(us_list: ControlList) -> None:
    with pytest.raises(NotInForceError, match="does not say from when"):
        us_list.as_of(date(2027, 1, 1))


def test_of_several_versions_the_latest_begun_is_in_force(eu_list: ControlList) -> None:
    older, newer = with_dates(eu_list, date(2026, 1, 1)), with_dates(eu_list, date(2027, 1, 1))
    assert in_force([newer, older], date(2026, 12, 31)) is older
    assert in_force([older, newer], date(2027, 1, 1)) is newer
    with pytest.raises(NotInForceError):
        in_force([older, newer], date(2025, 12, 31))


def _changed(eu_file: Path, *edits: tuple[str, str]) -> ControlList:
    text = eu_file.read_text()
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    eu_file.write_text(text)
    return READERS["eu-annex-i-json"]([eu_file]).control_list


def test_a_list_does_not_differ_from_itself(eu_list: ControlList) -> None:
    assert eu_list.diff(eu_list) == ()


def test_changes_are_told_paragraph_by_paragraph(eu_list: ControlList, eu_file: Path) -> None:
    new = _changed(
        eu_file,
        ("1,5 m", "2,5 m"),
        (r"\n3A201.b The capability to spray heavy water.", r"\n3A201.c The capability to spray light water."),
    )
    assert [(c.path, c.change) for c in eu_list.diff(new)] == [
        ("3A001.a.1", "changed"),
        ("3A201.b", "removed"),
        ("3A201.c", "added"),
    ]
    assert eu_list.diff(new)[0].after == "3A001.a.1 A tine length exceeding 2,5 m; and"


def test_a_note_that_is_only_renumbered_is_no_change(eu_list: ControlList, eu_file: Path) -> None:
    note = r"\n3A001.a Note 1: 3A001.a. does not control rakes designed for sandpits."
    new = _changed(eu_file, (note, r"\n3A001.a Note: 3A001.a. does not control toy rakes." + note))
    assert [(c.path, c.change, c.after) for c in eu_list.diff(new)] == [
        ("3A001.a:note", "added", "3A001.a Note: 3A001.a. does not control toy rakes.")
    ]


def test_a_provision_that_stands_under_another_code_has_moved(eu_list: ControlList, eu_file: Path) -> None:
    new = _changed(eu_file, ("3A001.a.2 Specially designed", "3A001.a.3 Specially designed"))
    assert [(c.path, c.change, c.moved_from) for c in eu_list.diff(new)] == [("3A001.a.3", "moved", "3A001.a.2")]


def test_quotation_marks_and_dashes_are_no_change(eu_list: ControlList, eu_file: Path) -> None:
    new = _changed(eu_file, (r"\"Software\"", "“Software”"))
    assert eu_list.diff(new) == ()


def test_only_what_both_lists_cover_is_compared(eu_list: ControlList) -> None:
    part = replace(eu_list, entries=eu_list.entries[:1], covers=("3A0",))
    assert eu_list.diff(part) == part.diff(eu_list) == ()


@given(st.text(alphabet="ab \n", max_size=30), st.text(alphabet="ab \n", max_size=30))
def test_marked_pieces_are_the_whole_of_both_texts(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(p.text for p in pieces if p.mark != "removed").split() == after.split()
    assert bare("".join(p.text for p in pieces if p.mark != "added")) == bare(before)


def test_notes_above_bear_on_what_is_below(eu_list: ControlList) -> None:
    assert [p.path for p in eu_list.notes_on("3A001.a.1")] == ["3A001:nb", "3A001.a:note", "3A001.a:technical-note"]
    assert [p.path for p in eu_list.notes_on("3A001.a.2")] == ["3A001:nb", "3A001.a:note"]


@pytest.mark.real_data
def test_a_year_of_the_published_list_differs_in_a_few_paragraphs(shared_data: Path) -> None:
    old = READERS["us-ccl-json"]([shared_data / "controls" / "us_ccl_2025-07_cat3-5.json"]).control_list
    new = READERS["us-ccl-ecfr-xml"]([shared_data / "controls" / "us_ccl_2026-07.xml"]).control_list
    found = {c.path: c.change for c in old.diff(new)}
    assert len(found) < 60 and found["3A069"] == "added"
    assert all(path[0] in "345" for path in found)


@given(st.text(alphabet="0123456789+-nkmax/", min_size=1, max_size=6))
def test_raised_and_lowered_characters_are_not_lost(text: str) -> None:
    assert bare(superscript(text)) == text
    assert bare(subscript(text)) == text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("see 6A003.b.4.b. and 1C350", ["6A003.b.4.b", "1C350"]),
        ("3A001.a.5.a.1 to 3A001.a.5", ["3A001.a.5.a.1", "3A001.a.5"]),
        ("3A001.See", ["3A001"]),
        ("part 13A0011", []),
    ],
)
def test_codes_are_found_in_running_text(text: str, codes: list[str]) -> None:
    assert codes_in(text) == codes
