"""Folders that a server's account can reach, and processes of another user."""

import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exeat.pg.programs import Account, Programs

NOBODY = Account.of(65534)


@pytest.fixture
def reachable() -> Iterator[Path]:
    """An empty folder with a short path that every user may enter (pytest's own is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="exeat-pg-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody(reachable: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], object]:
    """Calls a function in a process of the user 'nobody', and hands back its result or raises its error."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user: run as root")
    programs = Programs.installed().readable_by(NOBODY, reachable)
    monkeypatch.setattr(Programs, "installed", classmethod(lambda cls: programs))
    return _in_process_of_nobody


def _in_process_of_nobody(function: Callable[[], object]) -> object:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setgid(NOBODY.gid)
        os.setuid(NOBODY.uid)
        try:
            outcome = function()
        except Exception as error:
            outcome = error
        os.write(write, pickle.dumps(outcome))
        os._exit(0)  # as a killed process would: nothing is tidied up
    os.waitpid(pid, 0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        outcome = pickle.load(pipe)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
