"""Work spread over processes of this machine, or over the machines of a Dask cluster: the same call for both.

    with spread(workers=4) as workers:              # or spread(cluster="tcp://scheduler:8786")
        shipped = workers.ship(folder)               # once a machine, however many tasks there are
        for answer in workers.map(task, arguments):  # in order, with few on the way at a time
            ...

A task is a function of a module, and its arguments and answer can be pickled. What a task needs of a folder it reads
from ``shipped.here()``.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

Argument = TypeVar("Argument")
Answer = TypeVar("Answer")

_ON_THE_WAY = 3  # tasks for each worker that are handed out before the first answer is taken
ARRIVED: dict[str, Path] = {}  # on a worker of a cluster: where what was shipped has been unpacked


class ClusterFailed(Exception):
    """A cluster or a pool of workers that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A folder that every worker has: where it was, and by what name it travelled."""

    path: str
    key: str

    def here(self) -> Path:
        """The folder on the machine where this is asked."""
        return ARRIVED.get(self.key, Path(self.path))


class Workers(Protocol):
    """Many hands."""

    def ship(self, folder: Path) -> Shipped:
        """Brings a folder to each machine."""

    def map(self, task: Callable[[Argument], Answer], arguments: Iterable[Argument]) -> Iterator[Answer]:
        """The answers in the order of the arguments, of which only a few are taken ahead. Raises ClusterFailed."""


@contextmanager
def spread(*, workers: int = 1, cluster: str = "") -> Iterator[Workers]:
    """Processes of this machine, or with ``cluster`` the workers of the Dask scheduler at that address.

    Raises ClusterFailed when the cluster cannot be reached or runs another version of Exeat.
    """
    if cluster:
        try:
            from exeat.adapters.dask_workers import connected
        except ImportError as problem:
            raise ClusterFailed("a cluster needs Dask: pip install 'exeat[cluster]'") from problem
        with connected(cluster) as machines:
            yield machines
        return
    # Each worker starts anew: a copy of this process would share its open files and connections.
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_leave_interrupts)
    try:
        yield _Processes(pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; what it means is for the one that handed out the work to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def in_order(
    executor: Executor, hands: int, task: Callable[[Argument], Answer], arguments: Iterable[Argument]
) -> Iterator[Answer]:
    """The answers in the order of the arguments, for an executor with so many hands."""
    coming = iter(arguments)
    underway = deque(executor.submit(task, one) for one in islice(coming, hands * _ON_THE_WAY))
    while underway:
        answer = underway.popleft().result()
        underway.extend(executor.submit(task, one) for one in islice(coming, 1))
        yield answer


@dataclass(frozen=True, slots=True)
class _Processes:
    pool: ProcessPoolExecutor
    hands: int

    def ship(self, folder: Path) -> Shipped:
        return Shipped(str(folder.resolve()), "")

    def map(self, task: Callable[[Argument], Answer], arguments: Iterable[Argument]) -> Iterator[Answer]:
        try:
            yield from in_order(self.pool, self.hands, task, arguments)
        except BrokenProcessPool as problem:
            raise ClusterFailed("a worker process died; is there enough memory for so many workers?") from problem
