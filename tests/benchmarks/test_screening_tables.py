"""Lists of any size, curves and tables: made from what was measured, the same each time."""

import json
from pathlib import Path
from xml.etree import ElementTree

from drawing import draw
from growth import listed
from lists import names_in
from tables import BEGIN, END, write_readme

from exeat.domain.screening import ListedParty

REAL = [ListedParty(str(number), "a", "person", (f"Tamsin{number} Orrery", "The Clock")) for number in range(20)]


def test_a_small_list_is_a_sample_of_the_real_one() -> None:
    found = listed(REAL, 10)
    assert names_in(found) == 10
    assert all(one in REAL for one in found)


def test_a_large_list_holds_every_real_party_and_invented_ones() -> None:
    found = listed(REAL, 100)
    assert all(one in found for one in REAL)
    assert len({one.key for one in found}) == len(found) == 50


def test_a_list_is_the_same_each_time() -> None:
    assert listed(REAL, 100) == listed(REAL, 100)


def test_a_curve_is_well_formed_xml_with_a_line_each(tmp_path: Path) -> None:
    draw(tmp_path / "a.svg", "Clocks & dials", "recall", "precision", {"a": [(0, 1), (1, 0)], "b": [(0, 0)]})
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert len(root.findall("{*}polyline")) == 2
    assert root.findtext("{*}title") == "Clocks & dials"


def test_the_newest_run_of_a_part_is_shown_between_the_marks(tmp_path: Path) -> None:
    about = {"engine_version": "1", "commit": "abc", "listed_parties": 2, "listed_names": 3, "machine": "m"}
    common = about | {"part": "accuracy", "date": "2026-11-23", "versions": {"python": "3.11"}}
    row = {"engine": "exeat", "table": "aliases", "kind": "Latin", "measure": "at 1 %", "n": 10}
    runs = [common | {"rows": [row | {"k": hits}]} for hits in (3, 9)]
    (tmp_path / "results.jsonl").write_text("".join(json.dumps(run) + "\n" for run in runs))
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_readme(readme, tmp_path / "results.jsonl")
    text = readme.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text
    assert "0.900 (9 of 10; 0.596–0.982)" in text and "3 of 10" not in text
