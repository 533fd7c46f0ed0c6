"""Keeps a few programs running together: one ends, all end."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkProcess
from types import FrameType

from exeat.cli._common import Refused, handled

HOST = "127.0.0.1"
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STEP = 0.05  # seconds between looks
_GRACE = 8.0  # seconds that a program gets to end by itself
_PR_SET_PDEATHSIG = 1  # of <linux/prctl.h>: the signal to get when the parent ends


class Stopped(BaseException):
    """Somebody asked us to end: Ctrl-C, a closed terminal, or a signal."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Inside, the signals that end a program raise ``Stopped`` once; from then on they are ignored, so that
    an impatient second Ctrl-C does not leave programs behind."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    with handled(_SIGNALS, stop):
        yield


class Children:
    """The programs that we started, by the names that people know them by.

    They are forks of ours: what we have imported already, they need not read again.
    """

    def __init__(self) -> None:
        self._running: dict[str, ForkProcess] = {}

    def start(self, name: str, program: Callable[[], object]) -> None:
        """Run `program` in a process that ends with us, even if we are killed. The terminal's Ctrl-C does not
        reach it: we stop it, in our order. We must have no threads and no open connections."""
        process = ForkProcess(target=_run_child, args=(program,))
        process.start()
        self._running[name] = process

    def check(self) -> None:
        """Raise ``Refused``, naming the program, when one has ended."""
        for name, process in self._running.items():
            if process.exitcode is not None:
                raise Refused(f"the {name} ended ({_how(process.exitcode)}): its last words are above")

    def stop(self) -> None:
        """Ask every program to end, and make those end that do not."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + _GRACE
        for process in self._running.values():
            process.join(max(0.0, deadline - time.monotonic()))
            if process.exitcode is None:
                assert process.pid is not None
                os.killpg(process.pid, signal.SIGKILL)
                process.join()
        self._running.clear()


def refuse_taken_port(port: int) -> None:
    """Raise ``Refused`` when something listens on the port already, or we may not use it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Refused(f"port {port} is reserved; choose one above 1023: make run PORT=8001")
        except OSError:
            raise Refused(f"port {port} is in use; choose another: make run PORT={port + 1}")


def await_answer(port: int, check: Callable[[], None]) -> None:
    """Wait until the web server answers, calling `check`, which raises when waiting is in vain."""
    while True:
        check()
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=10)
            connection.request("GET", "/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(_STEP)
        finally:
            connection.close()


def watch(check: Callable[[], None]) -> None:
    """Call `check` for ever; it raises when something ended."""
    while True:
        check()
        time.sleep(4 * _STEP)


def _run_child(program: Callable[[], object]) -> None:
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    program()


def _how(status: int) -> str:
    return f"status {status}" if status >= 0 else signal.Signals(-status).name
