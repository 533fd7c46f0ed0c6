"""The workers of a Dask cluster as `exeat.adapters.hands` describes them; importing this needs the extra `cluster`."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

from distributed import Client, KilledWorker, Worker, WorkerPlugin
from distributed.comm import CommClosedError

from exeat.adapters.hands import ARRIVED, Answer, Argument, ClusterFailed, Shipped, in_order

_PATIENCE = 10  # seconds until a scheduler that does not answer is given up


@contextmanager
def connected(address: str) -> Iterator[Machines]:
    """The workers of the scheduler at ``address``; raises ClusterFailed when they cannot be used."""
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise ClusterFailed(f"no Dask scheduler answers at {address}: {problem}") from problem
    with client:
        _check_versions(address, client)
        machines = Machines(client)
        try:
            yield machines
        finally:
            for name in machines.shipped:
                client.unregister_worker_plugin(name)


@dataclass(frozen=True, slots=True)
class Machines:
    """The workers behind a client, as ``hands.Workers``."""

    client: Client
    shipped: list[str] = field(default_factory=list)

    def ship(self, folder: Path) -> Shipped:
        packed = io.BytesIO()
        with ZipFile(packed, "w") as archive:
            for file in folder.rglob("*"):
                archive.write(file, file.relative_to(folder))
        key = f"exeat-{uuid4().hex}"
        self.client.register_plugin(_Arrival(packed.getvalue(), key))
        self.shipped.append(key)
        return Shipped(str(folder), key)

    def map(self, task: Callable[[Argument], Answer], arguments: Iterable[Argument]) -> Iterator[Answer]:
        hands = sum(self.client.nthreads().values())
        try:
            yield from in_order(self.client.get_executor(pure=False), hands, task, arguments)
        except (CommClosedError, KilledWorker) as problem:
            raise ClusterFailed(f"the cluster gave up a task: {problem}") from problem


class _Arrival(WorkerPlugin):  # type: ignore[misc]  # Dask has no types
    """Unpacks on a worker what was shipped, also on one that joins later, and removes it when the work is done."""

    def __init__(self, content: bytes, key: str) -> None:
        self.name = key
        self._content = content

    def setup(self, worker: Worker) -> None:
        place = Path(worker.local_directory) / self.name
        with ZipFile(io.BytesIO(self._content)) as archive:
            archive.extractall(place)
        ARRIVED[self.name] = place

    def teardown(self, worker: Worker) -> None:
        if place := ARRIVED.pop(self.name, None):
            shutil.rmtree(place, ignore_errors=True)


def _version() -> str:
    return version("exeat")


def _check_versions(address: str, client: Client) -> None:
    """Raises ClusterFailed where a worker would answer differently, or could not."""
    try:
        versions = client.run(_version)
    except ImportError as problem:
        raise ClusterFailed(f"a worker of {address} cannot import Exeat ({problem}); install it there") from problem
    if not versions:
        raise ClusterFailed(f"the cluster at {address} has no workers")
    for worker, theirs in versions.items():
        if theirs != _version():
            raise ClusterFailed(f"{worker} runs Exeat {theirs}, and this is {_version()}: install the same")
