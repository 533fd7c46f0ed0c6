"""The importer's own table of customs codes."""

from pathlib import Path

import pytest

from exeat.domain.controls import ControlList, SourceError
from exeat.domain.controls.hs_table import with_customs_codes


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "hs.csv"
    path.write_text("code,hs\nN-1.a,0106.41; 9406\nN-2,843680\n")
    return path


def test_codes_join_those_that_the_list_names(csv_list: ControlList, table: Path) -> None:
    found = {entry.code: entry.hs for entry in with_customs_codes(csv_list, table).entries}
    assert found == {"N-1": ("0106", "010641", "9406"), "N-2": ("843680",)}


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("N-2,", "N-9,", "line 3: national list has no code N-9"),
        ("843680", "84-36", "line 3: '84-36' is no customs code"),
        ("843680", "", "line 3: '' is no customs code"),
        ("code,hs", "code,tariff", "line 1: the columns code and hs were expected"),
    ],
)
def test_a_wrong_row_is_named(csv_list: ControlList, table: Path, before: str, after: str, complaint: str) -> None:
    table.write_text(table.read_text().replace(before, after))
    with pytest.raises(SourceError, match=complaint):
        with_customs_codes(csv_list, table)
