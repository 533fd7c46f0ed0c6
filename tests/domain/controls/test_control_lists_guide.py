"""docs/control-lists.md and the schema beside it say what the program does."""

import json
import re
from pathlib import Path
from typing import get_args

import jsonschema_rs
import pytest

from exeat.domain.controls import READERS, ControlList
from exeat.domain.controls.readers.state_csv import OPTIONAL, REQUIRED
from exeat.domain.controls.records import Kind, Relation

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture(scope="module")
def guide() -> str:
    return (DOCS / "control-lists.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads((DOCS / "control-list.schema.json").read_text(encoding="utf-8")))


def test_the_guides_csv_is_read(guide: str, tmp_path: Path) -> None:
    example = re.search(r"```csv\n(.*?)```", guide, re.S)
    assert example
    path = tmp_path / "national-list.csv"
    path.write_text(example[1], encoding="utf-8")
    control_list = READERS["csv"]([path]).control_list
    assert control_list.provision("X-1.a").logic == "all"
    assert control_list.regimes("X-1")[0].name == "Nuclear Suppliers Group"


@pytest.mark.parametrize("word", [*READERS, *REQUIRED, *OPTIONAL, *get_args(Kind), *get_args(Relation)])
def test_the_guide_names_every_format_column_kind_and_relation(guide: str, word: str) -> None:
    assert f"`{word}`" in guide


def test_saved_lists_follow_the_schema(
    schema: jsonschema_rs.Validator, eu_list: ControlList, us_list: ControlList, csv_list: ControlList
) -> None:
    for control_list in (eu_list, us_list, csv_list):
        schema.validate(control_list.to_dict())


def test_the_schema_refuses_a_record_of_no_known_kind(schema: jsonschema_rs.Validator, eu_list: ControlList) -> None:
    data = eu_list.to_dict()
    data["entries"][0]["provisions"][0]["kind"] = "rumour"
    assert not schema.is_valid(data)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("reader", "file"),
    [("eu-annex-i-json", "eu_annex_i_2025-11-15.json"), ("us-ccl-ecfr-xml", "us_ccl_2026-07.xml")],
)
def test_published_lists_follow_the_schema(
    schema: jsonschema_rs.Validator, shared_data: Path, reader: str, file: str
) -> None:
    schema.validate(READERS[reader]([shared_data / "controls" / file]).control_list.to_dict())
