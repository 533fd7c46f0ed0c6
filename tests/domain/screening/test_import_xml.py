"""The lists in XML: UN, Commerce (eCFR part 744) and Canada."""

from datetime import date
from pathlib import Path

import pytest

from exeat.domain.screening import Identifier, ListedParty
from exeat.domain.screening.importers import ImportRefused, import_list

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z">
 <INDIVIDUALS>
  <INDIVIDUAL>
   <FIRST_NAME>TAMSIN</FIRST_NAME><SECOND_NAME>ORRERY</SECOND_NAME>
   <UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
   <NAME_ORIGINAL_SCRIPT>تامزن</NAME_ORIGINAL_SCRIPT>
   <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
   <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Tamsin Orery; T. Orrery (铁三)</ALIAS_NAME></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Clock</ALIAS_NAME></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
   <INDIVIDUAL_ADDRESS><COUNTRY>Syrian Arab Republic</COUNTRY></INDIVIDUAL_ADDRESS>
   <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-03-01</DATE></INDIVIDUAL_DATE_OF_BIRTH>
   <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1962</FROM_YEAR><TO_YEAR>1963</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
   <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE></INDIVIDUAL_DATE_OF_BIRTH>
   <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X123456</NUMBER></INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL>
 </INDIVIDUALS>
 <ENTITIES>
  <ENTITY>
   <FIRST_NAME>QUINCE WORKS ; QUIMCO</FIRST_NAME>
   <UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>
   <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Quince Mill</ALIAS_NAME></ENTITY_ALIAS>
  </ENTITY>
 </ENTITIES>
</CONSOLIDATED_LIST>
"""


def entity_row(country: str, text: str) -> str:
    return f"<TR>\n<TD>{country}</TD>\n<TD>{text}</TD>\n<TD>all items</TD>\n<TD>denial</TD>\n<TD>1 FR 1\n</TD>\n</TR>"


def supplement(number: int, *rows: str) -> str:
    body = "\n".join(rows)
    name = f"Supplement No. {number} to Part 744"
    return f'<DIV9 N="{name}" TYPE="APPENDIX"><HEAD>{name}</HEAD><TABLE><TBODY>\n{body}\n</TBODY></TABLE></DIV9>'


ENTITY_LIST = (
    entity_row("IRAN", "Quince Works, Ltd., 12 Mill Lane, Tehran, Iran; <E>and</E> 14 Mill Lane, Tehran, Iran."),
    entity_row(
        " ",
        "Orrery Institute (ORRI), a.k.a., the following two aliases:<br/>—Institute of the Orrery; <E>and</E>"
        "<br/>—ORRI Two, Inc.<br/> <br/> 5 Clock Street, Tehran, Iran.",
    ),
    entity_row(
        "MALTA", "Grey Heron, a.k.a., the following one alias:<br/>—Heron.<br/>Subordinate institution<br/>Egret Yard."
    ),
    "<TR>\n<TD>1 For this entity, a footnote.</TD>\n</TR>",
)
OTHERS = (
    supplement(6, entity_row("CANADA", "Blue Egret, a.k.a. Egret Bleu, 1305 Rue Pise, Brossard, Canada")),
    supplement(7, entity_row("BURMA", "[Reserved]"), entity_row("RUSSIA", "Mill 13, 1 Mill Road, Moscow, Russia")),
)
BIS = f'<?xml version="1.0"?>\n<DIV5 N="744">\n{supplement(4, *ENTITY_LIST)}\n{"".join(OTHERS)}\n</DIV5>\n'

CANADA = """<?xml version="1.0" encoding="UTF-8"?>
<data-set>
 <record><Country>Belarus / Bélarus</Country><LastName>Orrery</LastName><GivenName>Tamsin</GivenName>
  <Aliases>Tamsin Orery; T. Orrery</Aliases><DateOfBirthOrShipBuildDate>1960-03-01</DateOfBirthOrShipBuildDate>
  <Schedule>1, Part 1</Schedule><Item>1</Item><DateOfListing>2020-09-28</DateOfListing></record>
 <record><Country>Iran</Country><EntityOrShip>Grey Heron</EntityOrShip><ShipIMONumber>9999999</ShipIMONumber>
  <DateOfBirthOrShipBuildDate>1980</DateOfBirthOrShipBuildDate>
  <Schedule>1.1</Schedule><Item>1</Item><DateOfListing>2025-02-21</DateOfListing></record>
</data-set>
"""

SOURCES = {"un-xml": UN, "bis-744-xml": BIS, "canada-sema-xml": CANADA}


def write(folder: Path, text: str) -> list[Path]:
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_a_un_individual_is_read_whole(tmp_path: Path) -> None:
    imported = import_list("un-xml", write(tmp_path, UN))
    assert imported.parties[0] == ListedParty(
        id="XXi.001",
        list="un-sc",
        type="person",
        names=("TAMSIN ORRERY", "تامزن", "Tamsin Orery", "T. Orrery", "铁三"),
        weak_names=("The Clock",),
        born=("1960-03-01", "1962", "1963", "1973-11"),
        countries=("ir", "sy"),
        identifiers=(Identifier("passport", "X123456"),),
        programmes=("Invented",),
    )
    assert imported.parties[1].names == ("QUINCE WORKS", "QUIMCO", "Quince Mill")
    assert imported.list_date == date(2026, 2, 27)
    assert [(one.what, one.in_source, one.read) for one in imported.counts] == [
        ("individuals", 1, 1),
        ("entities", 1, 1),
    ]


def test_commerce_tables_give_names_without_addresses(tmp_path: Path) -> None:
    imported = import_list("bis-744-xml", write(tmp_path, BIS))
    assert [(one.list, one.countries, one.names, one.weak_names) for one in imported.parties] == [
        ("bis-entity-list", ("ir",), ("Quince Works, Ltd.",), ()),
        (
            "bis-entity-list",
            ("ir",),
            ("Orrery Institute (ORRI)", "Institute of the Orrery", "ORRI Two, Inc.", "Orrery Institute"),
            ("ORRI",),
        ),
        ("bis-entity-list", ("mt",), ("Grey Heron", "Heron"), ()),
        ("bis-entity-list", ("mt",), ("Egret Yard",), ()),
        ("bis-unverified-list", ("ca",), ("Blue Egret", "Egret Bleu"), ()),
        ("bis-military-end-users", ("ru",), ("Mill 13",), ()),
    ]
    assert [(one.in_source, one.read) for one in imported.counts] == [(3, 3), (1, 1), (1, 1)]
    assert imported.notes == ()


def test_an_entry_that_announces_other_aliases_than_it_holds_is_noted(tmp_path: Path) -> None:
    imported = import_list("bis-744-xml", write(tmp_path, BIS.replace("following two", "following three")))
    assert imported.notes == ("Orrery Institute (ORRI): announces another number of aliases than were read",)


def test_ids_that_are_made_stay_when_the_list_grows(tmp_path: Path) -> None:
    before = import_list("bis-744-xml", write(tmp_path, BIS)).parties
    grown = BIS.replace("<TD>IRAN</TD>", "<TD>CUBA</TD>\n<TD>New Firm, Havana, Cuba</TD></TR>\n<TR>\n<TD>IRAN</TD>")
    after = import_list("bis-744-xml", write(tmp_path, grown)).parties
    assert {one.id for one in before} < {one.id for one in after}
    assert len(after) == len(before) + 1


def test_canadian_persons_and_ships_are_told_apart(tmp_path: Path) -> None:
    person, ship = import_list("canada-sema-xml", write(tmp_path, CANADA)).parties
    assert (person.type, person.names, person.born) == (
        "person",
        ("Tamsin Orrery", "Tamsin Orery", "T. Orrery"),
        ("1960-03-01",),
    )
    assert (ship.type, ship.born, ship.identifiers) == ("vessel", (), (Identifier("imo", "9999999"),))
    assert (person.countries, person.programmes) == ((), ("Belarus / Bélarus",))


@pytest.mark.parametrize("name", SOURCES)
def test_xml_cut_anywhere_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    whole = SOURCES[name].rstrip().encode()
    [path] = write(tmp_path, "")
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(ImportRefused, match=r"list.xml, line \d+"):
            import_list(name, [path])


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("un-xml", "<REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>", "", "line 20: <ENTITY> without <REFERENCE_NUMBER>"),
        ("un-xml", "XXe.001", "XXi.001", "XXi.001 is there twice"),
        ("un-xml", "2026-02-27", "lately", "dateGenerated"),
        ("un-xml", "<ENTITIES>", "<ENTITIES><MORE>", "not whole XML"),
        ("un-xml", "CONSOLIDATED_LIST", "LIST", "the root is <LIST>, expected <CONSOLIDATED_LIST>"),
        ("un-xml", "ENTITIES>", "COMPANIES>", "1 entities in the source but 0 read"),
        ("bis-744-xml", "Supplement No. 6", "Supplement No. 9", "Supplement No. 6 to Part 744 is missing"),
        ("canada-sema-xml", "<EntityOrShip>Grey Heron</EntityOrShip>", "", "<record> without a name"),
    ],
)
def test_malformed_xml_is_refused_saying_what(tmp_path: Path, name: str, old: str, new: str, complaint: str) -> None:
    with pytest.raises(ImportRefused, match=r"list\.xml") as error:
        import_list(name, write(tmp_path, SOURCES[name].replace(old, new)))
    assert complaint in str(error.value)


def test_entities_of_xml_are_not_opened(tmp_path: Path) -> None:
    declared = UN.replace(
        "<CONSOLIDATED_LIST", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<CONSOLIDATED_LIST', 1
    )
    with pytest.raises(ImportRefused, match="document type"):
        import_list("un-xml", write(tmp_path, declared))
