"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write bytes into, which takes its place when the body ends well: a failure leaves the old one.

    What is no file of its own (a device, a pipe, a link such as /dev/stdout) is written into and never replaced.
    Raises OSError, before the body where the file cannot be written.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        with path.open("wb") as file:
            yield file
        return
    with put_in_place(path) as fresh, fresh.open("r+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """An empty file beside a path, which takes its place, and the old one's permissions, when the body ends well.

    Raises OSError.
    """
    fresh = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        fresh.open("xb").close()
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
    try:
        yield fresh
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
