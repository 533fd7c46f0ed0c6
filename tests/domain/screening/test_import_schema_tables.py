"""The tables and JSON formats that were built from their published schemas: UK, EU, FollowTheMoney; and our own."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exeat.domain.screening import Identifier, ListedParty
from exeat.domain.screening.importers import Imported, ImportRefused, import_list
from exeat.domain.screening.importers.eu import _COLUMNS as EU_COLUMNS
from exeat.domain.screening.importers.uk import _COUNTRIES, _NAME, _NUMBERS, _OTHERS

UK_COLUMNS = ("Last Updated", *_OTHERS, *_NAME, *_COUNTRIES, *_NUMBERS)


def table(columns: tuple[str, ...], rows: list[dict[str, str]], delimiter: str) -> str:
    written = [columns, *([f'"{row.get(name, "")}"' if row.get(name) else "" for name in columns] for row in rows)]
    return "".join(delimiter.join(one) + "\r\n" for one in written)


PERSON = {"Unique ID": "ONE0001", "Designation Type": "Individual", "Regime Name": "The One Regulations"}
UK = "Report Date: 27-Feb-2026\r\n" + table(
    UK_COLUMNS,
    [
        {**PERSON, "Name 1": "Tamsin", "Name 2": "Beatrix", "Name 6": "ORRERY", "D.O.B": "01/03/1960"},
        {**PERSON, "Name 6": "OREY, T.", "Alias strength": "Good quality a.k.a", "D.O.B": "dd/mm/1961"},
        {**PERSON, "Name 6": "THE CLOCK", "Alias strength": "Low quality a.k.a", "D.O.B": "00/04/1962"},
        {**PERSON, "Name non-latin script": "تامزن", "Nationality(/ies)": "Malta", "Passport number": "X123456"},
        {
            **{"Unique ID": "ONE0002", "Designation Type": "Ship", "Regime Name": "The One Regulations"},
            **{"Name 6": "GREY\r\nHERON", "IMO number": "9999999", "Current believed flag of ship": "Panama"},
        },
    ],
    ",",
)

EU_PERSON = {
    "fileGenerationDate": "27/02/2026",
    "Entity_LogicalId": "13",
    "Entity_EU_ReferenceNumber": "EU.1.11",
    "Entity_SubjectType": "P",
    "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_Programme": "ONE",
}
EU = "\ufeff" + table(
    EU_COLUMNS,
    [
        {**EU_PERSON, "NameAlias_WholeName": "Tamsin Orrery; Dr", "NameAlias_FirstName": "Tamsin"},
        {**EU_PERSON, "NameAlias_WholeName": "The Clock", "NameAlias_Remark": "(Low quality alias)"},
        {**EU_PERSON, "BirthDate_BirthDate": "1960-03-01", "BirthDate_Year": "1960"},
        {**EU_PERSON, "BirthDate_YearRangeFrom": "1962", "BirthDate_YearRangeTo": "1963"},
        {**EU_PERSON, "Citizenship_CountryIso2Code": "MT", "Citizenship_CountryDescription": "MALTA"},
        {**EU_PERSON, "Address_CountryIso2Code": "00", "Address_CountryDescription": "UNKNOWN"},
        {**EU_PERSON, "Identification_Number": "X123456", "Identification_TypeCode": "passport"},
    ],
    ";",
)


def entity(key: str, schema: str, target: bool | None = None, **properties: Any) -> dict[str, Any]:
    record = {
        "id": key,
        "schema": schema,
        "properties": {k: v if isinstance(v, list) else [v] for k, v in properties.items()},
    }
    return record if target is None else {**record, "target": target}


FTM_RECORDS = [
    entity("s1", "Sanction", entity="p1", program="The One Programme", programId="ONE"),
    entity("p1", "Person", True, name="Tamsin Orrery", alias=["Tamsin Orery"], weakAlias="The Clock",
           birthDate="1960-03-01"),
    entity("p1", "Person", True, name="Tamsin Orrery", nationality=["mt"]),
    entity("d1", "Passport", holder="p1", number="X123456"),
    entity("p2", "Person", False, name="A Relative"),
    entity("v1", "Vessel", True, name="Grey Heron", imoNumber="IMO9999999", flag="pa",
           sanctions=[entity("s2", "Sanction", program="TWO"), entity("p3", "Person", name="An Owner")]),
    entity("a1", "Airplane", registrationNumber="9H-ORR", name="9H-ORR"),
    entity("o1", "LegalEntity", previousName="Quince Works"),
    entity("x1", "Address", full="1 Mill Lane"),
]  # fmt: skip
FTM = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in FTM_RECORDS)
OWN = """{"id":"1","list":"home","names":["Orrery"],"type":"person"}

{"id":"2","list":"home","names":["Quince"],"type":"unknown"}
"""
SOURCES = {"uk-sanctions-csv": UK, "eu-fsf-csv": EU, "ftm-json": FTM, "jsonl": OWN}


def read(folder: Path, name: str, text: str, *, accept_orphans: bool = False) -> Imported:
    path = folder / "list.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return import_list(name, [path], accept_orphans=accept_orphans)


def test_the_rows_of_a_uk_designation_are_one_party(tmp_path: Path) -> None:
    imported = read(tmp_path, "uk-sanctions-csv", UK)
    assert imported.list_date == date(2026, 2, 27)
    assert imported.parties == (
        ListedParty(
            id="ONE0001",
            list="uk-sanctions",
            type="person",
            names=("Tamsin Beatrix ORRERY", "OREY, T.", "تامزن"),
            weak_names=("THE CLOCK",),
            born=("1960-03-01", "1961", "1962-04"),
            countries=("mt",),
            identifiers=(Identifier("passport", "X123456"),),
            programmes=("The One Regulations",),
        ),
        ListedParty(
            id="ONE0002",
            list="uk-sanctions",
            type="vessel",
            names=("GREY HERON",),
            countries=("pa",),
            identifiers=(Identifier("imo", "9999999"),),
            programmes=("The One Regulations",),
        ),
    )


def test_the_rows_of_an_eu_entity_are_one_party(tmp_path: Path) -> None:
    imported = read(tmp_path, "eu-fsf-csv", EU)
    assert imported.list_date == date(2026, 2, 27)
    assert imported.parties == (
        ListedParty(
            id="EU.1.11",
            list="eu-fsf",
            type="person",
            names=("Tamsin Orrery; Dr",),
            weak_names=("The Clock",),
            born=("1960-03-01", "1962", "1963"),
            countries=("mt",),
            identifiers=(Identifier("passport", "X123456"),),
            programmes=("ONE",),
        ),
    )


def test_sanctions_and_documents_are_told_of_the_party_that_they_point_to(tmp_path: Path) -> None:
    imported = read(tmp_path, "ftm-json", FTM)
    person, vessel, aircraft, firm = imported.parties
    assert person == ListedParty(
        id="p1",
        list="ftm",
        type="person",
        names=("Tamsin Orrery", "Tamsin Orery"),
        weak_names=("The Clock",),
        born=("1960-03-01",),
        countries=("mt",),
        identifiers=(Identifier("passport", "X123456"),),
        programmes=("ONE",),
    )
    assert (vessel.type, vessel.identifiers, vessel.programmes) == ("vessel", (Identifier("imo", "9999999"),), ("TWO",))
    assert (aircraft.type, aircraft.identifiers) == ("aircraft", (Identifier("tail_number", "9H-ORR"),))
    assert (firm.type, firm.names) == ("unknown", ("Quince Works",))
    assert imported.notes == (
        "left out, since they list nobody: 1 of Address",
        "left out, since they list nobody: 1 of Person",
    )


def test_a_sanction_of_nobody_is_kept_aside(tmp_path: Path) -> None:
    text = FTM + json.dumps(entity("s9", "Sanction", entity="gone", program="TWO")) + "\n"
    with pytest.raises(ImportRefused, match="1 of 4 statements belong to no entity"):
        read(tmp_path, "ftm-json", text)
    [orphan] = read(tmp_path, "ftm-json", text, accept_orphans=True).orphans
    assert (orphan.line, orphan.row) == (10, ("gone", "Sanction", "TWO"))


def test_our_own_file_comes_back_as_it_is(tmp_path: Path) -> None:
    imported = read(tmp_path, "jsonl", OWN)
    assert (imported.list_id, [one.id for one in imported.parties]) == ("home", ["1", "2"])


@pytest.mark.parametrize("name", SOURCES)
def test_a_table_cut_within_a_record_is_refused(tmp_path: Path, name: str) -> None:
    """Between two records a cut cannot be seen: these formats have no end mark."""
    whole = SOURCES[name].encode()
    ends = {at + 1 for at, byte in enumerate(whole) if byte == ord("\n")}
    path = tmp_path / "list.txt"
    for length in range(0, len(whole), 17):
        if length in ends or length + 1 in ends:  # a last line is whole without its end in JSON
            continue
        path.write_bytes(whole[:length])
        with pytest.raises(ImportRefused, match=r"list\.txt"):
            import_list(name, [path])


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("uk-sanctions-csv", "Report Date: 27-Feb-2026", "Date: today", 'line 1: expected "Report Date'),
        ("uk-sanctions-csv", "Unique ID", "Id", 'line 2: no column "Unique ID"'),
        ("uk-sanctions-csv", '"ONE0002"', "", "Unique ID is empty"),
        ("uk-sanctions-csv", '"GREY\r\nHERON"', "", "line 7: ONE0002 is without a name"),
        ("uk-sanctions-csv", '"9999999"', '"9999999",', "fields, expected"),
        ("eu-fsf-csv", "27/02/2026", "2026-02-27", "fileGenerationDate"),
        ("eu-fsf-csv", '"13"', "", "line 2: Entity_LogicalId is empty"),
        ("eu-fsf-csv", "NameAlias_WholeName", "Name", 'line 1: no column "NameAlias_WholeName"'),
        ("ftm-json", '"schema": "Address"', '"schema": 3', "line 9: expected an entity"),
        ("ftm-json", '["9H-ORR"]', "[3]", 'line 7: "registrationNumber" holds 3, expected a text'),
        ("ftm-json", '"id": "a1", "schema": "Airplane"', '"id": "v1", "schema": "Airplane"', "v1 is a Airplane here"),
        ("ftm-json", '"previousName": ["Quince Works"]', "", "line 8: o1 is without a name"),
        ("jsonl", '"list":"home","names":["Quince"]', '"list":"away","names":["Quince"]', "one list, found away, home"),
        ("jsonl", '"id":"2"', '"id":"1"', "line 3: home 1 is on line 1 already"),
    ],
)  # fmt: skip
def test_malformed_tables_are_refused_saying_what(
    tmp_path: Path, name: str, old: str, new: str, complaint: str
) -> None:
    text = SOURCES[name]
    assert old in text
    with pytest.raises(ImportRefused, match=r"list\.txt") as error:
        read(tmp_path, name, text.replace(old, new))
    assert complaint in str(error.value)
