"""`exeat screen` and `exeat watchlists`, run as a person would."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exeat.cli import main

LISTED = [
    {"id": "1", "list": "test", "type": "person", "names": ["ORRERY, Tamsin"], "born": ["1960"], "countries": ["mt"]},
    {"id": "2", "list": "test", "type": "organisation", "names": ["Quince Works"]},
]
SEMA = """<data-set>
<record><Country>Iran</Country><EntityOrShip>Grey Heron</EntityOrShip><DateOfListing>2025-02-21</DateOfListing></record>
</data-set>
"""


def run(*args: str | Path | int) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "list.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in LISTED))
    return path


@pytest.fixture
def sema(tmp_path: Path) -> Path:
    path = tmp_path / "sema.xml"
    path.write_text(SEMA)
    return path


def ofac(folder: Path) -> list[Path]:
    """An entity, and two aliases of which one is nobody's."""
    nil = "-0- "
    rows = {
        "sdn.csv": [f'7,"ORRERY, Tamsin","individual","ONE"{f",{nil}" * 8}'],
        "alt.csv": [f'7,1,"aka","ORERY, Tamsin",{nil}', f'99,2,"aka","NOBODY",{nil}'],
    }
    for name, lines in rows.items():
        (folder / name).write_text("".join(f"{line}\r\n" for line in lines) + "\x1a", newline="")
    return [folder / name for name in rows]


def test_one_name_gives_matches_and_their_reason(watchlist: Path) -> None:
    result = run("screen", "Tamsin Orery", "--born", "1960-05", "--country", "Malta", "--watchlist", watchlist)
    assert result.exit_code == 0
    assert "ORRERY, Tamsin  (test 1)" in result.stdout
    assert "“orery” is listed as “orrery”" in result.stdout
    assert "MT on both sides" in result.stdout


def test_json_names_the_versions_that_a_decision_stores(watchlist: Path) -> None:
    answer = json.loads(run("screen", "Quince Works", "--watchlist", watchlist, "--json").stdout)
    assert answer["query"] == "Quince Works"
    [match] = answer["matches"]
    assert (match["id"], match["list"]) == ("2", "test")
    assert match["score"] > 0.9
    assert len(answer["watchlist_versions"][0]) == 64
    assert answer["engine_version"]


def test_no_match_is_not_called_a_clearance(watchlist: Path) -> None:
    assert run("screen", "Zzyzx", "--watchlist", watchlist).stdout == "No listed name is close to this one.\n"


def test_a_file_of_names_gives_a_line_each_in_order(watchlist: Path, tmp_path: Path) -> None:
    names, output = tmp_path / "q.csv", tmp_path / "m.jsonl"
    names.write_text('name,type,born,country\n"ORRERY, Tamsin",person,1960,MT\nNobody at all,,,\nQuince Works,,,\n')
    result = run("screen", "--input", names, "--output", output, "--watchlist", watchlist, "--top", "1")
    assert (result.exit_code, result.output) == (0, "")  # no progress bar in a pipe
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    assert [(row["query"], [one["id"] for one in row["matches"]]) for row in rows] == [
        ("ORRERY, Tamsin", ["1"]),
        ("Nobody at all", []),
        ("Quince Works", ["2"]),
    ]


BAD_LINES = [
    (b" ,person", "the name is empty"),
    (b"x,ship", 'type is "ship"'),
    (b"x,,soon", 'born is "soon"'),
    (b"x,,,Atlantis", 'country is "Atlantis"'),
    (b"Orrery, Tamsin,,,mt", "more fields than the header has"),
    (b"x" * 2_000, "a name of 2,000 characters"),
    (b"x" * 1_000_000, "longer than 65,536 bytes"),
    (b'"x', "not a line of CSV (unexpected end of data)"),
    (b'"x" y,', "not a line of CSV (',' expected after"),
    (b"x\0y", "holds a NUL character"),
    (b"caf\xe9", "not UTF-8 text at byte 4 of the line"),
    (b"\xed\xa0\x80", "not UTF-8 text at byte 1 of the line"),
]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(("bad", "complaint"), BAD_LINES)
def test_a_bad_line_is_named_and_all_others_are_answered(
    watchlist: Path, tmp_path: Path, bad: bytes, complaint: str, end: bytes
) -> None:
    names, output = tmp_path / "q.csv", tmp_path / "m.jsonl"
    rows = [b"\xef\xbb\xbfname,type,born,country", *[b"Quince Works"] * 150, bad, b"", b'"ORRERY, Tamsin",person']
    names.write_bytes(end.join(rows))  # no end of the last line
    result = run("screen", "--input", names, "--output", output, "--watchlist", watchlist)
    assert result.exit_code == 1
    assert f"q.csv, line 152: {complaint}" in result.stderr
    assert "lines not screened: 1; all others are in" in result.stderr
    answers = [json.loads(line) for line in output.read_text().splitlines()]
    assert [one["line"] for one in answers] == [*range(2, 152), 154]
    assert answers[-1]["matches"][0]["id"] == "1"


def test_of_many_bad_lines_the_first_are_named_and_all_counted(watchlist: Path, tmp_path: Path) -> None:
    names, output = tmp_path / "q.csv", tmp_path / "m.jsonl"
    names.write_text("name,type\n" + "x,ship\n" * 300)
    result = run("screen", "--input", names, "--output", output, "--watchlist", watchlist)
    assert result.stderr.count("type is") == 20
    assert "lines not screened: 300, of which the first are named above" in result.stderr


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "line 1: expected a header"),
        (b"who\nx\n", "line 1: expected a header"),
        (b"name;type\nx;\n", "separated by commas"),
        (b"name,name\nx,y\n", "line 1: expected a header"),
        ("name\nx\n".encode("utf-16"), "this is UTF-16, expected a CSV in UTF-8"),
        (b"PK\x03\x04" + bytes(100), "a spreadsheet or an archive"),
        (b"n\xe4me\nx\n", "line 1: not UTF-8 text"),
    ],
)
def test_a_file_that_is_none_of_names_is_refused_and_the_old_output_stays(
    watchlist: Path, tmp_path: Path, content: bytes, complaint: str
) -> None:
    names, output = tmp_path / "q.csv", tmp_path / "m.jsonl"
    names.write_bytes(content)
    output.write_text("before")
    result = run("screen", "--input", names, "--output", output, "--watchlist", watchlist)
    assert (result.exit_code, complaint in result.stderr) == (1, True)
    assert output.read_text() == "before"


def test_several_processes_give_the_same_file_as_one(watchlist: Path, tmp_path: Path) -> None:
    names = tmp_path / "q.csv"
    rows = (f"Tamsin Orrery {n},\nQuince {n},ship\nQuince Wrks,\n" for n in range(400))
    names.write_text("name,type\n" + "".join(rows))
    outputs = [tmp_path / f"{workers}.jsonl" for workers in (1, 2)]
    for workers, output in enumerate(outputs, start=1):
        result = run(*("screen", "--input", names, "--output", output, "--watchlist", watchlist, "--workers", workers))
        assert (result.exit_code, "lines not screened: 400" in result.stderr) == (1, True)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert len(outputs[0].read_text().splitlines()) == 800


def test_a_cluster_without_dask_says_what_to_install(
    watchlist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "exeat.adapters.dask_workers", None)
    names, output = tmp_path / "q.csv", tmp_path / "m.jsonl"
    names.write_text("name\nQuince Works\n")
    result = run("screen", "--input", names, "--output", output, "--watchlist", watchlist, "--cluster", "tcp://x:1")
    assert (result.exit_code, "pip install 'exeat[cluster]'" in result.stderr, output.exists()) == (1, True, False)


def test_wrong_usage_is_not_a_refusal(watchlist: Path) -> None:
    assert run("screen").exit_code == 2
    assert run("screen", "x", "--input", watchlist).exit_code == 2
    assert run("screen", "x", "--type", "ship").exit_code == 2
    assert run("screen", "x", "--watchlist", watchlist, "--min-score", "nan").exit_code == 2
    assert run("screen", "x", "--watchlist", watchlist, "--workers", "2").exit_code == 2


def test_an_output_that_cannot_be_written_is_named(watchlist: Path, tmp_path: Path) -> None:
    names, output = tmp_path / "q.csv", tmp_path / "none" / "m.jsonl"
    names.write_text("name\nQuince Works\n")
    result = run("screen", "--input", names, "--output", output, "--watchlist", watchlist)
    assert (result.exit_code, result.stderr) == (1, f"{output}: No such file or directory\n")


def test_a_watchlist_that_is_not_there_or_damaged_is_refused(watchlist: Path, tmp_path: Path) -> None:
    assert "No such file" in run("screen", "x", "--watchlist", tmp_path / "none.jsonl").stderr
    watchlist.write_text(watchlist.read_text()[:-20])
    result = run("screen", "x", "--watchlist", watchlist)
    assert (result.exit_code, "list.jsonl, line 2: not JSON" in result.stderr) == (1, True)


def test_import_writes_a_watchlist_and_says_what_it_counted(sema: Path, tmp_path: Path) -> None:
    output = tmp_path / "sema.jsonl"
    result = run("watchlists", "import", "canada-sema-xml", sema, "--output", output)
    assert result.exit_code == 0
    assert "1 of 1 records read" in result.stdout
    assert run("screen", "Gray Heron", "--watchlist", output, "--min-score", "0.8").stdout.count("Grey Heron") == 2


def test_a_refused_import_leaves_the_list_before(sema: Path, tmp_path: Path) -> None:
    output = tmp_path / "sema.jsonl"
    run("watchlists", "import", "canada-sema-xml", sema, "--output", output)
    before = output.read_bytes()
    sema.write_text(SEMA[:-20])
    result = run("watchlists", "import", "canada-sema-xml", sema, "--output", output)
    assert (result.exit_code, "sema.xml, line" in result.stderr) == (1, True)
    assert output.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"sema.xml", "sema.jsonl"}


def test_orphans_need_a_word_and_are_kept_beside_the_list(tmp_path: Path) -> None:
    files, output = ofac(tmp_path), tmp_path / "sdn.jsonl"
    refused = run("watchlists", "import", "ofac-sdn", *files, "--output", output)
    assert (refused.exit_code, output.exists()) == (1, False)
    assert "1 of 2 aliases belong to no entity" in refused.stderr
    result = run("watchlists", "import", "ofac-sdn", *files, "--output", output, "--accept-orphans", "--json")
    answer = json.loads(result.stdout)
    assert (answer["parties"], answer["orphans"]) == (1, {"aliases": 1})
    [orphan] = [json.loads(line) for line in Path(answer["orphans_file"]).read_text().splitlines()]
    assert orphan["row"][3] == "NOBODY"


def test_diff_says_what_came_went_and_changed(watchlist: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.jsonl"
    changed = {**LISTED[0], "born": ["1961"]}
    added = {"id": "3", "list": "test", "type": "vessel", "names": ["Grey Heron"]}
    new.write_text("".join(json.dumps(one) + "\n" for one in (changed, added)))
    lines = run("watchlists", "diff", watchlist, new).stdout.splitlines()
    assert lines == [
        "+ test 3  Grey Heron",
        "- test 2  Quince Works",
        "~ test 1  ORRERY, Tamsin: born",
        "1 added, 1 removed, 1 changed.",
    ]
    answer = json.loads(run("watchlists", "diff", watchlist, new, "--json").stdout)
    assert [one["id"] for one in answer["added"]] == ["3"]
    assert answer["removed"] == [{"list": "test", "id": "2"}]
    assert answer["changed"][0]["born"] == ["1961"]
