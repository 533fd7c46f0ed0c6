"""What holds of every published list that is read: records in the order and under the parents that are printed."""

import re
from pathlib import Path

import pytest

from exeat.domain.controls import READERS, Entry, Provision

FILES = [
    ("eu-annex-i-json", "eu_annex_i_2025-11-15.json", 3059),
    ("us-ccl-ecfr-xml", "us_ccl_2026-07.xml", 4481),
    ("us-ccl-json", "us_ccl_2025-07_cat3-5.json", 1226),
    ("us-usml-ecfr-xml", "us_usml_2026-07.xml", 1176),
    ("us-10cfr110-ecfr-xml", "us_10cfr110_2026-07.xml", 225),
]


def _numbered(entry: Entry) -> list[Provision]:
    return [p for p in entry.provisions if p.kind == "provision" and ":" not in p.path]


def _nearest_printed(path: str, held: set[str]) -> str:
    above = path.rpartition(".")[0]
    while above not in held:
        above = above.rpartition(".")[0]
    return above


@pytest.mark.real_data
@pytest.mark.parametrize(("reader", "file", "number"), FILES, ids=[reader for reader, _, _ in FILES])
def test_every_printed_enumerator_is_its_paths_last_step(
    shared_data: Path, reader: str, file: str, number: int
) -> None:
    control_list = READERS[reader]([shared_data / "controls" / file]).control_list
    orders = [p.order for p in control_list.records]
    assert orders == sorted(set(orders)) == list(range(len(orders)))
    count = 0
    for entry in control_list.entries:
        held = {p.path for p in entry.provisions}
        for record in _numbered(entry):
            count += 1
            assert record.parent == _nearest_printed(record.path, held)
            if "[Reserved]" not in record.printed:  # a range: `(b)-(g) [Reserved]`
                assert re.findall(r"[A-Za-z0-9]+", record.label)[-1] == record.path.rpartition(".")[2]
    assert count == number
