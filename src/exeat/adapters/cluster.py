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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from exeat.adapters.hands import Answer, Argument, ClusterFailed, Shipped, Workers, in_order


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
