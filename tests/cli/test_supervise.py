"""Programs that run together end together, and a taken port is said before anything starts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from exeat.cli import _supervise
from exeat.cli._common import Refused
from exeat.cli._supervise import Children, Stopped, refuse_taken_port, stopped_by_signals, watch


@pytest.fixture
def children() -> Iterator[Children]:
    children = Children()
    yield children
    children.stop()


def test_a_port_in_use_is_said_with_another_to_choose() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"port {port} is in use; choose another: make run PORT={port + 1}"):
            refuse_taken_port(port)
    refuse_taken_port(port)


def test_when_one_program_ends_it_is_named(children: Children) -> None:
    children.start("web server", signal.pause)
    children.start("worker", lambda: os._exit(3))

    with pytest.raises(Refused, match=r"the worker ended \(status 3\): its last words are above"):
        watch(children.check)


def test_a_killed_program_is_named_with_the_signal(children: Children) -> None:
    children.start("worker", lambda: os.kill(os.getpid(), signal.SIGKILL))

    with pytest.raises(Refused, match=r"the worker ended \(SIGKILL\)"):
        watch(children.check)


def test_a_program_that_will_not_end_is_made_to(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_supervise, "_GRACE", 0.2)
    read, write = os.pipe()

    def stubborn() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(write, b"deaf")
        while True:
            signal.pause()

    children.start("worker", stubborn)
    assert os.read(read, 4) == b"deaf"
    os.close(write)

    children.stop()

    assert os.read(read, 1) == b"", "the pipe is closed, for nobody holds it any more"
    os.close(read)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_that_ends_a_program_stops_us_once(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    with pytest.raises(Stopped), stopped_by_signals():
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)  # an impatient second one does not interrupt the tidying up

    assert signal.getsignal(number) is before


def test_programs_end_with_us_even_when_we_are_killed() -> None:
    program = (
        "import os, signal\n"
        "from exeat.cli._supervise import Children\n"
        "Children().start('worker', lambda: (print(os.getpid(), flush=True), signal.pause()))\n"
        "signal.pause()\n"
    )
    ours = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert ours.stdout is not None
    assert ours.stdout.readline()

    ours.kill()

    assert ours.stdout.read() == "", "reading ends only when the worker, who holds the pipe too, has ended"
    ours.wait()
