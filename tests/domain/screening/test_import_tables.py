"""The Denied Persons List and the US Consolidated Screening List."""

from pathlib import Path

import pytest

from exeat.domain.screening import Identifier
from exeat.domain.screening.importers import ImportRefused, import_list

DPL_HEADER = (
    "Name Street_Address City State Country Postal_Code Effective_Date Expiration_Date Standard_Order Last_Update "
    "Action FR_Citation"
)
DPL_ROWS = [
    [" TAMSIN ORRERY", "1 Mill Lane", "TOWN", "TX", "US", "75159", "06/19/2003", "06/29/2056", "Y", "", "", ""],
    ["QUINCE WORKS", "2 Mill Lane", "TOWN", "", "", "", "06/19/2003", "", "Y", "", "", ""],
]
CSL_COLUMNS = "source,entity_number,type,programs,name,addresses,start_date,alt_names,dates_of_birth,nationalities,ids"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
CSL = f"""{CSL_COLUMNS}
{SDN},7,Individual,ONE; TWO,"ORRERY, Tamsin","Mill Lane, Valletta, MT",,"ORERY, Tamsin; TAM",1960-03-01,CU,\
"X123456, Passport; note, Website"
Entity List (EL) - Bureau of Industry and Security,,,,Quince Works,"Tehran, IR; Dubai, AE",2019-01-01,,,,
{SDN},9,Vessel,ONE,GREY HERON,,,,,,"IMO 9999999, Vessel Registration Identification"
"""


def denied(rows: list[list[str]]) -> str:
    return "".join("\t".join(f'"{field}"' for field in row) + "\n" for row in [DPL_HEADER.split(" "), *rows])


def write(folder: Path, text: str) -> list[Path]:
    path = folder / "list.txt"
    path.write_text(text, encoding="utf-8")
    return [path]


def test_denied_persons_are_read_with_their_country(tmp_path: Path) -> None:
    imported = import_list("us-dpl", write(tmp_path, denied(DPL_ROWS)))
    assert [(one.names, one.countries, one.type) for one in imported.parties] == [
        (("TAMSIN ORRERY",), ("us",), "unknown"),
        (("QUINCE WORKS",), (), "unknown"),
    ]
    assert [(one.in_source, one.read) for one in imported.counts] == [(2, 2)]


def test_the_screening_list_keeps_each_source(tmp_path: Path) -> None:
    person, firm, ship = import_list("us-csl-csv", write(tmp_path, CSL)).parties
    assert (person.id, person.names) == ("SDN-7", ("ORRERY, Tamsin", "ORERY, Tamsin", "TAM"))
    assert (person.born, person.countries, person.programmes) == (("1960-03-01",), ("cu", "mt"), ("SDN", "ONE", "TWO"))
    assert person.identifiers == (Identifier("passport", "X123456"),)
    assert (firm.type, firm.countries, firm.programmes) == ("unknown", ("ae", "ir"), ("EL",))
    assert firm.id.startswith("EL-")
    assert ship.identifiers == (Identifier("imo", "9999999"),)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("us-dpl", denied(DPL_ROWS)[:-40], "list.txt, line 3: the last line has no end"),
        ("us-dpl", denied([*DPL_ROWS, ["short"]]), "line 4: 1 fields, expected 12"),
        ("us-dpl", denied([["", *DPL_ROWS[0][1:]]]), "line 2: the name is empty"),
        ("us-dpl", denied(DPL_ROWS).replace("Street_Address", "Road", 1), 'no column "Street_Address"'),
        ("us-csl-csv", CSL[:-60], "line 4"),
        ("us-csl-csv", CSL.replace("alt_names", "others"), 'no column "alt_names"'),
        ("us-csl-csv", CSL.replace(" (EL)", ""), "line 3: expected a name and a source list"),
    ],
)
def test_cut_and_malformed_tables_are_refused_by_line(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    with pytest.raises(ImportRefused, match=r"list\.txt") as error:
        import_list(name, write(tmp_path, text))
    assert complaint in str(error.value)
