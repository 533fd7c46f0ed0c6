"""A state's own list from CSV."""

from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, SourceError

read = READERS["csv"]


def test_it_reads_entries_provisions_and_notes(csv_file: Path) -> None:
    imported = read([csv_file])
    assert imported.counts == {"entries": 2, "rows": 5, "notes": 1}
    assert imported.control_list.id == "national-list"
    assert imported.control_list.provision("N-1.b").text == 'Hives with "active" ventilation.'
    assert imported.control_list.provision("N-1.b:note").kind == "exclusion"


def test_regimes_are_those_that_the_list_names(csv_list: ControlList) -> None:
    assert [regime.name for regime in csv_list.regimes("N-1")] == ["Invented Apiary Group"]
    assert csv_list.regimes("N-2") == ()


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("N-2,,heading,Honey extractors,,\n", "N-2,,heading,Honey", "line 6: the file is cut off"),
        ("N-2,,heading,Honey extractors,,", "N-2,,heading,Honey", "line 6: 6 values were expected, 4 found"),
        ("Honey extractors", '"Honey extractors', "line 6: this row is cut off"),
        ("N-1.b,N-1,", "N-1.a,N-1,", "line 4: the code N-1.a is there twice"),
        ("N-1.a,N-1,", "N-1.a,N-7,", "line 3: the parent N-7 is not in the entry above"),
        (",exclusion,", ",excuse,", "line 5: the kind 'excuse' is not known"),
        ("Honey extractors", "", "line 6: the text is empty"),
        ("N-1,,heading", "N-1,,provision", "line 2: a heading has a code only"),
        ("parent", "mother", "line 1: the column parent is missing"),
        ("regimes", "colour", "line 1: the column 'colour' is not known"),
    ],
)
def test_a_wrong_row_is_named(csv_file: Path, before: str, after: str, complaint: str) -> None:
    text = csv_file.read_text()
    assert before in text
    csv_file.write_text(text.replace(before, after, 1))
    with pytest.raises(SourceError, match=complaint.replace("(", r"\(")):
        read([csv_file])


def test_text_that_is_not_utf8_is_refused_with_its_line(csv_file: Path) -> None:
    csv_file.write_bytes(csv_file.read_bytes().replace(b"straw", b"stra\xe9"))
    with pytest.raises(SourceError, match="line 5: not UTF-8"):
        read([csv_file])
