"""The index of a control list: written once by the worker, then used by whoever asks."""

from __future__ import annotations

from typing import Any

from exeat.web.registers.indexing import index_control_lists
from exeat.web.registers.lists import load_control_lists


def test_a_list_is_indexed_once_and_the_index_is_found(lists: None, settings: Any, tmp_path: Any) -> None:
    settings.EXEAT_HOME = tmp_path
    before = load_control_lists()[0]
    assert before.index_file is None

    assert (index_control_lists(), index_control_lists()) == (1, 0)

    after = load_control_lists()[0]
    assert after.index_file is not None
    asked = "thermal camera with an uncooled array"
    assert after.classify(asked)[0].entry == before.classify(asked)[0].entry == "3X001"
