"""`exeat controls` and `exeat classify`, run as a person would."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from exeat.cli import main

SOURCE = """code,parent,kind,text,regimes
N-1,,heading,"Beehives, as follows:",Invented Apiary Group
N-1.a,N-1,provision,Hives for more than 100 queens;,
,N-1.a,exclusion,N-1.a does not control hives of straw.,
N-2,,heading,Honey extractors,
"""


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "hives.csv"
    path.write_text(SOURCE)
    return path


@pytest.fixture
def saved(source: Path, tmp_path: Path) -> Path:
    path = tmp_path / "hives.json"
    assert run("controls", "import", "csv", source, "--output", path, "--effective", "2027-01-01").exit_code == 0
    return path


def test_import_reports_what_it_counted(source: Path, tmp_path: Path) -> None:
    result = run("controls", "import", "csv", source, "--output", tmp_path / "hives.json")
    assert result.exit_code == 0
    assert "2  entries" in result.stdout


def test_import_as_json(source: Path, tmp_path: Path) -> None:
    result = run("controls", "import", "csv", source, "--output", tmp_path / "hives.json", "--json")
    answer = json.loads(result.stdout)
    assert answer["list"] == "hives"
    assert answer["counts"] == {"entries": 2, "rows": 4, "notes": 1}


@pytest.mark.parametrize("kept", [10, 60, 120, 200])
def test_a_file_cut_off_is_refused_and_the_list_before_stays(source: Path, saved: Path, kept: int) -> None:
    before = saved.read_bytes()
    source.write_text(SOURCE[:kept])
    result = run("controls", "import", "csv", source, "--output", saved)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{source}, line ")
    assert result.stderr.count("\n") == 1
    assert saved.read_bytes() == before


def test_a_missing_file_is_named() -> None:
    result = run("controls", "import", "csv", "nowhere.csv", "--output", "list.json")
    assert (result.exit_code, result.stderr) == (1, "nowhere.csv: No such file or directory\n")


def test_an_unknown_format_is_wrong_usage(source: Path) -> None:
    assert run("controls", "import", "parchment", source, "--output", "x").exit_code == 2


def test_show_prints_what_stands_above_and_below(saved: Path) -> None:
    result = run("controls", "show", "n-1.A", "--list", saved)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:] == [
        "Invented Apiary Group (named by hives)",
        "N-1 Beehives, as follows:",
        "  N-1.a Hives for more than 100 queens;",
        "    N-1.a does not control hives of straw.",
    ]


def test_show_as_json(saved: Path) -> None:
    answer = json.loads(run("controls", "show", "N-1.a", "--list", saved, "--json").stdout)
    assert [record["path"] for record in answer["above"]] == ["N-1"]
    assert [record["path"] for record in answer["records"]] == ["N-1.a", "N-1.a:note"]
    assert answer["notes"] == []


def test_show_adds_the_notes_that_bear_on_it_and_what_it_refers_to(source: Path, tmp_path: Path) -> None:
    rows = """1A001,,heading,"Beehives, as follows:",
1A001.a,1A001,provision,"Hives, other than those specified in 1A001.b.",
,1A001,exclusion,1A001 does not control hives of straw.,
1A001.b,1A001,provision,Hives of glass.,
"""
    source.write_text(SOURCE.splitlines()[0] + "\n" + rows)
    path = tmp_path / "list.json"
    run("controls", "import", "csv", source, "--output", path)
    lines = run("controls", "show", "1A001.a", "--list", path).stdout.splitlines()
    assert lines[3:] == [
        "Notes on what stands above:",
        "  1A001:note (releases) 1A001 does not control hives of straw.",
        "Refers to:",
        "  other than 1A001.b  Hives of glass.",
    ]


def test_an_unknown_code_is_refused(saved: Path) -> None:
    result = run("controls", "show", "X-9", "--list", saved)
    assert result.exit_code == 1
    assert result.stderr.startswith("no provision X-9 in hives csv-")


def test_diff_names_the_paragraphs(source: Path, saved: Path, tmp_path: Path) -> None:
    source.write_text(SOURCE.replace("100 queens", "50 queens"))
    new = tmp_path / "new.json"
    run("controls", "import", "csv", source, "--output", new)
    assert json.loads(run("controls", "diff", saved, new, "--json").stdout) == [
        {
            "path": "N-1.a",
            "change": "changed",
            "before": "N-1.a Hives for more than 100 queens;",
            "after": "N-1.a Hives for more than 50 queens;",
            "moved_from": None,
            "pieces": [
                {"text": "N-1.a Hives for more than", "mark": "same"},
                {"text": " 100", "mark": "removed"},
                {"text": " 50", "mark": "added"},
                {"text": " queens;", "mark": "same"},
            ],
        }
    ]
    assert run("controls", "diff", saved, new).stdout == (
        "N-1.a changed\n    N-1.a Hives for more than [-100-] {+50+} queens;\n1 paragraphs differ.\n"
    )


def test_diff_tells_what_came_went_and_moved(source: Path, saved: Path, tmp_path: Path) -> None:
    hives = (
        "N-1.a,N-1,provision,Hives for more than 100 queens;,\n,N-1.a,exclusion,N-1.a does not control hives of straw.,"
    )
    moved = "N-1.a,N-1,provision,Smokers.,\nN-1.b,N-1,provision,Hives for more than 100 queens;,"
    assert hives in SOURCE
    source.write_text(SOURCE.replace(hives, moved))
    new = tmp_path / "new.json"
    run("controls", "import", "csv", source, "--output", new)
    assert run("controls", "diff", saved, new).stdout.splitlines() == [
        *("N-1.a added", "  + N-1.a Smokers."),
        *("N-1.a:note removed", "  - N-1.a does not control hives of straw."),
        *("N-1.b moved from N-1.a", "    N-1.b Hives for more than 100 queens;"),
        "3 paragraphs differ.",
    ]


def test_disagreements_name_both_paragraphs_and_their_figures(tmp_path: Path) -> None:
    rows = "code,parent,kind,text\n1A001,,heading,Hives with more than {} queens\n1A002,,heading,Smokers of 3 kg\n"
    for name, queens in (("left", 100), ("right", 120)):
        source = tmp_path / f"{name}.csv"
        source.write_text(rows.format(queens))
        assert run("controls", "import", "csv", source, "--output", tmp_path / f"{name}.json").exit_code == 0
    result = run("controls", "disagreements", tmp_path / "left.json", tmp_path / "right.json")
    assert result.stdout.splitlines() == [
        "1A001 and 1A001: 100 against 120",
        "  < 1A001 Hives with more than 100 queens",
        "  > 1A001 Hives with more than 120 queens",
        "1 shared paragraphs differ in a figure.",
    ]
    answer = json.loads(
        run("controls", "disagreements", tmp_path / "left.json", tmp_path / "right.json", "--json").stdout
    )
    assert [(row["left"], row["only_left"], row["only_right"]) for row in answer] == [("1A001", ["100"], ["120"])]


def test_a_twin_list_proves_damaged_figures(source: Path, tmp_path: Path) -> None:
    source.write_text("code,parent,kind,text\n1A001,,heading,Hives with more than 5 × 103 queens\n")
    twin = tmp_path / "twin.csv"
    twin.write_text("code,parent,kind,text\n1A001,,heading,Hives with more than 5 × 10³ queens\n")
    run("controls", "import", "csv", twin, "--output", tmp_path / "twin.json")
    run("controls", "import", "csv", source, "--twin", tmp_path / "twin.json", "--output", tmp_path / "list.json")
    lines = run("controls", "show", "1A001", "--list", tmp_path / "list.json").stdout.splitlines()
    assert lines[1:] == [
        "1A001 Hives with more than 5 × 10³ queens",
        "Figures put right:",
        "  1A001: 5 × 103 in the source; twin, 1A001, has 5 × 10³",
    ]


def test_the_importers_customs_codes_are_hints(source: Path, tmp_path: Path) -> None:
    table = tmp_path / "hs.csv"
    table.write_text("code,hs\nN-2,843680\n")
    path = tmp_path / "hives.json"
    assert run("controls", "import", "csv", source, "--hs", table, "--output", path).exit_code == 0
    assert [entry.get("hs") for entry in json.loads(path.read_text())["entries"]] == [None, ["843680"]]
    table.write_text("code,hs\nN-9,843680\n")
    before = path.read_bytes()
    result = run("controls", "import", "csv", source, "--hs", table, "--output", path)
    assert (result.exit_code, path.read_bytes()) == (1, before)
    assert result.stderr == f"{table}, line 2: hives has no code N-9\n"


def test_classify_answers_with_the_contracts_keys(saved: Path) -> None:
    answer = json.loads(run("classify", "a hive for many queens", "--list", saved, "--json").stdout)
    best = answer["candidates"][0]
    assert {"entry", "score", "provisions", "verdict", "questions", "why"} <= best.keys()
    assert (best["entry"], best["verdict"], best["list"]) == ("N-1", "ask", "hives")  # how many queens, it does not say
    assert {"path", "verdict", "arithmetic", "needs"} <= best["provisions"][0].keys()


def test_classify_never_says_that_goods_are_free(saved: Path) -> None:
    result = run("classify", "a submarine", "--list", saved)
    assert result.exit_code == 0
    assert "not controlled" not in result.stdout
    assert result.stdout.endswith("That an entry is not among these says nothing about the goods.\n")


def test_classify_a_file_line_by_line(saved: Path, tmp_path: Path) -> None:
    items, output = tmp_path / "items.jsonl", tmp_path / "out.jsonl"
    items.write_text(
        '{"id": 1, "description": "queens"}\n\n{"id": "b", "description": "honey", "facts": "10\u2028kg"}\n',
        encoding="utf-8-sig",
    )
    result = run("classify", "--input", items, "--output", output, "--list", saved)
    assert (result.exit_code, result.stdout) == (0, "")
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    assert [(row["id"], row["candidates"][0]["entry"]) for row in rows] == [(1, "N-1"), ("b", "N-2")]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: an object with id"),
        ('{"id": 2}', "line 2: the field description must be text"),
        ('{"id": 2, "description": " "}', "line 2: the field description must be text that is not empty"),
        ('{"id": 2, "description": "\udcfc"}', "line 2: not UTF-8 text at byte 27 of the line"),
        ("[" * 100_000, "line 2: JSON beyond all measure"),
        ("9" * 5000, "line 2: JSON beyond all measure"),
        ('{"id": "\\ud800", "description": "x"}', "line 2: holds half of a UTF-16 pair"),
        ('{"id": 2, "description": "x", "facts": 7}', "line 2: the field facts must be text"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(saved: Path, tmp_path: Path, line: str, complaint: str) -> None:
    items, output = tmp_path / "items.jsonl", tmp_path / "out.jsonl"
    items.write_text('{"id": 1, "description": "queens"}\n' + line + "\n", errors="surrogateescape")
    result = run("classify", "--input", items, "--output", output, "--list", saved)
    assert result.exit_code == 1
    assert complaint in result.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    "args", [(), ("--input", "x"), ("goods", "--input", "x", "--output", "y"), ("goods", "--top", "0")]
)
def test_a_description_or_a_file_is_wanted(args: tuple[str, ...]) -> None:
    assert run("classify", *args).exit_code == 2


def test_an_empty_description_is_refused(saved: Path) -> None:
    result = run("classify", "  ", "--list", saved)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "the description is empty\n")


def test_a_list_goes_into_a_pipe_without_an_index_beside_it(source: Path, tmp_path: Path) -> None:
    link, target = tmp_path / "out", tmp_path / "target"
    link.symlink_to("/dev/null")
    assert run("controls", "import", "csv", source, "--output", link).exit_code == 0
    assert (link.is_symlink(), target.exists(), (tmp_path / "out.index").exists()) == (True, False, False)
