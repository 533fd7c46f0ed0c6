"""The nuclear lists' reader: appendices with enumerators of every kind, a damaged file refused."""

from pathlib import Path

import pytest

from exeat.domain.controls import READERS, ControlList, SourceError

read = READERS["us-10cfr110-ecfr-xml"]

XML = """<?xml version="1.0"?>
<DIV5 N="110" TYPE="PART">
<HEAD>PART 110&#x2014;AN INVENTED PART
</HEAD>
<DIV6 N="A" TYPE="SUBPART">
<DIV8 N="110.1" TYPE="SECTION">
<HEAD>&#xA7; 110.1 Purpose.</HEAD>
<P>(a) Rules that are no list.</P>
</DIV8>
</DIV6>
<DIV9 N="Appendix A to Part 110" TYPE="APPENDIX">
<HEAD>Appendix A to Part 110&#x2014;Illustrative List of Ovens
</HEAD>
<NOTE>
<HED>Note:</HED>
<P>An oven bakes.</P></NOTE>
<P>1. <I>Assemblies of ovens.</I></P>
<HD3>1.1 Turning parts
</HD3>
<P>(a) Spits, as described in &#xA7; 1.1(b) of this appendix: 1. Spits of steel.</P>
<P>2. Spits of UF<E T="52">6</E>-resistant alloys that are:</P>
<P>(i) Long; or</P>
<P>(ii) Pointed.</P>
<P>(b) Turntables.</P>
<P>They turn.</P>
<HD3>Footnote
</HD3>
<P>(a) Alloys are mixed.</P>
<P>2. Auxiliary ovens, except those of appendix B.</P>
<CITA TYPE="N">[1 FR 1, Jan. 1, 2027]
</CITA>
</DIV9>
<DIV9 N="Appendix B to Part 110" TYPE="APPENDIX">
<HEAD>Appendix B to Part 110&#x2014;Illustrative List of Stoves
</HEAD>
<P>A. Stoves for coal.</P>
<P>B.1. Stoves for wood.</P>
<P>B.2. Stoves for peat.</P>
<EXTRACT><SCOL2><LI>Beech 12 (Be 12)</LI>
<LI>Oak 60 (Oa 60)</LI></SCOL2></EXTRACT>
<P>C. Any other stove.</P>
</DIV9>
</DIV5>
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "part110.xml"
    path.write_text(XML, encoding="utf-8")
    return path


@pytest.fixture
def appendices(file: Path) -> ControlList:
    return read([file]).control_list


def test_enumerators_of_every_kind_find_their_place(appendices: ControlList) -> None:
    records = [p for entry in appendices.entries for p in entry.provisions if p.kind == "provision"]
    assert [(p.path.removeprefix("10CFR110-"), p.label) for p in records] == [
        ("A.1", "1."),
        ("A.1.1", "1.1"),
        ("A.1.1.a", "(a)"),
        ("A.1.1.a.2", "2."),
        ("A.1.1.a.2.i", "(i)"),
        ("A.1.1.a.2.ii", "(ii)"),
        ("A.1.1.b", "(b)"),
        ("A.1.1.b:text", ""),
        ("A.1.1:text", ""),
        ("A.2", "2."),
        ("B.A", "A."),
        ("B.B.1", "B.1."),
        ("B.B.2", "B.2."),
        ("B.B.2:text", ""),
        ("B.B.2:text-2", ""),
        ("B.C", "C."),
    ]


def test_sections_are_counted_and_not_read(file: Path) -> None:
    imported = read([file])
    assert imported.counts["sections, not part of the lists"] == 1
    assert all("no list" not in record.text for record in imported.control_list.records)


def test_a_letter_of_a_text_of_its_own_is_not_the_sections(appendices: ControlList) -> None:
    assert appendices.provision("10CFR110-A.1.1:heading").text == "Footnote"
    assert appendices.provision("10CFR110-A.1.1:text").text == "(a) Alloys are mixed."


def test_sections_and_appendices_are_references(appendices: ControlList) -> None:
    assert [ref.target for ref in appendices.provision("10CFR110-A.1.1.a").refs] == ["10CFR110-A.1.1.b"]
    assert [ref.target for ref in appendices.provision("10CFR110-A.2").refs] == ["10CFR110-B"]


def test_lowered_characters_are_kept(appendices: ControlList) -> None:
    assert appendices.provision("10CFR110-A.1.1.a.2").text == "Spits of UF₆-resistant alloys that are:"


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
        (
            "Appendix B to Part 110&",
            "Appendix A to Part 110&",
            "2 appendices in the text, 2 read, or one of them twice",
        ),
        ("Appendix B to Part 110&", "Annex B to Part 110&", "an appendix without a heading"),
        ('N="110" ', 'N="111" ', "not 10 CFR part 110"),
    ],
)
def test_a_file_that_is_not_the_part_is_refused(file: Path, before: str, after: str, complaint: str) -> None:
    assert before in XML
    file.write_text(XML.replace(before, after))
    with pytest.raises(SourceError, match=complaint):
        read([file])


@pytest.mark.real_data
def test_the_published_appendices_are_read_whole(shared_data: Path) -> None:
    counts = read([shared_data / "controls" / "us_10cfr110_2026-07.xml"]).counts
    assert (counts["appendices"], counts["notes"], counts["paragraphs"]) == (16, 15, 225)
