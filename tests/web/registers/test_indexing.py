"""The index of a control list: written once by the worker, then used by whoever asks."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from exeat.web.registers import indexing
from exeat.web.registers.indexing import Preparation, index_control_lists, preparation_of
from exeat.web.registers.lists import index_path, load_control_lists, versions_in_force
from exeat.web.registers.models import ControlListVersion


def test_a_list_is_indexed_once_and_the_index_is_found(lists: None, settings: Any, tmp_path: Any) -> None:
    settings.EXEAT_HOME = tmp_path
    before = load_control_lists()[0]
    assert before.index_file is None

    assert (index_control_lists(), index_control_lists()) == (1, 0)

    after = load_control_lists()[0]
    assert after.index_file is not None
    asked = "thermal camera with an uncooled array"
    assert after.classify(asked)[0].entry == before.classify(asked)[0].entry == "3X001"


@pytest.fixture
def looks(
    lists: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Any
) -> list[tuple[Any, str]]:
    """What the page shows before the worker begins and each time that it says how far it is."""
    settings.EXEAT_HOME = tmp_path
    version = versions_in_force(ControlListVersion)[0]
    seen: list[tuple[Any, str]] = []

    def look() -> None:
        seen.append((preparation_of(version), client.get("/lists/").content.decode()))

    def build(control_list: Any, path: Path, further: Any) -> None:
        for _ in range(2):
            look()
            further(3)
        look()
        path.touch()

    monkeypatch.setattr(indexing, "_SAID_EACH", 0.0)
    monkeypatch.setattr(indexing, "index_size", lambda _: 8)
    monkeypatch.setattr(indexing, "build_index", build)
    monkeypatch.setattr("exeat.web.registers.control_lists.may_read", lambda *_: True)
    look()
    index_control_lists()
    look()
    return seen


def test_the_page_of_the_lists_says_how_far_the_worker_is(looks: list[tuple[Any, str]]) -> None:
    assert [state for state, _page in looks] == [
        Preparation("waiting"),
        Preparation("words"),
        Preparation("meaning", 37),
        Preparation("meaning", 75),
        None,
    ]
    waiting, words, _first, second, ready = (page for _state, page in looks)
    assert "waits for the worker" in waiting
    assert "words and limits" in words
    assert "75 %" in second
    assert 'hx-trigger="every 2s"' in second
    assert "Look again" in second
    assert "being prepared" not in ready
    assert "hx-trigger" not in ready


def test_a_worker_that_was_stopped_is_waited_for_again(lists: None, settings: Any, tmp_path: Path) -> None:
    settings.EXEAT_HOME = tmp_path
    version = versions_in_force(ControlListVersion)[0]
    path = index_path(version.list_id, version.version)
    path.parent.mkdir(parents=True)
    beside = path.with_name(f"{path.name}.progress")
    beside.write_text("[4, 8]")
    assert preparation_of(version) == Preparation("meaning", 50)
    os.utime(beside, (time.time() - 3600,) * 2)
    assert preparation_of(version) == Preparation("waiting")


def test_a_failed_build_leaves_nothing_that_says_it_goes_on(
    lists: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EXEAT_HOME = tmp_path

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(indexing, "build_index", full)
    with pytest.raises(OSError, match="disk full"):
        index_control_lists()
    assert preparation_of(versions_in_force(ControlListVersion)[0]) == Preparation("waiting")
