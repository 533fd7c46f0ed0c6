"""The munitions list's reader: the outline of flat paragraphs, notes by the paragraph they name."""

from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, SourceError

read = READERS["us-usml-ecfr-xml"]

XML = """<?xml version="1.0"?>
<DIV5 N="121" TYPE="PART">
<HEAD>PART 121&#x2014;AN INVENTED LIST
</HEAD>
<AUTH>
<HED>Authority:</HED><PSPACE>1 U.S.C. 1.
</PSPACE></AUTH>
<DIV7 TYPE="SUBJGRP">
<HEAD>Enumeration of Kitchenware</HEAD>
<DIV8 N="121.0" TYPE="SECTION">
<HEAD>&#xA7; 121.0 Definitions.</HEAD>
<P><I>Ladle</I> means a spoon that is all of the following:</P>
<P>(1) Deep; and</P>
</DIV8>
<DIV8 N="121.1" TYPE="SECTION">
<HEAD>&#xA7; 121.1 The list.</HEAD>
<P>(a)-(b) [Reserved]</P>
<EXTRACT>
<HD1>Category I&#x2014;Knives
</HD1>
<P>* (a) Bread knives, as follows:</P>
<P>(1) Serrated;</P>
<P>* (2) Longer than 2 &#xD7; 10
<SU>3</SU> mm, having any of the following:</P>
<P>(i) A handle of horn; or</P>
<P>(ii) Two handles (MT).</P>
<NOTE>
<HED>Note 1 to paragraph (<E T="01">a</E>)(2):</HED>
<P>This paragraph does not control:</P>
<P>(a) toys.</P></NOTE>
<NOTE>
<HED>Note 2 to paragraph (<E T="01">a</E>)(2):</HED>
<P>Note 1 to paragraph (a)(2) does not apply to sharp toys.</P></NOTE>
<P>(b)-(g) [Reserved]</P>
<P>(h) Sheaths described in paragraphs (a)(1) and (2) of this category and USML Category II(b).</P>
<P>(i) Technical data (see ECCN 1A001).</P>
<NOTE>
<HED>Note to paragraphs (<E T="01">h</E>) and (<E T="01">i</E>):</HED>
<P>Cutlery blocks are held with their knives.</P></NOTE>
<HD1>Category II&#x2014;Forks
</HD1>
<P>(a) [Reserved]</P>
<P>(b) Toasting forks:</P>
<FP-2>Where:
</FP-2>
<FP-2>L = length
</FP-2>
</EXTRACT>
<CITA TYPE="N">[1 FR 1, Jan. 1, 2027]
</CITA>
</DIV8>
</DIV7>
</DIV5>
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "usml.xml"
    path.write_text(XML, encoding="utf-8")
    return path


@pytest.fixture
def usml(file: Path) -> ControlList:
    return read([file]).control_list


def test_the_sequence_tells_the_depth(usml: ControlList) -> None:
    numbered = [p.path for e in usml.entries for p in e.provisions if p.kind == "provision" and ":" not in p.path]
    assert numbered == [
        *("USML-I.a", "USML-I.a.1", "USML-I.a.2", "USML-I.a.2.i", "USML-I.a.2.ii"),
        *("USML-I.b", "USML-I.h", "USML-I.i", "USML-II.a", "USML-II.b"),
    ]


@pytest.mark.parametrize("written", ["USML-I.a.2.ii", "USML-I(a)(2)(ii)", "usml-i(a)(2)(ii)"])
def test_a_paragraph_is_found_as_people_cite_it(usml: ControlList, written: str) -> None:
    assert usml.provision(written).text == "Two handles (MT)."


def test_a_note_stands_beside_the_paragraphs_that_it_names(usml: ControlList) -> None:
    exclusion, narrowing = usml.provision("USML-I.a.2:note"), usml.provision("USML-I.a.2:note-2")
    assert (exclusion.kind, exclusion.effect, exclusion.applies_to) == ("exclusion", "releases", ("USML-I.a.2",))
    assert (narrowing.kind, narrowing.effect) == ("note", "includes")
    assert usml.provision("USML-I.h:note").applies_to == ("USML-I.h", "USML-I.i")


def test_paragraphs_and_categories_are_references(usml: ControlList) -> None:
    assert [ref.target for ref in usml.provision("USML-I.h").refs] == ["USML-I.a.1", "USML-I.a.2", "USML-II.b"]
    assert [ref.target for ref in usml.provision("USML-I.i").refs] == ["1A001"]


def test_marks_of_the_list_are_reasons(usml: ControlList) -> None:
    assert [entry.reasons for entry in usml.entries] == [("MT", "SME"), ()]


def test_definitions_stand_outside_the_categories(usml: ControlList) -> None:
    assert [p.defines for p in usml.general if p.kind == "definition"] == [("Ladle",), ()]


def test_superscripts_are_kept(usml: ControlList) -> None:
    assert usml.provision("USML-I.a.2").text == "Longer than 2 × 10³ mm, having any of the following:"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95, 0.99])
def test_a_file_cut_off_anywhere_is_refused_with_its_line(file: Path, share: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(SourceError) as refusal:
        read([file])
    assert refusal.value.file == file and refusal.value.line is not None


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("Category II&", "Category I&", "category I is there twice"),
        ('N="121" ', 'N="120" ', "not 22 CFR part 121"),
        (
            "<HD1>Category II&",
            "<HD2>Category III&#x2014;Spoons</HD2><HD1 X='1'>Category II&",
            "1 categories in the text",
        ),
    ],
)
def test_a_file_that_is_not_the_list_is_refused(file: Path, before: str, after: str, complaint: str) -> None:
    assert before in XML
    file.write_text(XML.replace(before, after))
    with pytest.raises(SourceError, match=complaint):
        read([file])


@pytest.mark.real_data
def test_the_published_list_is_read_whole(shared_data: Path) -> None:
    counts = read([shared_data / "controls" / "us_usml_2026-07.xml"]).counts
    assert (counts["categories"], counts["notes"], counts["enumerators out of sequence"]) == (21, 209, 0)
