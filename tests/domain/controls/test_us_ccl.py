"""The Commerce Control List's reader: entries, enumerators, raised characters, a damaged file refused."""

from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, SourceError

read = READERS["us-ccl-ecfr-xml"]


def test_entries_are_found_however_their_head_is_set(us_file: Path) -> None:
    imported = read([us_file])
    assert [entry.code for entry in imported.control_list.entries] == ["1A001", "1A992", "1D001"]
    assert imported.counts["entry heads set as headings"] == 2
    assert imported.counts["entry heads set as body text"] == 1


def test_superscripts_and_subscripts_are_kept(us_list: ControlList) -> None:
    assert us_list.provision("1A001.a.1").text == "A flux of 2 × 10³ g/cm² of CO₂ or more; and"
    assert us_list.provision("1A001.a.2").text == "A residue of 5 × 10⁻⁶ g;"


def test_an_item_may_begin_on_the_line_of_the_word_items(us_list: ControlList) -> None:
    record = us_list.provision("1A001.a")
    assert (record.label, record.logic, record.parent) == ("Items: a.", "all", "1A001")


def test_a_reserved_range_is_one_record(us_list: ControlList) -> None:
    assert us_list.provision("1A001.b").printed == "b. through d. [Reserved]"


def test_a_note_keeps_its_paragraphs_and_its_place(us_list: ControlList) -> None:
    note = us_list.provision("1A001.a.2:note")
    assert (note.kind, note.label, note.applies_to) == ("exclusion", "Note:", ("1A001.a",))
    assert note.text == "1A001.a does not apply to:\na. Toys;"


def test_a_provision_that_the_tagging_put_into_a_note_is_a_provision(us_file: Path) -> None:
    whole = us_file.read_text()
    us_file.write_text(whole.replace("<I>a. Toys;</I></P></NOTE>", "<I>a. Toys;</I></P>\n<P>a.3. Brass.</P></NOTE>"))
    control_list = read([us_file]).control_list
    assert control_list.provision("1A001.a.3").printed == "a.3. Brass."
    assert control_list.provision("1A001.a.2:note").text.endswith("a. Toys;")


def test_letters_of_a_text_of_its_own_are_not_the_entrys(us_file: Path) -> None:
    text = """<P>e. Hoses rated above 20 MPa.</P>
<P>Accompanying information:</P>
<P>1. On washers, as follows:</P>
<P>a. Rubber;</P>
<P>b. Leather;</P>
<P>2. On threads.</P>
<P>e.1. Hoses of steel.</P>
<P>f. Nozzles.</P>"""
    us_file.write_text(us_file.read_text().replace("<P>e. Hoses rated above 20 MPa.</P>", text))
    control_list = read([us_file]).control_list
    assert [p.path.removeprefix("1A001.") for p in control_list.entry("1A001").provisions if p.kind == "provision"] == [
        *("a", "a.1", "a.2", "b", "e"),
        *("e:text", "e:text-2", "e:text-3", "e:text-4", "e:text-5", "e.1", "f"),
    ]


def test_items_begin_without_the_word_items_where_an_entry_never_prints_it(us_file: Path) -> None:
    text = """<FP-1><E T="04">List of Items Controlled</E>
</FP-1>
<FP-1><I>Related Controls:</I> See also 1A001.
</FP-1>
<P>a. Wheelbarrows.</P>
"""
    plain = "<FP><I>Items:</I> The list of items controlled is contained in the ECCN heading.\n</FP>\n"
    us_file.write_text(us_file.read_text().replace(plain, text, 1))
    assert read([us_file]).control_list.provision("1A992.a").text == "Wheelbarrows."


def test_what_concerns_licences_is_apart_from_the_goods(us_list: ControlList) -> None:
    licensing = [p.printed for p in us_list.entry("1A001").provisions if p.kind == "licensing"]
    assert licensing == [
        "License Requirements",
        "Reason for Control: NS, AT",
        "Control(s)\tChart\nNS applies to entire entry\tNS Column 1.",
    ]
    assert us_list.entry("1A001").reasons == ("NS", "AT")
    assert us_list.provision("1A001:nb").refs[0].target == "1A992"


def test_licence_exceptions_are_the_entrys(us_file: Path) -> None:
    line = "<FP-1><I>LVS:</I> $5000, except 1A001.e\n</FP-1>\n<FP-1><I>Related Definitions"
    us_file.write_text(us_file.read_text().replace("<FP-1><I>Related Definitions", line, 1))
    assert read([us_file]).control_list.entry("1A001").exceptions == ("LVS: $5000, except 1A001.e",)


def test_headings_of_categories_stand_outside_the_entries(us_list: ControlList) -> None:
    assert [p.path for p in us_list.general] == [
        "supplement",
        "category-1",
        "category-1/a",
        "category-1/d",
        "category-1/ear99",
    ]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95, 0.995])
def test_a_file_cut_off_anywhere_is_refused_with_its_line(us_file: Path, share: float) -> None:
    whole = us_file.read_bytes()
    us_file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(SourceError) as refusal:
        read([us_file])
    assert refusal.value.file == us_file
    assert refusal.value.line is not None


def test_an_entry_printed_twice_is_refused_with_its_line(us_file: Path) -> None:
    us_file.write_text(us_file.read_text().replace("<B>1A992", "<B>1A001"))
    with pytest.raises(SourceError, match=r"line 34: entry 1A001 is there twice"):
        read([us_file])


def test_another_document_is_refused(us_file: Path) -> None:
    us_file.write_text(us_file.read_text().replace("Part 774", "Part 744"))
    with pytest.raises(SourceError, match=r"not supplement no\. 1 to part 774"):
        read([us_file])


def test_an_entry_head_out_of_the_readers_reach_is_missed_by_nobody(us_file: Path) -> None:
    head = "<FP-2><B>1A992"
    us_file.write_text(
        us_file.read_text()
        .replace(f"</P>\n{head}", f"</P>\n<EXTRACT>{head}", 1)
        .replace(
            "contained in the ECCN heading.\n</FP>\n<HD1>D",
            "contained in the ECCN heading.\n</FP></EXTRACT>\n<HD1>D",
            1,
        )
    )
    with pytest.raises(SourceError, match="3 entry heads in the text, 2 read; they differ in 1A992"):
        read([us_file])


@pytest.mark.real_data
def test_the_published_list_is_read_whole(shared_data: Path) -> None:
    # 637 heads are set as headings; 8D001 is set as body text and is an entry all the same.
    imported = read([shared_data / "controls" / "us_ccl_2026-07.xml"])
    assert imported.counts["entry heads set as headings"] == 637
    assert imported.counts["entry heads set as body text"] == 1
    assert imported.counts["entries"] == 638
    assert imported.control_list.provision("5A001.a.1").label == "a.1."  # an entry without the line "Items:"
    assert imported.control_list.provision("3A001.a.1.a").text == "A total dose of 5 × 10³ Gy (Si), or higher;"
