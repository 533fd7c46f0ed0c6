"""The index files of control lists: written by the worker, found by every process of this installation.

Reading a whole list for its meaning takes up to a minute. How far the worker has come stands in a file beside the
index, where the pages look: it is nothing that happened to the list, and gone when the index is there.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exeat.domain.controls import build_index, index_fits, index_size
from exeat.web.registers.lists import index_path, read_control_list, versions_in_force
from exeat.web.registers.models import ControlListVersion, ListVersion

Stage = Literal["waiting", "words", "meaning"]
_SAID_EACH = 1.0  # second
_GIVEN_UP = 300.0  # seconds without a word, after which the worker was stopped


@dataclass(frozen=True)
class Preparation:
    """How far a list is from being searched in full: words alone serve until then. `percent` of the whole of it."""

    stage: Stage
    percent: int = 0


def index_control_lists() -> int:
    """Write the index of every list in force that has none yet; how many were written. Until then words alone serve."""
    written = 0
    for version in versions_in_force(ControlListVersion):
        path, control_list = index_path(version.list_id, version.version), read_control_list(version)
        if not index_fits(control_list, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with _told(path, index_size(control_list)) as told:
                build_index(control_list, path, told.further)
            written += 1
    return written


def preparation_of(version: ListVersion) -> Preparation | None:
    """How far the index of a version is; None when it is there."""
    path = index_path(version.list_id, version.version)
    if path.exists():
        return None
    try:
        beside = _beside(path)
        done, texts = json.loads(beside.read_text())
        silent = time.time() - beside.stat().st_mtime
    except (OSError, ValueError):
        return Preparation("waiting")
    if silent > _GIVEN_UP:
        return Preparation("waiting")
    return Preparation("meaning", 100 * done // texts) if done else Preparation("words")


class _Told:
    """What the worker says of an index: how many of its texts are done."""

    def __init__(self, path: Path, texts: int) -> None:
        self._path, self._done, self._texts = path, 0, texts
        self._said = 0.0

    def further(self, texts: int) -> None:
        """So many more are done; said once a second."""
        self._done += texts
        if time.monotonic() - self._said >= _SAID_EACH:
            self.say()

    def say(self) -> None:
        self._said = time.monotonic()
        unfinished = self._path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps([self._done, self._texts]))
        unfinished.replace(self._path)


@contextmanager
def _told(path: Path, texts: int) -> Iterator[_Told]:
    told = _Told(_beside(path), texts)
    told.say()
    try:
        yield told
    finally:
        _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.progress")
