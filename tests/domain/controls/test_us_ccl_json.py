"""The Commerce Control List as JSON with Markdown: the same paths as from the eCFR's XML, a damaged file refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from exeat.domain.controls import READERS, SourceError

read = READERS["us-ccl-json"]

DETAILS = """License Requirements

*Reason for Control:* NS, AT

| Control(s)               | Chart<br>(see Supp.) |
|--------------------------|----------------------|
| NS applies to \\*all      | NS Column 1.         |

*LVS:* $5000

*Related Controls:* See [22 CFR part 121](https://example.org/121 "_blank") and 3A992.

*Items:* a. Rotating sprinklers having both of the following:

*Note 1:*
*3A001.a does not apply to:*

*a. Toys;*

*b. Samples.*

a.1. A flux of 2 × 103 g/cm2; *and*

a.2. A residue of 10−6 g;

b. through d. [Reserved]

e. Hoses."""


def document() -> list[dict[str, Any]]:
    entry = {"code": "3A001", "description": "Sprinklers, as follows.", "details": DETAILS}
    extract = {"code": "3A001.e", "description": "Hoses", "details": "*Reason for Control:* AT"}
    groups = [{"name": 'Part 1-Gardens A. "End Items"', "description": "-", "eccn": [entry, extract]}]
    return [{"name": "Category 3-Gardens", "description": "-", "product_groups": groups}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ccl.json"
    path.write_text(json.dumps(document(), indent=1), encoding="utf-8")
    return path


def test_its_paths_are_those_of_the_other_reader(file: Path) -> None:
    entry = read([file]).control_list.entries[0]
    assert [p.path for p in entry.provisions if p.kind in ("provision", "exclusion")] == [
        *("3A001.a", "3A001.a:note", "3A001.a.1", "3A001.a.2", "3A001.b", "3A001.e")
    ]
    assert (entry.reasons, entry.exceptions) == (("NS", "AT"), ("LVS: $5000",))


def test_markdown_is_no_part_of_the_text(file: Path) -> None:
    control_list = read([file]).control_list
    assert control_list.provision("3A001.a:note").text == "3A001.a does not apply to:\na. Toys;\nb. Samples."
    assert control_list.provision("3A001:nb").text == "See 22 CFR part 121 and 3A992."
    assert (
        control_list.provision("3A001:licensing-3").text
        == "Control(s)\tChart (see Supp.)\nNS applies to *all\tNS Column 1."
    )


def test_it_says_what_part_of_the_list_it_covers_and_leaves_extracts_out(file: Path) -> None:
    imported = read([file])
    assert imported.control_list.covers == ("3",)
    assert imported.counts["extracts of entries, not read"] == 1


def test_a_list_of_points_that_stands_there_twice_is_read_once(file: Path) -> None:
    points = "\\n\\n-*Red*\\n\\n-*Blue*"
    file.write_text(file.read_text().replace("apply to:*", f"apply to:*{points}{points}"))
    imported = read([file])
    assert imported.control_list.provision("3A001.a:note").text.startswith(
        "3A001.a does not apply to:\n-Red\n-Blue\na."
    )
    assert imported.counts["lists of points printed twice, read once"] == 1


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_file_cut_off_anywhere_is_refused_with_its_line(file: Path, share: float) -> None:
    whole = file.read_text()
    file.write_text(whole[: int(len(whole) * share)])
    with pytest.raises(SourceError, match="cut off") as refusal:
        read([file])
    assert refusal.value.line is not None


@pytest.mark.parametrize("damaged", [{}, [{}], [{"name": "Category 3"}], [{"name": 3, "product_groups": []}], [], 7])
def test_a_file_of_another_shape_is_refused(file: Path, damaged: object) -> None:
    file.write_text(json.dumps(damaged))
    with pytest.raises(SourceError):
        read([file])


@pytest.mark.real_data
def test_the_published_part_is_read_whole(shared_data: Path) -> None:
    imported = read([shared_data / "controls" / "us_ccl_2025-07_cat3-5.json"])
    assert (imported.counts["entries"], imported.counts["enumerators out of sequence"]) == (123, 0)
    assert imported.control_list.covers == ("3", "4", "5")
