"""Files are written whole or not at all, and what is no file is written into."""

import os
import stat
import threading
from pathlib import Path

import pytest

from exeat.domain.files import written_whole


def write(path: Path, content: bytes) -> None:
    with written_whole(path) as file:
        file.write(content)


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), written_whole(path) as file:
        file.write(b"half")
        raise RuntimeError
    assert (path.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (b"old", ["plan.json"])


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "plan.json", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == 0o640


def test_a_file_that_others_may_not_read_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "matches.jsonl"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o600)


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """/dev/stdout is one: replaced, it would be lost to the whole machine."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"a longer text that was there")
    link.symlink_to(target)
    write(link, b"new")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe, b"new")
    reader.join()
    assert (read, pipe.is_fifo()) == ([b"new"], True)


def test_the_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none" / "plan.json"
    with pytest.raises(FileNotFoundError) as refused:
        write(path, b"new")
    assert refused.value.filename == str(path)


def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    write(tmp_path / ("n" * 255), b"new")
    assert (tmp_path / ("n" * 255)).read_bytes() == b"new"
