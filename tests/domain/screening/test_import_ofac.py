"""The Treasury's CSV files: joined, counted, and refused when they are cut off or do not belong together."""

from pathlib import Path

import pytest

from exeat.domain.screening import Identifier, ListedParty
from exeat.domain.screening.importers import ImportRefused, import_list

NIL = "-0- "


def sdn_row(
    number: int, name: str, kind: str = NIL, programme: str = "INVENTED", flag: str = NIL, remarks: str = NIL
) -> str:
    return ",".join([str(number), name, kind, f'"{programme}"', *[NIL] * 5, flag, NIL, remarks])


ENTITIES = [
    sdn_row(
        7,
        '"ORRERY, Tamsin"',
        '"individual"',
        "ONE] [TWO",
        remarks='"DOB 01 Mar 1960; alt. DOB 1962 to 1963; POB Nowhere; nationality Malta; Passport X-123456 (Malta) '
        "expires 04 Oct 2026; National ID No. 555 (Malta); a.k.a. 'TAM, the Clock'; Linked To: QUINCE.\"",
    ),
    sdn_row(8, '"QUINCE MACHINE WORKS"', remarks='"Organization Established Date 1999; Tax ID No. 77123 (Malta)."'),
    sdn_row(
        9, '"GREY HERON"', '"vessel"', flag='"Panama"', remarks='"Vessel Registration Identification IMO 9999999."'
    ),
]
ALIASES = ['7,1,"aka","ORERY, Tamsin",-0- ', '8,2,"fka","QUIMCO",-0- ']
ADDRESSES = ['7,1,-0- ,"Havana","Cuba",-0- ', '8,2,"Mill Lane",-0- ,"Atlantis",-0- ', "8,3,-0- ,-0- ,-0- ,-0- "]


def write(folder: Path, name: str, rows: list[str], end: str = "\x1a") -> Path:
    path = folder / name
    path.write_bytes("".join(f"{row}\r\n" for row in rows).encode() + end.encode())
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    tables = {"sdn.csv": ENTITIES, "alt.csv": ALIASES, "add.csv": ADDRESSES}
    return [write(tmp_path, name, rows) for name, rows in tables.items()]


def test_an_entity_has_its_aliases_dates_countries_and_numbers(files: list[Path]) -> None:
    imported = import_list("ofac-sdn", files)
    assert imported.parties[0] == ListedParty(
        id="SDN-7",
        list="ofac-sdn",
        type="person",
        names=("ORRERY, Tamsin", "ORERY, Tamsin"),
        weak_names=("TAM, the Clock",),
        born=("1960-03-01", "1962", "1963"),
        countries=("cu", "mt"),
        identifiers=(Identifier("passport", "X-123456"), Identifier("national_id", "555")),
        programmes=("ONE", "TWO"),
    )
    quince, heron = imported.parties[1:]
    assert (quince.type, quince.names) == ("organisation", ("QUINCE MACHINE WORKS", "QUIMCO"))
    assert (quince.countries, imported.unknown_countries) == (("Atlantis",), {"Atlantis": 1})
    assert (heron.type, heron.countries, heron.identifiers) == ("vessel", ("pa",), (Identifier("imo", "9999999"),))


def test_everything_in_the_files_is_counted(files: list[Path]) -> None:
    counts = import_list("ofac-sdn", files).counts
    assert [(one.what, one.in_source, one.read) for one in counts] == [
        ("entities", 3, 3),
        ("aliases", 2, 2),
        ("addresses", 3, 3),
    ]


def test_files_are_told_apart_in_any_order_and_addresses_may_be_missing(files: list[Path]) -> None:
    sdn, alt, add = files
    assert import_list("ofac-sdn", [add, alt, sdn]).parties == import_list("ofac-sdn", files).parties
    assert "no address file" in import_list("ofac-sdn", [sdn, alt]).notes[0]
    with pytest.raises(ImportRefused, match="no file of aliases"):
        import_list("ofac-sdn", [sdn, add])
    with pytest.raises(ImportRefused, match="a second file of aliases"):
        import_list("ofac-sdn", [sdn, alt, alt])


def test_the_consolidated_list_is_another_list_in_the_same_form(files: list[Path]) -> None:
    imported = import_list("ofac-cons", files)
    assert {(one.list, one.id) for one in imported.parties} == {("ofac-cons", f"CONS-{n}") for n in (7, 8, 9)}


def test_rows_without_their_entity_are_kept_aside_when_that_is_accepted(files: list[Path], tmp_path: Path) -> None:
    files[1] = write(tmp_path, "alt.csv", [*ALIASES, '99,3,"aka","NOBODY",-0- '])
    with pytest.raises(ImportRefused, match=r"alt.csv: 1 of 3 aliases belong to no entity"):
        import_list("ofac-sdn", files)
    [orphan] = import_list("ofac-sdn", files, accept_orphans=True).orphans
    assert (orphan.file, orphan.line, orphan.row[3]) == ("alt.csv", 3, "NOBODY")


def test_up_to_one_in_a_hundred_needs_no_word(files: list[Path], tmp_path: Path) -> None:
    rows = [f'7,{n},"aka","ORRERY {n}",-0- ' for n in range(99)]
    files[1] = write(tmp_path, "alt.csv", [*rows, '99,3,"aka","NOBODY",-0- '])
    assert len(import_list("ofac-sdn", files).orphans) == 1


def test_a_file_cut_anywhere_is_refused(files: list[Path]) -> None:
    for path in files:
        whole = path.read_bytes()
        for length in range(len(whole)):
            path.write_bytes(whole[:length])
            with pytest.raises(ImportRefused, match=path.name):
                import_list("ofac-sdn", files)
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([*ENTITIES, "10,-0- ,-0- "], "line 4: 3 fields, expected"),
        ([*ENTITIES, sdn_row(10, '"OPEN')], "line 4"),
        ([*ENTITIES, ENTITIES[0]], "SDN-7 is there twice"),
        ([], "the last line has no end"),
    ],
)
def test_malformed_files_are_refused_by_name_and_line(
    files: list[Path], tmp_path: Path, rows: list[str], complaint: str
) -> None:
    files[0] = write(tmp_path, "sdn.csv", rows)
    with pytest.raises(ImportRefused, match=r"sdn\.csv") as error:
        import_list("ofac-sdn", files)
    assert complaint in str(error.value)


def test_text_in_another_encoding_is_refused_by_line(files: list[Path]) -> None:
    files[1].write_bytes(files[1].read_bytes().replace(b"QUIMCO", b"QU\xcdMCO"))
    with pytest.raises(ImportRefused, match=r"alt.csv, line 2: not utf-8"):
        import_list("ofac-sdn", files)
